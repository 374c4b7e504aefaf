"""What the parts of an operation are shown as: the shapes of schemas, fields, code, bodies and responses."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, Final, NamedTuple

import msgspec
from markupsafe import Markup
from msgspec.structs import replace

from docgen.claims.contract import json_media
from docgen.model.statuses import status_line
from docgen.openapi.nodes import Node
from docgen.openapi.spec import Operation, Spec
from docgen.positions.source import Pointer
from docgen.render.json_file import indented_json
from docgen.render.reference.sample import NO_SAMPLE, sample
from docgen.render.versions import PartHistory
from docgen.wording import counted

_ROW: Final = 250
"""The bytes of the elements of a row."""
# lines: colours make them six times as long
_MAX_HIGHLIGHTED: Final = 150
# characters of a description beside its status
_MAX_INLINE: Final = 200
_FIRST_LINES: Final = 60
# characters of the examples that are not shown first
_MAX_OTHERS: Final = 18_000


class Shape(msgspec.Struct, frozen=True):
    """A schema in words.

    `fields` are those of the object, or of the elements of an array or a map; `alternatives_label` introduces the
    `alternatives`; `marks` are `read-only`, `write-only` and `deprecated`. An alternative has a `name`, empty
    where its type says it, and an `id` within the address of what it is an alternative of. All Markup is escaped.
    """

    type: Markup
    description: str = ""
    limits: tuple[Markup, ...] = ()
    marks: tuple[str, ...] = ()
    fields: "tuple[Field, ...]" = ()
    alternatives_label: Markup = Markup("")
    alternatives: "tuple[Shape, ...]" = ()
    name: str = ""
    id: str = ""

    @property
    def summary(self) -> str:
        """The number of its fields or alternatives, in words; empty without any."""
        if self.fields:
            return counted(len(self.fields), "field")
        if self.alternatives:
            return counted(len(self.alternatives), "alternative")
        return ""

    @property
    def required(self) -> tuple[str, ...]:
        """The fields that a caller must send; of one with such fields itself those alone, by their dotted names."""
        return tuple(self._required())

    def _required(self) -> Iterator[str]:
        for field in self.fields:
            if field.must_be_sent:
                inner = (f"{field.name}.{name}" for name in field.shape.required)
                yield from tuple(inner) or (field.name,)

    @property
    def weight(self) -> int:
        """The bytes of its HTML, roughly."""
        own = len(self.type) + len(self.description) + sum(map(len, self.limits))
        inner = (*(field.shape for field in self.fields), *self.alternatives)
        return own + sum(_ROW + shape.weight for shape in inner)


class Field(msgspec.Struct, frozen=True):
    """A field of an object, a parameter or a header: `history` is known of the fields of component schemas.

    `id` is its own part of its address on a page; `must_be_sent` is a field that is required of a request.
    """

    name: str
    shape: Shape
    required: bool = False
    history: PartHistory = PartHistory()
    id: str = ""
    must_be_sent: bool = False


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
        # to cut a few lines would save nothing
        if self.lines <= _FIRST_LINES + 4:
            return None
        cut = "\n".join([*self.text.split("\n")[:_FIRST_LINES], "…"])
        return Code(f"{self.title} (first {_FIRST_LINES} lines)", self.language, cut)


class Body(NamedTuple):
    """The body of a request or a response, with its media types; `at` begins the addresses of its fields."""

    media_types: Sequence[str]
    shape: Shape
    at: str

    @property
    def without_description(self) -> "Body":
        """The same; a body whose object is named and linked without the description that its own section has."""
        if self.shape.summary:
            return self
        return self._replace(shape=replace(self.shape, description=""))


class Response(NamedTuple):
    """A response by its status: `200`, `4XX`, `default`; `headers_at` begins the addresses of its headers."""

    status: str
    headers_at: str
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
        if self.headers or len(self.description) >= _MAX_INLINE:
            return False
        return not any(shape.summary or shape.limits or shape.description for _, shape, _ in self.bodies)

    @property
    def title(self) -> str:
        """The status with its name."""
        return status_line(self.status)


class Callback(NamedTuple):
    """A request that the API sends to a URL of its caller; `url` is the runtime expression of that.

    `responses` are the statuses that it understands, each with its description.
    """

    name: str
    method: str
    url: str
    description: str
    bodies: tuple[Body, ...]
    responses: tuple[tuple[str, str], ...]


def is_good(status: str) -> bool:
    """Whether a status of the contract is no error: 1xx, 2xx or 3xx."""
    return status[:1] in "123"


def schema_of(node: Node) -> Node:
    """The schema of a parameter or a header: its own, or that of its `content`; of None where it has neither."""
    schema = node.child("schema")
    if schema.value is None:
        for media in node.members("content").values():
            return media.child("schema")
    return schema


def response_examples(spec: Spec, operation: Operation) -> Iterator[Code]:
    """An example of each response that the contract has one of; where no good one has, one made from its schema."""
    shared = shared_example(spec, operation)
    bodies = [(status, next(iter(json_media(response)), None)) for status, response in spec.responses(operation)]
    media = {status: spec.target(body) for status, body in bodies if body}
    shown = {status: shown_example(spec, body, shared) for status, body in media.items()}
    has_good = any(is_good(status) and value is not NO_SAMPLE for status, value in shown.items())
    for status, value in shown.items():
        schema = media[status].child("schema")
        # a reader wants a good answer, and a made one only where none is real
        if value is NO_SAMPLE and schema.value is not None and is_good(status) and not has_good:
            value = sample(spec, schema, "response")
            has_good = value is not NO_SAMPLE
        if value is not NO_SAMPLE:
            yield as_json(status_line(status), value)


def other_examples(spec: Spec, operation: Operation) -> Iterator[Code]:
    """The examples with a name that are not the one that is shown: of the request, then of the responses, to a size."""
    shared = shared_example(spec, operation)
    bodies = {"Request": spec.target(operation.child("requestBody"))}
    bodies |= {status_line(status): response for status, response in spec.responses(operation)}
    others: list[Code] = []
    for title, body in bodies.items():
        media = next(map(spec.target, json_media(body)), Node(None, ()))
        shown = shown_example(spec, media, shared)
        for place, value in spec.examples(media.value):
            name = example_name(spec, (*media.pointer, *place))
            if name and value is not shown:
                others.append(Code(f"{title}: {name}", "text", indented_json(value)))
    return to_a_size(others)


def to_a_size(codes: Iterable[Code]) -> Iterator[Code]:
    """Some examples that are folded, as far as a page has room."""
    room = _MAX_OTHERS
    for code in codes:
        room -= len(code.text)
        if room > 0:
            yield code


def example_name(spec: Spec, place: Pointer) -> str:
    """The summary of an example at a place in the contract, else its key; empty for one without a name."""
    if place[-3:-2] != ("examples",):
        return ""
    return str(spec.target(spec.node(place[:-1])).get("summary") or place[-2])


def shared_example(spec: Spec, operation: Operation) -> Pointer:
    """The place in its media type of the first example of the request that the good response has, too; else none."""
    good = next((response for status, response in spec.responses(operation) if is_good(status)), Node(None, ()))
    sent = _examples(spec, spec.target(operation.child("requestBody")))
    return next(filter(_examples(spec, good).__contains__, sent), ())


def _examples(spec: Spec, node: Node) -> dict[Pointer, Any]:
    return dict(chain.from_iterable(spec.examples(media.value) for media in node.members("content").values()))


def shown_example(spec: Spec, media: Node, shared: Pointer) -> Any:  # noqa: ANN401 - any JSON
    """The example that is shown, of those of a media type: the one that request and response share, else the first."""
    examples = dict(spec.examples(media.value))
    return examples.get(shared, next(iter(examples.values()), NO_SAMPLE))


def schema_example(spec: Spec, schema: Node) -> Code | None:
    """An example of a schema: the contract's, or one made from it; None where no value says anything."""
    value = sample(spec, schema, "response")
    if value is NO_SAMPLE or value in ({}, []):
        return None
    return as_json("Example", value)


def as_json(title: str, value: object) -> Code:
    """A value as a block of code, coloured where it is short."""
    text = indented_json(value)
    language = "json" if text.count("\n") < _MAX_HIGHLIGHTED else "text"
    return Code(title, language, text)
