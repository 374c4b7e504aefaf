"""A contract checked on its own: as a document, and its examples and defaults against its own schemas.

What no schema of a document says is checked here: operation ids are unique, parameters fit their path,
and tags are a tree.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final, NamedTuple

import msgspec

from docgen.openapi.cycles import circles
from docgen.openapi.examples import survey
from docgen.openapi.nodes import JsonObject, Node, as_mapping, is_reference, refs_in, why_missing
from docgen.openapi.patterns import matchable
from docgen.openapi.pointers import pointer_of
from docgen.openapi.spec import Spec, operation_nodes, path_parameters
from docgen.openapi.structure import references_in
from docgen.openapi.validation.document import document_problems
from docgen.openapi.validation.problem import Problem, invalid
from docgen.openapi.validation.values import value_problems
from docgen.positions.source import Pointer
from docgen.wording import did_you_mean

_ADD_PARAMETER: Final = "add it to `parameters`, with `in: path`"
_ADD_PART: Final = "add the part to the document, or fix the reference"
_END_CIRCLE: Final = "write the part out in one of the places that refer to it"
_LONG: Final = 80  # characters of a pattern that are shown


class _Parameter(NamedTuple):
    """A parameter where a list has it, with the name and the location that it or its target has."""

    name: str
    location: str
    pointer: Pointer


def problems(spec: Spec) -> tuple[Problem, ...]:
    """What is wrong in a contract as its authors wrote it, each problem once."""
    document = spec.written
    written = Spec(spec.source, document) if spec.payload_events else spec
    values = survey(written)
    listed = chain(
        document_problems(document),
        tag_problems(document),
        operation_problems(written),
        reference_problems(written),
        pattern_problems(values.patterns),
        value_problems(written, values),
    )
    return tuple(dict.fromkeys(listed))


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
        for method, operation in operation_nodes(item):
            name, own = f"{method.upper()} {path}", _parameters(spec, operation)
            yield from _repeated_id(name, operation, users)
            yield from _repeated(own)
            yield from _path_parameters(name, path, operation, (*shared, *own))


def _parameters(spec: Spec, node: Node) -> Sequence[_Parameter]:
    parameters = []
    for item in node.items("parameters"):
        target = spec.target(item)
        name, location = target.get("name"), target.get("in")
        if isinstance(name, str) and isinstance(location, str):
            parameters.append(_Parameter(name, location, item.pointer))
    return parameters


def _repeated(parameters: Sequence[_Parameter]) -> Iterator[Problem]:
    seen = set[tuple[str, str]]()
    for name, location, pointer in parameters:
        if (name, location) in seen:
            yield invalid(pointer, f"duplicate parameter `{name}` in {location}", "remove one of the two")
        seen.add((name, location))


def _repeated_id(name: str, operation: Node, users: dict[str, str]) -> Iterator[Problem]:
    id_ = operation.get("operationId")
    if isinstance(id_, str) and users.setdefault(id_, name) != name:
        message = f"duplicate operationId `{id_}` (first in {users[id_]})"
        yield invalid((*operation.pointer, "operationId"), message, "give each operation an id of its own")


def _path_parameters(name: str, path: str, operation: Node, parameters: Sequence[_Parameter]) -> Iterator[Problem]:
    # after a colon, some write a pattern
    in_path = dict.fromkeys(parameter.partition(":")[0] for parameter in path_parameters(path))
    defined = {parameter.name: parameter.pointer for parameter in parameters if parameter.location == "path"}
    extra = [parameter for parameter in defined if parameter not in in_path]
    missing = [parameter for parameter in in_path if parameter and parameter not in defined]
    for parameter in missing:
        message = f"{name} does not define the path parameter `{parameter}`"
        hint = f"rename the parameter `{extra[0]}`, or that of the path" if extra else _ADD_PARAMETER
        yield invalid(operation.pointer, message, hint)
    for parameter in () if missing else extra:
        message = f"the path `{path}` has no parameter `{parameter}`"
        yield invalid(defined[parameter], message, "remove the parameter, or name it in the path")


def reference_problems(spec: Spec) -> Iterator[Problem]:
    """Each reference to another part of the contract that is not found, or that refers back to itself."""
    refs = refs_in(msgspec.json.encode(spec.document)) if spec.refs is None else spec.refs
    causes = {ref: cause for ref in refs if (cause := _why_unresolved(spec, ref))}
    for ref, pointer in references_in(spec.document) if causes else ():
        if ref in causes:
            yield Problem("unresolved-ref", pointer, *causes[ref])


def _why_unresolved(spec: Spec, ref: str) -> tuple[str, str] | None:
    """Why a reference does not resolve, and a hint; None for one that does, and for that to another file."""
    if not ref.startswith("#"):
        return None
    target = spec.at(pointer_of(ref))
    if target is None:
        *above, name = pointer_of(ref) or ("",)
        hint = did_you_mean(str(name), as_mapping(spec.at(tuple(above))), _ADD_PART)
        return f"`{ref}` {why_missing(ref, spec.source.path)}", hint
    if is_reference(target) and not spec.resolve({"$ref": ref}):
        return f"`{ref}` refers back to itself", _END_CIRCLE
    return None


def pattern_problems(patterns: Iterable[tuple[Pointer, str]]) -> Iterator[Problem]:
    """Each pattern that no linear-time engine can match."""
    hint = "write it without lookaround, backreferences and large repetitions"
    for pointer, pattern in patterns:
        if not matchable(pattern):
            shown = pattern if len(pattern) <= _LONG else f"{pattern[:_LONG]}..."
            message = f"the pattern `{shown}` cannot be matched in linear time, so examples are not checked against it"
            yield Problem("unchecked-pattern", pointer, message, hint)


def tag_problems(document: JsonObject) -> Iterator[Problem]:
    """Each tag with the name of another one, with a parent that is no tag, or that is above itself."""
    tags = [tag for tag in Node(document, ()).items("tags") if isinstance(tag.get("name"), str)]
    # reversed: of two tags with one name, the first counts
    parents = {tag.get("name"): tag.get("parent") for tag in reversed(tags)}
    above = {name: [parent] for name, parent in parents.items() if isinstance(parent, str)}
    circular = set[str]()
    for circle in circles(above, lambda name: above.get(name, ())):
        circular.update(circle)
    seen = set[str]()
    for tag in tags:
        name, parent = tag.get("name"), tag.get("parent")
        at = (*tag.pointer, "parent")
        if name in seen:
            yield invalid((*tag.pointer, "name"), f"duplicate tag `{name}`", "remove one of the two")
        elif isinstance(parent, str) and parent not in parents:
            yield invalid(at, f"`{parent}` is not a tag of this document", "add the tag, or fix the name")
        elif name in circular:
            yield invalid(at, f"the tag `{name}` is above itself", "remove the cycle")
        seen.add(name)
