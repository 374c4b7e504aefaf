"""What a person writes for a part of a contract, and where that part stands."""

from collections.abc import Iterator

from docgen.model.config import Config
from docgen.model.source import Pointer
from docgen.model.spec import Spec


def find(spec: Spec, selector: str, config: Config) -> Pointer | None:
    """The pointer of a selector in the document, or None where the contract has no such part."""
    return dict(_parts(spec, config)).get(selector)


def names(spec: Spec, config: Config) -> tuple[str, ...]:
    """Every selector that the contract knows: operations, events, errors, headers, schemas, fields."""
    return tuple(dict(_parts(spec, config)))


def _parts(spec: Spec, config: Config) -> Iterator[tuple[str, Pointer]]:
    for operation in spec.operations():
        yield operation.name, operation.pointer
    for event in spec.events():
        yield f"event {event}", ("webhooks", event)
    for code, pointer in _codes(spec, config):
        yield f"error {code}", pointer
    yield from _headers(spec)
    for name in spec.schemas():
        yield name, ("components", "schemas", name)
        yield from _fields(spec, name)


def _fields(spec: Spec, name: str) -> Iterator[tuple[str, Pointer]]:
    base: Pointer = ("components", "schemas", name)
    schema = spec.schemas()[name]
    parts = [(base, schema)]
    if isinstance(schema, dict):
        parts += [((*base, "allOf", index), part) for index, part in enumerate(schema.get("allOf") or ())]
    for pointer, part in parts:
        for field in spec.resolve(part).get("properties") or ():
            yield f"{name}.{field}", (*pointer, "properties", field)


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


def error_codes(spec: Spec, config: Config) -> tuple[str, ...]:
    """The error codes of the contract as text, from where the configuration says that they stand."""
    return tuple(code for code, _ in _codes(spec, config))


def _codes(spec: Spec, config: Config) -> Iterator[tuple[str, Pointer]]:
    where = config.errors.codes if config.errors else ()
    if not isinstance(where, str):
        yield from ((code, ("components",)) for code in where)
        return
    name, _, field = where.partition(".")
    schema = spec.schema(name) or {}
    pointer: Pointer = ("components", "schemas", name)
    if field:
        schema = spec.resolve((schema.get("properties") or {}).get(field))
        pointer = (*pointer, "properties", field)
    for index, code in enumerate(schema.get("enum") or ()):
        yield str(code), (*pointer, "enum", index)
