"""What servers write alike: expressions of what a rule covers and of times, the location by its groups, strings."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Final, TypeVar

from docgen.model.redirect import Redirect
from docgen.redirects.paths import PLACEHOLDER, Part, Parts, drops_slash, location_parts, written

_T = TypeVar("_T")
ESCAPES: Final = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
"""How most servers write what a string in double quotes cannot have."""
_FIRST_TIME: Final = 10**9
"""Unix times of ten digits begin here, in 2001: only those have the same prefixes as the time of a request."""
QUERIES: Final = (Part.QUERY, Part.MORE_QUERY)
"""The parts of a location that are a query of the request."""


def double_quoted(value: str, escapes: Mapping[int, str] = ESCAPES) -> str:
    """A string in double quotes, with some characters escaped."""
    return f'"{value.translate(escapes)}"'


def digest(text: str, length: int = 8) -> str:
    """A few characters for a text: a name that depends on nothing else, so that no other line changes with it."""
    return sha256(text.encode()).hexdigest()[:length]


def batches(items: Sequence[_T], size: int) -> list[Sequence[_T]]:
    """The items in groups of that size, in their order; the last has the rest."""
    return [items[start : start + size] for start in range(0, len(items), size)]


def path_pattern(path: str, placeholder: str = "[^/?#]+") -> str:
    """A rule's path as a regular expression, in the syntax common to PCRE, RE2 and ECMAScript, without anchors."""
    return PLACEHOLDER.sub(lambda _: placeholder, path.replace(".", "[.]"))


def covered_pattern(redirect: Redirect, *, groups: bool = False, query: bool = True, ends: str = "") -> str:
    """What a rule covers of a raw target in origin form, as a regular expression like that of `path_pattern`.

    Its groups are those that `group_number` counts; with `groups` false it has none, without `query` it is for a path
    alone. `ends` are characters that end the target besides `#`, such as the space in a request line.
    """
    below, behind = f"[^?#{ends}]*", f"[^#{ends}]*"
    suffix = "/?"
    if drops_slash(redirect):
        suffix = f"(?:/({below}))?"
    elif redirect.match == "prefix":
        suffix = f"(/{below})?"
    parts = location_parts(redirect)
    behind_path = f"(?:[?]{behind})?"
    if Part.MORE_QUERY in parts:
        behind_path = f"(?:[?]({behind}))?"
    elif Part.QUERY in parts:
        behind_path = f"([?]{behind})?"
    pattern = path_pattern(redirect.path, f"([^/?#{ends}]+)") + suffix + behind_path * query
    if groups:
        return pattern
    # the template of a server may put several patterns into one, and counts no groups of theirs
    return re.sub(r"\((?!\?:)", "(?:", pattern)


def group_number(redirect: Redirect, part: int | Part) -> int:
    """The group of `covered_pattern` for a part of the location: placeholders in their order, suffix, query.

    The suffix has no first slash where `drops_slash`; the query has its `?`, but for Part.MORE_QUERY.
    """
    if isinstance(part, int):
        return part + 1
    first = len(PLACEHOLDER.findall(redirect.path)) + 1
    return first + (part is not Part.SUFFIX and redirect.match == "prefix")


def location_text(redirect: Redirect, parts: Parts, group: Callable[[int], str], more: str = "") -> str:
    """Parts of the location: `group` writes the number of a group; `more` joins a query to that of the target."""

    def text(part: int | Part) -> str:
        return more * (part is Part.MORE_QUERY) + group(group_number(redirect, part))

    return written(parts, text)


def is_fixed(part: str | int | Part) -> bool:
    """Whether a part of a location is the same for all requests."""
    return isinstance(part, str)


def with_named_placeholders(redirect: Redirect) -> tuple[str, str]:
    """The path and the target with each placeholder as `:docgen_a`, where no name begins another one."""
    path, to = redirect.path, redirect.to
    for place, name in enumerate(PLACEHOLDER.findall(redirect.path)):
        named = f":docgen_{chr(ord('a') + place)}"
        path, to = path.replace(f"{{{name}}}", named), to.replace(f"{{{name}}}", named)
    return path, to


def at_or_after(seconds: int) -> str:
    """A regular expression that matches the decimal digits of every integer >= `seconds`, and no smaller one.

    It is for a server that can match a number but not compare it. The numbers have no sign and no leading zeros. The
    expression is an alternation without anchors or capturing groups, which compares digit by digit: a smaller number
    fails at its first smaller digit.
    """
    if seconds <= 0:
        return "[0-9]+"
    digits = str(seconds)
    # every number with more digits comes last
    return f"{_not_below(digits)}|[1-9][0-9]{{{len(digits)},}}"


def _not_below(digits: str) -> str:
    """Every number of as many digits that is not smaller."""
    digit, rest = digits[0], digits[1:]
    same, any_rest = digit, ""
    if rest:
        same, any_rest = f"{digit}(?:{_not_below(rest)})", f"[0-9]{{{len(rest)}}}"
    if digit == "9":
        return same
    if digit == "8":
        return f"{same}|9{any_rest}"
    return f"{same}|[{int(digit) + 1}-9]{any_rest}"


def time_prefixes(start: int, end: int) -> Iterator[str]:
    """The first digits of all times from a Unix time up to another, and of no other time."""
    start = max(start, _FIRST_TIME)
    while start < end:
        size = 1
        while start % (size * 10) == 0 and start + size * 10 <= end:
            size *= 10
        yield str(start // size)
        start += size
