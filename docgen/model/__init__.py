"""Frozen types: what docgen knows and says."""
