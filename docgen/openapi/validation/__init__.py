"""A contract checked on its own: as a document, and its examples and defaults against its own schemas.

What no schema of a document says is checked here: operation ids are unique, and parameters fit their path.
"""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

import msgspec

from docgen.openapi.nodes import Node
from docgen.openapi.spec import METHODS, Spec, path_parameters
from docgen.openapi.survey import survey
from docgen.openapi.validation.document import document_problems
from docgen.openapi.validation.patterns import pattern_problems
from docgen.openapi.validation.problem import Problem, invalid
from docgen.openapi.validation.references import reference_problems
from docgen.openapi.validation.tags import tag_problems
from docgen.openapi.validation.values import value_problems
from docgen.positions.source import Pointer

_METHODS: Final = (*METHODS, "query")  # OpenAPI 3.2, section 4.9


class _Parameter(msgspec.Struct, frozen=True):
    """A parameter where a list has it, with the name and the location that it or its target has."""

    name: str
    location: str
    pointer: Pointer


def problems(spec: Spec) -> tuple[Problem, ...]:
    """What is wrong in a contract as its authors wrote it, each problem once."""
    document = spec.written
    written = Spec(spec.source, document) if spec.payload_events else spec
    values = survey(written)
    found = chain(
        document_problems(document),
        tag_problems(document),
        operation_problems(written),
        reference_problems(written),
        pattern_problems(values.patterns),
        value_problems(written, values),
    )
    return tuple(dict.fromkeys(found))


def operation_problems(spec: Spec) -> Iterator[Problem]:
    """Each operation id that is used twice, and each parameter that is missing, repeated or not in its path.

    OpenAPI 3.1, section 4.8.10.
    """
    users: dict[str, str] = {}
    for path, written in spec.node(()).fields("paths").items():
        if path.count("{") != path.count("}"):
            yield invalid(written.pointer, f"the braces of `{path}` do not match")
            continue
        item = spec.target(written)
        shared = _parameters(spec, item)
        yield from _repeated(shared)
        for method, operation in _operations(item):
            name, own = f"{method.upper()} {path}", _parameters(spec, operation)
            yield from _repeated_id(name, operation, users)
            yield from _repeated(own)
            yield from _path_parameters(name, path, operation, (*shared, *own))


def _operations(item: Node) -> Iterator[tuple[str, Node]]:
    found = {method: item.child(method) for method in _METHODS} | item.members("additionalOperations")
    yield from ((method, node) for method, node in found.items() if isinstance(node.value, dict))


def _parameters(spec: Spec, node: Node) -> Sequence[_Parameter]:
    listed = [(spec.target(item), item.pointer) for item in node.items("parameters")]
    found = [(parameter.get("name"), parameter.get("in"), pointer) for parameter, pointer in listed]
    return [_Parameter(*each) for each in found if isinstance(each[0], str) and isinstance(each[1], str)]


def _repeated(parameters: Sequence[_Parameter]) -> Iterator[Problem]:
    seen: set[tuple[str, str]] = set()
    for parameter in parameters:
        key = (parameter.name, parameter.location)
        if key in seen:
            message = f"duplicate parameter `{parameter.name}` in {parameter.location}"
            yield invalid(parameter.pointer, message, "remove one of the two")
        seen.add(key)


def _repeated_id(name: str, operation: Node, users: dict[str, str]) -> Iterator[Problem]:
    id_ = operation.get("operationId")
    if isinstance(id_, str) and users.setdefault(id_, name) != name:
        message = f"duplicate operationId `{id_}` (first in {users[id_]})"
        yield invalid((*operation.pointer, "operationId"), message, "give each operation an id of its own")


def _path_parameters(name: str, path: str, operation: Node, parameters: Sequence[_Parameter]) -> Iterator[Problem]:
    in_path = [
        parameter.partition(":")[0] for parameter in path_parameters(path)
    ]  # after a colon, some write a pattern
    defined = {parameter.name: parameter for parameter in parameters if parameter.location == "path"}
    for missing in dict.fromkeys(each for each in in_path if each and each not in defined):
        message = f"{name} does not define the path parameter `{missing}`"
        yield invalid(operation.pointer, message, "add it to `parameters`, with `in: path`")
    for extra in (parameter for each, parameter in defined.items() if each not in in_path):
        message = f"the path `{path}` has no parameter `{extra.name}`"
        yield invalid(extra.pointer, message, "remove the parameter, or name it in the path")
