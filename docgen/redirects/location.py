"""The location that a rule redirects to, in the parts from which the oracle and every edge put it together."""

from collections.abc import Sequence
from enum import Enum, auto

from docgen.model.redirect import Redirect
from docgen.redirects.paths import PLACEHOLDER, Covered


class Part(Enum):
    """A part of a location that the request has: its suffix; its query with `?`; its query with `&`, unless empty."""

    SUFFIX = auto()
    QUERY = auto()
    MORE_QUERY = auto()


Parts = Sequence[str | int | Part]
"""Literal text, placeholders of the rule's path by their index, and parts of the request."""


def location_parts(redirect: Redirect) -> Parts:
    """The parts of the location, in their order, for a request with any suffix and query.

    The suffix of a prefix rule begins with a slash, and has none where `drops_slash`; an exact rule has no suffix.
    """
    rest, hash_, fragment = redirect.to.partition("#")
    path, question_mark, query = rest.partition("?")
    suffix = [Part.SUFFIX] if redirect.match == "prefix" else []
    kept = [Part.MORE_QUERY if query else Part.QUERY] if redirect.keeps_query else []
    return [
        *_pieces(path, redirect),
        *suffix,
        *_pieces(question_mark + query, redirect),
        *kept,
        *_pieces(hash_ + fragment, redirect),
    ]


def drops_slash(redirect: Redirect) -> bool:
    """Whether the suffix loses its first slash, since the target's path ends with one."""
    return redirect.match == "prefix" and redirect.to.partition("#")[0].partition("?")[0].endswith("/")


def location(redirect: Redirect, covered: Covered) -> str:
    """The value of Location for the parts of a request, which it has byte for byte."""
    suffix, query = covered.suffix.removeprefix("/") if drops_slash(redirect) else covered.suffix, covered.query
    values = {Part.SUFFIX: suffix, Part.QUERY: query, Part.MORE_QUERY: query[1:] and f"&{query[1:]}"}

    def value(part: str | int | Part) -> str:
        return part if isinstance(part, str) else values[part] if isinstance(part, Part) else covered.values[part]

    return "".join(map(value, location_parts(redirect)))


def _pieces(text: str, redirect: Redirect) -> list[str | int]:
    """Literal text and the indexes of placeholders; none is empty."""
    names = PLACEHOLDER.findall(redirect.path)
    found: list[str | int] = []
    for index, piece in enumerate(PLACEHOLDER.split(text)):
        found += [names.index(piece)] if index % 2 else [piece] if piece else []
    return found
