"""Frozen types: what writers author, and what docgen finds."""
