"""The Markdown twin of every page, for programs and language models, made by the template of its page."""
