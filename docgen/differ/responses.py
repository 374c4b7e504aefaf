"""The responses of two versions of an operation, their headers and bodies."""

from typing import Any, Final

from docgen.differ.bodies import compare_media_types, lead_to_schema, wire_of
from docgen.differ.change_owner import copy_of, owner
from docgen.differ.edits import Step
from docgen.differ.pairs import Graph, Pair
from docgen.differ.schema import COMPARE
from docgen.differ.types import Wire
from docgen.differ.value_carriers import form_of, schema_of
from docgen.openapi.nodes import Node
from docgen.openapi.references import is_reference

_ANSWER: Final = Step(flip=True, part="body")


def compare_responses(graph: Graph, pair: Pair) -> None:
    """Note the statuses that came and went, and compare those that both sides have."""
    old, new = (_responses(node) for node in (pair.old, pair.new))
    for status in {**old, **new}:
        if status[:2] == "x-":
            continue
        if status not in new:
            kept = _range_of(status, new)
            if kept:
                _compare_response(graph, pair, status, kept)
            else:
                _note_status(pair, "removed", status, pair.old.child("responses", status))
        elif status not in old:
            _note_status(pair, "added", status, pair.new.child("responses", status))
            known = _range_of(status, old)
            if known:
                _compare_response(graph, pair, known, status)
        elif old[status] != new[status] or not _lead_through(graph, pair, new[status]):
            _compare_response(graph, pair, status, status)


def _responses(node: Node) -> dict[str, Any]:
    found = node.get("responses")
    return found if isinstance(found, dict) else {}


def _range_of(status: str, known: dict[str, Any]) -> str | None:
    """The range that holds a status, as `2XX` holds 200 (OpenAPI 3.1, section 4.8.16)."""
    return next((found for found in (f"{status[:1]}XX", f"{status[:1]}xx") if found != status and found in known), None)


def _compare_response(graph: Graph, pair: Pair, was: str, status: str) -> None:
    old, new = pair.old.child("responses", was), pair.new.child("responses", status)
    if not graph.same(old.value, new.value):
        label = f"the {status} response of {pair.label}"
        graph.lead(pair, old, new, _ANSWER, compare_response, label, pair.selector)


def _lead_through(graph: Graph, pair: Pair, response: Any) -> bool:  # noqa: ANN401 - any JSON
    """Lead on to the schemas of a response that both sides have and that only refers to them, as most do; or False."""
    content = response.get("content") if isinstance(response, dict) and "headers" not in response else None
    if not isinstance(content, dict):
        return False
    schemas = [media.get("schema") if isinstance(media, dict) else None for media in content.values()]
    refs = [schema["$ref"] for schema in schemas if isinstance(schema, dict) and is_reference(schema)]
    if len(refs) < len(schemas):
        return False
    for name, ref in zip(content, refs, strict=True):
        graph.lead_to(pair, ref, _ANSWER, COMPARE[wire_of(name)])
    return True


def _note_status(pair: Pair, verb: str, status: str, node: Node) -> None:
    kind = "success" if status[:1] == "2" else "non-success"
    key = (status, owner(pair.new, pair.selector))
    pair.note(f"{kind}-status-{verb}", node.pointer, key, name=status, step=_ANSWER)


def compare_response(graph: Graph, pair: Pair) -> None:
    """Compare two responses: their headers, and what their bodies may hold."""
    old = {name.lower(): node for name, node in pair.old.members("headers").items()}
    new = {name.lower(): node for name, node in pair.new.members("headers").items()}
    for name in {**old, **new}:
        if name == "content-type":
            continue  # OpenAPI 3.1, section 4.8.17: it is ignored
        if name not in new or name not in old:
            _note_header(graph, pair, old.get(name), new.get(name))
        elif not graph.same(old[name].value, new[name].value):
            shown = str(new[name].pointer[-1])
            label = f"the header `{shown}` of {pair.label}"
            graph.lead(pair, old[name], new[name], Step(part="header"), compare_header, label, pair.selector)
    compare_media_types(graph, pair)


def _note_header(graph: Graph, pair: Pair, old: Node | None, new: Node | None) -> None:
    node = new or old
    assert node is not None  # noqa: S101 - one side has it
    known = (graph.new if new else graph.old).resolve(node)
    required = frozenset({"required"} if known.get("required") is True else ())
    name = str(node.pointer[-1])
    action = "header-added" if new else "header-removed"
    pair.note(
        action,
        node.pointer,
        (bool(required),),
        name=name,
        qualifiers=required,
        step=Step(part="header"),
        context=(copy_of(known),),
    )


def compare_header(graph: Graph, pair: Pair) -> None:
    """Compare two response headers."""
    required = [node.get("required") is True for node in (pair.old, pair.new)]
    name, context = str(pair.new.pointer[-1]), (copy_of(pair.old, pair.new),)
    if required[0] != required[1]:
        action = "header-became-required" if required[1] else "header-became-optional"
        pair.note(action, pair.new.pointer, name=name, context=context)
    as_content = [bool(node.get("content")) for node in (pair.old, pair.new)]
    if as_content[0] != as_content[1]:
        forms = [form_of(node) for node in (pair.old, pair.new)]
        key = (name, *forms)
        pair.note("style-changed", pair.new.pointer, key, before=forms[0], after=forms[1], context=context)
    elif all(as_content):
        compare_media_types(graph, pair)
    else:
        lead_to_schema(
            graph, pair, schema_of(pair.old), schema_of(pair.new), Wire.TEXT, pair.label, part=f"header {name}"
        )
