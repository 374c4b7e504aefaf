"""The fields that the search finds: of objects, of payloads, and of operations, with their parameters and headers."""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import chain
from operator import attrgetter
from typing import Final, NamedTuple

from docgen import urls
from docgen.render import event_views
from docgen.render.handwritten import guides
from docgen.render.publication import Publication
from docgen.render.reference.operation import Field, Shape
from docgen.render.reference.operation_view import OperationView
from docgen.render.reference.pages import reference_views

_MAX_GUIDES: Final = 3
# what comes after all operations: a reader can do something with those
_LATER: Final = 100
# a value that no sentence has as a word, as it is shown: others are found by what is said of them
_VALUE: Final = re.compile(r"<code>([^\W\d][\w.-]+)</code>")
_SPELLED: Final = re.compile(r"\w[._A-Z-]")


class Line(NamedTuple):
    """A field by its name, the page that shows it, and its address there; the least `level` is the best."""

    name: str
    url: str
    address: str
    level: int


def lines(publication: Publication) -> Iterator[Line]:
    """Every field that a page shows, and the values that it lists, each once for a page: where it is least deep.

    The guides that name a field come before, without an address: they say what it is for.
    """
    shown = tuple(chain.from_iterable(map(_least_deep, _pages(publication))))
    yield from shown
    for name in {line.name for line in shown}:
        named = guides(publication, name)
        # what more of them name is explained by none
        if len(named) <= _MAX_GUIDES:
            yield from (Line(name, guide.url, "", -1) for guide in named)


def _pages(publication: Publication) -> Iterator[Iterator[Line]]:
    for within in reference_views(publication):
        for field in chain(map(attrgetter("field"), within.objects), within.values):
            yield _inside(field.shape, publication.page_targets.schemas[field.name], "field/", _LATER)
        yield from map(_of_operation, within.operations)
    for event in event_views.views(publication):
        if event.payload:
            yield _inside(event.payload, urls.event_url(event.name), "payload.", _LATER)


def _of_operation(view: OperationView) -> Iterator[Line]:
    for _, at, fields in view.parameters:
        yield from _fields(fields, view.url, at)
    for body in view.body:
        yield from _inside(body.shape, view.url, body.at)
    for response in view.responses:
        yield from _fields(response.headers, view.url, response.headers_at)
        for body in response.bodies:
            # what is answered is less often asked for than what is sent
            yield from _inside(body.shape, view.url, body.at, 1)


def _fields(fields: Iterable[Field], url: str, at: str, level: int = 0) -> Iterator[Line]:
    for field in fields:
        yield Line(field.name, url, at + field.id, level)
        yield from _inside(field.shape, url, f"{at}{field.id}.", level + 1)


def _inside(shape: Shape, url: str, at: str, level: int = 0) -> Iterator[Line]:
    # behind the fields of that name; the list of an object is said once, that of an operation wherever it is used
    behind = level + _LATER if level >= _LATER else level + 3 * _LATER
    for value in filter(_SPELLED.search, _VALUE.findall(unescape("".join(shape.limits)))):
        # what is said of an object as a whole has no address
        yield Line(value, url, at.removesuffix("field/").removesuffix("."), behind)
    yield from _fields(shape.fields, url, at, level)
    for alternative in shape.alternatives:
        yield from _inside(alternative, url, f"{at}{alternative.id}.", level)


def _least_deep(lines: Iterable[Line]) -> Iterable[Line]:
    least: dict[str, Line] = {}
    for line in sorted(lines, key=attrgetter("level")):
        least.setdefault(line.name, line)
    return least.values()
