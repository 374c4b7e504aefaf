"""The regular expression with which Envoy puts a location together, of a size that Envoy takes.

It is for targets that a rule covers already, as the tree has found by patterns of any size.
"""

import re
from typing import Final

import msgspec

from docgen.model.redirect import Redirect
from docgen.redirects.edges.overlap import literal_start
from docgen.redirects.edges.server_syntax import QUERIES, covered_pattern, is_fixed
from docgen.redirects.paths import location_parts

MAX_SIZE: Final = 100
"""Beyond it Envoy refuses the table with a rewrite, and an expression of CEL has no value (Envoy's defaults)."""
_CLASS: Final = r"\[\^[^][]*\]"


def location_pattern(redirect: Redirect, *, query: bool = True) -> str:
    """A pattern with the groups of `group_number` for a target that the rule covers; without `query` for its path."""
    pattern = _anchored(redirect, query=query)
    if _program_size(pattern) > MAX_SIZE:
        return _loose(redirect, query=query)
    return pattern


def pattern_size(redirect: Redirect) -> int:
    """The size of the pattern's program in RE2, or somewhat more; 0 where the location needs no pattern."""
    if all(is_fixed(part) or part in QUERIES for part in location_parts(redirect)):
        return 0
    return _program_size(location_pattern(redirect))


def _anchored(redirect: Redirect, *, query: bool) -> str:
    return f"^{covered_pattern(redirect, groups=True, query=query)}$"


def _loose(redirect: Redirect, *, query: bool) -> str:
    """A smaller pattern: of a target that the rule covers, the shortest texts are what the classes have."""
    # the literal start is no part of a program, so it can stay
    first = literal_start(redirect).count("/")
    segments = redirect.path.split("/")
    for index, segment in enumerate(segments):
        if index >= first and "{" not in segment:
            segments[index] = "[^/]+"
    pattern = _anchored(msgspec.structs.replace(redirect, path="/".join(segments)), query=query)
    return re.sub(rf"{_CLASS}([*+])", r"\\C\1?", pattern)


def _program_size(pattern: str) -> int:
    """Text before the first group is no part of a program; a class of UTF-8 has some ten instructions (measured)."""
    # a class of one character is text
    text = re.sub(r"\[([^]^])\]", r"\1", pattern)
    program = re.sub(r"^[^(?]*", "", text)
    counted = program.replace("(?:", "").replace("?)", "?").replace(r"\C", "C")
    return 5 + len(re.sub(rf"{_CLASS}(\+?)", rf"{'x' * 7}\1\1\1\1", counted))
