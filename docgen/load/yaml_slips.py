"""The slip of the pen in an authored YAML file: the change of one line that mends a fault says what the mistake is.

YAML takes what a writer mistyped for something else, and misses what was meant lines later, or never.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from docgen.load.findings import Findings, finding
from docgen.model.finding import Finding
from docgen.positions.source import Source
from docgen.wording import counted, escaped

Read = Callable[[Source], Findings]
"""A text -> everything that is wrong with it."""
_LONGEST: Final = 200_000  # characters: a text is read again for each change that is tried
_MOST: Final = 10  # slips of one file
_SHORT: Final = 80  # characters of a value that a hint shows

_KEY: Final = r"(?P<start> *(?:- +)?(?:[\w-]+: +)?)"
"""What stands before a value, if anything does."""
_QUOTES: Final = r"\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb"
_SLIPS: Final = tuple(
    (re.compile(pattern), instead, message, hint)
    for pattern, instead, message, hint in (
        (
            r"(?P<start> *(?:- *)?(?:[\w-]+:)? *)(?P<odd>[^\S \t])\s*+(?P<rest>.*)",
            r"\g<start> \g<rest>",
            "{odd}; expected a space",
            "type a plain space in its place",
        ),
        (
            r"(?P<start> *(?:- +)?(?P<key>[\w-]+):)(?P<rest>[^\s:/].*)",
            r"\g<start> \g<rest>",
            "no space after `{key}:`; expected a space after the colon",
            "write a space after the colon",
        ),
        (
            r"(?P<start> *-)(?P<rest>[^\s-].*)",
            r"\g<start> \g<rest>",
            "no space after `-`; expected `- ` and the item",
            "write a space after the dash",
        ),
        (
            rf"{_KEY}[{_QUOTES}](?P<value>[^{_QUOTES}]*)[{_QUOTES}](?P<rest>:?.*)",
            r'\g<start>"\g<value>"\g<rest>',
            "typographic quotes around the text; expected straight ones",
            'write `"` before and after it, or nothing',
        ),
        (
            rf"{_KEY}(?P<open>[\[{{][^\"]*)?+\"(?P<rest>[^\"]*)",
            r'\g<start>\g<open>"\g<rest>"',
            'the quote is not closed on this line; expected `"` after the text',
            'write `"` at the end of the text',
        ),
        (
            rf"{_KEY}(?P<open>[\[{{][^']*)?+'(?P<rest>[^']*)",
            r"\g<start>\g<open>'\g<rest>'",
            "the quote is not closed on this line; expected `'` after the text",
            "write `'` at the end of the text",
        ),
        (
            rf"{_KEY}(?P<open>\[)(?P<rest>[^\]}}]*)\}}?",
            r"\g<start>[\g<rest>]",
            "the list is not closed on this line; expected `]` after its items",
            "write `]` after the last item",
        ),
        (
            rf"{_KEY}(?P<open>\{{)(?P<rest>[^}}\]]*)\]?",
            r"\g<start>{\g<rest>}",
            "the mapping is not closed on this line; expected `}}` after its values",
            "write `}` after the last value",
        ),
        (
            r"(?P<start> *(?:- +)?(?P<key>[\w-]+))(?: *= *| +|$)(?P<rest>.*)",
            r"\g<start>: \g<rest>",
            "no colon after `{key}`; expected `{key}:`",
            "write a colon after the key, and a space",
        ),
        (
            r"(?P<start> *(?P<open>)(?P<key>[\w-]+):)",
            r"\g<start> |",
            "the text of `{key}` has several lines; expected `{key}: |`",
            "write `|` after the colon",
        ),
        (
            r"(?P<start>[^|>]*: [|>][+-]? )(?P<rest>[^#\s].*)",
            r"\g<start>",
            "text after `|`; expected it on the lines below",
            "begin the text on the next line, indented",
        ),
    )
)
"""What a line is like, the line without the slip, what the slip is, and what to do."""
_VALUES: Final = tuple(
    re.compile(rf"(?P<start> *(?:{before}))(?P<value>(?!\[\[)[^\s&!].*)") for before in (r"(?:- +)?[\w-]+: +", "- +")
)

_IS_KEY: Final = re.compile(r" *[\w-]+:(?: |$)")


class _Try(NamedTuple):
    """What to write for a line, by its index and from a column on, and the slip that this would mend."""

    at: int
    column: int
    line: str
    message: str
    hint: str
    moves: bool = False
    """Whether the line belongs to another part then."""


class _Mended(NamedTuple):
    slip: Finding
    source: Source
    left: Findings
    """What is still wrong with the text."""


def with_slips(source: Source, found: Findings, read: Read) -> Findings:
    """What is wrong with a text, with slips of the pen in place of what follows from them."""
    slips: list[Finding] = []
    while found and len(slips) < _MOST and len(source.text) < _LONGEST:
        mended = _mended(source, found, read)
        if mended is None:
            break
        slips.append(mended.slip)
        source, found = mended.source, mended.left
    return (*slips, *found)


def _mended(source: Source, found: Findings, read: Read) -> _Mended | None:
    """The text without its first slip: of all changes of a line, the one that leaves the fewest faults."""
    lines, first = source.text.split("\n"), min(found)
    best: _Mended | None = None
    for one in _tries(lines, first):
        if one.line == lines[one.at]:
            continue
        changed = Source(source.path, "\n".join([*lines[: one.at], one.line, *lines[one.at + 1 :]]))
        left = read(changed)
        if _is_better(left, found, one) and (best is None or len(left) < len(best.left)):
            slip = finding(source, one.at + 1, one.column, "yaml-syntax", one.message, one.hint)
            best = _Mended(slip, changed, left)
    return best


def _is_better(left: Findings, found: Findings, changed: _Try) -> bool:
    """Whether less is wrong, and nothing with the line that was changed; keys beside it may be missing as before."""
    line, first = changed.at + 1, min(found)
    if any(one.line == line and "missing key" not in one.message for one in left):
        return False
    if first.id != "yaml-syntax":
        # a key that moves into a text would not be wrong any more, either
        return set(left) < set(found) and not (changed.moves and _IS_KEY.match(changed.line))
    if changed.moves:
        return not left
    # a syntax error hides what else is wrong
    return all(one.id != "yaml-syntax" or one.line > max(line, first.line) for one in left)


def _tries(lines: list[str], first: Finding) -> Iterator[_Try]:
    near = _near(lines, first.line - 1)
    for pattern, instead, message, hint in _SLIPS:
        # what is not closed is missed at the next quote, or at the end of the file
        for index in range(first.line) if "open" in pattern.groupindex else near:
            if match := pattern.fullmatch(lines[index]):
                named = {name: _name(text) if name == "odd" else text for name, text in match.groupdict("").items()}
                yield _Try(index, match.end("start") + 1, match.expand(instead), message.format(**named), hint)
    for index in near:
        yield from _quoted(index, lines[index], is_read=first.id != "yaml-syntax")
    for index in near:
        yield from _items(index, lines[index], [lines[other].strip() for other in near])
    for index in near:
        for other in near:
            yield _indented(index, lines[index], _indent(lines[other]))


def _quoted(at: int, line: str, *, is_read: bool) -> Iterator[_Try]:
    """The line with its value in quotes; one that YAML `is_read` may have them."""
    for match in filter(None, (pattern.fullmatch(line) for pattern in _VALUES)):
        value = match["value"].rstrip()
        message = f"a value that starts with {value[0]!r} needs quotes around it"
        if value[0] in "'\"":
            if is_read:
                continue
            message = f"the text goes on after its closing {value[0]}; expected quotes around all of it"
            value = value[1:-1] if value[-1] == value[0] else value
        elif ": " in value:
            message = "a value with `: ` in it needs quotes around it"
        quoted = escaped(value)
        hint = f"write {quoted}" if len(quoted) < _SHORT else 'write `"` before and after it'
        yield _Try(at, match.end("start") + 1, match["start"] + quoted, message, hint)


def _items(at: int, line: str, beside: list[str]) -> Iterator[_Try]:
    """The line as an item of a list, where one may be."""
    if not any(other.startswith("- ") or other.endswith(":") for other in beside):
        return
    for indent in (_indent(line), _indent(line) - 2):
        item = f"{' ' * indent}- {line.lstrip()}"
        hint = "write each item of the list after `- `"
        yield _Try(at, indent + 1, item, "no `- `; expected `- ` before the item", hint, moves=True)


def _indented(at: int, line: str, indent: int) -> _Try:
    message = f"indented by {counted(_indent(line), 'space')}; expected {indent}, as beside it"
    before = line[: len(line) - len(line.lstrip())].strip(" ")
    if before:
        message = f"{_name(before[0])}; expected spaces alone before the text"
    hint = f"begin the line with {counted(indent, 'space')}"
    return _Try(at, _indent(line) + 1, " " * indent + line.lstrip(), message, hint, moves=True)


def _near(lines: list[str], at: int) -> list[int]:
    """The index of a line, and of those before and after it that are not empty."""
    before = [index for index in range(at) if lines[index].strip()]
    after = [index for index in range(at + 1, len(lines)) if lines[index].strip()]
    return [index for index in (at, *before[-1:], *after[:1]) if not lines[index].startswith("---")]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _name(space: str) -> str:
    return f"{unicodedata.name(space, 'tab').lower()} (U+{ord(space):04X})"
