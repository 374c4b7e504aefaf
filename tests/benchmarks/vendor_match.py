"""Which lines of a vendor's changelog and which changes of a diff speak of the same thing.

A line names what stands in backticks or quotes, and words that are written like a path (`/item/get`), a field
(`account_id`) or a schema (`ItemGetRequest`); words of JSON Schema (`nullable`) count where it names nothing else.
A change shows its subject: the last name of its pointer, or the value that came or went. Its place is the rest:
the other names of the pointer and selector, the operations and events that it reaches.
"""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Literal

import msgspec

from docgen.model.change import Change
from docgen.openapi.pointers import parse_pointer
from docgen.openapi.structure import METHODS

Match = Literal["named", "place", "none", "nothing"]

_NAMES = re.compile(
    r"`([^`]+)`|(?<!\w)'([\w./-]+)'(?!\w)|(?<![\w/])(/\w[\w{}/-]*)|\b(\w+_\w+)\b|\b([A-Z][a-z0-9]+(?:[A-Z][a-z0-9]*)+)\b"
)
_KEYWORDS = """
additionalProperties allOf anyOf array boolean const date date-time default deprecated description enum example false
format integer items maxItems maxLength maximum minItems minLength minimum null nullable number object oneOf optional
pattern properties readOnly required string title true type uniqueItems writeOnly
"""
_CONTAINERS = """
callbacks components content examples headers parameters paths patternProperties properties requestBodies responses
schemas securitySchemes webhooks
"""
_OTHERS = "not prefixItems requestBody schema security servers tags"
_WORDS = frozenset(_KEYWORDS.split())
_NAMING = frozenset(_CONTAINERS.split())
_STRUCTURE = _WORDS | _NAMING | frozenset(_OTHERS.split())


class Line(msgspec.Struct, frozen=True):
    """What a line of a changelog names: `words` are those of JSON Schema."""

    names: frozenset[str]
    words: frozenset[str]


class Shown(msgspec.Struct, frozen=True):
    """What a change shows: its subject, its place, and the keyword that it is about."""

    subject: frozenset[str]
    place: frozenset[str]
    words: frozenset[str]


def line(text: str) -> Line:
    """What a line of a changelog names."""
    spans = [next(filter(None, found.groups())) for found in _NAMES.finditer(text)]
    tokens = {_plain(part) for span in spans for token in span.split() for part in _parts(token)} - {""}
    return Line(frozenset(tokens - _WORDS), frozenset(tokens & _WORDS))


def shown(change: Change) -> Shown:
    """What a change shows."""
    steps = [str(step) for step in parse_pointer(change.pointer)]
    names = [_plain(step) for before, step in pairwise(["", *steps]) if _is_name(before, step)]
    selected = {
        _plain(part) for token in " ".join((change.selector, *change.selectors)).split() for part in _parts(token)
    }
    reached = {_plain(place.rpartition(" ")[2]) for place in (*change.operations, *change.events)}
    subject = {*names[-1:], *_values(change), *map(_plain, change.schemas)}
    words = {step for step in steps[-1:] if step in _WORDS}
    return Shown(frozenset(subject), frozenset({*names, *selected, *reached} - subject), frozenset(words))


def match_line(said: Line, changes: Iterable[Shown]) -> Match:
    """How well a diff confirms a line: shows what it names, only its place, none of it; or the line names nothing."""
    if not said.names and not said.words:
        return "nothing"
    place = False
    for change in changes:
        if said.names & change.subject or (not said.names and said.words & change.words):
            return "named"
        place = place or bool(said.names & change.place)
    return "place" if place else "none"


def match_change(change: Shown, lines: Iterable[Line]) -> Match:
    """How well a changelog announces a change: a line names it, only where it is, or none does."""
    place = False
    for said in lines:
        if said.names & change.subject or (not said.names and said.words & change.words):
            return "named"
        place = place or bool(said.names & change.place)
    return "place" if place else "none"


def _plain(name: str) -> str:
    return name.strip("/.,:;()[]")


def _parts(token: str) -> list[str]:
    """A path stays whole; a field with its parents (`options.start_date`, `selfies[].url`) is each of them."""
    return [token] if "/" in token else re.split(r"(?:\[\])?\.", token)


def _is_name(before: str, step: str) -> bool:
    """Whether a step of a pointer is a name of the API's, not of OpenAPI's structure."""
    if re.fullmatch(r"\d+|\dXX|[a-z*]+/[\w.+*-]+", step):
        return False
    return before in _NAMING or not (step in _STRUCTURE or step in METHODS)


def _values(change: Change) -> set[str]:
    """The value that came or went, where it is a single text."""
    came_or_went = (change.before is None) != (change.after is None)
    return {value for value in (change.before, change.after) if came_or_went and isinstance(value, str)}
