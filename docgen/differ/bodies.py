"""Bodies and their media types."""

from typing import Final

from docgen.differ.edit import Step
from docgen.differ.owner import copy_of, owner
from docgen.differ.pairs import Graph, Pair
from docgen.differ.place import Place
from docgen.differ.schema import COMPARE
from docgen.differ.types import Wire

_HERE: Final = Step()


def compare_request_body(graph: Graph, pair: Pair) -> None:
    """Compare two request bodies: whether one is demanded, and what it may hold."""
    required = [place.get("required") is True for place in (pair.old, pair.new)]
    if required[0] != required[1]:
        action = "body-became-required" if required[1] else "body-became-optional"
        key = (owner(pair.new, pair.selector),)
        pair.note(action, (*pair.new.pointer, "required"), key, name="request body")
    compare_media_types(graph, pair)


def compare_media_types(graph: Graph, pair: Pair) -> None:
    """Compare the media types under `content` of the two nodes of a pair."""
    old, new = pair.old.members("content"), pair.new.members("content")
    gone = {name: place for name, place in old.items() if name not in new}
    come = {name: place for name, place in new.items() if name not in old}
    for name, place in old.items():
        if name in new:
            _compare_media(graph, pair, name, place, new[name])
    if not gone and not come:
        return
    for name in list(gone):
        other = next((found for found in come if essence(found) == essence(name)), None)
        if other is not None:
            left, right = gone.pop(name), come.pop(other)
            key = (name, other, *_key(pair, left, right))
            pair.note("media-type-name-changed", right.pointer, key, name=name, before=name, after=other)
            _compare_media(graph, pair, other, left, right)
    _note_ranges(graph, pair, gone, come)
    for name, place in gone.items():
        pair.note("media-type-removed", place.pointer, (name, *_key(pair, place)), name=name)
    for name, place in come.items():
        pair.note("media-type-added", place.pointer, (name, *_key(pair, place)), name=name)


def _key(pair: Pair, *places: Place) -> tuple[str, str]:
    """What tells equal edits of media types apart: whose they are, and what they hold."""
    return owner(pair.new, pair.selector), copy_of(*places)


def _note_ranges(graph: Graph, pair: Pair, gone: dict[str, Place], come: dict[str, Place]) -> None:
    """A media type that became a range such as `image/*`, or the other way round."""
    for name in list(gone):
        for other in list(come):
            wider, narrower = _holds(other, name), _holds(name, other)
            if wider or narrower:
                left, right = gone.pop(name), come.pop(other)
                action = "media-type-name-generalized" if wider else "media-type-name-specialized"
                key = (name, other, *_key(pair, left, right))
                pair.note(action, right.pointer, key, name=name, before=name, after=other)
                _compare_media(graph, pair, other, left, right)
                break


def _holds(media_range: str, name: str) -> bool:
    kind, _, rest = essence(media_range).partition("/")
    return rest == "*" and kind in ("*", essence(name).partition("/")[0])


def essence(name: str) -> str:
    """A media type without its parameters (RFC 9110, section 8.3.1)."""
    return name.partition(";")[0].strip().lower()


def wire_of(name: str) -> Wire:
    """How values of a media type travel: only JSON says of what type they are, a form writes them as text."""
    kind = essence(name)
    if kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        return Wire.TYPED
    return Wire.TYPED if kind.endswith(("/json", "+json")) or kind in ("*/*", "application/*") else Wire.LOOSE


def _compare_media(graph: Graph, pair: Pair, name: str, old: Place, new: Place) -> None:
    if graph.same(old.node, new.node):
        return
    before, after = old.child("schema"), new.child("schema")
    if before.node is None and after.node is None:
        return
    if before.node is None or after.node is None:
        action = "media-type-schema-added" if before.node is None else "media-type-schema-removed"
        pair.note(action, new.pointer, (name, *_key(pair, old, new)), name=name)
        return
    label = pair.label if essence(name).endswith("json") else f"{pair.label} ({name})"
    lead_to_schema(graph, pair, before, after, wire_of(name), label)


def lead_to_schema(
    graph: Graph, pair: Pair, old: Place, new: Place, wire: Wire, label: str, step: Step = _HERE, part: str = ""
) -> None:
    """Lead from a pair to the pair of two schemas that it holds; inline they are of a part, a parameter or header."""
    graph.lead(pair, old, new, step, COMPARE[wire], label, pair.selector)
    schemas = pair.edges[-1][0]
    if schemas.label != schemas.selector:
        schemas.part = schemas.part or part
