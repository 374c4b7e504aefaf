"""What a schema demands in all: `allOf` merged, for the differ, the pages and the proofs alike; and walks over such.

Schemas may contain themselves, and refer to each other more often than a walk has time for.
"""

from collections.abc import Callable, Container, Generator, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final, TypeVar

import msgspec

from docgen.openapi.cycles import strongly_connected
from docgen.openapi.nodes import ANNOTATIONS, Node, is_number
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import Schema, normalized
from docgen.positions.source import Pointer

Alternatives = Callable[[Node], list[Node]]
"""The members of the unions of a schema that count."""
State = TypeVar("State", bound=Hashable)
Result = TypeVar("Result")
Steps = Generator[tuple[Node, State], Any, Result]
"""A visit to a schema: it yields schemas inside of it, each with a state, and is sent the result of each."""
_JOINED: Final = frozenset(("items", "additionalProperties"))


def merged(resolver: Resolver, node: Node) -> Schema:
    """A schema with its `allOf` and the keywords beside a `$ref` merged; what cannot be merged stays in `members`.

    References are followed. What it demands comes in the order of the document, and is merged once for all schemas
    that demand it.
    """
    node = resolver.resolve(node)
    known = resolver.merged.get(id(node.value))
    if known is None:
        # most schemas demand nothing of others, and are no part of a circle
        circles = _innermost_first(resolver, node) if _ends_of_parts(resolver, node) else [[node]]
        for circle in circles:
            resolver.merged |= {id(part.value): _whole(resolver, part) for part in circle}
        known = resolver.merged[id(node.value)]
    return known if known.node.pointer == node.pointer else msgspec.structs.replace(known, node=node)


def _innermost_first(resolver: Resolver, node: Node) -> Iterator[list[Node]]:
    """A schema and those that it demands and that are not merged yet, each after what it demands; circles together."""
    nodes = {id(node.value): node}

    def parts(identity: int) -> list[int]:
        inner = {id(part.value): part for part in _ends_of_parts(resolver, nodes[identity])}
        nodes.update(inner)
        return [known for known in inner if known not in resolver.merged]

    for circle in strongly_connected([id(node.value)], parts):
        yield [nodes[identity] for identity in circle]


def _whole(resolver: Resolver, node: Node) -> Schema:
    demanded = demands(resolver, [node], known=resolver.merged)
    schema = normalized(next(demanded))
    for part in demanded:
        other = merged(resolver, part) if id(part.value) in resolver.merged else normalized(part)
        schema = _both(resolver, schema, other)
    return schema


def demands(
    resolver: Resolver, nodes: Sequence[Node], alternatives: Alternatives | None = None, known: Container[int] = ()
) -> Iterator[Node]:
    """Schemas and those that they demand of the same value, each once, in the order of the document.

    References of the others are followed; with `alternatives`, those of a schema are among them. Those whose
    identity is known stand for what they demand.
    """
    waiting, taken = list(reversed(nodes)), set[int]()
    while waiting:
        part = waiting.pop()
        if id(part.value) in taken:
            continue
        taken.add(id(part.value))
        yield part
        if id(part.value) not in known:
            inner = _ends_of_parts(resolver, part)
            if alternatives:
                inner = [*inner, *map(resolver.resolve, alternatives(part))]
            waiting += reversed(inner)


def _ends_of_parts(resolver: Resolver, node: Node) -> list[Node]:
    """The parts of a schema with their references followed, once: in a circle, each schema asks all others."""
    if id(node.value) not in resolver.ends_of_parts:
        resolver.ends_of_parts[id(node.value)] = node.value, [*map(resolver.resolve, parts_of(resolver, node))]
    return resolver.ends_of_parts[id(node.value)][1]


def parts_of(resolver: Resolver, node: Node) -> list[Node]:
    """The schemas that a schema demands beside its own keywords: those of its `allOf`, and what it refers to."""
    parts = resolver.synthetic_parts(node.value) or node.items("allOf")
    if node.ref and not resolver.refers(node.value):
        parts.append(Node({"$ref": node.ref}, node.pointer))
    return parts


def _both(resolver: Resolver, left: Schema, right: Schema) -> Schema:
    """What two schemas demand together, at the places of the first."""
    keywords, declarations = dict(left.keywords), dict(left.declarations)
    rest: dict[Pointer, dict[str, Any]] = {member.pointer: dict(member.value) for member in left.members}
    for key, value, pointer in _demanded(right):
        known = keywords.get(key)
        if key not in keywords:
            keywords[key] = value
            declarations[key] = pointer
        elif key in ANNOTATIONS or key[:2] == "x-" or known == value:
            continue
        elif key in _JOINED and isinstance(value, dict) and isinstance(known, dict):
            pair = Node(known, (*left.declared_at(key), key)), Node(value, (*pointer, key))
            keywords[key] = resolver.all_of(*pair).value
        elif key in _TIGHTER:
            keywords[key] = _TIGHTER[key](known, value)
        else:
            rest.setdefault(pointer, {})[key] = value
    properties, declared = dict(left.properties), dict(left.property_declarations)
    for name, node in right.property_nodes().items():
        own = left.property(name)
        both = resolver.all_of(own, node) if own and own.value != node.value else own or node
        properties[name], declared[name] = both.value, both.pointer
    # a discriminator alone demands nothing
    members = (Node(value, pointer) for pointer, value in rest.items() if value.keys() != {"discriminator"})
    return Schema(
        keywords,
        properties,
        left.required | right.required,
        _both_take_null(left, right),
        left.node,
        tuple(members),
        declarations=declarations,
        property_declarations=declared,
    )


def _both_take_null(left: Schema, right: Schema) -> bool:
    if left.node.get("type") is None and left.node.get("nullable") is True:
        # in 3.0, beside an `allOf` and without a type
        return True
    refused = any("type" in schema.keywords and not schema.nullable for schema in (left, right))
    return (left.nullable or right.nullable) and not refused


def _demanded(schema: Schema) -> Iterator[tuple[str, Any, Pointer]]:
    """The keywords of a schema and of its members, with their values and the pointers of the schemas that have them."""
    for key, value in schema.keywords.items():
        yield key, value, schema.declared_at(key)
    for member in schema.members:
        for key, value in member.value.items():
            yield key, value, member.pointer


def _of_numbers(pick: Callable[[Any, Any], Any], left: Any, right: Any) -> Any:  # noqa: ANN401 - any JSON
    return pick(left, right) if is_number(left) and is_number(right) else left


def _in_both(left: Any, right: Any) -> Any:  # noqa: ANN401 - any JSON
    if not isinstance(left, list) or not isinstance(right, list):
        return left
    return [value for value in left if value in right]


def _common_types(left: Any, right: Any) -> Any:  # noqa: ANN401 - any JSON
    """The types that both allow; every integer is a number. Those of the first where they have none in common."""
    sides = [[value] if isinstance(value, str) else value for value in (left, right)]
    if not all(isinstance(side, list) for side in sides):
        return left
    accepted = [[*side, "integer"] if "number" in side else side for side in sides]
    common = [name for name in dict.fromkeys(("integer", *sides[0])) if all(name in side for side in accepted)]
    # every integer is a number, so `integer` says nothing more
    if "number" in common:
        common.remove("integer")
    if not common:
        return left
    return common if len(common) > 1 else common[0]


_TIGHTER: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    **dict.fromkeys(
        ("maximum", "maxLength", "maxItems", "maxProperties", "exclusiveMaximum", "maxContains"),
        partial(_of_numbers, min),
    ),
    **dict.fromkeys(
        ("minimum", "minLength", "minItems", "minProperties", "exclusiveMinimum", "minContains"),
        partial(_of_numbers, max),
    ),
    "enum": _in_both,
    "type": _common_types,
    **dict.fromkeys(("deprecated", "readOnly", "writeOnly", "uniqueItems"), lambda left, right: left or right),
}


def walk(
    resolver: Resolver, node: Node, state: State, visit: Callable[[Schema, State], Steps[State, Result]], again: Result
) -> Result:
    """The result of a visit to a schema, resolved and merged, in a state; inside of itself, a schema has `again`.

    Each schema is visited once in each state, so that the time is that of reading the contract, whatever its schemas
    refer to; and not by recursion, as chains of references are longer than Python's stack.
    """
    known: dict[tuple[int, State], Result] = {}
    path: list[tuple[tuple[int, State], Steps[State, Any]]] = [((0, state), results((node,), state))]
    # a generator that begins must be sent None
    result: Any = None
    while path:
        key, steps = path[-1]
        try:
            inner, state = steps.send(result)
        except StopIteration as done:
            result = known[key] = done.value
            path.pop()
            continue
        inner = resolver.resolve(inner)
        key = id(inner.value), state
        result = known.get(key)
        if key not in known:
            # what is met again before it is done is inside of itself
            known[key] = again
            path.append((key, visit(merged(resolver, inner), state)))
    whole: Result = result[0]
    return whole


def results(nodes: Iterable[Node], state: State) -> Steps[State, list[Any]]:
    """The results of several schemas in one state."""
    listed = []
    for node in nodes:
        listed.append((yield node, state))
    return listed
