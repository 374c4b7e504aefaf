"""The text of a release under its headings: those that name a kind, and those that say what changed."""

from collections.abc import Iterable

import msgspec
from markdown_it.tree import SyntaxTreeNode

from docgen.author.imports.blocks import text_of
from docgen.author.imports.dates import version_in
from docgen.author.imports.kinds import Named, named

_BOLD = 7
"""The level of a paragraph in bold, below that of any heading."""


class Section(msgspec.Struct):
    """A heading and the blocks below it; `own` is the kind that it names, `named` that or one of a heading above."""

    title: str
    level: int = 0
    own: Named | None = None
    named: Named | None = None
    nodes: list[SyntaxTreeNode] = []


def sections(nodes: Iterable[SyntaxTreeNode], release: str) -> list[Section]:
    """The sections of a text in their order, first what is before all headings, with the name of the release.

    A heading that has that name says nothing about a change; one below a heading that does is a part of its text.
    """
    found = around = [Section(release)]
    for node in nodes:
        level = _level(node)
        if not level:
            around[-1].nodes.append(node)
            continue
        around = [section for section in around if section.level < level]
        title, nearest = text_of(node).strip(" :") or release, around[-1]
        own = named(title)
        if own or nearest.own or nearest.title == release:
            if release.removeprefix("v") in version_in(title):
                title = release
            section = Section(title, level, own, own or nearest.named)
            found, around = [*found, section], [*around, section]
        else:
            nearest.nodes.append(node)
    return found


def begins_bold(node: SyntaxTreeNode) -> bool:
    """Whether a paragraph begins with bold words."""
    return _inline_types(node)[:1] == ["strong"]


def _level(node: SyntaxTreeNode) -> int:
    """The level of a heading, or of a paragraph of nothing but bold words and a colon; 0 for any other block."""
    if node.type == "heading":
        return int(node.tag[1])
    return _BOLD if _inline_types(node) == ["strong"] else 0


def _inline_types(node: SyntaxTreeNode) -> list[str]:
    """The types of the parts of a paragraph that have words."""
    parts = node.children[0].children if node.type == "paragraph" else ()
    return [part.type for part in parts if part.children or part.content.strip(" :")]
