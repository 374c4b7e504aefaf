"""The responses of two versions of an operation, their headers and bodies."""

from typing import Final

from docgen.differ.bodies import compare_media_types, lead_to_schema, wire_of
from docgen.differ.edit import Step
from docgen.differ.pairs import Graph, Pair
from docgen.differ.place import Place, is_reference
from docgen.differ.types import Wire

_ANSWER: Final = Step(flip=True, part="body")


def compare_responses(graph: Graph, pair: Pair) -> None:
    """Note the statuses that came and went, and compare those that both sides have."""
    old, new = pair.old.fields("responses"), pair.new.fields("responses")
    for status in {**old, **new}:
        if status not in new:
            _note_status(pair, "removed", status, old[status])
        elif status not in old:
            _note_status(pair, "added", status, new[status])
        elif not graph.same(old[status].node, new[status].node) and not _lead_through(
            graph, pair, old[status], new[status]
        ):
            label = f"the {status} response of {pair.label}"
            graph.lead(pair, old[status], new[status], _ANSWER, compare_response, label, pair.selector)


def _lead_through(graph: Graph, pair: Pair, old: Place, new: Place) -> bool:
    """Lead on to the schemas of two equal responses that only refer to them, which most do; False elsewhere."""
    content = new.get("content")
    if old.node != new.node or "headers" in new.node or not isinstance(content, dict):
        return False
    schemas = [(name, new.child("content", name, "schema")) for name in content]
    if not all(is_reference(schema.node) for _, schema in schemas):
        return False
    for name, schema in schemas:
        if graph.is_dirty(schema.node["$ref"]):
            lead_to_schema(graph, pair, schema, schema, wire_of(name), pair.label, _ANSWER)
    return True


def _note_status(pair: Pair, verb: str, status: str, place: Place) -> None:
    kind = "success" if status[:1] == "2" else "non-success"
    pair.note(f"{kind}-status-{verb}", place.pointer, (status,), name=status, step=_ANSWER)


def compare_response(graph: Graph, pair: Pair) -> None:
    """Compare two responses: their headers, and what their bodies may hold."""
    old = {name.lower(): place for name, place in pair.old.members("headers").items()}
    new = {name.lower(): place for name, place in pair.new.members("headers").items()}
    for name in {**old, **new}:
        if name == "content-type":
            continue  # OpenAPI 3.1, section 4.8.17: it is ignored
        if name not in new or name not in old:
            _note_header(graph, pair, old.get(name), new.get(name))
        elif not graph.same(old[name].node, new[name].node):
            shown = str(new[name].pointer[-1])
            label = f"the header `{shown}` of {pair.label}"
            graph.lead(pair, old[name], new[name], Step(part="header"), compare_header, label, pair.selector)
    compare_media_types(graph, pair)


def _note_header(graph: Graph, pair: Pair, old: Place | None, new: Place | None) -> None:
    place = new or old
    assert place is not None  # noqa: S101 - one side has it
    known = (graph.new if new else graph.old).resolve(place)
    required = frozenset({"required"} if known.get("required") is True else ())
    name = str(place.pointer[-1])
    action = "header-added" if new else "header-removed"
    pair.note(action, place.pointer, (bool(required),), name=name, qualifiers=required, step=Step(part="header"))


def compare_header(graph: Graph, pair: Pair) -> None:
    """Compare two response headers."""
    required = [place.get("required") is True for place in (pair.old, pair.new)]
    name = str(pair.new.pointer[-1])
    if required[0] != required[1]:
        action = "header-became-required" if required[1] else "header-became-optional"
        pair.note(action, pair.new.pointer, name=name)
    before, after = pair.old.child("schema"), pair.new.child("schema")
    if before.node is not None and after.node is not None:
        lead_to_schema(graph, pair, before, after, Wire.TEXT, pair.label)
