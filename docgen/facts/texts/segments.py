"""A text as a reader sees it, and in parts: blocks (paragraphs, items, rows, headings), sentences, clauses, code spans.

All parts are offsets into the text. What is no text of the writer's (fences, tags, placeholders) is blank in the masked
text, which is as long as the text. A comment is text: it is in the source of the page, and programs read that.
"""

import html
import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from docgen.markdown.fences import fences

_MARKS: Final = re.compile(
    r"(?P<code>(?<!`)(`+)(?!`).+?(?<!`)\2(?!`))|(?P<entity>&(?:#\d+|#[xX][\da-fA-F]+|[A-Za-z]\w*);)"
    r"|(?<=[\w./-])(\*{1,3})(?P<last>[^\s*]+)\4|(\*{1,3})(?P<first>[^\s*]+)\6(?=[\w/-])",
    re.S,
)
_HIDDEN: Final = re.compile(r"<!--|-->|</?[a-zA-Z][^<>\n]*>|\{\{[^{}\n]*\}\}|(?<=\))\{[:.# ][^}\n]*\}", re.S)
_AUTOLINK: Final = re.compile(r"<(https?://[^<>\s]+)>")
_CODE: Final = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.S)
_LINK: Final = re.compile(r"\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+([\"'])(.*?)\2)?[^()\n]*\)")
_TITLE: Final = re.compile(r"\btitle=([\"'])(.*?)\1")
_BLOCK: Final = re.compile(r"^[ \t>]*(?:[-*+] |\d+[.)] |#{1,6} |\||!!!|\?\?\?|===|$)", re.M)
_ITEM: Final = re.compile(r"[ \t>]*(?:[-*+]|\d+[.)]) ")
_ROW: Final = re.compile(r"^[ \t>]*\|")
_TABLE: Final = re.compile(r"(?:^[ \t>]*\|[^\n]*\n?)+", re.M)
_RULE: Final = re.compile(r"^[ \t>]*\|?[ \t:|-]*$")
_SENTENCE: Final = re.compile(r"(?<=[.!?])[\"')\]*_]*\s+(?=[\"'(\[*_`]*[A-Z0-9x`/])")
_CLAUSE: Final = re.compile(r"[;:]\s+|,\s+|\s+(?:but|although|though|while|whereas|because|so that)\s+")


class Visible(NamedTuple):
    """The text that is seen, and the offset in what was written of each of its characters and of its end."""

    text: str
    origins: Sequence[int]


class Span(NamedTuple):
    """A part of a text: its first offset and the one after its last."""

    start: int
    end: int


class Block(NamedTuple):
    """A paragraph, list item, heading or table row; `lead` is what introduces it: a line that ends in `:`.

    For an item or a row, `lead` has the heading, too, and the header row.
    """

    span: Span
    lead: str
    is_row: bool


def masked(text: str, is_markdown: bool) -> str:
    """The text as long as it is, with blanks where the writer states nothing."""
    if is_markdown:
        for fence in fences(text):
            title = _TITLE.search(text, fence.start, text.find("\n", fence.start))
            text = _blank(text, fence.start, title.start(2) if title else fence.end)
            text = _blank(text, title.end(2) if title else fence.end, fence.end)
    code = [match.span() for match in _CODE.finditer(text)]
    text = _AUTOLINK.sub(lambda link: f" {link[1]} ", text)
    for match in _HIDDEN.finditer(text):
        if not any(start <= match.start() < end for start, end in code):
            text = _blank(text, *match.span())
    return text


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + "".join("\n" if mark == "\n" else " " for mark in text[start:end]) + text[end:]


def code_spans(text: str) -> Iterator[tuple[Span, str]]:
    """Each code span of a masked text between its backticks, with its content on one line."""
    for match in _CODE.finditer(text):
        yield Span(*match.span(2)), " ".join(match[2].split())


def link_targets(text: str) -> Iterator[tuple[Span, str]]:
    """Each target of an inline link of a masked text."""
    for match in _LINK.finditer(text):
        yield Span(*match.span(1)), match[1]


def without_code(text: str) -> str:
    """A masked text with an `x` for every character of code, and blanks for the targets of links, but their titles."""
    text = _CODE.sub(lambda match: match[1] + re.sub(r"\S", "x", match[2]) + match[1], text)
    for match in _LINK.finditer(text):
        title = Span(*match.span(3)) if match[2] else Span(match.end(), match.end())
        text = _blank(_blank(text, match.start() + 1, title.start), title.end, match.end())
    return text


def blocks(text: str) -> Iterator[Block]:
    """The blocks of a masked text, each with what introduces it."""
    heading, lead, row_lead, in_table = "", "", "", False
    for span in _block_spans(text):
        content = text[span.start : span.end]
        is_row = bool(_ROW.match(content))
        if content.lstrip(" \t>").startswith("#"):
            heading, lead, row_lead = content, "", ""
        if is_row and not in_table:
            row_lead = content
        in_table = is_row
        if not (is_row and _RULE.match(content)):
            is_item = is_row or bool(_ITEM.match(content))
            yield Block(span, " ".join((heading, lead, row_lead)) if is_item else lead, is_row)
        if content.rstrip().endswith(":"):
            lead = content
        elif not is_row and not _ITEM.match(content):
            lead = ""


def tables(text: str) -> tuple[Span, ...]:
    """The tables of a masked text: rows that follow one another."""
    return tuple(Span(*match.span()) for match in _TABLE.finditer(text))


def _block_spans(text: str) -> Iterator[Span]:
    starts = sorted({0, *(match.start() for match in _BLOCK.finditer(text))})
    for start, end in zip(starts, (*starts[1:], len(text)), strict=True):
        if text[start:end].strip():
            lines = text[start:end]
            # a row is one line, whatever follows it
            stop = start + lines.index("\n") if _ROW.match(lines) and "\n" in lines else end
            yield Span(start, stop)
            if stop != end and text[stop:end].strip():
                yield Span(stop, end)


def sentences(plain: str, block: Block) -> tuple[Span, ...]:
    """The sentences of a block of a text without code; a row is one sentence."""
    if block.is_row:
        return (block.span,)
    return _split(plain, block.span, _SENTENCE)


def clauses(plain: str, sentence: Span, is_row: bool) -> tuple[Span, ...]:
    """The clauses of a sentence; one that only lists code goes with what follows it."""
    if is_row:
        return (sentence,)
    parts: list[Span] = []
    waiting: int | None = None
    for part in _split(plain, sentence, _CLAUSE):
        start = part.start if waiting is None else waiting
        waiting = start if _is_list(plain[part.start : part.end]) else None
        if waiting is None:
            parts.append(Span(start, part.end))
    if waiting is not None:
        # a list at the end belongs to what comes before it
        parts = [*parts[:-1], Span(parts[-1].start, sentence.end)] if parts else []
    return tuple(parts) or (sentence,)


def _is_list(plain: str) -> bool:
    """Whether a part of a sentence is code (an `x` for each character) and conjunctions alone."""
    rest = re.sub(r"`+[^`]*`+", "", plain)
    return not re.search(r"\w", re.sub(r"\b(?:and|or|then|the|values?|fields?|events?)\b", "", rest, flags=re.I))


def _split(plain: str, span: Span, pattern: re.Pattern[str]) -> tuple[Span, ...]:
    starts = [span.start]
    ends: list[int] = []
    for match in pattern.finditer(plain, span.start, span.end):
        ends.append(match.start())
        starts.append(match.end())
    return tuple(Span(start, end) for start, end in zip(starts, (*ends, span.end), strict=True) if start < end)


def containing(parts: tuple[Span, ...], offset: int) -> Span:
    """The part that an offset is in, or the last before it."""
    return next((part for part in reversed(parts) if part.start <= offset), parts[0])


def visible(written: str) -> Visible:
    """A text without the entities and the marks of emphasis inside of its tokens; code stays as it is."""
    parts: list[str] = []
    origins: list[int] = []
    end = 0
    for match in _MARKS.finditer(written):
        if match["code"]:
            continue
        group = next(name for name in ("entity", "last", "first") if match[name])
        shown = html.unescape(match[0]) if match["entity"] else match[group]
        parts += [written[end : match.start()], shown]
        origins += [*range(end, match.start()), *range(match.start(group), match.start(group) + len(shown))]
        end = match.end()
    return Visible("".join((*parts, written[end:])), [*origins, *range(end, len(written) + 1)])
