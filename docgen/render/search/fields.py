"""The fields that the search finds: of objects, of payloads, and of operations, with their parameters and headers."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final, NamedTuple

from docgen import urls
from docgen.render import event_views
from docgen.render.handwritten import guides
from docgen.render.publication import Publication
from docgen.render.reference.operation import Body, Field, Shape
from docgen.render.reference.operation_view import OperationView
from docgen.render.reference.pages import reference_views

_MAX_GUIDES: Final = 3
# what comes after all operations: a reader can do something with those
_LATER: Final = 100


class Line(NamedTuple):
    """A field by its name, the page that shows it, and its address there; the least `level` is the best."""

    name: str
    url: str
    address: str
    level: int


def lines(publication: Publication) -> Iterator[Line]:
    """Every field that a page shows, each name once for a page: where it is least deep, and first.

    The guides that name a field come before, without an address: they say what it is for.
    """
    shown = tuple(_shown(publication))
    yield from shown
    for name in {line.name for line in shown}:
        named = guides(publication, name)
        # what more of them name is explained by none
        if len(named) <= _MAX_GUIDES:
            yield from (Line(name, guide.url, "", -1) for guide in named)


def _shown(publication: Publication) -> Iterator[Line]:
    for within in reference_views(publication):
        for object_ in within.objects:
            yield from _least_deep(object_.url, _inside(object_.shape, "field/", _LATER))
        for view in within.operations:
            yield from _least_deep(view.url, _of_operation(view))
    for event in event_views.views(publication):
        if event.payload:
            yield from _least_deep(urls.event_url(event.name), _inside(event.payload, "payload.", _LATER))


_Named = tuple[int, str, str]
"""The level of a field, its name and its address."""


def _of_operation(view: OperationView) -> Iterator[_Named]:
    for _, at, fields in view.parameters:
        yield from _fields(fields, at)
    yield from _bodies(view.body)
    for response in view.responses:
        yield from _fields(response.headers, response.headers_at)
        # what is answered is less often asked for than what is sent
        yield from ((level + 1, name, address) for level, name, address in _bodies(response.bodies))


def _bodies(bodies: Iterable[Body]) -> Iterator[_Named]:
    return chain.from_iterable(_inside(body.shape, body.at) for body in bodies)


def _fields(fields: Iterable[Field], at: str, level: int = 0) -> Iterator[_Named]:
    for field in fields:
        yield level, field.name, at + field.id
        yield from _inside(field.shape, f"{at}{field.id}.", level + 1)


def _inside(shape: Shape, at: str, level: int = 0) -> Iterator[_Named]:
    yield from _fields(shape.fields, at, level)
    for alternative in shape.alternatives:
        yield from _inside(alternative, f"{at}{alternative.id}.", level)


def _least_deep(url: str, named: Iterable[_Named]) -> Iterator[Line]:
    least: dict[str, Line] = {}
    for level, name, address in named:
        if name not in least or level < least[name].level:
            least[name] = Line(name, url, address, level)
    yield from least.values()
