"""What becomes of the text of a release: parts, each an entry, a summary, and what is left out.

Headings divide it: those that name a kind, such as `Bug fixes`, and those that say what changed.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from textwrap import dedent
from typing import Final, NamedTuple

import msgspec
from markdown_it.tree import SyntaxTreeNode

from docgen.author.imports.formats import version_in
from docgen.author.imports.markup import parsed, shortened, text_of, with_full_links
from docgen.markdown.commonmark import written

_MANY: Final = 30
"""Items of a list from which on it is one entry: nobody reads a page for each of sixty updated dependencies."""
_LISTS: Final = ("bullet_list", "ordered_list")
_BOLD = 7
"""The level of a paragraph in bold, below that of any heading."""
_WORD: Final = re.compile(
    r"(?P<added>add(?:s|ed|itions?)?|new|features?)"
    r"|(?P<changed>change[sd]?|improve(?:s|d|ments?)?|enhance(?:s|d|ments?)?|update[sd]?|performance|breaking)"
    r"|(?P<deprecated>deprecate[sd]?|deprecations?)"
    r"|(?P<removed>remove[sd]?|removals?)"
    r"|(?P<fixed>fix(?:e[sd])?|bugs?|(?:bug|hot)fix(?:es)?)"
    r"|(?P<security>security)"
    r"|and|all|api|major|minor|other|releases?|small|the"
)
"""A word of a heading that names a kind: the last ones name none."""


class Named(NamedTuple):
    """A kind, and whether its changes break."""

    kind: str
    breaks: bool = False


class _Section(msgspec.Struct):
    """A heading and the blocks below it; `own` is the kind that it names, `named` that or one of a heading above."""

    title: str
    level: int = 0
    own: Named | None = None
    named: Named | None = None
    nodes: list[SyntaxTreeNode] = []


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
    lead, *others = _sections(parsed(text), name)
    parts = list(chain.from_iterable(_parts(section, lines) for section in others))
    if parts and [node.type for node in lead.nodes] in (["paragraph"], ["blockquote"]):
        return parts, text_of(lead.nodes[0])
    return [*_parts(lead, lines), *parts], ""


def _parts(section: _Section, lines: list[str]) -> Iterator[Part]:
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
            # else the first word says it: `Fixed the limit`
            kind = section.named or named("".join(_words(title)[:1]))
            yield Part(kind, title, body, tuple(codes))


def _markdown(node: SyntaxTreeNode, lines: list[str]) -> str:
    if node.type == "list_item":
        return written(node, lines)
    return dedent("\n".join(lines[slice(*(node.map or (0, 0)))])).strip("\n")


def _groups(section: _Section) -> Iterator[list[SyntaxTreeNode]]:
    """Below the name of a kind each item alone, and texts that begin in bold apart; else all blocks."""
    waiting: list[SyntaxTreeNode] = []
    for node in section.nodes:
        is_split = section.own is not None and node.type in _LISTS and len(node.children) <= _MANY
        begins_bold = _inline_types(node)[:1] == ["strong"]
        if waiting and (is_split or (section.own and begins_bold)):
            yield waiting
            waiting = []
        if is_split:
            yield from ([item] for item in node.children)
        elif node.type != "hr":
            waiting.append(node)
    if waiting:
        yield waiting


def _sections(nodes: Iterable[SyntaxTreeNode], release: str) -> list[_Section]:
    """The sections of a text in their order, first what is before all headings, with the name of the release.

    A heading that has that name says nothing about a change; one below a heading that does is a part of its text.
    """
    found = around = [_Section(release)]
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
            section = _Section(title, level, own, own or nearest.named)
            found, around = [*found, section], [*around, section]
        else:
            nearest.nodes.append(node)
    return found


def _level(node: SyntaxTreeNode) -> int:
    """The level of a heading, or of a paragraph of nothing but bold words and a colon; 0 for any other block."""
    if node.type == "heading":
        return int(node.tag[1])
    return _BOLD if _inline_types(node) == ["strong"] else 0


def _inline_types(node: SyntaxTreeNode) -> list[str]:
    """The types of the parts of a paragraph that have words."""
    parts = node.children[0].children if node.type == "paragraph" else ()
    return [part.type for part in parts if part.children or part.content.strip(" :")]


def named(heading: str) -> Named | None:
    """The kind of a heading that has no other words, of `Removed features` the one that is not `added`."""
    words = _words(heading)
    matches = [_WORD.fullmatch(word) for word in words]
    kinds = {match.lastgroup for match in matches if match and match.lastgroup}
    if None in matches or not kinds:
        return None
    kinds = kinds - {"added"} or kinds
    return Named(kinds.pop() if len(kinds) == 1 else "changed", "breaking" in words)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.lower())
