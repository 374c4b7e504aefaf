"""Two versions of an operation -> their edits: its parameters, body, responses, callbacks and life."""

from docgen.differ.bodies import compare_request_body
from docgen.differ.change_owner import owner
from docgen.differ.edits import Step
from docgen.differ.lifecycle import STABILITY_KEY, stability_actions
from docgen.differ.operation import Operation
from docgen.differ.pairs import Graph, Pair
from docgen.differ.parameters import compare_parameters
from docgen.differ.responses import compare_responses
from docgen.differ.servers import compare_own_servers
from docgen.openapi.lifecycle import day_of, sunset_of


def untouched(graph: Graph, old: Operation, new: Operation) -> bool:
    """Whether an operation is what it was, with its path, with all that it leads to, and under the same document."""
    return (
        graph.same_document
        and old.path == new.path
        and old.item.value == new.item.value
        and not graph.leads_to_change(new.node)
        and not (new.shared and graph.leads_to_change(new.item.child("parameters")))
    )


def compare_operations(graph: Graph, old: Operation, new: Operation, label: str, selector: str) -> Pair:
    """The pair of an operation that both sides have, compared but for what it leads to and who may call."""
    pair = Pair(old.node, new.node, label, selector)
    compare_parameters(graph, pair, old, new)
    _compare_body(graph, pair)
    compare_responses(graph, pair)
    if old.node.value != new.node.value:
        _compare_marks(pair)
    holders = [(operation.node, operation.item, operation.resolver.root) for operation in (old, new)]
    compare_own_servers(pair, *holders)
    return pair


def _compare_body(graph: Graph, pair: Pair) -> None:
    old, new = pair.old.child("requestBody"), pair.new.child("requestBody")
    if (old.value is None and new.value is None) or graph.same(old.value, new.value):
        return
    if old.value is None or new.value is None:
        known = graph.new.resolve(new) if old.value is None else graph.old.resolve(old)
        required = frozenset({"required"} if known.get("required") is True else ())
        step = Step(part="body")
        action = "body-added" if old.value is None else "body-removed"
        key = (owner(pair.new, pair.selector),)
        pair.note(action, known.pointer, key, name="request body", qualifiers=required, step=step)
        return
    label = f"the request body of {pair.label}"
    graph.lead(pair, old, new, Step(part="body"), compare_request_body, label, pair.selector)


def _compare_marks(pair: Pair) -> None:
    """What an operation says of itself: its id, its tags, its life."""
    old, new = pair.old, pair.new
    ids = old.get("operationId"), new.get("operationId")
    if ids[0] != ids[1]:
        action = "api-operation-id-removed" if ids[0] else "api-operation-id-added"
        pair.note(action, (*new.pointer, "operationId"), ids, before=ids[0], after=ids[1])
    tags = [_texts(place.get("tags")) for place in (old, new)]
    for tag in tags[0]:
        if tag not in tags[1]:
            pair.note("api-tag-removed", (*old.pointer, "tags"), (tag,), name=tag)
    for tag in tags[1]:
        if tag not in tags[0]:
            pair.note("api-tag-added", (*new.pointer, "tags"), (tag,), name=tag)
    _compare_life(pair)
    _compare_stability(pair)


def _texts(listed: object) -> list[str]:
    return [text for text in listed if isinstance(text, str)] if isinstance(listed, list) else []


def _compare_life(pair: Pair) -> None:
    old, new = pair.old, pair.new
    before, after = old.get("deprecated") is True, new.get("deprecated") is True
    sunsets = [sunset_of(place.value) for place in (old, new)]
    said = sunsets[1]
    pointer = (*new.pointer, "deprecated" if after else "x-sunset") if after or said else new.pointer
    whose = owner(new, pair.selector)
    if after and said and day_of(said) is None and sunsets[0] != said:
        pair.note("api-path-sunset-parse", (*new.pointer, "x-sunset"), (said, whose), after=said)
    elif after and not before:
        action = "endpoint-deprecated-with-sunset" if said else "endpoint-deprecated"
        pair.note(action, pointer, (said, whose), after=said)
    elif before and not after:
        pair.note("endpoint-reactivated", pointer, (whose,))
    elif after and sunsets[0] and not said:
        pair.note("endpoint-sunset-deleted", pointer, (sunsets[0], whose), before=sunsets[0])
    elif after and sunsets[0] != said:
        was, now = (day_of(sunset) for sunset in sunsets)
        earlier = bool(was and now and now < was)
        action = "api-sunset-date-changed-too-small" if earlier else "endpoint-sunset-date-changed"
        pair.note(action, pointer, (sunsets[0], said, whose), before=sunsets[0], after=said)


def _compare_stability(pair: Pair) -> None:
    for action, before, after in stability_actions(pair.old.value, pair.new.value):
        name = "api-invalid-stability-level" if action == "stability-invalid" else f"api-{action}"
        key = (str(before), str(after), owner(pair.new, pair.selector))
        pair.note(name, (*pair.new.pointer, STABILITY_KEY), key, before=before, after=after)
