"""Paths of rules: literal text and placeholders such as `{id}`, which stand for a part of a segment."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple, Protocol
from urllib.parse import quote

PLACEHOLDER: Final = re.compile(r"\{([a-z][a-z0-9_]*)\}")
"""A placeholder, which matches at least one character of a raw path but no slash."""
MOST_PLACEHOLDERS: Final = 7
"""Of a path: Vercel and Envoy number nine groups of a pattern, of which the suffix and the query are two."""
_SAFE: Final = "/:@,%{}?=&+#"
"""What `encoded` leaves as it is, beside letters, digits and `-._~`."""


class PathRule(Protocol):
    """What a rule covers: its path, and those below it where it matches a prefix."""

    @property
    def path(self) -> str:
        """The path, without a slash at its end."""

    @property
    def match(self) -> str:
        """`exact` or `prefix`."""


class Covered(NamedTuple):
    """The parts of a raw request target that a rule covers, byte for byte.

    `values` are those of the placeholders in their order; `suffix` is what follows the rule's path, empty or with its
    slash; `query` has its question mark.
    """

    values: tuple[str, ...]
    suffix: str
    query: str


def covered(rule: PathRule, target: str) -> Covered | None:
    """The parts of a raw origin-form target (RFC 9112, section 3.2.1) that a rule covers; None without a match."""
    path, question_mark, query = target.partition("?")
    # no client sends a fragment, and servers differ in what they make of one
    match = None if "#" in target else _pattern(rule.path, rule.match).fullmatch(path)
    if match is None:
        return None
    *values, suffix = match.groups(default="")
    return Covered(tuple(values), suffix, question_mark + query)


def covers_all(one: PathRule, other: PathRule) -> bool:
    """Whether a rule covers all targets of another: as a target, a placeholder is covered by placeholders only."""
    return (one.match == "prefix" or other.match == "exact") and covered(one, other.path) is not None


def generality(rule: PathRule) -> list[int]:
    """Smaller for the narrower of two rules, as OpenAPI matches paths.

    Text in a segment comes before text with a placeholder, that before a placeholder alone, and what is below a prefix
    comes last.
    """
    segments = rule.path.split("/")
    ranks = [2 if PLACEHOLDER.fullmatch(segment) else int("{" in segment) for segment in segments]
    return [*ranks, *([3] if rule.match == "prefix" else [])]


def overlaps(one: PathRule, other: PathRule) -> bool:
    """Whether some target is covered by both rules."""
    shorter, longer = sorted((one, other), key=lambda rule: rule.path.count("/"))
    parts, others = shorter.path.split("/"), longer.path.split("/")
    long_enough = len(parts) == len(others) or shorter.match == "prefix"
    return long_enough and all(map(_may_be_equal, parts, others))


def ancestors(path: str) -> Iterator[str]:
    """The paths above a path, without a slash at their end, the nearest first."""
    while path := path.rpartition("/")[0]:
        yield path


def example_path(path: str) -> str:
    """A path that a rule covers as a client may send it: each placeholder with its own name as the value."""
    return PLACEHOLDER.sub(r"\1", path)


def encoded(text: str) -> str:
    """A path or URL as clients send it: UTF-8 and percent-encoded, with hexadecimal digits in upper case."""
    return re.sub("%[0-9a-f]{2}", lambda octet: octet[0].upper(), quote(text, safe=_SAFE), flags=re.IGNORECASE)


@cache
def _pattern(path: str, match: str) -> re.Pattern[str]:
    """A pattern for paths; its groups are the placeholders and the suffix."""
    pieces = PLACEHOLDER.split(path)
    pieces[0::2], pieces[1::2] = map(re.escape, pieces[0::2]), ["([^/]+)"] * (len(pieces) // 2)
    return re.compile("".join(pieces) + ("(/?)" if match == "exact" else "(/.*)?"), re.DOTALL)


def _may_be_equal(one: str, other: str) -> bool:
    """Whether two segments can be the same text: what is before and behind their placeholders agrees."""
    if not (PLACEHOLDER.search(one) or PLACEHOLDER.search(other)):
        return one == other
    heads, tails = zip(*((text.partition("{")[0], text.rpartition("}")[2][::-1]) for text in (one, other)), strict=True)
    return all(first.startswith(second) or second.startswith(first) for first, second in (heads, tails))
