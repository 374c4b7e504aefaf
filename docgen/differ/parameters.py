"""The comparison of the parameters of two versions of an operation."""

from typing import Final

import msgspec

from docgen.differ.bodies import add_schema_edge, compare_media_types, signature
from docgen.differ.edits import Part, Step
from docgen.differ.graph import Graph
from docgen.differ.lifecycle import is_earlier
from docgen.differ.pairs import Pair, one_sided
from docgen.differ.path_items import Operation
from docgen.differ.types import SCALARS, WireFormat, scalar_to_array, types_of
from docgen.openapi.lifecycle import day_of, sunset_of
from docgen.openapi.nodes import Node
from docgen.openapi.schema import Schema
from docgen.openapi.serialization import schema_of, serialization_of
from docgen.openapi.spec import path_parameters
from docgen.openapi.walk import Steps, results, walk
from docgen.positions.source import Pointer

_FLAGS: Final = {"allowEmptyValue": "allow-empty-value", "allowReserved": "allow-reserved"}
_IGNORED_HEADERS: Final = frozenset(("accept", "content-type", "authorization"))  # OpenAPI 3.1, section 4.8.12.1


class Parameter(msgspec.Struct, frozen=True):
    """A parameter of an operation; `shared` is true for one of the path item."""

    node: Node
    shared: bool


Parameters = dict[tuple[str, str], Parameter]
"""The parameters of an operation by where they are sent and their names."""


def compare_parameters(graph: Graph, pair: Pair, old: Operation, new: Operation) -> None:
    """Note the parameters that were added and removed, and compare those that both sides have."""
    if old.path == new.path and graph.is_same(*(_declared(operation) for operation in (old, new))):
        return
    before, after = _renamed(_parameters(old), old.path, new.path), _parameters(new)
    in_path = {("path", name) for name in path_parameters(new.path)}
    for key in {**before, **after}:
        if key in before and key in after:
            _compare(graph, pair, before[key].node, after[key].node, key)
        else:
            verb, parameter = one_sided(key, before, after)
            _note_one_sided(pair, verb, parameter, is_in_path=key in in_path)


def _declared(operation: Operation) -> list[object]:
    return [*(node.value for node in operation.shared), operation.node.get("parameters")]


def _parameters(operation: Operation) -> Parameters:
    found: Parameters = {}
    for nodes, shared in ((operation.shared, True), (operation.node.items("parameters"), False)):
        for node in nodes:
            target = operation.resolver.resolve(node)
            where, name = target.get("in"), target.get("name")
            if not isinstance(where, str) or not isinstance(name, str):
                continue
            if where == "header" and name.lower() in _IGNORED_HEADERS:
                continue
            found[where, name.lower() if where == "header" else name] = Parameter(target, shared)
    return found


def _renamed(before: Parameters, old: str, new: str) -> Parameters:
    """The parameters of the base, those of the path under their names in the revision, which no caller sees."""
    if old == new:
        return before
    names = dict(zip(path_parameters(old), path_parameters(new), strict=False))
    return {
        (where, names.get(name, name) if where == "path" else name): parameter
        for (where, name), parameter in before.items()
    }


def _qualifiers(parameter: Parameter) -> frozenset[str]:
    node = parameter.node
    marks = {str(node.get("in"))}
    if node.get("required") is True:
        marks.add("required")
    if parameter.shared:
        marks.add("shared")
    if node.get("deprecated") is True:
        marks.add("deprecated")
    return frozenset(marks)


def _note_one_sided(pair: Pair, verb: str, parameter: Parameter, *, is_in_path: bool) -> None:
    """Note that a parameter was added or removed, or only its description, as the paths of both sides have it."""
    node, is_removed = parameter.node, verb == "removed"
    sunset = sunset_of(node.value) if is_removed else None
    pair.note(
        f"{'path-' if is_in_path else ''}parameter-{verb}",
        node.pointer,
        (node.get("in"), sunset if is_removed else node.get("required") is True),
        name=str(node.get("name")),
        before=sunset,
        qualifiers=_qualifiers(parameter),
        step=Step(part=_part(node)),
        context=(signature(node),),
    )


def _part(node: Node) -> Part:
    return "header-parameter" if node.get("in") == "header" else "parameter"


def _compare(graph: Graph, pair: Pair, old: Node, new: Node, key: tuple[str, str]) -> None:
    if graph.is_same(old.value, new.value) and old.get("name") == new.get("name"):
        return
    label = f"the {key[0]} parameter `{new.get('name')}` of {pair.label}"
    name = str(new.get("name"))
    shared = graph.common_name(old, new) is not None
    selector = f"header {name}" if shared and key[0] == "header" else pair.selector
    inner = graph.pair(old, new, compare_parameter, f"the {key[0]} parameter `{name}`" if shared else label, selector)
    pair.edges.append((inner, Step(part=_part(new))))


def compare_parameter(graph: Graph, pair: Pair) -> None:
    """Compare two parameters: whether they are required, their serialization and their schemas."""
    old, new = pair.old, pair.new
    if demand := pair.new_demand:
        _note(pair, f"parameter-became-{demand}", (*new.pointer, "required"))
    for keyword, action in _FLAGS.items():
        allowed = [node.get(keyword) is True for node in (old, new)]
        if allowed[0] != allowed[1]:
            _note(pair, f"{action}-{'added' if allowed[1] else 'removed'}", new.pointer)
    _compare_deprecation(pair)
    _compare_serialization(graph, pair)


def _note(
    pair: Pair, action: str, pointer: Pointer, *key: str | None, before: str | None = None, after: str | None = None
) -> None:
    """Note an edit of two parameters; equal edits of copies of them are one root cause."""
    full_key, name = (pair.new.get("in"), *key), str(pair.new.get("name"))
    context = (signature(pair.old, pair.new),)
    pair.note(action, pointer, full_key, name=name, before=before, after=after, context=context)


def _compare_serialization(graph: Graph, pair: Pair) -> None:
    old, new = pair.old, pair.new
    forms = [serialization_of(node) for node in (old, new)]
    as_content = [bool(node.get("content")) for node in (old, new)]
    restyled = forms[0] != forms[1] and not any(as_content) and _is_style_visible(graph, pair)
    if as_content[0] != as_content[1] or restyled:
        _note(pair, "parameter-style-changed", new.pointer, *forms, before=forms[0], after=forms[1])
    if all(as_content):
        compare_media_types(graph, pair)
    elif not any(as_content):
        _compare_schemas(graph, pair, schema_of(old), schema_of(new), str(new.get("name")))


def _compare_schemas(graph: Graph, pair: Pair, old: Node, new: Node, name: str) -> None:
    if graph.is_same(old.value, new.value):
        return
    is_form = pair.new.get("in") == "query" and (pair.new.get("style") or "form") == "form"
    sides = (graph.old, old), (graph.new, new)
    for action, order in (("type-generalized", 1), ("type-changed", -1)):
        one, other = sides[::order]
        types = scalar_to_array(*one, *other) if is_form else None
        if types:
            before, after = types[::order]
            pair.note(action, new.pointer, types, name=name, before=before, after=after)
            return
    step = Step(required=pair.new.get("required") is True)
    part = f"{pair.new.get('in')} {name}"
    add_schema_edge(graph, pair, old, new, WireFormat.TEXT, pair.label, step, part)


def _is_style_visible(graph: Graph, pair: Pair) -> bool:
    """Whether the style affects requests: outside of paths, all styles write scalars in the same way."""
    styles = [node.get("style") or "simple" for node in (pair.old, pair.new)]
    if pair.new.get("in") == "path" and styles[0] != styles[1]:
        return True  # RFC 6570: `5`, `.5`, `;x=5`
    sides = ((graph.old, pair.old), (graph.new, pair.new))
    return any(walk(resolver, schema_of(node), None, _may_be_compound, again=False) for resolver, node in sides)


def _may_be_compound(schema: Schema, _: None) -> Steps[None, bool]:
    names = types_of(schema).names
    if names is not None:
        return not names <= SCALARS
    members = yield from results([*schema.listed("anyOf"), *schema.listed("oneOf")], None)
    return not members or any(members)


def _compare_deprecation(pair: Pair) -> None:
    old, new = pair.old, pair.new
    before, after = (True in (node.get("deprecated"), schema_of(node).get("deprecated")) for node in (old, new))
    old_sunset, new_sunset = sunset_of(old.value), sunset_of(new.value)
    pointer = (*new.pointer, "x-sunset") if new_sunset else new.pointer
    if after and (new_sunset and day_of(new_sunset) is None) and (old_sunset != new_sunset or not before):
        _note(pair, "parameter-sunset-parse", pointer, new_sunset, after=new_sunset)
    elif before and after and old_sunset and day_of(old_sunset) is None and old_sunset != new_sunset:
        _note(pair, "parameter-sunset-parse", pointer, old_sunset, before=old_sunset)
    elif after and not before:
        place = new if new.get("deprecated") is True else new.child("schema")
        _note(pair, "parameter-deprecated", (*place.pointer, "deprecated"), new_sunset, after=new_sunset)
    elif before and not after:
        _note(pair, "parameter-reactivated", new.pointer)
    elif after and old_sunset and not new_sunset:
        _note(pair, "parameter-sunset-deleted", pointer, old_sunset, before=old_sunset)
    elif after and old_sunset != new_sunset:
        earlier = is_earlier(new_sunset, old_sunset)
        action = "parameter-sunset-date-changed-too-small" if earlier else "parameter-sunset-date-changed"
        _note(pair, action, pointer, old_sunset, new_sunset, before=old_sunset, after=new_sunset)
