"""The comparison of two versions of an operation: parameters, body, responses, metadata and lifecycle."""

from docgen.differ.bodies import compare_request_body
from docgen.differ.edits import Step
from docgen.differ.graph import Graph
from docgen.differ.lifecycle import STABILITY_KEY, is_earlier, stability_actions
from docgen.differ.pairs import Pair
from docgen.differ.parameters import compare_parameters
from docgen.differ.path_items import Operation
from docgen.differ.responses import compare_responses
from docgen.differ.servers import compare_operation_servers
from docgen.openapi.lifecycle import day_of, sunset_of


def is_unchanged(graph: Graph, old: Operation, new: Operation) -> bool:
    """Whether an operation is unchanged: its path, all that it refers to, and the document's security and servers."""
    return (
        graph.same_defaults
        and old.path == new.path
        and old.item.value == new.item.value
        and not graph.refers_to_change(new.node)
        and not (new.shared and graph.refers_to_change(new.item.child("parameters")))
    )


def compare_operations(graph: Graph, old: Operation, new: Operation, label: str, selector: str) -> Pair:
    """The pair of an operation that both sides have, with its edits and edges but without those of its security."""
    pair = Pair(old.node, new.node, label, selector)
    compare_parameters(graph, pair, old, new)
    _compare_body(graph, pair)
    compare_responses(graph, pair)
    if old.node.value != new.node.value:
        _compare_metadata(pair)
    holders = [(operation.node, operation.item, operation.resolver.root) for operation in (old, new)]
    compare_operation_servers(pair, *holders)
    return pair


def _compare_body(graph: Graph, pair: Pair) -> None:
    old, new = pair.old.child("requestBody"), pair.new.child("requestBody")
    if graph.is_same(old.value, new.value):
        return
    if old.value is None or new.value is None:
        body = graph.new.resolve(new) if old.value is None else graph.old.resolve(old)
        required = frozenset({"required"} if body.get("required") is True else ())
        step = Step(part="body")
        action = "body-added" if old.value is None else "body-removed"
        pair.note(action, body.pointer, (pair.owned_by,), name="request body", qualifiers=required, step=step)
        return
    label = f"the request body of {pair.label}"
    graph.add_edge(pair, old, new, Step(part="body"), compare_request_body, label)


def _compare_metadata(pair: Pair) -> None:
    """Note the differences in the id, the tags, the deprecation and the stability of an operation."""
    old, new = pair.old, pair.new
    ids = old.get("operationId"), new.get("operationId")
    if ids[0] != ids[1]:
        action = "api-operation-id-removed" if ids[0] else "api-operation-id-added"
        pair.note(action, (*new.pointer, "operationId"), ids, before=ids[0], after=ids[1])
    for verb, node, other in (("removed", old, new), ("added", new, old)):
        there = _texts(other.get("tags"))
        for tag in _texts(node.get("tags")):
            if tag not in there:
                pair.note(f"api-tag-{verb}", (*node.pointer, "tags"), (tag,), name=tag)
    _compare_deprecation(pair)
    _compare_stability(pair)


def _texts(listed: object) -> list[str]:
    return [text for text in listed if isinstance(text, str)] if isinstance(listed, list) else []


def _compare_deprecation(pair: Pair) -> None:
    old, new = pair.old, pair.new
    before, after = old.get("deprecated") is True, new.get("deprecated") is True
    sunsets = [sunset_of(node.value) for node in (old, new)]
    new_sunset = sunsets[1]
    pointer = (*new.pointer, "deprecated" if after else "x-sunset") if after or new_sunset else new.pointer
    owned_by = pair.owned_by
    if after and new_sunset and day_of(new_sunset) is None and sunsets[0] != new_sunset:
        action = "api-path-sunset-parse" if before else "api-deprecated-sunset-parse"
        pair.note(action, (*new.pointer, "x-sunset"), (new_sunset, owned_by), after=new_sunset)
    elif after and not before:
        action = "endpoint-deprecated-with-sunset" if new_sunset else "endpoint-deprecated"
        pair.note(action, pointer, (new_sunset, owned_by), after=new_sunset)
    elif before and not after:
        pair.note("endpoint-reactivated", pointer, (owned_by,))
    elif after and sunsets[0] and not new_sunset:
        pair.note("endpoint-sunset-deleted", pointer, (sunsets[0], owned_by), before=sunsets[0])
    elif after and sunsets[0] != new_sunset:
        earlier = is_earlier(new_sunset, sunsets[0])
        action = "api-sunset-date-changed-too-small" if earlier else "endpoint-sunset-date-changed"
        pair.note(action, pointer, (sunsets[0], new_sunset, owned_by), before=sunsets[0], after=new_sunset)


def _compare_stability(pair: Pair) -> None:
    for action, before, after in stability_actions(pair.old.value, pair.new.value):
        name = "api-invalid-stability-level" if action == "stability-invalid" else f"api-{action}"
        key = (str(before), str(after), pair.owned_by)
        pair.note(name, (*pair.new.pointer, STABILITY_KEY), key, before=before, after=after)
