"""A text as a reader sees it, and in parts: blocks (paragraphs, items, rows, headings), sentences, clauses, code spans.

All parts are offsets into the text. What is no text of the writer's (fences, tags, placeholders) is blank in the masked
text, which is as long as the text. A comment is text: it is in the source of the page, and programs read that.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

from docgen.markdown.fences import CODE_SPAN, map_outside_fences

_REFERENCE: Final = re.compile(r"\{\{(?:[^{}\n]|\{[^{}\n]{0,80}+\}){0,200}+\}\}")
_HIDDEN: Final = re.compile(
    r"(?P<code>(?<!`)(`++)(?!`).{0,500}?(?<!`)\2(?!`))|<!--|-->|</?(?!https?:)[a-zA-Z][^<>\n]{0,200}+>"
    r"|(?<=\))\{[:.# ][^}\n]{0,200}+\}|" + _REFERENCE.pattern,
    re.S,
)
LINK: Final = re.compile(r"\]\(([^()\s]{0,500}+)(?:\s[^()\n]{0,200}+)?\)")
"""An inline link from the end of its text on; its first group is the target."""
_BLOCK: Final = re.compile(r"^[ \t>]*+(?:[-*+] |\d+[.)] |#{1,6} |(?P<row>\|[^\n]*)|!!!|\?\?\?|===|$)", re.M)
_ITEM: Final = re.compile(r"[ \t>]*+(?:(?:[-*+]|\d+[.)]) |\|)")
_ROW: Final = re.compile(r"[ \t>]*+\|")
_RULE: Final = re.compile(r"[ \t>]*+\|?[ \t:|-]*+$")
_SENTENCE: Final = re.compile(r"(?<=[.!?])[\"')\]*_]{0,4}\s+(?=[\"'(\[*_`]{0,4}[A-Z0-9x`/])|(?<=\s)(?=\S)")
_CLAUSE: Final = re.compile(r"[;:]\s+|,\s+|\s(?:but|although|though|while|whereas|because|so that)\s+")
_CONJUNCTION: Final = re.compile(r"`[^`]*`|\b(?:and|or|then|the|values?|fields?|events?)\b|\W", re.IGNORECASE)
_LONGEST: Final = 1_000
"""Characters of a sentence: a longer one is read in pieces, so that what is around each fact stays short."""
_LEAD: Final = 300


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
    return _HIDDEN.sub(_shown, map_outside_fences(text, str, _blank) if is_markdown else text)


def _shown(match: re.Match[str]) -> str:
    """Code without the references in it, which are filled in later; blanks for all else."""
    return _REFERENCE.sub(lambda reference: _blank(reference[0]), match[0]) if match["code"] else _blank(match[0])


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def without_code(text: str) -> str:
    """A masked text with an `x` for every character of code, and blanks for the targets of links."""
    text = CODE_SPAN.sub(lambda match: match[1] + "x" * len(match[2]) + match[1], text)
    return LINK.sub(lambda match: "]" + _blank(match[0][1:]), text)


def blocks(text: str) -> Iterator[Block]:
    """The blocks of a masked text, each with what introduces it."""
    heading, lead, row_lead, in_table = "", "", "", False
    for span in _block_spans(text):
        content = text[span.start : min(span.end, span.start + _LEAD)]
        is_row, is_item = bool(_ROW.match(content)), bool(_ITEM.match(content))
        # below a new heading, what introduced the text above introduces nothing
        if content.lstrip(" \t>").startswith("#"):
            heading, lead, row_lead = content, "", ""
        # the first row of a table is its header, which introduces all others
        if is_row and not in_table:
            row_lead = content
        in_table = is_row
        if not (is_row and _RULE.match(content)):
            yield Block(span, " ".join((heading, lead, row_lead)) if is_item else lead, is_row)
        if text[span.start : span.end].rstrip().endswith(":"):
            lead = text[max(span.start, span.end - _LEAD) : span.end]
        elif not is_item:
            lead = ""


def _block_spans(text: str) -> Iterator[Span]:
    bounds = {0, len(text)}
    for match in _BLOCK.finditer(text):
        bounds.add(match.start())
        if match["row"]:  # one line, whatever follows it
            bounds.add(match.end())
    for span in pairwise(sorted(bounds)):
        if text[slice(*span)].strip():
            yield Span(*span)


def sentences(plain: str, block: Block) -> Iterator[Span]:
    """The sentences of a block of a text without code, at most `_LONGEST` long; a short row is one sentence."""
    start = block.span.start
    for match in _SENTENCE.finditer(plain, *block.span):
        is_end = bool(match[0]) and not block.is_row
        if is_end or match.start() - start > _LONGEST:
            yield Span(start, match.start())
            start = match.end()
    yield Span(start, block.span.end)


def clauses(plain: str, sentence: Span, is_row: bool) -> tuple[Span, ...]:
    """The clauses of a sentence; one that only lists code goes with what follows it, at the end with what precedes."""
    parts: list[Span] = []
    start = sentence.start
    for match in () if is_row else _CLAUSE.finditer(plain, *sentence):
        # `a`, `b` and `c` are no clauses: what is said of them comes behind the list
        if _CONJUNCTION.sub("", plain[start : match.start()]):
            parts.append(Span(start, match.start()))
            start = match.end()
    if parts and not _CONJUNCTION.sub("", plain[start : sentence.end]):
        start = parts.pop().start
    return (*parts, Span(start, sentence.end))
