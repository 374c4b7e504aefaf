"""Markdown as writers write it: front matter, fences and headings."""
