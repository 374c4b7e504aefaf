"""Redirect rules: the answer of each, the docs host, the files of every edge, and what a deploy changes."""
