"""What becomes of the text of a release: parts, each an entry, a summary, and what is left out."""

from collections.abc import Iterator
from itertools import chain
from textwrap import dedent
from typing import Final, NamedTuple

from markdown_it.tree import SyntaxTreeNode

from docgen.author.imports.blocks import parsed, shortened, text_of, with_full_links
from docgen.author.imports.kinds import Named, first_named
from docgen.author.imports.sections import Section, begins_bold, sections
from docgen.markdown.commonmark import written

_MANY: Final = 30
"""Items of a list from which on it is one entry: nobody reads a page for each of sixty updated dependencies."""
_LISTS: Final = ("bullet_list", "ordered_list")


class Part(NamedTuple):
    """What becomes an entry: what the text says of its kind, its title and Markdown, and the code spans in it."""

    named: Named | None
    title: str
    body: str
    codes: tuple[str, ...]


def contents(text: str, name: str) -> tuple[list[Part], str]:
    """The parts of the text of a release with a name, and its summary: a paragraph before all headings."""
    text = with_full_links(text)
    lines = text.split("\n")
    lead, *others = sections(parsed(text), name)
    parts = list(chain.from_iterable(_parts(section, lines) for section in others))
    if parts and [node.type for node in lead.nodes] in (["paragraph"], ["blockquote"]):
        return parts, text_of(lead.nodes[0])
    return [*_parts(lead, lines), *parts], ""


def _parts(section: Section, lines: list[str]) -> Iterator[Part]:
    """A part for all of a section, or below the name of a kind for each of its items and texts."""
    for nodes in _groups(section):
        title, first = section.title, nodes[0]
        if section.own and first.type not in _LISTS:
            title = shortened(text_of(next(iter(first.children), first))) or title
        body = "\n\n".join(_markdown(node, lines) for node in nodes).strip()
        codes = (
            node.content for node in chain.from_iterable(map(SyntaxTreeNode.walk, nodes)) if node.type == "code_inline"
        )
        if body:
            yield Part(section.named or first_named(title), title, body, tuple(codes))


def _markdown(node: SyntaxTreeNode, lines: list[str]) -> str:
    if node.type == "list_item":
        return written(node, lines)
    return dedent("\n".join(lines[slice(*(node.map or (0, 0)))])).strip("\n")


def _groups(section: Section) -> Iterator[list[SyntaxTreeNode]]:
    """Below the name of a kind each item alone, and texts that begin in bold apart; else all blocks."""
    waiting: list[SyntaxTreeNode] = []
    for node in section.nodes:
        is_split = section.own is not None and node.type in _LISTS and len(node.children) <= _MANY
        if waiting and (is_split or (section.own and begins_bold(node))):
            yield waiting
            waiting = []
        if is_split:
            yield from ([item] for item in node.children)
        elif node.type != "hr":
            waiting.append(node)
    if waiting:
        yield waiting
