"""CommonMark from people who are not trusted: descriptions of a contract, bodies of entries."""

from markdown_it import MarkdownIt


def parser() -> MarkdownIt:
    """A new parser of CommonMark with tables, without HTML and images, which show as they were written."""
    return MarkdownIt("commonmark", {"html": False}).enable("table").disable(["image", "html_block", "html_inline"])
