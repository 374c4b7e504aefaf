"""Changelog, error pages and redirect rules for date-pinned HTTP APIs, checked against the contract."""

__version__ = "0.1.0"
