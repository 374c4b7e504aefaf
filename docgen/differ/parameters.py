"""The comparison of the parameters of two versions of an operation."""

from collections.abc import Mapping
from typing import Final

from docgen.differ.catalogue import CATALOGUE
from docgen.differ.constraints import constraint_actions
from docgen.differ.edits import Pair, Part, Step, counterparts, marks
from docgen.differ.graph import Graph
from docgen.differ.lifecycle import deprecation_events, is_undated
from docgen.differ.media_types import add_schema_edge, compare_media_types, signature
from docgen.differ.path_items import Operation
from docgen.differ.types import SCALARS, WireFormat, accepts_all, types_of
from docgen.openapi.lifecycle import sunset_of
from docgen.openapi.merging import Steps, merged, results, walk
from docgen.openapi.nodes import ANYTHING, Node
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import Schema
from docgen.openapi.serialization import schema_of, serialization_of
from docgen.openapi.spec import path_parameters
from docgen.positions.source import Pointer

_FLAGS: Final = {"allowEmptyValue": "allow-empty-value", "allowReserved": "allow-reserved"}
_IGNORED_HEADERS: Final = frozenset(("accept", "content-type", "authorization"))  # OpenAPI 3.1, section 4.8.12.1
_ARRAY: Final = frozenset(("array",))
_PUBLISHED: Final = {  # the names of lifecycle events that are published otherwise for parameters
    "deprecated-with-sunset": "parameter-deprecated",
    "deprecated-sunset-invalid": "parameter-sunset-parse",
}


class Parameter(Node, frozen=True):
    """The node of a parameter of an operation; `shared` is true for one of the path item."""

    shared: bool


def compare_parameters(graph: Graph, pair: Pair, old: Operation, new: Operation) -> None:
    """Note the parameters that were added and removed, and compare those that both sides have."""
    if old.path == new.path and graph.is_same(_declared(old), _declared(new)):
        return
    in_path = path_parameters(new.path)
    # no caller sees the names of parameters of the path, so those of the base have the ones of the revision
    names = dict(zip(path_parameters(old.path), in_path, strict=False))
    for (where, name), verb, parameter, before in counterparts(_parameters(old, names), _parameters(new, {})):
        if before:
            _compare(graph, pair, before, parameter, where)
        else:
            _note_one_sided(pair, verb, parameter, is_in_path=where == "path" and name in in_path)


def _declared(operation: Operation) -> list[object]:
    return [*(node.value for node in operation.shared), operation.get("parameters")]


def _parameters(operation: Operation, names: Mapping[str, str]) -> dict[tuple[str, str], Parameter]:
    """The parameters of an operation by where they are sent and their names, those of the path renamed."""
    parameters: dict[tuple[str, str], Parameter] = {}
    shared = operation.shared
    # those of the operation come last: they override those of its path (OpenAPI 3.1, section 4.8.9.1)
    for index, node in enumerate((*shared, *operation.items("parameters"))):
        target = operation.resolver.resolve(node)
        where, name = target.get("in"), target.get("name")
        if not isinstance(where, str) or not isinstance(name, str):
            continue
        if where == "header":
            name = name.lower()
            if name in _IGNORED_HEADERS:
                continue
        elif where == "path":
            name = names.get(name, name)
        parameters[where, name] = Parameter(target.value, target.pointer, index < len(shared))
    return parameters


def _note_one_sided(pair: Pair, verb: str, parameter: Parameter, *, is_in_path: bool) -> None:
    """Note that a parameter was added or removed, or only its description, as the paths of both sides have it."""
    required = parameter.is_required
    action, sunset = f"parameter-{verb}", None
    key: object = required
    if verb == "removed":
        key = sunset = sunset_of(parameter.value)
    if is_in_path:
        action = f"path-{action}"
    qualifiers = marks(required=required, shared=parameter.shared, deprecated=parameter.is_deprecated)
    pair.note(
        action,
        parameter.pointer,
        (parameter.get("in"), key),
        name=parameter.name,
        before=sunset,
        qualifiers=qualifiers | {str(parameter.get("in"))},
        step=Step(part=_part(parameter)),
        context=(signature(parameter),),
    )


def _part(node: Node) -> Part:
    return "header-parameter" if node.get("in") == "header" else "parameter"


def _compare(graph: Graph, pair: Pair, old: Node, new: Node, where: str) -> None:
    if graph.is_same(old.value, new.value) and old.get("name") == new.get("name"):
        return
    label, selector = f"the {where} parameter `{new.get('name')}`", pair.selector
    if graph.common_name(old, new) is None:
        label = f"{label} of {pair.label}"
    elif where == "header":
        selector = f"header {new.get('name')}"
    inner = graph.pair(old, new, compare_parameter, label, selector)
    pair.edges.append((inner, Step(part=_part(new))))


def compare_parameter(graph: Graph, pair: Pair) -> None:
    """Compare two parameters: whether they are required, their serialization and their schemas."""
    old, new = pair.old, pair.new
    if demand := pair.new_demand:
        _note(pair, f"parameter-became-{demand}", (*new.pointer, "required"))
    for keyword, action in _FLAGS.items():
        was_allowed, is_allowed = (node.get(keyword) is True for node in (old, new))
        if was_allowed != is_allowed:
            _note(pair, f"{action}-added" if is_allowed else f"{action}-removed", new.pointer)
    _compare_deprecation(pair)
    _compare_serialization(graph, pair)


def _note(
    pair: Pair, action: str, pointer: Pointer, *key: str | None, before: str | None = None, after: str | None = None
) -> None:
    """Note an edit of two parameters; equal edits of copies of them are one root cause."""
    full_key, name = (pair.new.get("in"), *key), pair.new.name
    context = (signature(pair.old, pair.new),)
    pair.note(action, pointer, full_key, name=name, before=before, after=after, context=context)


def _compare_deprecation(pair: Pair) -> None:
    old, new = pair.old, pair.new
    was_deprecated, is_deprecated = _is_deprecated(old), _is_deprecated(new)
    before, after = sunset_of(old.value), sunset_of(new.value)
    at_sunset = new.pointer
    if after:
        at_sunset = (*at_sunset, "x-sunset")
    # an old date that cannot be read leaves open whether the new one is earlier
    if was_deprecated and is_deprecated and is_undated(before) and not is_undated(after) and before != after:
        _note(pair, "parameter-sunset-parse", at_sunset, before, before=before)
        return
    for event in deprecation_events(old.value, new.value, was_deprecated, is_deprecated):
        action, pointer = _PUBLISHED.get(event.name, f"parameter-{event.name}"), at_sunset
        if action == "parameter-deprecated":
            holder = new if new.is_deprecated else new.child("schema")
            pointer = (*holder.pointer, "deprecated")
        elif action == "parameter-reactivated":
            pointer = new.pointer
        told = event.told()
        _note(pair, action, pointer, *told.values(), **told)


def _is_deprecated(parameter: Node) -> bool:
    return True in (parameter.get("deprecated"), schema_of(parameter).get("deprecated"))


def _compare_serialization(graph: Graph, pair: Pair) -> None:
    old, new = pair.old, pair.new
    before, after = serialization_of(old), serialization_of(new)
    had_content, has_content = bool(old.get("content")), bool(new.get("content"))
    # the style of a scalar is not seen in the request, so that its change is none
    is_restyled = before != after and not had_content and not has_content and _is_style_visible(graph, pair)
    if had_content != has_content or is_restyled:
        _note(pair, "parameter-style-changed", new.pointer, before, after, before=before, after=after)
    if had_content and has_content:
        compare_media_types(graph, pair)
    elif not had_content and not has_content:
        _compare_schemas(graph, pair, schema_of(old), schema_of(new), new.name)


def _compare_schemas(graph: Graph, pair: Pair, old: Node, new: Node, name: str) -> None:
    if graph.is_same(old.value, new.value):
        return
    where = pair.new.get("in")
    # `?id=1` is a scalar and a list of one
    if where == "query" and pair.new.get("style") in (None, "", "form"):
        before, after = graph.merged(old, new)
        if listed := scalar_and_list(before, graph.new, after):
            pair.note("type-generalized", new.pointer, listed, name=name, before=listed[0], after=listed[1])
            return
        if listed := scalar_and_list(after, graph.old, before):
            pair.note("type-changed", new.pointer, listed, name=name, before=listed[1], after=listed[0])
            return
    step = Step(required=pair.new.is_required)
    add_schema_edge(graph, pair, old, new, WireFormat.TEXT, pair.label, step, f"{where} {name}")


def scalar_and_list(scalar: Schema, resolver: Resolver, array: Schema) -> tuple[str, str] | None:
    """The types of two schemas if the second is an array of the first; otherwise None.

    In a query, a value is written like an array of one item (RFC 6570, section 3.2.8).
    """
    types, least = types_of(scalar), array.keywords.get("minItems")
    takes_one = not isinstance(least, int | float) or least <= 1
    if not takes_one or (scalar.nullable and not array.nullable) or types_of(array).names != _ARRAY:
        return None
    if types.names is None or not types.names.isdisjoint(("array", "object")):
        return None
    items = merged(resolver, array.child("items") or Node(ANYTHING, array.node.pointer))
    values = items.keywords.get("enum")
    if values is not None and values != scalar.keywords.get("enum"):
        return None
    for action, *_ in constraint_actions(scalar.keywords, items.keywords):
        if CATALOGUE[action].variance in ("narrower", "both"):
            return None
    inner = types_of(items)
    if not accepts_all(inner, types, WireFormat.TEXT):
        return None
    return str(types), f"list of {inner}"


def _is_style_visible(graph: Graph, pair: Pair) -> bool:
    """Whether the style affects requests: outside of paths, all styles write scalars in the same way."""
    style, new_style = (node.get("style") or "simple" for node in (pair.old, pair.new))
    if pair.new.get("in") == "path" and style != new_style:
        return True  # RFC 6570: `5`, `.5`, `;x=5`
    sides = ((graph.old, pair.old), (graph.new, pair.new))
    return any(walk(resolver, schema_of(node), None, _may_be_compound, again=False) for resolver, node in sides)


def _may_be_compound(schema: Schema, _: None) -> Steps[None, bool]:
    names = types_of(schema).names
    if names is not None:
        return not names <= SCALARS
    members = yield from results(schema.alternatives(), None)
    return not members or any(members)
