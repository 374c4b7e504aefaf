"""The parts of a contract with `deprecated: true`."""

from collections.abc import Iterator, Mapping
from typing import Any

from docgen.openapi.selectors import fields
from docgen.openapi.spec import Spec


def deprecated_nodes(spec: Spec) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each deprecated operation, parameter (`GET /a, query b`), schema and field with its node, by its selector."""
    return ((selector, node) for selector, node in _nodes(spec) if node.get("deprecated") is True)


def _nodes(spec: Spec) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for operation in spec.operations():
        yield operation.name, operation.node
        for parameter in operation.parameters:
            yield f"{operation.name}, {parameter.get('in')} {parameter.get('name')}", parameter
    for name in spec.schemas():
        yield name, spec.resolve(spec.schemas()[name])
    for selector, pointer in fields(spec):
        node = spec.at(pointer)
        if isinstance(node, Mapping) and selector.startswith(f"{pointer[2]}."):  # inherited ones go by their own schema
            yield selector, node
