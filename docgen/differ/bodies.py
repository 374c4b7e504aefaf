"""Bodies and their media types."""

from functools import cache
from typing import Final

from docgen.differ.edits import Step, digest
from docgen.differ.encodings import are_bytes, encoding_of
from docgen.differ.graph import Compare, Graph
from docgen.differ.pairs import Pair
from docgen.differ.schema import COMPARE
from docgen.differ.types import WireFormat
from docgen.differ.without_annotations import differs, strip_annotations
from docgen.openapi.merging import merged
from docgen.openapi.nodes import Node
from docgen.openapi.references import is_reference
from docgen.openapi.resolver import Resolver
from docgen.positions.source import Pointer

_NO_STEP: Final = Step()
_TYPED_SUFFIXES: Final = ("/json", "+json", "/jsonl", "ndjson", "/json-seq", "+json-seq", "/event-stream", "yaml")
"""The suffixes of media types whose values are JSON values, or sequences of them."""


def compare_request_body(graph: Graph, pair: Pair) -> None:
    """Compare two request bodies: whether they are required, and their media types."""
    if demand := pair.new_demand:
        pair.note(f"body-became-{demand}", (*pair.new.pointer, "required"), (pair.owned_by,), name="request body")
    compare_media_types(graph, pair)


def compare_media_types(graph: Graph, pair: Pair) -> None:
    """Compare the media types under `content` of the two nodes of a pair."""
    old, new = pair.old.members("content"), pair.new.members("content")
    for name, node in old.items():
        if name in new:
            _compare_media(graph, pair, name, node, new[name])
    removed = {name: node for name, node in old.items() if name not in new}
    added = {name: node for name, node in new.items() if name not in old}
    if not removed and not added:
        return
    _match_names(graph, pair, removed, added)
    _match_ranges(graph, pair, removed, added)
    for name, node in removed.items():
        covering = _covering_range(name, new)
        if covering:
            _compare_media(graph, pair, covering, node, new[covering])  # the range still accepts the media type
        else:
            _note(pair, "media-type-removed", node.pointer, (), node, name=name)
    for name, node in added.items():
        _note(pair, "media-type-added", node.pointer, (), node, name=name)
        other_range = _covering_range(name, old)
        if other_range:
            _compare_media(graph, pair, name, old[other_range], node)


def _note(
    pair: Pair,
    action: str,
    at: Pointer,
    key: tuple[object, ...],
    *nodes: Node,
    name: str,
    before: str | None = None,
    after: str | None = None,
) -> None:
    """Note an edit of media types; two are the same edit if operation or component and the schemas are the same."""
    pair.note(
        action,
        at,
        (pair.owned_by, *key),
        name=name,
        before=before,
        after=after,
        qualifiers=frozenset() if _is_negotiated(pair) else frozenset({"unnegotiated"}),
        context=(signature(*nodes),),
    )


def signature(*nodes: Node) -> str:
    """A digest of parameters, headers or media types: copies with equal `in`, schema and content have the same."""
    parts = [{key: node.get(key) for key in ("in", "schema", "content", "itemSchema", "$ref")} for node in nodes]
    return digest(*(strip_annotations(part) for part in parts))


def _is_negotiated(pair: Pair) -> bool:
    """Whether clients choose the media type by `Accept`: true for responses, false for request bodies."""
    pointer = pair.new.pointer
    return "requestBodies" not in pointer[:2] and "requestBody" not in pointer[-1:]


def _match_names(graph: Graph, pair: Pair, removed: dict[str, Node], added: dict[str, Node]) -> None:
    """Match and take out media types that differ in their parameters, or only in case, which has no meaning."""
    for name in list(removed):
        other = next((found for found in added if _is_same(name, found)), None)
        if other is None:
            continue
        left, right = removed.pop(name), added.pop(other)
        if name.replace(" ", "").lower() != other.replace(" ", "").lower():
            action = "media-type-name-changed"
            _note(pair, action, right.pointer, (other,), left, right, name=name, before=name, after=other)
        _compare_media(graph, pair, other, left, right)


def _match_ranges(graph: Graph, pair: Pair, removed: dict[str, Node], added: dict[str, Node]) -> None:
    """Match and take out media types that became a range such as `image/*`, and ranges that became media types."""
    for wider, narrower, verb in ((added, removed, "generalized"), (removed, added, "specialized")):
        for whole in list(wider):
            covered = [name for name in narrower if _covers(whole, name)]
            if not covered:
                continue
            node, parts = wider.pop(whole), [narrower.pop(name) for name in covered]
            names = (", ".join(covered), whole) if wider is added else (whole, ", ".join(covered))
            pointer = node.pointer if wider is added else parts[0].pointer
            action = f"media-type-name-{verb}"
            _note(pair, action, pointer, names, node, *parts, name=names[0], before=names[0], after=names[1])
            for name, part in zip(covered, parts, strict=True):
                old, new = (part, node) if wider is added else (node, part)
                _compare_media(graph, pair, whole if wider is added else name, old, new)


def _covering_range(name: str, media_types: dict[str, Node]) -> str | None:
    """The narrowest range that covers a media type (OpenAPI 3.1, section 4.8.14)."""
    return max((found for found in media_types if _covers(found, name)), key=len, default=None)


def _covers(media_range: str, name: str) -> bool:
    kind, _, rest = essence(media_range).partition("/")
    return rest == "*" and kind in ("*", essence(name).partition("/")[0]) and essence(media_range) != essence(name)


def _is_same(name: str, other: str) -> bool:
    """Whether two media types are the same, and no shared parameter but the character set differs."""
    before, after = _parameters(name), _parameters(other)
    return essence(name) == essence(other) and all(
        before[key] == after[key] for key in before.keys() & after.keys() if key != "charset"
    )


def _parameters(name: str) -> dict[str, str]:
    pairs = [part.partition("=") for part in name.lower().split(";")[1:]]
    return {key.strip(): value.strip().strip('"') for key, _, value in pairs}


def essence(name: str) -> str:
    """A media type without its parameters (RFC 9110, section 8.3.1)."""
    return name.partition(";")[0].strip().lower()


def wire_format(name: str) -> WireFormat:
    """How a media type encodes values: JSON keeps their types, a form writes them as text, others do neither."""
    kind = essence(name)
    if kind == "application/x-www-form-urlencoded":
        return WireFormat.FORM
    if kind == "multipart/form-data":
        return WireFormat.PARTS  # OpenAPI encodes fields that are objects as JSON
    return WireFormat.TYPED if kind.endswith(_TYPED_SUFFIXES) or kind in ("*/*", "application/*") else WireFormat.LOOSE


def _compare_media(graph: Graph, pair: Pair, name: str, old: Node, new: Node) -> None:
    if graph.is_same(old.value, new.value):
        return
    if is_reference(old.value) or is_reference(new.value):
        graph.add_edge(pair, old, new, _NO_STEP, _comparison(name), pair.label)
    else:
        _compare_content(graph, pair, name, old, new)


@cache  # pairs are known by their comparison
def _comparison(name: str) -> Compare:
    """The comparison of what has a media type and is described elsewhere."""
    return lambda graph, pair: _compare_content(graph, pair, name, pair.old, pair.new)


def _compare_content(graph: Graph, pair: Pair, name: str, old: Node, new: Node) -> None:
    if old.get("encoding") != new.get("encoding"):
        _compare_encoding(graph, pair, old, new)
    label = pair.label if essence(name).endswith("json") else f"{pair.label} ({name})"
    old_parts, new_parts = _parts(graph.old, old, new), _parts(graph.new, new, old)
    steps = (_NO_STEP, label), (Step(nested=True), f"`[]` in {label}")
    for before, after, (step, where) in zip(old_parts, new_parts, steps, strict=True):
        if (before.value is None and after.value is None) or are_bytes(before.value, after.value):
            continue
        if before.value is None or after.value is None:
            action = "media-type-schema-added" if before.value is None else "media-type-schema-removed"
            _note(pair, action, new.pointer, (), old, new, name=name)
        else:
            add_schema_edge(graph, pair, before, after, wire_format(name), where, step)


def _parts(resolver: Resolver, media: Node, other: Node) -> tuple[Node, Node]:
    """The schemas of the content and of its items (OpenAPI 3.2), of the latter where the other side has them alone."""
    whole, items = media.child("schema"), media.child("itemSchema")
    if items.value is None and other.get("schema") is None and other.get("itemSchema") is not None:
        return Node(None, whole.pointer), merged(resolver, whole).child("items") or whole
    return whole, items


def _compare_encoding(graph: Graph, pair: Pair, old: Node, new: Node) -> None:
    """Note the fields of a form that both sides have and whose encoding differs."""
    before, after = old.members("encoding"), new.members("encoding")
    forms = [(graph.old, old), (graph.new, new)]
    fields = [merged(resolver, node.child("schema")) for resolver, node in forms]
    for name in {**before, **after}:
        schemas = [schema.property(name) for schema in fields]
        if not all(schemas):
            continue
        left, right = (
            encoding_of(resolver, known.get(name), schema or Node(None, ()))
            for (resolver, _), known, schema in zip(forms, (before, after), schemas, strict=True)
        )
        if differs(left, right):
            node = after.get(name) or before[name]
            _note(pair, "media-type-encoding-changed", node.pointer, (left, right), old, new, name=name)


def add_schema_edge(
    graph: Graph, pair: Pair, old: Node, new: Node, wire: WireFormat, label: str, step: Step = _NO_STEP, part: str = ""
) -> None:
    """Add an edge from a pair to its two schemas; inline schemas belong to `part`, a parameter or a header."""
    graph.add_edge(pair, old, new, step, COMPARE[wire], label)
    schemas = pair.edges[-1][0]
    if schemas.label != schemas.selector:
        schemas.part = schemas.part or part
