"""The names in a contract that a customer may ask about, by their kind."""

from collections.abc import Iterator, Mapping

from docgen.model.config import Config
from docgen.openapi.selectors import fields, names
from docgen.openapi.spec import Spec
from docgen.wording import json_text

KINDS = ("event", "error", "header", "schema", "parameter")


def contract_names(spec: Spec, config: Config) -> dict[str, tuple[str, ...]]:
    """The names of each kind but operations and fields, in the order of the contract."""
    found: dict[str, dict[str, None]] = {kind: {} for kind in KINDS}
    for selector in names(spec, config.error_codes):
        kind, space, name = selector.partition(" ")
        if space and kind in found:
            found[kind][name] = None
    found["schema"] |= dict.fromkeys(spec.schemas())
    found["parameter"] |= dict.fromkeys(_parameters(spec))
    return {kind: tuple(listed) for kind, listed in found.items()}


def contract_fields(spec: Spec) -> dict[str, tuple[str, ...]]:
    """The fields of each schema, nested ones with dots."""
    found: dict[str, dict[str, None]] = {}
    for selector, pointer in fields(spec):
        schema = next((name for name in _prefixes(selector) if name in spec.schemas()), str(pointer[2]))
        found.setdefault(schema, {})[selector[len(schema) + 1 :]] = None
    return {schema: tuple(listed) for schema, listed in found.items()}


def operation_ids(spec: Spec) -> dict[str, str]:
    """The operations by their operationId."""
    listed = ((operation.node.get("operationId"), operation.name) for operation in spec.operations())
    return {name: operation for name, operation in listed if isinstance(name, str) and name}


def contract_enums(spec: Spec) -> dict[str, tuple[str, ...]]:
    """The values of each schema and field with an enum, or with items that have one."""
    nodes = [*spec.schemas().items(), *((selector, spec.at(pointer)) for selector, pointer in fields(spec))]
    found = ((selector, _enum(spec, node)) for selector, node in nodes)
    return {selector: values for selector, values in found if values}


def _enum(spec: Spec, node: object) -> tuple[str, ...]:
    schema = spec.resolve(node) if isinstance(node, Mapping) else {}
    listed = schema.get("enum") or spec.resolve(schema.get("items")).get("enum")
    if not isinstance(listed, list):
        return ()
    return tuple(json_text(value) for value in listed if isinstance(value, str | int))


def _prefixes(selector: str) -> Iterator[str]:
    end = selector.find(".")
    while end > 0:
        yield selector[:end]
        end = selector.find(".", end + 1)


def _parameters(spec: Spec) -> Iterator[str]:
    for operation in spec.operations():
        yield from (str(one.get("name")) for one in operation.parameters if one.get("in") in ("query", "cookie"))
