"""Changelogs that were written elsewhere: the formats that are read, and what each entry becomes."""
