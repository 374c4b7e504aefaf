"""Authored files, made for a writer."""
