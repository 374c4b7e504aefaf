"""What a schema demands in all: `allOf` merged, for the differ, the pages and the proofs alike."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec

from docgen.openapi.nodes import ANNOTATIONS, Node
from docgen.openapi.references import is_reference
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import Schema, normalized

_JOINED: Final = frozenset(("items", "additionalProperties"))


def merged(resolver: Resolver, node: Node) -> Schema:
    """A schema with its `allOf` and the keywords beside a `$ref` merged; what cannot be merged stays in `members`.

    Each schema that it demands is merged once, in the order of the document, even in a circle of schemas.
    """
    known = resolver.merged.get(id(node.value))
    if known is not None and known.node.value is node.value:  # a node that is gone may have left its id to another
        return known if known.node.pointer == node.pointer else msgspec.structs.replace(known, node=node)
    demanded = demands(resolver, [node])
    schema = normalized(next(demanded))
    for part in demanded:
        resolver.absorbed.add(id(part.value))
        schema = _both(resolver, schema, normalized(part))
    resolver.merged[id(node.value)] = schema
    return schema


def demands(resolver: Resolver, nodes: Sequence[Node], unions: tuple[str, ...] = ()) -> Iterator[Node]:
    """Schemas and those that they demand of the same value, each once, in the order of the document.

    References of the others are followed; with `unions`, the alternatives under these keywords are among them.
    """
    waiting, taken = list(reversed(nodes)), set[int]()
    while waiting:
        part = waiting.pop()
        if id(part.value) not in taken:
            taken.add(id(part.value))
            yield part
            inner = [*parts_of(resolver, part), *(member for key in unions for member in part.items(key))]
            waiting += map(resolver.resolve, reversed(inner))


def parts_of(resolver: Resolver, node: Node) -> list[Node]:
    """The schemas that a schema demands beside its own keywords: those of its `allOf`, and what it refers to."""
    parts = resolver.synthetic_parts(node.value) or node.items("allOf")
    if is_reference(node.value) and not resolver.refers(node.value):
        parts.append(Node({"$ref": node.value["$ref"]}, node.pointer))
    return parts


def _both(resolver: Resolver, left: Schema, right: Schema) -> Schema:
    """What two schemas demand together; the second one as it is written."""
    keywords, declarations = dict(left.keywords), dict(left.declarations)
    rest: dict[str, Any] = {}
    for key, value in right.keywords.items():
        if key not in keywords:
            keywords[key] = value
            declarations[key] = right.node.pointer
        elif key in ANNOTATIONS or key[:2] == "x-" or keywords[key] == value:
            continue
        elif key in _JOINED and isinstance(value, dict) and isinstance(keywords[key], dict):
            pair = Node(keywords[key], (*left.declared_at(key), key)), Node(value, (*right.node.pointer, key))
            keywords[key] = resolver.all_of(*pair).value
        elif tighter := _TIGHTER.get(key):
            keywords[key] = tighter(keywords[key], value)
        else:
            rest[key] = value
    properties, declared = dict(left.properties), dict(left.property_declarations)
    for name in right.properties:
        before, after = left.property(name), right.property(name)
        node = _together(resolver, before, after)
        properties[name], declared[name] = node.value, node.pointer
    narrowing = rest.keys() - {"discriminator"}  # which alone demands nothing
    members = (*left.members, *((Node(rest, right.node.pointer),) if narrowing else ()))
    typed = "type" in left.keywords, "type" in right.keywords
    nullable = (
        (left.nullable or not typed[0]) and (right.nullable or not typed[1]) and (left.nullable or right.nullable)
    )
    required = left.required | right.required
    # in 3.0, beside an `allOf` and without a type
    nullable = nullable or (not typed[0] and left.node.get("nullable") is True)
    return Schema(
        keywords,
        properties,
        required,
        nullable,
        left.node,
        members,
        declarations=declarations,
        property_declarations=declared,
    )


def _together(resolver: Resolver, left: Node | None, right: Node | None) -> Node:
    if left is None or right is None:
        return left or right or Node(None, ())
    return left if left.value == right.value else resolver.all_of(left, right)


def _smaller(left: Any, right: Any) -> Any:  # noqa: ANN401 - any JSON
    return min(left, right) if _numbers(left, right) else left


def _larger(left: Any, right: Any) -> Any:  # noqa: ANN401 - any JSON
    return max(left, right) if _numbers(left, right) else left


def _numbers(*values: object) -> bool:
    return all(isinstance(value, int | float) for value in values)


def _in_both(left: Any, right: Any) -> Any:  # noqa: ANN401 - any JSON
    return [value for value in left if value in right] if isinstance(left, list) and isinstance(right, list) else left


def _common_types(left: Any, right: Any) -> Any:  # noqa: ANN401 - any JSON
    """The types that both allow; every integer is a number. Those of the first where they have none in common."""
    names = [[value] if isinstance(value, str) else value for value in (left, right)]
    if not all(isinstance(value, list) for value in names):
        return left
    both = [name for name in ("integer", *names[0]) if all(name in side or _is_wider(name, side) for side in names)]
    found = list(dict.fromkeys(both))
    if "number" in found and "integer" in found:
        found.remove("integer")
    return left if not found else found[0] if len(found) == 1 else found


def _is_wider(name: str, names: list[Any]) -> bool:
    return name == "integer" and "number" in names


def _either(left: Any, right: Any) -> Any:  # noqa: ANN401 - any JSON
    return left or right


_TIGHTER: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    **dict.fromkeys(("maximum", "maxLength", "maxItems", "maxProperties", "exclusiveMaximum", "maxContains"), _smaller),
    **dict.fromkeys(("minimum", "minLength", "minItems", "minProperties", "exclusiveMinimum", "minContains"), _larger),
    "enum": _in_both,
    "type": _common_types,
    **dict.fromkeys(("deprecated", "readOnly", "writeOnly", "uniqueItems"), _either),
}
