"""What a person writes for a part of a contract, and where that part stands."""

from collections.abc import Iterator, Mapping
from typing import Any

from docgen.openapi.pointers import pointer_of
from docgen.openapi.spec import Spec
from docgen.positions.source import Pointer

Codes = str | tuple[str, ...]
"""The error codes of an API, or the schema or field (`Schema.field`) whose enum lists them."""


def find(spec: Spec, selector: str, codes: Codes = ()) -> Pointer | None:
    """The pointer of a selector in the document, or None where the contract has no such part."""
    return pointers(spec, codes).get(selector) or composed(spec, selector)


def pointers(spec: Spec, codes: Codes = ()) -> Mapping[str, Pointer]:
    """Every selector that the contract knows with its pointer in the document."""
    return dict(_parts(spec, codes))


def composed(spec: Spec, selector: str) -> Pointer | None:
    """The pointer of a field such as `Schema.field.inner`, however its schema is put together from others.

    It leads from the schema that has the field itself; None where none has it.
    """
    for name, schema in spec.schemas().items():
        if selector.startswith(f"{name}."):
            found = _composed(spec, ("components", "schemas", name), schema, selector[len(name) + 1 :], frozenset())
            if found:
                return found
    return None


def _composed(spec: Spec, pointer: Pointer, schema: object, rest: str, seen: frozenset[int]) -> Pointer | None:
    """The pointer of the field `rest` below a schema; `seen` are the schemas on the way that have it not."""
    node = spec.resolve(schema)
    if id(node) in seen:
        return None
    if isinstance(schema, Mapping) and "$ref" in schema:
        pointer = pointer_of(str(schema["$ref"]))
    below: list[tuple[Pointer, object, str, frozenset[int]]] = []
    for field, inner in (node.get("properties") or {}).items():
        if rest == field:
            return (*pointer, "properties", field)
        if rest.startswith(f"{field}."):
            below.append(((*pointer, "properties", field), inner, rest[len(field) + 1 :], frozenset()))
    for step, member in _members(node):
        below.append(((*pointer, *step), member, rest, seen | {id(node)}))
    return next((found for part in below if (found := _composed(spec, *part))), None)


def _members(node: Mapping[str, Any]) -> Iterator[tuple[Pointer, object]]:
    """The schemas whose fields are a schema's own, with the way to them."""
    yield from (((keyword,), node[keyword]) for keyword in ("items", "additionalProperties") if keyword in node)
    for keyword in ("allOf", "anyOf", "oneOf"):
        yield from (((keyword, index), member) for index, member in enumerate(node.get(keyword) or ()))


def names(spec: Spec, codes: Codes = ()) -> tuple[str, ...]:
    """Every selector that the contract knows: operations, events, errors, headers, schemas, fields."""
    return tuple(pointers(spec, codes))


def _parts(spec: Spec, codes: Codes = ()) -> Iterator[tuple[str, Pointer]]:
    for operation in spec.operations():
        yield operation.name, operation.pointer
    for event in spec.events():
        yield f"event {event}", ("webhooks", event)
    for operation in spec.operations():
        for callback in operation.callbacks:
            yield f"event {callback}", (*operation.pointer, "callbacks", callback)
    for code, pointer in _codes(spec, codes):
        yield f"error {code}", pointer
    yield from _headers(spec)
    yield from _security(spec)
    yield from _servers(spec)
    yield from ((name, ("components", "schemas", name)) for name in spec.schemas())
    yield from fields(spec)


def fields(spec: Spec) -> Iterator[tuple[str, Pointer]]:
    """Every field of the component schemas, such as `Image.size.width`, with its pointer; nested ones too."""
    for name in spec.schemas():
        yield from _fields(spec, name)


def _fields(spec: Spec, name: str) -> Iterator[tuple[str, Pointer]]:
    base: Pointer = ("components", "schemas", name)
    schema = spec.schemas()[name]
    yield from _inner(name, base, schema)
    referring = [(base, schema)]
    if isinstance(schema, Mapping):
        referring += [((*base, "allOf", index), part) for index, part in enumerate(schema.get("allOf") or ())]
    for pointer, part in referring:
        if isinstance(part, Mapping) and "$ref" in part:
            for field in spec.resolve(part).get("properties") or ():
                yield f"{name}.{field}", (*pointer, "properties", field)


def _inner(name: str, pointer: Pointer, schema: Any) -> Iterator[tuple[str, Pointer]]:  # noqa: ANN401 - true is a schema
    """The fields below a schema as it stands: what it refers to has a name of its own."""
    if not isinstance(schema, Mapping):
        return
    for field, inner in (schema.get("properties") or {}).items():
        yield f"{name}.{field}", (*pointer, "properties", field)
        yield from _inner(f"{name}.{field}", (*pointer, "properties", field), inner)
    for keyword in ("items", "additionalProperties"):
        yield from _inner(name, (*pointer, keyword), schema.get(keyword))
    for keyword in ("allOf", "anyOf", "oneOf"):
        for index, member in enumerate(schema.get(keyword) or ()):
            yield from _inner(name, (*pointer, keyword, index), member)


def _security(spec: Spec) -> Iterator[tuple[str, Pointer]]:
    components = spec.document.get("components") or {}
    schemes = components.get("securitySchemes")
    for name in schemes if isinstance(schemes, Mapping) else ():
        yield f"security {name}", ("components", "securitySchemes", name)


def _servers(spec: Spec) -> Iterator[tuple[str, Pointer]]:
    servers = spec.document.get("servers")
    for index, server in enumerate(servers if isinstance(servers, list) else ()):
        if isinstance(server, Mapping) and "url" in server:
            yield f"server {server['url']}", ("servers", index)


def _headers(spec: Spec) -> Iterator[tuple[str, Pointer]]:
    components = spec.document.get("components") or {}
    for name, parameter in (components.get("parameters") or {}).items():
        resolved = spec.resolve(parameter)
        if resolved.get("in") == "header":
            yield f"header {resolved.get('name')}", ("components", "parameters", name)
    for operation in spec.operations():
        for parameter in operation.parameters:
            if parameter.get("in") == "header":
                yield f"header {parameter.get('name')}", operation.pointer
        for status, response in (operation.node.get("responses") or {}).items():
            for header in spec.resolve(response).get("headers") or ():
                yield f"header {header}", (*operation.pointer, "responses", status)


def error_codes(spec: Spec, codes: Codes = ()) -> tuple[str, ...]:
    """The error codes of the contract as text."""
    return tuple(code for code, _ in _codes(spec, codes))


def code_schemas(spec: Spec, codes: Codes = ()) -> tuple[str, ...]:
    """The selectors of the schemas whose enum lists the error codes; none where `codes` lists them itself."""
    if not isinstance(codes, str):
        return ()
    name, _, field = codes.partition(".")
    node: Any = spec.schemas().get(name)
    if field:
        node = ((spec.schema(name) or {}).get("properties") or {}).get(field)
    reference = node.get("$ref") if isinstance(node, Mapping) else None
    return (codes, reference.rpartition("/")[2]) if isinstance(reference, str) else (codes,)


def _codes(spec: Spec, codes: Codes = ()) -> Iterator[tuple[str, Pointer]]:
    if not isinstance(codes, str):
        yield from ((code, ("components",)) for code in codes)
        return
    name, _, field = codes.partition(".")
    schema = spec.schema(name) or {}
    pointer: Pointer = ("components", "schemas", name)
    if field:
        schema = spec.resolve((schema.get("properties") or {}).get(field))
        pointer = (*pointer, "properties", field)
    for index, code in enumerate(schema.get("enum") or ()):
        if code is not None:  # a field that may be null lists it too
            yield str(code), (*pointer, "enum", index)
