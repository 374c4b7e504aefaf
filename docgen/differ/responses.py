"""The comparison of the responses of two versions of an operation, with their headers and bodies."""

from collections.abc import Container
from typing import Final

from docgen.differ.edits import NO_STEP, Pair, Site, Step, Swap, counterparts, marks
from docgen.differ.graph import Graph
from docgen.differ.keys import bare_key, differs
from docgen.differ.media_types import add_schema_edge, compare_media_types, signature, wire_format
from docgen.differ.schema import COMPARE
from docgen.differ.types import WireFormat
from docgen.openapi.nodes import NamedNodes, Node
from docgen.openapi.resolver import Resolver
from docgen.openapi.serialization import schema_of, serialization_of

_WITHOUT_BODY: Final = ("204", "205", "304")
"""Statuses whose responses have no body (RFC 9110, sections 15.3.5, 15.3.6 and 15.4.5)."""
_RESPONSE_STEP: Final = Step(flip=True, part="body")
_HEADER_STEP: Final = Step(part="header")


def compare_responses(graph: Graph, pair: Pair) -> None:
    """Note the statuses that were added and removed, and compare those that both sides have."""
    old, new = _responses(pair.old), _responses(pair.new)
    for status in {**old, **new}:
        if status not in new:
            _compare_removed(graph, pair, status, new)
        elif status not in old:
            _compare_added(graph, pair, status, old, new)
        # most responses are equal, and refer to a schema at most: they need no pair of their own
        elif old[status].value != new[status].value or not _add_schema_edges(graph, pair, new[status]):
            _compare_response(graph, pair, status, status)


def _compare_removed(graph: Graph, pair: Pair, status: str, new: NamedNodes) -> None:
    """Note a status that is gone, unless a range covers it, or it was a range and its own statuses are there."""
    covering = _covering_range(status, new)
    covered = [name for name in new if _covering_range(name, (status,))]
    if covering and covering not in _responses(pair.old):
        _compare_response(graph, pair, status, covering)  # told of the range, which is new
    elif covered and not covering:
        _note_range(pair, "specialized", new[covered[0]], status, ", ".join(covered))
    else:
        standing_in, holder = covering or _fallback(graph.new, pair.new, status), pair
        if standing_in:
            sentence = f"removed the response `{status}` from {pair.label}, so the {standing_in} response answers"
            holder = _stand_in(graph, pair, status, standing_in, sentence)
        if covering:
            _note_range(holder, "generalized", new[covering], status, covering)
        else:
            _note_status(holder, "removed", status, pair.old.child("responses", status))


def _fallback(resolver: Resolver, operation: Node, status: str) -> str:
    """The default, if it answers in place of a status, and says with what (OpenAPI 3.1, section 4.8.16)."""
    if status == "default" or not resolver.resolve(operation.child("responses", "default")).get("content"):
        return ""
    if _kind(status) == "success" and "success" in map(_kind, _responses(operation)):
        return ""  # beside a described success, it stands for errors
    return "default"


def _compare_added(graph: Graph, pair: Pair, status: str, old: NamedNodes, new: NamedNodes) -> None:
    """Note a status that is new, and compare it with what answered in its place: a range, or the default."""
    covering, before, holder = _covering_range(status, old), "", pair
    covered = [name for name in old if name not in new and _covering_range(name, (status,))]
    if status not in _WITHOUT_BODY:
        before = covering or _fallback(graph.old, pair.old, status)
    is_noted = not covered and (covering is None or covering in new)
    # a new range takes in statuses that were listed: there, it is the range that is told
    if before and is_noted:
        sentence = f"added the response `{status}` to {pair.label}, where the {before} response answered"
        holder = _stand_in(graph, pair, before, status, sentence)
    elif before:
        _compare_response(graph, pair, before, status)
    if is_noted:
        _note_status(holder, "added", status, new[status])
    elif covered:
        _note_range(pair, "generalized", new[status], ", ".join(covered), status)


def _stand_in(graph: Graph, pair: Pair, old_status: str, status: str, sentence: str) -> Pair:
    """Compare a response with the one that answers in its place; the pair to which what is said of both belongs."""
    old, new = pair.old.child("responses", old_status), pair.new.child("responses", status)
    if not differs(old.value, new.value):
        return pair
    gone_or_new = new if old_status in _responses(pair.new) else old
    site = Site(gone_or_new.pointer, pair.selector, f"the {status} response of {pair.label}")
    swap = Swap(site, old_status, status, sentence, signature(old, new))
    # through a pair with the swap, all differences of the two responses become one change
    both = Pair(pair.old, pair.new, pair.label, pair.selector, swap)
    graph.pairs.append(both)
    pair.edges.append((both, NO_STEP))
    _compare_response(graph, both, old_status, status)
    return both


def _note_range(pair: Pair, verb: str, node: Node, before: str, after: str) -> None:
    action = f"{_kind(after)}-status-{verb}"
    pair.note(action, node.pointer, (before, after), before=before, after=after, step=_RESPONSE_STEP)


def _note_status(pair: Pair, verb: str, status: str, node: Node) -> None:
    key, context = (status,), (bare_key(node.value),)  # one decision for all operations that answer it
    pair.note(f"{_kind(status)}-status-{verb}", node.pointer, key, name=status, step=_RESPONSE_STEP, context=context)


def _kind(status: str) -> str:
    return "success" if status[:1] == "2" else "non-success"


def _responses(operation: Node) -> NamedNodes:
    return operation.fields("responses")


def _covering_range(status: str, statuses: Container[str]) -> str | None:
    """The range that covers a status, as `2XX` covers 200 (OpenAPI 3.1, section 4.8.16)."""
    ranges = (f"{status[:1]}XX", f"{status[:1]}xx")
    return next((name for name in ranges if name != status and name in statuses), None)


def _compare_response(graph: Graph, pair: Pair, old_status: str, status: str) -> None:
    old, new = pair.old.child("responses", old_status), pair.new.child("responses", status)
    if not graph.is_same(old.value, new.value):
        label = f"the {status} response of {pair.label}"
        graph.add_edge(pair, old, new, _RESPONSE_STEP, compare_response, label)


def _add_schema_edges(graph: Graph, pair: Pair, response: Node) -> bool:
    """Add edges to the schemas of an equal response if it consists of references alone, as most do; otherwise False."""
    if "headers" in response.mapping or not isinstance(response.get("content"), dict):
        return False
    refs: list[tuple[str, str]] = []
    for name, media in response.members("content").items():
        ref = media.child("schema").ref
        if "itemSchema" in media.mapping or not ref:
            return False
        refs.append((name, ref))
    for name, ref in refs:
        graph.add_reference_edge(pair, ref, _RESPONSE_STEP, COMPARE[wire_format(name)])
    return True


def compare_response(graph: Graph, pair: Pair) -> None:
    """Compare two responses: their headers and their media types."""
    for _, verb, header, before in counterparts(_headers(pair.old), _headers(pair.new)):
        if not before:
            _note_header(graph, pair, verb, header)
        elif not graph.is_same(before.value, header.value):
            label = f"the header `{header.pointer[-1]}` of {pair.label}"
            graph.add_edge(pair, before, header, _HEADER_STEP, compare_header, label)
    compare_media_types(graph, pair)


def _headers(response: Node) -> NamedNodes:
    """The headers of a response, without `content-type`, which is ignored (OpenAPI 3.1, section 4.8.17)."""
    headers = {name.lower(): node for name, node in response.members("headers").items()}
    headers.pop("content-type", None)
    return headers


def _note_header(graph: Graph, pair: Pair, verb: str, node: Node) -> None:
    resolver = graph.new if verb == "added" else graph.old
    header = resolver.resolve(node)
    is_required = header.is_required
    pair.note(
        f"header-{verb}",
        node.pointer,
        (is_required,),
        name=str(node.pointer[-1]),
        qualifiers=marks(required=is_required),
        step=_HEADER_STEP,
        context=(signature(header),),
    )


def compare_header(graph: Graph, pair: Pair) -> None:
    """Compare two response headers."""
    old, new = pair.old, pair.new
    name, context = str(new.pointer[-1]), (signature(old, new),)
    if demand := pair.new_demand:
        pair.note(f"header-became-{demand}", new.pointer, name=name, context=context)
    had_content, has_content = bool(old.get("content")), bool(new.get("content"))
    if had_content != has_content:
        before, after = serialization_of(old), serialization_of(new)
        key = (name, before, after)
        pair.note("style-changed", new.pointer, key, before=before, after=after, context=context)
    elif has_content:
        compare_media_types(graph, pair)
    else:
        schemas = schema_of(old), schema_of(new)
        add_schema_edge(graph, pair, *schemas, WireFormat.TEXT, pair.label, part=f"header {name}")
