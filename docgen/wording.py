"""Text for readers: without invisible characters, with plurals, choices, JSON values and dates."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final

import msgspec

UNPRINTABLE: Final = (
    "\x00-\x1f\x7f-\x9f"  # the controls C0 and C1: a terminal obeys them
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # they turn a line around (UAX #9)
    "\u2028\u2029"  # line ends for JavaScript and for some editors
    "\u200b\u2060-\u2065\ufeff"  # without width; U+200C and U+200D stay, which Persian and emoji are spelled with
    "\ufffe\uffff\ud800-\udfff"  # no characters: UTF-8 or XML cannot carry them
)
"""Characters that are never shown to a reader, as the inside of a regular expression's character class."""
MANY: Final = 100
"""How many faults of one kind are listed: nobody reads more of the same."""

_RUN: Final = re.compile(f"[{UNPRINTABLE}]+")
_HIDDEN: Final = re.compile(rf"(?![\t\n])[{UNPRINTABLE}]")


def printable(text: str) -> str:
    """The text on one line, without characters that control a terminal, reorder text or are invisible."""
    return _RUN.sub(" ", text)


def visible(text: str) -> str:
    """The text without such characters, with its lines and tabs; removed characters leave no gap."""
    if text.isprintable():  # fast, and exact enough: Python calls none of the removed characters printable
        return text
    return _HIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def escaped(text: object) -> str:
    r"""A string between double quotes, as JSON, YAML 1.2 (section 7.3.1) and TOML 1.0 all read it.

    What cannot be printed is `\uXXXX`, and nothing else is: YAML reads no surrogate pairs.
    """
    import json  # authored files alone need it, and `docgen diff` must start quickly

    return _RUN.sub(_code_points, json.dumps(text, ensure_ascii=False))


def _code_points(found: re.Match[str]) -> str:
    return "".join(f"\\u{ord(character):04x}" for character in found[0])


def counted(count: int, noun: str, nouns: str = "") -> str:
    """A count before its noun: `1 client`, `1,204 clients`; `nouns` is a plural that no `s` makes."""
    return f"{count:,} {plural(count, noun, nouns)}"


def plural(count: object, noun: str, nouns: str = "") -> str:
    """The noun alone, singular or plural by the count; `info`, the severity, has no plural."""
    return noun if count == 1 or noun == "info" else nouns or f"{noun}s"


def choice(options: Sequence[str], word: str = "or") -> str:
    """Options as a reader picks one: `a`, `a or b`, `a, b or c`; or all of them, with another word."""
    return f" {word} ".join(filter(None, (", ".join(options[:-1]), *options[-1:])))


def did_you_mean(written: str, known: Iterable[str], otherwise: str = "") -> str:
    """The question for the nearest known name, or `otherwise` where none is near."""
    from difflib import get_close_matches  # only where a name is wrong

    near = get_close_matches(written, list(known), 1)
    return f"did you mean `{near[0]}`?" if near else otherwise


def day(value: date) -> str:
    """A date as a person reads it: `4 Aug 2026`."""
    return f"{value.day} {value:%b %Y}"


def moment(epoch: int) -> str:
    """A Unix time as a person reads it: `4 Aug 2026, 00:00 UTC`."""
    at = datetime.fromtimestamp(epoch, UTC)
    return f"{day(at)}, {at:%H:%M} UTC"


def json_text(value: Any) -> str:  # noqa: ANN401 - any JSON
    """A JSON value for a reader: text without quotes, all else as in JSON, such as `true` and `null`."""
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
