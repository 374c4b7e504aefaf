"""What a person writes for a part of a contract, and its pointer."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Final, NamedTuple

from docgen.openapi.merging import Steps, merged, walk
from docgen.openapi.nodes import Node, as_list, reference_to, schema_name
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import UNIONS, Schema
from docgen.openapi.spec import Spec
from docgen.positions.source import Pointer
from docgen.wording import json_text

_INNER: Final = ("items", "additionalProperties")
_NOWHERE: Final = Node(None, ())

Codes = str | tuple[str, ...]
"""The error codes of an API, or the schema or field (`Schema.field`) whose enum lists them."""


def find(spec: Spec, selector: str, codes: Codes = ()) -> Pointer | None:
    """The pointer of a selector in the document, or None where the contract has no such part."""
    return pointers(spec, codes).get(selector) or next(iter(find_fields(spec, selector)), None)


def pointers(spec: Spec, codes: Codes = ()) -> Mapping[str, Pointer]:
    """Every selector that the contract knows with its pointer in the document: operations, events, headers, fields."""
    known = spec.cached(_no_pointers)
    # the codes are of a configuration, so one contract is asked for several
    if codes not in known:
        known[codes] = dict(_parts(spec, codes))
    return known[codes]


def _no_pointers(_: Spec) -> dict[Codes, dict[str, Pointer]]:
    return {}


def find_all(spec: Spec, selector: str, codes: Codes = ()) -> tuple[Pointer, ...]:
    """The pointers of a selector: several where alternatives have a field each; none where there is no such part."""
    return find_fields(spec, selector) or tuple(filter(None, [pointers(spec, codes).get(selector)]))


def union(parts: Sequence[Node]) -> Node:
    """One schema for what one of some parts of a contract takes."""
    if len(parts) == 1:
        return parts[0]
    # by references, through which each part keeps its place in the document
    return Node({"anyOf": [{"$ref": reference_to(*part.pointer)} for part in parts]}, parts[0].pointer)


def find_fields(spec: Spec, selector: str) -> tuple[Pointer, ...]:
    """The pointers of a field such as `Schema.field.inner`, however its schema is put together from others.

    They begin at the schemas that have the field themselves: several where alternatives have one each.
    """
    resolver = spec.cached(Resolver)
    nowhere: tuple[Pointer, ...] = ()
    for name, node in resolver.schemas().items():
        if selector.startswith(f"{name}."):
            pointers = walk(resolver, node, selector[len(name) + 1 :], partial(_find_fields, resolver), nowhere)
            if pointers:
                return pointers
    return nowhere


def _find_fields(resolver: Resolver, schema: Schema, rest: str) -> Steps[str, tuple[Pointer, ...]]:
    """The pointers of the field `rest` below a schema."""
    # a name may have a dot itself, so each field that the rest begins with is tried
    below: list[tuple[Node, str]] = []
    for field, inner in schema.property_nodes().items():
        if rest == field:
            return (inner.pointer,)
        if rest.startswith(f"{field}."):
            below.append((inner, rest[len(field) + 1 :]))
    below += [(member, rest) for member in _inner_schemas(resolver, schema)]
    found: dict[Pointer, None] = {}
    for part in below:
        found |= dict.fromkeys((yield part))
    return tuple(found)


def _inner_schemas(resolver: Resolver, schema: Schema) -> Iterator[Node]:
    """The schemas whose fields go by a schema's name beside its own: of its items, of a map, of alternatives."""
    for part in (schema, *(merged(resolver, member) for member in schema.members)):
        yield from filter(None, map(part.child, _INNER))
        yield from part.alternatives()


def _parts(spec: Spec, codes: Codes) -> Iterator[tuple[str, Pointer]]:
    for operation in spec.operations():
        yield operation.name, operation.pointer
    for event in spec.events():
        yield f"event {event}", spec.webhook(event).pointer
    for operation in spec.operations():
        for callback in operation.callbacks:
            yield f"event {callback}", (*operation.pointer, "callbacks", callback)
    for code, listed in error_codes(spec, codes).items():
        yield f"error {code}", listed.pointer
    yield from _headers(spec)
    yield from _components(spec)


def _components(spec: Spec) -> Iterator[tuple[str, Pointer]]:
    for name in spec.security_schemes():
        yield f"security {name}", ("components", "securitySchemes", name)
    for server in spec.node(()).items("servers"):
        if "url" in server.mapping:
            yield f"server {server.value['url']}", server.pointer
    for name in spec.schemas():
        yield name, ("components", "schemas", name)
    for selector, node in fields(spec):
        yield selector, node.pointer


def fields(spec: Spec) -> Iterator[tuple[str, Node]]:
    """Every field of the component schemas, such as `Image.size.width`; nested ones too."""
    resolver = spec.cached(Resolver)
    for name, node in resolver.schemas().items():
        yield from own_fields(name, node)
        for field, inner in merged(resolver, node).property_nodes().items():
            yield f"{name}.{field}", inner


def own_fields(name: str, node: Node) -> Iterator[tuple[str, Node]]:
    """The fields below an unmerged schema: merged, schemas that refer to each other would have no end of names."""
    for field, inner in node.members("properties").items():
        yield f"{name}.{field}", inner
        yield from own_fields(f"{name}.{field}", inner)
    for keyword in _INNER:
        if keyword in node.mapping:
            yield from own_fields(name, node.child(keyword))
    for keyword in ("allOf", *UNIONS):
        for member in node.items(keyword):
            yield from own_fields(name, member)


def _headers(spec: Spec) -> Iterator[tuple[str, Pointer]]:
    for shared in spec.node(("components",)).members("parameters").values():
        resolved = spec.resolve(shared.value)
        if resolved.get("in") == "header":
            yield f"header {resolved.get('name')}", shared.pointer
    for operation in spec.operations():
        for parameter in operation.parameters:
            if parameter.get("in") == "header":
                yield f"header {parameter.get('name')}", operation.pointer
        for _, response in spec.responses(operation):
            for header in response.members("headers"):
                yield f"header {header}", response.pointer


class ErrorCode(NamedTuple):
    """An error code that the contract lists, with what it says there; all but the place may be empty."""

    pointer: Pointer
    title: str = ""
    meaning: str = ""


def error_codes(spec: Spec, codes: Codes = ()) -> Mapping[str, ErrorCode]:
    """The error codes of the contract as text."""
    if not isinstance(codes, str):
        return dict.fromkeys(codes, ErrorCode(("components",)))
    resolver = spec.cached(Resolver)
    schema = merged(resolver, _code_schema(resolver, codes))
    known = {}
    # the members of a union that allow one value alone
    for member in schema.alternatives():
        keywords = merged(resolver, member).keywords
        if keywords.get("const") is not None:
            known[json_text(keywords["const"])] = ErrorCode(member.pointer, member.text("title"), member.description)
    listed = as_list(schema.keywords.get("enum"))
    described = schema.keywords.get("x-enumDescriptions") or schema.keywords.get("x-enum-descriptions")
    if isinstance(described, list):
        described = dict(zip(map(json_text, listed), described, strict=False))
    meanings = Node(described, ())
    for value in spec.node(schema.declared_at("enum")).items("enum"):
        # a field that may be null lists it too
        if value.value in listed and value.value is not None:
            code = json_text(value.value)
            known.setdefault(code, ErrorCode(value.pointer, "", meanings.text(code)))
    return known


def code_schemas(spec: Spec, codes: Codes) -> tuple[str, ...]:
    """The selectors of the schemas whose enum lists the error codes; none where `codes` lists them itself."""
    if not isinstance(codes, str):
        return ()
    node = _code_schema(spec.cached(Resolver), codes)
    reference = schema_name(node.ref)
    return (codes,) if reference is None else (codes, reference)


def _code_schema(resolver: Resolver, codes: str) -> Node:
    """The schema, or the field of one, that lists the error codes."""
    name, _, field = codes.partition(".")
    schema = resolver.schemas().get(name, _NOWHERE)
    if not field:
        return schema
    return merged(resolver, schema).property(field) or _NOWHERE
