"""The parts of a contract that can be marked as deprecated, with their marks."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final, Literal, NamedTuple, get_args

from docgen.openapi.caching import once
from docgen.openapi.lifecycle import announced_sunset, day_of, sunset_of
from docgen.openapi.nodes import JsonObject, Node
from docgen.openapi.resolver import Resolver
from docgen.openapi.selectors import find_fields, own_fields
from docgen.openapi.spec import Spec
from docgen.openapi.structure import METHODS
from docgen.positions.source import Pointer

Kind = Literal["operation", "parameter", "header", "event", "schema", "field"]
PARTS: Final[tuple[Kind, ...]] = get_args(Kind)
"""The kinds of parts."""
PARAMETER: Final = " parameter "
"""What stands between the operation and the name in the selector of a parameter."""


class Part(NamedTuple):
    """A part of a contract by its selector: whether it is `deprecated: true`, and its sunset.

    `unreadable` is the text of an `x-sunset` that is not a date; `by_example` says that the sunset is that of the
    example of a header. `pointer` is where the contract has the part.
    """

    selector: str
    kind: Kind
    pointer: Pointer
    is_deprecated: bool = False
    sunset: date | None = None
    unreadable: str = ""
    by_example: bool = False


def parts(spec: Spec, selector: str) -> tuple[Part, ...]:
    """The parts that a selector names: several where operations share a header; none where nothing is found.

    Of a field that alternatives have, the first counts.

    `GET /v1/images parameter limit` names a parameter of an operation. Error codes and servers cannot be marked.
    """
    return tuple(_part(spec, selector, kind, node) for kind, node in _nodes(spec, selector))


def _nodes(spec: Spec, selector: str) -> Iterator[tuple[Kind, Node]]:
    """The kinds and the nodes of the parts that a selector names."""
    operation = spec.operation(owner(selector))
    kind, _, name = selector.partition(" ")
    if operation and PARAMETER in selector:
        for node in operation.parameters:
            if node.get("name") == selector.partition(PARAMETER)[2]:
                yield "parameter", node
    elif operation:
        yield "operation", operation
    elif kind == "header" and name:
        yield from _headers(spec, name.lower())
    elif kind == "event" and name:
        yield from _events(spec, name)
    elif selector in spec.schemas():
        yield "schema", spec.node(("components", "schemas", selector))
    else:
        for pointer in find_fields(spec, selector)[:1]:
            yield "field", spec.node(pointer)


def parameter_selector(operation: str, name: str) -> str:
    """The selector of a parameter of an operation: `GET /v1/images parameter limit`."""
    return f"{operation}{PARAMETER}{name}"


def owner(selector: str) -> str:
    """The operation of a parameter, or the selector itself."""
    return selector.partition(PARAMETER)[0]


@once
def deprecated_parts(spec: Spec) -> tuple[Part, ...]:
    """Every operation, parameter, schema and field with `deprecated: true`, in the order of the document."""
    return tuple(_part(spec, *part) for part in _markable(spec) if _marked(spec, part[-1]))


def _markable(spec: Spec) -> Iterator[tuple[str, Kind, Node]]:
    for operation in spec.operations():
        yield operation.name, "operation", operation
        for node in operation.parameters:
            yield parameter_selector(operation.name, node.name), "parameter", node
    schemas = spec.cached(Resolver).schemas()
    for name, schema in schemas.items():
        yield name, "schema", schema
    for name, schema in schemas.items():
        # a field is marked where it is declared: the schemas that inherit it would repeat it
        for selector, node in own_fields(name, schema):
            yield selector, "field", node


def _headers(spec: Spec, name: str) -> Iterator[tuple[Kind, Node]]:
    seen = set[Pointer]()
    for operation in spec.operations():
        # a shared header is one part, however many operations refer to it
        for key, written in spec.header_nodes(operation):
            node = spec.target(written)
            if key.lower() == name and node.pointer not in seen:
                seen.add(node.pointer)
                yield "header", node


def _events(spec: Spec, name: str) -> Iterator[tuple[Kind, Node]]:
    """The requests of a webhook: a path item has no mark of its own."""
    item = spec.target(spec.webhook(name))
    for method in METHODS:
        if isinstance(item.get(method), Mapping):
            yield "event", item.child(method)


def _part(spec: Spec, selector: str, kind: Kind, node: Node) -> Part:
    """A part with its marks."""
    marked = _marked(spec, node)
    if marked is None:
        return Part(selector, kind, node.pointer)
    text = sunset_of(marked) or ""
    day = keyword = day_of(text)
    if kind == "operation":
        day = announced_sunset(spec, marked)
    unreadable = "" if keyword else text
    return Part(selector, kind, node.pointer, True, day, unreadable, by_example=bool(day and not keyword))


def _marked(spec: Spec, node: Node) -> JsonObject | None:
    """What says `deprecated: true` of a part: itself, also beside its reference, or what that points to."""
    # a mark beside a reference is for this place alone
    for keywords in (node.mapping, spec.resolve(node.value)):
        if keywords.get("deprecated") is True:
            return keywords
    return None
