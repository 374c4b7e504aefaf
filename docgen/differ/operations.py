"""The comparison of two versions of an operation: parameters, body, responses, metadata and lifecycle."""

from typing import Final

from docgen.differ.edits import Pair, Step, counterparts, marks
from docgen.differ.graph import Graph
from docgen.differ.lifecycle import STABILITY_KEY, deprecation_events, stability_events
from docgen.differ.media_types import compare_media_types
from docgen.differ.parameters import compare_parameters
from docgen.differ.path_items import Operation
from docgen.differ.responses import compare_responses
from docgen.differ.servers import compare_operation_servers
from docgen.openapi.lifecycle import sunset_of
from docgen.openapi.nodes import NamedNodes, Node

_BODY: Final = Step(part="body")
_PUBLISHED: Final = {  # the names of lifecycle events that are published otherwise for operations
    "sunset-date-changed-too-small": "api-sunset-date-changed-too-small",
    "stability-invalid": "api-invalid-stability-level",
}


def is_unchanged(graph: Graph, old: Operation, new: Operation) -> bool:
    """Whether an operation is unchanged: its path, all that it refers to, and the document's security and servers."""
    return (
        graph.same_defaults
        and old.path == new.path
        and old.item.value == new.item.value
        and not graph.refers_to_change(new)
        and not (new.shared and graph.refers_to_change(new.item.child("parameters")))
    )


def compare_operations(graph: Graph, old: Operation, new: Operation, label: str, selector: str) -> Pair:
    """The pair of an operation that both sides have, with its edits and edges but without those of its security."""
    pair = Pair(old, new, label, selector)
    compare_parameters(graph, pair, old, new)
    _compare_body(graph, pair)
    compare_responses(graph, pair)
    # the rest of an operation can differ by references alone; its own fields cannot
    if old.value != new.value:
        _compare_metadata(pair)
    compare_operation_servers(pair, old, new)
    return pair


def _compare_body(graph: Graph, pair: Pair) -> None:
    old, new = pair.old.child("requestBody"), pair.new.child("requestBody")
    if graph.is_same(old.value, new.value):
        return
    if old.value is not None and new.value is not None:
        graph.add_edge(pair, old, new, _BODY, compare_request_body, f"the request body of {pair.label}")
        return
    verb, body = ("added", graph.new.resolve(new)) if old.value is None else ("removed", graph.old.resolve(old))
    required = marks(required=body.is_required)
    pair.note(f"body-{verb}", body.pointer, (pair.owned_by,), name="request body", qualifiers=required, step=_BODY)


def compare_request_body(graph: Graph, pair: Pair) -> None:
    """Compare two request bodies: whether they are required, and their media types."""
    if demand := pair.new_demand:
        pair.note(f"body-became-{demand}", (*pair.new.pointer, "required"), (pair.owned_by,), name="request body")
    compare_media_types(graph, pair)


def _compare_metadata(pair: Pair) -> None:
    """Note the differences in the id, the tags, the deprecation and the stability of an operation."""
    old, new = pair.old, pair.new
    before, after = old.get("operationId"), new.get("operationId")
    if before != after:
        action = "api-operation-id-removed" if before else "api-operation-id-added"
        pair.note(action, (*new.pointer, "operationId"), (before, after), before=before, after=after)
    for tag, verb, node, _ in counterparts(_tags(old), _tags(new)):
        if verb != "changed":
            pair.note(f"api-tag-{verb}", node.pointer[:-1], (tag,), name=tag)
    _compare_lifecycle(pair)


def _tags(operation: Node) -> NamedNodes:
    return {tag.value: tag for tag in operation.items("tags") if isinstance(tag.value, str)}


def _compare_lifecycle(pair: Pair) -> None:
    old, new = pair.old, pair.new
    was_deprecated, is_deprecated = (node.is_deprecated for node in (old, new))
    for event in deprecation_events(old.mapping, new.mapping, was_deprecated, is_deprecated):
        told, pointer, action = event.told(), new.pointer, f"endpoint-{event.name}"
        if event.name == "deprecated-sunset-invalid":
            pointer = (*pointer, "x-sunset")
            action = "api-path-sunset-parse" if was_deprecated else "api-deprecated-sunset-parse"
        elif is_deprecated:
            pointer = (*pointer, "deprecated")
        elif sunset_of(new.mapping):
            pointer = (*pointer, "x-sunset")
        pair.note(_PUBLISHED.get(event.name, action), pointer, (*told.values(), pair.owned_by), **told)
    for event in stability_events(old.mapping, new.mapping):
        action = _PUBLISHED.get(event.name, f"api-{event.name}")
        key = (str(event.before), str(event.after), pair.owned_by)
        pair.note(action, (*new.pointer, STABILITY_KEY), key, before=event.before, after=event.after)
