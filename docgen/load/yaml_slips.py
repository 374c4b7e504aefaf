"""The slip of the pen in an authored YAML file: the change of one place that mends a fault says what the mistake is.

YAML takes what a writer mistyped for something else, and misses what was meant lines later, or never.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterator
from itertools import product
from typing import Final, NamedTuple

from docgen.load.findings import Findings, finding
from docgen.load.yaml_text import FOLDED, QUOTES, TYPOGRAPHIC
from docgen.model.finding import Finding
from docgen.positions.source import Source
from docgen.wording import counted, escaped

Read = Callable[[Source], Findings]
"""A text -> everything that is wrong with it."""
_LONGEST: Final = 200_000  # characters: a text is read again for each change that is tried
_MOST: Final = 10  # lines that have the wrong indentation

_BEFORE: Final = r"(?P<start> *+(?:- ++)?+(?:[\w-]++: ++)?+)"
"""What stands before a value, if anything does."""
_VALUE: Final = r"(?P<start> *+(?:(?:- ++)?+[\w-]++: ++|- ++))"
_NO_DASH: Final = "no `- `; expected `- ` before the item"
_DASH: Final = "write each item of the list after `- `"
_ROWS: Final = (
    (
        r"(?P<start> *+(?:- *+)?+(?:[\w-]++:)?+ *+)(?P<odd>[^\S \t]|(?<=-)\t)\s*+(?P<rest>.*+)",
        "{start} {rest}",
        "{odd}; expected a space",
        "type a plain space in its place",
    ),
    (
        r"(?P<start> *+(?:- ++)?+(?P<key>[\w-]++):)(?P<rest>[^\s:/].*+)",
        "{start} {rest}",
        "no space after `{key}:`; expected a space after the colon",
        "write a space after the colon",
    ),
    (
        r"(?P<start> *+-)(?P<rest>[^\s-].*+)",
        "{start} {rest}",
        "no space after `-`; expected `- ` and the item",
        "write a space after the dash",
    ),
    (
        r"(?P<start> *+)(?P<odd>[*+\u2013\u2014\u2022]) (?P<rest>.*+)",
        "{start}- {rest}",
        "{odd}; expected `-` before the item",
        _DASH,
    ),
    (
        rf"{_BEFORE}[{QUOTES}](?P<text>[^{QUOTES}]*+)[{QUOTES}](?P<rest>:?.*+)",
        '{start}"{text}"{rest}',
        *TYPOGRAPHIC,
    ),
    (
        rf"{_BEFORE}(?P<open>[\[{{][^\"']*)?+(?P<quote>[\"'])(?P<rest>(?:(?!(?P=quote)).)*+)",
        "{start}{open}{quote}{rest}{quote}",
        "the quote is not closed on this line; expected `{quote}` after the text",
        "write `{quote}` at the end of the text",
    ),
    (
        rf"{_BEFORE}(?P<open>\[)(?P<rest>[^\]}}]*)\}}?",
        "{start}[{rest}]",
        "the list is not closed on this line; expected `]` after its items",
        "write `]` after the last item",
    ),
    (
        rf"{_BEFORE}(?P<open>\{{)(?P<rest>[^}}\]]*)\]?",
        "{start}{{{rest}}}",
        "the mapping is not closed on this line; expected `}}` after its values",
        "write `}}` after the last value",
    ),
    (
        r"(?P<start> *+(?:- ++)?+(?P<key>[\w-]++))(?: *+= *+| ++|$)(?P<rest>.*+)",
        "{start}: {rest}",
        "no colon after `{key}`; expected `{key}:`",
        "write a colon after the key, and a space",
    ),
    (
        r"(?P<start> *+(?P<open>)(?P<key>[\w-]++):)",
        "{start} |",
        "the text of `{key}` has several lines; expected `{key}: |`",
        "write `|` after the colon",
    ),
    (r"(?P<start>[^>]*: )>(?P<rest>.*)", "{start}|{rest}", *FOLDED),
    (
        r"(?P<start>[^|>]*: [|>][+-]? )(?P<open>[^#\s].*+)",
        "{start}",
        "text after `|`; expected it on the lines below",
        "begin the text on the next line, indented",
    ),
    (
        rf"{_VALUE}(?P<open>(?P<quote>[\"'])(?P<value>.*)(?P=quote))",
        "{start}{quoted}",
        "the text goes on after its closing {quote}; expected quotes around all of it",
        "write {quoted}",
    ),
    (
        rf"{_VALUE}(?P<open>(?P<value>(?P<quote>[\"']).*[^\"']))",
        "{start}{quoted}",
        "the text goes on after its closing {quote}; expected quotes around all of it",
        "write {quoted}",
    ),
    (
        rf"{_VALUE}(?P<value>(?=[^\s&!#\"'\[{{].*: ).*+)",
        "{start}{quoted}",
        "a value with `: ` in it needs quotes around it",
        "write {quoted}",
    ),
    (
        rf"{_VALUE}(?P<value>(?P<first>(?!\[\[)[^\s&!|>\w\"']).*+)",
        "{start}{quoted}",
        "a value that starts with '{first}' needs quotes around it",
        "write {quoted}",
    ),
    (r"(?P<start> *+)(?P<item>[^\s#-].*+)", "{start}- {item}", _NO_DASH, _DASH),
    (r"(?P<start> *)  (?P<item>[^\s#-].*+)", "{start}- {item}", _NO_DASH, _DASH),
)
"""What a line is like, the line without the slip, what the slip is, and what to do. What is `open` may have begun on
any line above a syntax error, and an `item` is one only in a list."""
_SLIPS: Final = [(re.compile(pattern), instead, message, hint) for pattern, instead, message, hint in _ROWS]
_IS_KEY: Final = re.compile(r"[\w-]+:(?: |$)")


class _Try(NamedTuple):
    source: Source
    slip: Finding
    moves: bool
    """Whether lines belong to another part then: into a text they would move unseen."""


def with_slips(source: Source, found: Findings, read: Read, most: int = 10) -> Findings:
    """What is wrong with a text, with at `most` so many slips of the pen in place of what follows from them."""
    best: tuple[Findings, _Try] | None = None
    for one in _tries(source, found) if found and most and len(source.text) < _LONGEST else ():
        left = read(one.source)
        if _is_better(left, found, one) and (best is None or len(left) < len(best[0])):
            best = left, one
        if best and not best[0]:
            break
    if best is None:
        return found
    return best[1].slip, *with_slips(best[1].source, best[0], read, most - 1)


def _is_better(left: Findings, found: Findings, mended: _Try) -> bool:
    """Whether less is wrong, and nothing with the line that was changed, but for keys that are missing beside it."""
    first, line = min(found), mended.slip.line
    if any(one.line == line and "missing key" not in one.message for one in left):
        return False
    if first.id != "yaml-syntax":
        return set(left) < set(found)
    # a syntax error hides what else is wrong
    return not left or (
        not mended.moves and all(one.line > max(line, first.line) for one in left if one.id == "yaml-syntax")
    )


def _tries(source: Source, found: Findings) -> Iterator[_Try]:
    first, lines = min(found), source.text.split("\n")
    filled = [at for at, line in enumerate(lines) if line.strip() and not line.startswith("---")]
    place = bisect_left(filled, first.line - 1)
    near = sorted(filled[max(place - 1, 0) : place + 2], key=lambda at: at != first.line - 1)
    # an odd space before a key makes it another key, which may be missed far above
    near += [at for at in filled if lines[at].lstrip(" ")[:1].isspace() and at not in near]
    for pattern, instead, message, hint in _SLIPS:
        opens = "open" in pattern.groupindex
        if opens and first.id != "yaml-syntax":
            continue
        for at in range(first.line) if opens else near:
            if match := pattern.fullmatch(lines[at]):
                named = _named(match)
                item = named.get("item", "")
                texts = message.format(**named), hint.format(**named)
                slip = finding(source, "yaml-syntax", *texts, at + 1, match.end("start") + 1)
                beside = [line.lstrip()[:2] for line in lines[max(at - 1, 0) : at + 2]]
                if not item or "- " in beside or lines[at - 1].endswith(":") or _IS_KEY.match(item):
                    yield _Try(_changed(source, lines, at, instead.format(**named)), slip, bool(item))
    for count, at in product(range(1, _MOST), near):
        yield from _shifted(source, lines, at, count, {_indent(lines[other]) for other in near}, first.id)


def _shifted(source: Source, lines: list[str], at: int, count: int, indents: set[int], fault: str) -> Iterator[_Try]:
    """Some lines with another indentation: that of a line beside them, or of what is below a key, or beside it."""
    block, before = lines[at : at + count], _indent(lines[at])
    odd = block[0][before : before + 1]
    is_below = at > 0 and lines[at - 1].endswith(":")
    text = block[0].lstrip()
    for indent in sorted({*indents, before - 2, before + 2 * is_below}):
        # a key that moves into a text would not be wrong any more, either
        is_read = is_below or indent < before or not _IS_KEY.match(text)
        is_free = fault == "yaml-syntax" or odd.isspace() or (is_read and not text.startswith("-"))
        if min(map(_indent, block)) < before or indent < 0 or not is_free:
            continue
        message = f"indented by {counted(before, 'space')}; expected {indent}"
        if odd.isspace():
            message = f"{_name(odd)}; expected spaces alone before the text"
        hint = f"begin the line with {counted(indent, 'space')}"
        slip = finding(source, "yaml-syntax", message, hint, at + 1, before + 1)
        moved = (" " * (_indent(line) - before + indent) + line.lstrip() for line in block)
        yield _Try(_changed(source, lines, at, *moved), slip, moves=True)


def _changed(source: Source, lines: list[str], at: int, *instead: str) -> Source:
    return Source(source.path, "\n".join([*lines[:at], *instead, *lines[at + len(instead) :]]))


def _named(match: re.Match[str]) -> dict[str, str]:
    """The groups of a match, with the `odd` space by its name and the `value` in quotes."""
    named = match.groupdict("")
    named["odd"] = "".join(map(_name, named.get("odd", "")))
    named["quoted"] = escaped(named.get("value", "").rstrip())
    return named


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _name(space: str) -> str:
    return f"{unicodedata.name(space, 'tab').lower()} (U+{ord(space):04X})"
