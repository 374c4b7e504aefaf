"""The parts of a contract that can be marked as deprecated, with their marks."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final, Literal, NamedTuple, get_args

from docgen.openapi.caching import once
from docgen.openapi.lifecycle import announced_sunset, day_of, sunset_of
from docgen.openapi.nodes import Node
from docgen.openapi.resolver import Resolver
from docgen.openapi.selectors import find_field, own_fields
from docgen.openapi.spec import Spec
from docgen.openapi.structure import METHODS
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
    return tuple(_part(spec, selector, kind, node) for kind, node in _nodes(spec, selector))


def _nodes(spec: Spec, selector: str) -> Iterator[tuple[Kind, Node]]:
    """The kinds and the nodes of the parts that a selector names."""
    operation = _operation(spec, owner(selector))
    kind, _, name = selector.partition(" ")
    if PARAMETER in selector:
        for node in _nodes_of_parameters(spec, operation):
            if node.get("name") == selector.partition(PARAMETER)[2]:
                yield "parameter", node
    elif operation.value is not None:
        yield "operation", operation
    elif kind == "header" and name:
        yield from _headers(spec, name.lower())
    elif kind == "event" and name:
        yield from _events(spec, name)
    elif selector in spec.schemas():
        yield "schema", spec.node(("components", "schemas", selector))
    elif pointer := find_field(spec, selector):
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
        whole = Node(operation.node, operation.pointer)
        yield operation.name, "operation", whole
        for node in _nodes_of_parameters(spec, whole):
            yield parameter_selector(operation.name, str(node.get("name"))), "parameter", node
    for name in spec.schemas():
        yield name, "schema", spec.node(("components", "schemas", name))
    for name in spec.schemas():
        # a field is marked where it is declared: the schemas that inherit it would repeat it
        for selector, node in own_fields(name, spec.node(("components", "schemas", name))):
            yield selector, "field", node


def _operation(spec: Spec, name: str) -> Node:
    """The operation of a name such as `GET /v1/images`; a value of None where there is none."""
    method, _, path = name.partition(" ")
    node = spec.resolve(spec.at(("paths", path))).get(method.lower())
    is_operation = method in _METHODS and isinstance(node, Mapping)
    return Node(node if is_operation else None, ("paths", path, method.lower()))


def _nodes_of_parameters(spec: Spec, operation: Node) -> tuple[Node, ...]:
    """The parameters of an operation where they are declared; its own ones replace those of its path."""
    if operation.value is None:
        return ()
    resolve = spec.cached(Resolver).resolve
    item = resolve(spec.node(operation.pointer[:2]))
    listed = (*item.items("parameters"), *operation.items("parameters"))
    return tuple({(node.get("in"), node.get("name")): node for node in map(resolve, listed)}.values())


def _headers(spec: Spec, name: str) -> Iterator[tuple[Kind, Node]]:
    seen = set[Pointer]()
    for operation in spec.operations():
        # a shared header is one part, however many operations refer to it
        for key, node in _headers_of(spec, Node(operation.node, operation.pointer)):
            if key.lower() == name and node.pointer not in seen:
                seen.add(node.pointer)
                yield "header", node


def _headers_of(spec: Spec, operation: Node) -> Iterator[tuple[str, Node]]:
    """The headers of the requests and of the responses of an operation, by name."""
    resolve = spec.cached(Resolver).resolve
    for node in _nodes_of_parameters(spec, operation):
        if node.get("in") == "header":
            yield str(node.get("name")), node
    for response in operation.members("responses").values():
        for name, header in resolve(response).members("headers").items():
            yield name, resolve(header)


def _events(spec: Spec, name: str) -> Iterator[tuple[Kind, Node]]:
    """The requests of a webhook: a path item has no mark of its own."""
    item = spec.cached(Resolver).resolve(spec.webhook(name))
    for method in METHODS:
        if isinstance(item.get(method), Mapping):
            yield "event", item.child(method)


def _part(spec: Spec, selector: str, kind: Kind, node: Node) -> Part:
    """A part with its marks."""
    marked = _marked(spec, node)
    if marked is None:
        return Part(selector, kind, node.pointer, is_deprecated=False, sunset=None)
    text = sunset_of(marked) or ""
    day = keyword = day_of(text)
    if kind == "operation":
        day = announced_sunset(spec, marked)
    unreadable = "" if keyword else text
    return Part(selector, kind, node.pointer, True, day, unreadable, by_example=bool(day and not keyword))


def _marked(spec: Spec, node: Node) -> Mapping[str, Any] | None:
    """What says `deprecated: true` of a part: itself, also beside its reference, or what that points to."""
    # a mark beside a reference is for this place alone
    for keywords in (node.mapping, spec.resolve(node.value)):
        if keywords.get("deprecated") is True:
            return keywords
    return None
