"""What every sentence needs: characters that nobody sees taken out, plurals, values, and dates as people write them."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import msgspec

UNPRINTABLE: Final = (
    "\x00-\x1f\x7f-\x9f"  # the controls C0 and C1: a terminal obeys them
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # they turn a line around (UAX #9)
    "\u2028\u2029"  # line ends for JavaScript and for some editors
    "\u200b\u2060-\u2065\ufeff"  # without width; U+200C and U+200D stay, which Persian and emoji are spelled with
    "\ufffe\uffff\ud800-\udfff"  # no characters: UTF-8 or XML cannot carry them
)
"""What no text shows to a reader, as the inside of a class of a regular expression."""
_RUN: Final = re.compile(f"[{UNPRINTABLE}]+")
_HIDDEN: Final = re.compile(rf"(?![\t\n])[{UNPRINTABLE}]")


def printable(text: str) -> str:
    """On one line, without characters that steer a terminal, reorder what is read or cannot be seen."""
    return _RUN.sub(" ", text)


def visible(text: str) -> str:
    """The same for text of several lines: its lines and tabs stay, and what is taken out leaves no gap."""
    if text.isprintable():  # all that is taken out is no printable character for Python either, and this is quick
        return text
    return _HIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def escaped(text: str) -> str:
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
    """The noun alone, in the form that a count asks for; `info`, the severity, has no plural."""
    return noun if count == 1 or noun == "info" else nouns or f"{noun}s"


def choice(options: Sequence[str]) -> str:
    """Options as a reader picks one: `a`, `a or b`, `a, b or c`."""
    return " or ".join(filter(None, (", ".join(options[:-1]), *options[-1:])))


def day(value: date) -> str:
    """A date as a person reads it: `4 Aug 2026`."""
    return f"{value.day} {value:%b %Y}"


def json_text(value: Any) -> str:  # noqa: ANN401 - any JSON
    """A value of JSON as a reader sees it: text as it is, all else as JSON writes it, such as `true` and `null`."""
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
