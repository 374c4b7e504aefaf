"""Text for readers: without invisible characters, with plurals, choices, JSON values and dates."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final

import msgspec

HIDDEN: Final = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # the controls C0 and C1 but tab and line feed: a terminal obeys them
    "\u2028\u2029"  # line ends for JavaScript and for some editors
    "\ufffe\uffff\ud800-\udfff"  # no characters: UTF-8 or XML cannot carry them
    # Default_Ignorable_Code_Point of Unicode 15, with what is reserved for more of them, and U+FFF9 to U+FFFB. A table
    # of docgen's own: that of `unicodedata` differs from one Python to the next, and a site must not
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Characters that no reader sees, as the inside of a regular expression's character class; some scripts need some."""
MANY: Final = 100
"""How many faults of one kind are listed: nobody reads more of the same."""
LINE_ENDS: Final = re.compile(r"(?<=[\w}][/._])(?=[\w{])|(?<=[a-z])(?=[A-Z])")
"""Where the line of a path or of a name without spaces may end."""

_HIDDEN: Final = re.compile(f"[{HIDDEN}]")
_SEEN: Final = rf"[^\x00-\x7f\s{HIDDEN}]"
_WITHOUT_SPACES: Final = r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17b3\u17b6-\u17ff]"  # Thai, Lao, Burmese, Khmer
_SPELLED: Final = "|".join(
    (
        # the flag of a part of a country (UTS #51, annex C): other tag characters spell what only a program reads
        r"\U0001f3f4[\U000e0061-\U000e007a]{2}[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,4}\U000e007f",
        rf"(?<={_SEEN})(?:[\ufe00-\ufe0f]\u200d?|[\u200c\u200d])|[\u200c\u200d](?={_SEEN})",
        r"(?<=[#*0-9])[\ufe0e\ufe0f]",
        r"(?<=[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])[\U000e0100-\U000e01ef]",
        r"(?<=[\u1820-\u18aa])[\u180b-\u180f]{1,2}",  # Mongolian
        rf"(?<={_WITHOUT_SPACES})\u200b|\u200b(?={_WITHOUT_SPACES})",
    )
)
"""What a script or an emoji is spelled with, where it is: variation selectors, joiners, the ends of words."""
_MARKS: Final = r"[\u061c\u200e\u200f]"  # in a text from left to right, they could turn numbers around (UAX #9)
_RIGHT_TO_LEFT: Final = re.compile(
    "[\u05be-\u061b\u061d-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


def hidden(text: str) -> Iterator[tuple[int, str]]:
    """Each run of characters in a text that no reader sees and that no script needs there, with its offset."""
    for run in _pattern(text).finditer(text):
        if not run["spelled"]:
            yield run.start(), run[0]


def printable(text: str) -> str:
    """The text on one line, without characters that control a terminal, reorder text or are invisible."""
    if text.isascii() and text.isprintable():
        return text
    return _pattern(text, r"\t\n").sub(lambda run: run["spelled"] or " ", text)


def visible(text: str) -> str:
    """The text without such characters, with its lines and tabs; removed characters leave no gap."""
    if (text.isascii() and text.isprintable()) or not _HIDDEN.search(text):
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _pattern(text).sub(lambda run: run["spelled"] or "", text)


def one_line(text: str) -> str:
    """The visible text with one space between its words."""
    return " ".join(visible(text).split())


def capitalized(text: str) -> str:
    """The text with its first letter in upper case, and no other changed."""
    return text[:1].upper() + text[1:]


def escaped(value: object) -> str:
    r"""A string between double quotes, as YAML 1.2 (section 7.3.1) and TOML 1.0 read it; another value as JSON.

    What cannot be printed is `\uXXXX` or `\UXXXXXXXX`, and nothing else is: YAML reads no surrogate pairs.
    """
    import json  # authored files alone need it, and `docgen diff` must start quickly

    text = json.dumps(value, ensure_ascii=False)
    return _pattern(text).sub(lambda run: run["spelled"] or _escapes(run[0]), text)


def _escapes(characters: str) -> str:
    return "".join(f"\\u{ord(mark):04x}" if mark <= "\uffff" else f"\\U{ord(mark):08x}" for mark in characters)


def _pattern(text: str, more: str = "") -> re.Pattern[str]:
    """A run of characters that are hidden in this text, or of `more`; or what is `spelled` with one that is needed."""
    spelled = f"{_SPELLED}|{_MARKS}" if _RIGHT_TO_LEFT.search(text) else _SPELLED
    return re.compile(f"(?=[{more}{HIDDEN}\U0001f3f4])(?:(?P<spelled>{spelled})|[{more}{HIDDEN}]+)")


def counted(count: int, noun: str, nouns: str = "") -> str:
    """A count before its noun: `1 client`, `1,204 clients`; `nouns` is a plural that no `s` makes."""
    return f"{count:,} {plural(count, noun, nouns)}"


def plural(count: object, noun: str, nouns: str = "") -> str:
    """The noun alone, singular or plural by the count; `info`, the severity, has no plural."""
    return noun if count == 1 or noun == "info" else nouns or f"{noun}s"


def choice(options: Sequence[str], word: str = "or") -> str:
    """Options as a reader picks one: `a`, `a or b`, `a, b or c`; or all of them, with another word."""
    return f" {word} ".join(filter(None, (", ".join(options[:-1]), *options[-1:])))


def ticked(names: Iterable[object]) -> str:
    """Names as code, one after the other: `a`, `b`."""
    return ", ".join(f"`{name}`" for name in names)


def did_you_mean(written: str, known: Iterable[str], otherwise: str = "", cutoff: float = 0.6) -> str:
    """The question for the nearest known name, or `otherwise` where none is near."""
    near = nearest(written, known, cutoff)
    return f"did you mean `{near}`?" if near else otherwise


def nearest(written: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """The known name that is most like what was written, first the same in another case; empty where none is."""
    from difflib import get_close_matches  # only where a name is wrong

    names = [name for name in known if name != written]
    same = [name for name in names if name.casefold() == written.casefold()]
    return "".join(same[:1] or get_close_matches(written, names, 1, cutoff))


def day(value: date) -> str:
    """A date as a person reads it: `4 Aug 2026`."""
    return f"{value.day} {value:%b %Y}"


def moment(epoch: int) -> str:
    """A Unix time as a person reads it: `4 Aug 2026, 00:00 UTC`, with seconds where there are any."""
    at = datetime.fromtimestamp(epoch, UTC)
    return f"{day(at)}, {at:%H:%M:%S} UTC".replace(":00 UTC", " UTC")


def json_text(value: Any) -> str:  # noqa: ANN401 - any JSON
    """A JSON value for a reader: text without quotes, all else as in JSON, such as `true` and `null`."""
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
