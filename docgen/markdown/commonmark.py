"""CommonMark from authors who are not trusted: descriptions in a contract, bodies of entries."""

from markdown_it import MarkdownIt


def parser() -> MarkdownIt:
    """A new parser of CommonMark with tables and without HTML and images, whose source is shown as text."""
    return MarkdownIt("commonmark", {"html": False}).enable("table").disable(["image", "html_block", "html_inline"])
