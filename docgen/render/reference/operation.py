"""An operation as the reference shows it (parameters, body, responses, samples, entries), and the shapes of schemas."""

from collections.abc import Iterator
from typing import Final

import msgspec
from markupsafe import Markup

from docgen import urls
from docgen.model.entry import Entry
from docgen.model.redirect import Redirect
from docgen.model.statuses import status_line
from docgen.openapi.examples import media_examples
from docgen.openapi.nodes import Node
from docgen.openapi.resolver import Resolver
from docgen.openapi.spec import Operation
from docgen.render.escape import plain
from docgen.render.page import element_id, indented_json
from docgen.render.reference.sample import NO_SAMPLE, sample
from docgen.render.reference.titles import without_stop
from docgen.render.versions import PartHistory
from docgen.wording import counted

_ROW: Final = 250
"""The bytes of the elements of a row."""
_MAX_HIGHLIGHTED: Final = 150  # lines: colours make them six times as long
_MAX_INLINE: Final = 200  # characters of a description beside its status
_FIRST_LINES: Final = 60
_COLOURED: Final = 2  # bytes of a page for each of an example


class Shape(msgspec.Struct, frozen=True):
    """A schema in words.

    `fields` are those of the object, or of the elements of an array or a map; `alternatives_label` introduces the
    `alternatives`; `marks` are `read-only`, `write-only` and `deprecated`. All Markup is escaped.
    """

    type: Markup
    description: str = ""
    limits: tuple[Markup, ...] = ()
    marks: tuple[str, ...] = ()
    fields: "tuple[Field, ...]" = ()
    alternatives_label: Markup = Markup("")
    alternatives: "tuple[Shape, ...]" = ()

    @property
    def summary(self) -> str:
        """The number of its fields or alternatives, in words; empty without any."""
        if self.fields:
            return counted(len(self.fields), "field")
        return counted(len(self.alternatives), "alternative") if self.alternatives else ""

    @property
    def weight(self) -> int:
        """The bytes of its HTML, roughly."""
        own = len(self.type) + len(self.description) + sum(map(len, self.limits))
        inner = (*(field.shape for field in self.fields), *self.alternatives)
        return own + sum(_ROW + shape.weight for shape in inner)


class Field(msgspec.Struct, frozen=True):
    """A field of an object, a parameter or a header: `history` is known of the fields of component schemas.

    `anchor` is its id on the page, empty where it has none.
    """

    name: str
    shape: Shape
    required: bool = False
    history: PartHistory = PartHistory()
    anchor: Markup = Markup("")


class Code(msgspec.Struct, frozen=True):
    """A block of code with its title and the name of its language."""

    title: str
    language: str
    text: str

    @property
    def lines(self) -> int:
        """The number of its lines."""
        return self.text.count("\n") + 1

    @property
    def first_lines(self) -> "Code | None":
        """Its first 60 lines, where it is longer."""
        if self.lines <= _FIRST_LINES + 4:  # to cut a few lines would save nothing
            return None
        cut = "\n".join([*self.text.split("\n")[:_FIRST_LINES], "…"])
        return Code(f"{self.title} (first {_FIRST_LINES} lines)", self.language, cut)


class Body(msgspec.Struct, frozen=True):
    """The body of a request or a response, with its media types."""

    media_types: tuple[str, ...]
    shape: Shape


class Response(msgspec.Struct, frozen=True):
    """A response by its status: `200`, `4XX`, `default`."""

    status: str
    description: str
    headers: tuple[Field, ...]
    bodies: tuple[Body, ...]

    @property
    def is_good(self) -> bool:
        """Whether it is no error."""
        return is_good(self.status)

    @property
    def is_one_line(self) -> bool:
        """Whether its status, type and description are all there is to show."""
        shapes = [body.shape for body in self.bodies]
        return (
            not self.headers
            and len(self.description) < _MAX_INLINE
            and not any(shape.summary or shape.limits or shape.description for shape in shapes)
        )

    @property
    def title(self) -> str:
        """The status with its name."""
        return status_line(self.status)


class Callback(msgspec.Struct, frozen=True):
    """A request that the API sends to a URL of its caller; `url` is the runtime expression of that.

    `responses` are the statuses that it understands, each with its description.
    """

    name: str
    method: str
    url: str
    description: str
    body: tuple[Body, ...]
    responses: tuple[tuple[str, str], ...]


class OperationView(msgspec.Struct, frozen=True):
    """All that the reference shows of an operation."""

    operation: Operation
    url: str
    title: str
    parameters: tuple[tuple[str, tuple[Field, ...]], ...]
    body: tuple[Body, ...]
    body_required: bool
    body_description: str
    responses: tuple[Response, ...]
    security: tuple[tuple[tuple[str, tuple[str, ...]], ...], ...]
    callbacks: tuple[Callback, ...]
    samples: tuple[Code, ...]
    examples: tuple[Code, ...]
    error_codes: tuple[tuple[str, str], ...]
    history: PartHistory
    entries: tuple[Entry, ...]
    events: tuple[str, ...]
    redirects: tuple[Redirect, ...]

    @property
    def anchor(self) -> Markup:
        """Its id in the list of its resource."""
        return element_id(urls.operation_anchor(self.operation))

    @property
    def weight(self) -> int:
        """The bytes of its page, roughly: what its schemas and its examples come to."""
        shapes = [field.shape for _, fields in self.parameters for field in fields]
        bodies = [*self.body, *(body for response in self.responses for body in response.bodies)]
        bodies += [body for callback in self.callbacks for body in callback.body]
        return sum(shape.weight for shape in (*shapes, *(body.shape for body in bodies))) + sum(
            len(example.text) * _COLOURED for example in self.examples
        )

    @property
    def description(self) -> str:
        """The description of the contract, where it says more than the heading."""
        description = str(self.operation.node.get("description") or "")
        return "" if without_stop(plain(description)) == self.title else description

    @property
    def is_deprecated(self) -> bool:
        """Whether the contract marks the operation as deprecated."""
        return self.operation.node.get("deprecated") is True


def is_good(status: object) -> bool:
    """Whether a status of the contract is no error: 1xx, 2xx or 3xx."""
    return str(status)[:1] in "123"


def response_examples(resolver: Resolver, operation: Operation) -> Iterator[Code]:
    """An example of each response: the contract's, or for the first good one without, one made from its schema."""
    has_sample = False
    for status, response in operation.responses.items():
        good = is_good(status)
        for media_type, media in (resolver.spec.resolve(response).get("content") or {}).items():
            if "json" not in str(media_type):
                continue
            described = resolver.spec.resolve(media)
            value = next((value for _, value in media_examples(resolver.spec, media)), NO_SAMPLE)
            if value is NO_SAMPLE and good and not has_sample and described.get("schema") is not None:
                value = sample(resolver, Node(described["schema"], (*operation.pointer, "x-answer")), "response")
            if value is not NO_SAMPLE:
                has_sample = has_sample or good
                text = indented_json(value)
                language = "json" if text.count("\n") < _MAX_HIGHLIGHTED else "text"
                yield Code(status_line(status), language, text)
            break
