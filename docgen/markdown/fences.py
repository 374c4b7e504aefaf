"""Fenced code in Markdown as the builder sees it (in lists, quotes and tabs, too), with links and headings outside."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import chain
from typing import Final, NamedTuple

from docgen.markdown.front_matter import split, text_values

_HEADING: Final = re.compile(r"^(?P<marks>#{1,6})[ \t]+(?P<title>[^\n]*)$", re.M)
_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_CODE_OR_LINK: Final = re.compile(
    r"(?<!`)(?P<ticks>`++).*?(?<!`)(?P=ticks)(?!`)"
    r"|(?:(?P<image>!\[(?:(?!!\[)[^\]\n])*)?\]\([ \t]*|^ {0,3}\[(?!\^)[^\]\n]+\]:[ \t]*)"  # [^1]: is a footnote
    r"<?(?P<address>(?:[^\s()<>]|\([^\s()<>]*\))++)(?=>?[ \t]*(?:$|[)\"'(]))",
    re.M,
)
"""An inline code span, or the start of a link up to the end of its target: an inline link or a reference definition."""
CODE_SPAN: Final = re.compile(r"(?<!`)(`++)(?!`)(.{1,500}?)(?<!`)\1(?!`)", re.S)
"""An inline code span, over lines, too; its second group is what is in it."""
_OPENING: Final = re.compile(
    r"^(?P<lead>[ \t>]*)(?P<marks>(?P<ticks>`{3,})|~{3,})(?P<info>(?(ticks)[^`\n]*|[^\n]*))$", re.M
)
_NAMED_SCHEMA: Final = re.compile(
    r"^(?P<opening>[ \t>]*+(?:`{3,}+|~{3,}+)[^\n]*?)[ \t]schema=(?:\"[^\"\n]*+\"|'[^'\n]*+'|[\w.-]++)", re.M
)
_LINE: Final = re.compile(r"\n([^\n]*)")
_LANGUAGE: Final = re.compile(r"^\s*(?:\{\s*)?\.?([\w#.+-]*)")
_TAB: Final = 4


class Heading(NamedTuple):
    """A heading: its level, its title, and the offset of its line in the text."""

    level: int
    title: str
    start: int


class Link(NamedTuple):
    """A link: its line from 0, the column of its target from 1, and the target as `address`."""

    line: int
    column: int
    address: str


class Fence(NamedTuple):
    """A fence: its language, its text, its lines from 0 (both marks included), and its first and last offset."""

    language: str
    text: str
    lines: range
    start: int
    end: int

    @property
    def line(self) -> int:
        """The line of its opening."""
        return self.lines.start


@lru_cache(maxsize=8192)
def fences(markdown: str) -> tuple[Fence, ...]:
    """Every fence of a Markdown text, as PyMdown's superfences parses it.

    A fence ends at a line with the same marks at the same indent. Without such a line, or where an earlier line is
    indented less or is in another quote, there is no fence.
    """
    return tuple(_find_fences(markdown))


def without_schemas(markdown: str) -> str:
    """The text without the schemas that fences name: PyMdown's superfences takes such a fence for a code span."""
    return _NAMED_SCHEMA.sub(r"\g<opening>", markdown)


def map_outside_fences(markdown: str, change: Callable[[str], str], inside: Callable[[str], str] = str) -> str:
    """The text with `change` applied to each part between its fences; with `inside`, that to each fence."""
    parts, end = [], 0
    # whole pages, of which none comes again: those that are kept would fill the memory
    for fence in _find_fences(markdown):
        parts += [change(markdown[end : fence.start]), inside(markdown[fence.start : fence.end])]
        end = fence.end
    return "".join((*parts, change(markdown[end:])))


def _find_fences(markdown: str) -> Iterator[Fence]:
    at, counted_to, line = 0, 0, 0
    while opening := _OPENING.search(markdown, at):
        body, at, closed = _body(markdown, opening)
        if closed:
            # counted on from the last fence, or many fences take the square of the text
            line += markdown.count("\n", counted_to, opening.start())
            counted_to = opening.start()
            lines = range(line, line + markdown.count("\n", counted_to, at) + 1)
            # `json` of `JSON`, `.json` and `{.json title="x"}`
            (language,) = _LANGUAGE.findall(opening["info"])
            yield Fence(language.lower(), "".join(body), lines, counted_to, at)


def open_fence(markdown: str) -> int | None:
    """The line, from 0, of the first fence that nothing closes, or in which another one begins, if there is one.

    From there on, what is meant as text is code, or the other way round.
    """
    at = 0
    while opening := _OPENING.search(markdown, at):
        body, at, closed = _body(markdown, opening)
        others = filter(None, map(_OPENING.match, body))
        if not closed or any(one["marks"] == opening["marks"] and one["info"].strip() for one in others):
            return markdown.count("\n", 0, opening.start())
    return None


def _body(markdown: str, opening: re.Match[str]) -> tuple[list[str], int, bool]:
    """The lines of a fence up to its closing mark, their end, and whether there is a closing mark."""
    lead = opening["lead"].expandtabs(_TAB)
    body: list[str] = []
    blank = False
    for line in _LINE.finditer(markdown, opening.end()):
        before, content = _split_indent(line[1], len(lead))
        if _is_outside(lead, before, content, blank):
            return body, line.end(), False
        if content.rstrip(" \t") == opening["marks"]:
            return body, line.end(), True
        body.append(content + "\n")
        blank = not content
    return body, len(markdown), False


def _is_outside(lead: str, before: str, content: str, blank: bool) -> bool:
    """Whether a line, split into its indent `before` and its content, is outside of a fence with the indent `lead`.

    `blank` says whether the line before it is empty: after one, a line must be in as many quotes as the fence.
    """
    quotes, wanted = before.count(">"), lead.count(">")
    return quotes > wanted or (bool(content.strip()) and (len(before) < len(lead) or (blank and quotes < wanted)))


def _split_indent(line: str, width: int) -> tuple[str, str]:
    """The indent of a line (spaces, tabs and quote marks), at most `width` columns wide, and its content."""
    end, before = 0, ""
    while end < len(line) and len(before) < width and line[end] in " \t>":
        end += 1
        before = line[:end].expandtabs(_TAB)
    return before, line[end:]


def links(markdown: str) -> Iterator[Link]:
    """Every link outside of code, in order; images are left out."""
    fenced = {*chain.from_iterable(fence.lines for fence in fences(markdown))}
    for number, line in enumerate(markdown.split("\n")):
        if number not in fenced and "]" in line:
            for match in _CODE_OR_LINK.finditer(line):
                if match["address"] and match["image"] is None:
                    yield Link(number, match.start("address") + 1, match["address"])


def rewrite_links(markdown: str, change: Callable[[str], str]) -> str:
    """The text with `change` applied to the target of every link and image outside of code."""

    def rewrite(match: re.Match[str]) -> str:
        address = match["address"]
        if not address:
            return match[0]
        return match[0].removesuffix(address) + change(address)

    # what looks like a link in a fence is an example
    return map_outside_fences(markdown, lambda part: _CODE_OR_LINK.sub(rewrite, part))


def headings(markdown: str) -> Iterator[Heading]:
    """The ATX headings of a Markdown text without front matter, in order; setext headings are left out."""
    inside = [(fence.start, fence.end) for fence in fences(markdown)]
    inside += [comment.span() for comment in _COMMENT.finditer(markdown)]
    for heading in _HEADING.finditer(markdown):
        if not any(start <= heading.start() < end for start, end in inside):
            yield Heading(len(heading["marks"]), heading["title"].strip(), heading.start())


def title(markdown: str) -> str:
    """The title of a page: `title` in its front matter, else its first heading of level 1; may be empty."""
    page = split(markdown)
    first = next((heading.title for heading in headings(page.body) if heading.level == 1), "")
    return text_values(page.yaml).get("title") or first
