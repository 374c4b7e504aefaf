"""The parts of a contract that can be marked as deprecated, with their marks."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final, Literal, NamedTuple, get_args

from docgen.openapi.lifecycle import announced_sunset, day_of, sunset_of
from docgen.openapi.nodes import Node
from docgen.openapi.resolver import Resolver
from docgen.openapi.selectors import find_field, own_fields
from docgen.openapi.spec import METHODS, Spec
from docgen.positions.source import Pointer

Kind = Literal["operation", "parameter", "header", "event", "schema", "field"]
PARTS: Final[tuple[Kind, ...]] = get_args(Kind)
"""The kinds of parts."""
_METHODS: Final = frozenset(method.upper() for method in METHODS)
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
    is_deprecated: bool
    sunset: date | None
    unreadable: str = ""
    by_example: bool = False


def parts(spec: Spec, selector: str) -> tuple[Part, ...]:
    """The parts that a selector names: several where operations share a header; none where nothing is found.

    `GET /v1/images parameter limit` names a parameter of an operation. Error codes and servers cannot be marked.
    """
    operation = _operation(spec, owner(selector))
    if PARAMETER in selector:
        nodes = _nodes_of_parameters(spec, operation) if operation.value is not None else ()
        named = (node for node in nodes if node.get("name") == selector.partition(PARAMETER)[2])
        return tuple(_part(spec, selector, "parameter", node) for node in named)
    if operation.value is not None:
        return (_part(spec, selector, "operation", operation),)
    kind, _, name = selector.partition(" ")
    if kind == "header" and name:
        return tuple(_headers(spec, selector, name.lower()))
    if kind == "event" and name:
        return tuple(_events(spec, selector, name))
    if selector in spec.schemas():
        return (_part(spec, selector, "schema", spec.node(("components", "schemas", selector))),)
    pointer = find_field(spec, selector)
    return (_part(spec, selector, "field", spec.node(pointer)),) if pointer else ()


def parameter_selector(operation: str, name: str) -> str:
    """The selector of a parameter of an operation: `GET /v1/images parameter limit`."""
    return f"{operation}{PARAMETER}{name}"


def owner(selector: str) -> str:
    """The operation of a parameter, or the selector itself."""
    return selector.partition(PARAMETER)[0]


def deprecated_parts(spec: Spec) -> tuple[Part, ...]:
    """Every operation, parameter, schema and field with `deprecated: true`, in the order of the document."""
    return spec.cached(_deprecated_parts)


def _deprecated_parts(spec: Spec) -> tuple[Part, ...]:
    return tuple(_part(spec, *part) for part in _markable(spec) if _marked(spec, part[-1]))


def _markable(spec: Spec) -> Iterator[tuple[str, Kind, Node]]:
    for operation in spec.operations():
        whole = Node(operation.node, operation.pointer)
        yield operation.name, "operation", whole
        for node in _nodes_of_parameters(spec, whole):
            yield parameter_selector(operation.name, str(node.get("name"))), "parameter", node
    for name in spec.schemas():
        yield name, "schema", spec.node(("components", "schemas", name))
    for name in spec.schemas():
        for selector, node in own_fields(name, spec.node(("components", "schemas", name))):  # others inherit them
            yield selector, "field", node


def _operation(spec: Spec, name: str) -> Node:
    """The operation of a name such as `GET /v1/images`; a value of None where there is none."""
    method, _, path = name.partition(" ")
    found = spec.resolve(spec.at(("paths", path))).get(method.lower()) if method in _METHODS else None
    return Node(found if isinstance(found, Mapping) else None, ("paths", path, method.lower()))


def _nodes_of_parameters(spec: Spec, operation: Node) -> tuple[Node, ...]:
    """The parameters of an operation where they are declared; its own ones replace those of its path."""
    resolver = Resolver(spec)
    item = resolver.resolve(spec.node(operation.pointer[:2]))
    listed = (*item.items("parameters"), *operation.items("parameters"))
    found = {(node.get("in"), node.get("name")): node for node in map(resolver.resolve, listed)}
    return tuple(found.values())


def _headers(spec: Spec, selector: str, name: str) -> Iterator[Part]:
    resolver, seen = Resolver(spec), set[Pointer]()
    for operation in spec.operations():
        whole = Node(operation.node, operation.pointer)
        sent = (node for node in _nodes_of_parameters(spec, whole) if node.get("in") == "header")
        responses = whole.members("responses").values()
        returned = (resolver.resolve(response).members("headers") for response in responses)
        nodes = [(str(node.get("name")), node) for node in sent]
        nodes += [(key, resolver.resolve(node)) for headers in returned for key, node in headers.items()]
        for key, node in nodes:
            if key.lower() == name and node.pointer not in seen:
                seen.add(node.pointer)
                yield _part(spec, selector, "header", node)


def _events(spec: Spec, selector: str, name: str) -> Iterator[Part]:
    """The requests of a webhook: a path item has no mark of its own."""
    item = Resolver(spec).resolve(spec.webhook(name))
    for method in METHODS:
        if isinstance(item.get(method), Mapping):
            yield _part(spec, selector, "event", item.child(method))


def _part(spec: Spec, selector: str, kind: Kind, node: Node) -> Part:
    """A part with its marks."""
    marked = _marked(spec, node)
    if marked is None:
        return Part(selector, kind, node.pointer, is_deprecated=False, sunset=None)
    text = sunset_of(marked)
    keyword = day_of(text)
    day = announced_sunset(spec, marked) if kind == "operation" else keyword
    unreadable = text if text and not keyword else ""
    return Part(selector, kind, node.pointer, True, day, unreadable, by_example=bool(day and not keyword))


def _marked(spec: Spec, node: Node) -> Mapping[str, Any] | None:
    """What says `deprecated: true` of a part: itself, also beside its reference, or what that points to."""
    target = spec.resolve(node.value) if "$ref" in node.mapping else {}
    return next((one for one in (node.mapping, target) if one.get("deprecated") is True), None)
