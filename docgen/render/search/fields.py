"""The fields that the search finds: of objects, of payloads, and of operations, with their parameters and headers."""

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from operator import attrgetter
from typing import Any, Final, NamedTuple

from docgen import urls
from docgen.render.event_views import EventView
from docgen.render.handwritten import guides
from docgen.render.publication import Publication
from docgen.render.reference.operation import Field, Shape
from docgen.render.reference.operation_view import OperationView

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


def with_guides(publication: Publication, shown: Iterable[Line]) -> Iterator[Line]:
    """The fields that pages show, then the guides that name one, without an address: they say what it is for."""
    names = set[str]()
    for line in shown:
        names.add(line.name)
        yield line
    for name in names:
        named = guides(publication, name)
        # what more of them name is explained by none
        if len(named) <= _MAX_GUIDES:
            yield from (Line(name, guide.url, "", -1) for guide in named)


def lines(publication: Publication, context: Mapping[str, Any]) -> Iterator[Line]:
    """Every field that a page of this context shows, and the values that it lists, each once: where it is least deep.

    Of an older version, there are none.
    """
    view = context.get("view")
    if isinstance(view, OperationView):
        yield from _least_deep(_of_operation(view))
    elif isinstance(view, EventView) and view.payload:
        yield from _least_deep(_inside(view.payload, urls.event_url(view.name), "payload.", _LATER))
    objects = [context["it"].field] if "it" in context else context.get("values", ())
    for field in objects:
        yield from _least_deep(_inside(field.shape, publication.page_targets.schemas[field.name], "field/", _LATER))


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
