"""The comparison of the media types of bodies, parameters and headers, and of the schemas of their content."""

from functools import cache
from typing import Final

from docgen.differ.edits import NO_STEP, Pair, Step, counterparts, marks, verb_of
from docgen.differ.graph import Compare, Graph
from docgen.differ.keys import differs, digest, strip_annotations
from docgen.differ.schema import COMPARE
from docgen.differ.spellings import are_bytes, encoding_of
from docgen.differ.types import WireFormat
from docgen.openapi.merging import merged
from docgen.openapi.nodes import NamedNodes, Node
from docgen.openapi.resolver import Resolver
from docgen.positions.source import Pointer

_TYPED_SUFFIXES: Final = ("/json", "+json", "/jsonl", "ndjson", "/json-seq", "+json-seq", "/event-stream", "yaml")
"""The suffixes of media types whose values are JSON values, or sequences of them."""
_WIRE_FORMATS: Final = {
    "application/x-www-form-urlencoded": WireFormat.FORM,
    "multipart/form-data": WireFormat.PARTS,  # OpenAPI encodes fields that are objects as JSON
    "*/*": WireFormat.TYPED,
    "application/*": WireFormat.TYPED,
}
_IDENTIFYING: Final = ("in", "schema", "content", "itemSchema", "$ref")


def compare_media_types(graph: Graph, pair: Pair) -> None:
    """Compare the media types under `content` of the two nodes of a pair."""
    old, new = pair.old.members("content"), pair.new.members("content")
    for name, node in old.items():
        if name in new:
            _compare_media(graph, pair, name, node, new[name])
    removed = {name: node for name, node in old.items() if name not in new}
    added = {name: node for name, node in new.items() if name not in old}
    # a name that differs in case or in a parameter is the same media type, so it is matched before ranges are
    _match_names(graph, pair, removed, added)
    _match_ranges(graph, pair, removed, added)
    for name, node in removed.items():
        covering = _covering_range(name, new)
        if covering:
            _compare_media(graph, pair, covering, node, new[covering])  # the range still accepts the media type
        else:
            _note(pair, "media-type-removed", node.pointer, (), node, name=name)
    for name, node in added.items():
        # a range took it before: it is new by name, and its schema has a counterpart
        _note(pair, "media-type-added", node.pointer, (), node, name=name)
        covering = _covering_range(name, old)
        if covering:
            _compare_media(graph, pair, name, old[covering], node)


def _match_names(graph: Graph, pair: Pair, removed: NamedNodes, added: NamedNodes) -> None:
    """Match and take out media types that differ in their parameters, or only in case, which has no meaning."""
    for name in list(removed):
        other = next((candidate for candidate in added if _is_same(name, candidate)), None)
        if other is None:
            continue
        old, new = removed.pop(name), added.pop(other)
        if name.replace(" ", "").lower() != other.replace(" ", "").lower():
            action = "media-type-name-changed"
            _note(pair, action, new.pointer, (other,), old, new, name=name, before=name, after=other)
        _compare_media(graph, pair, other, old, new)


def _match_ranges(graph: Graph, pair: Pair, removed: NamedNodes, added: NamedNodes) -> None:
    """Match and take out media types that became a range such as `image/*`, and ranges that became media types."""
    for media_range, node, covered in _ranges(added, removed):
        names = ", ".join(covered)
        action, key, parts = "media-type-name-generalized", (names, media_range), covered.values()
        _note(pair, action, node.pointer, key, node, *parts, name=names, before=names, after=media_range)
        for part in parts:
            _compare_media(graph, pair, media_range, part, node)
    for media_range, node, covered in _ranges(removed, added):
        names, pointer = ", ".join(covered), next(iter(covered.values())).pointer
        action, key = "media-type-name-specialized", (media_range, names)
        _note(pair, action, pointer, key, node, *covered.values(), name=media_range, before=media_range, after=names)
        for name, part in covered.items():
            _compare_media(graph, pair, name, node, part)


def _ranges(wider: NamedNodes, narrower: NamedNodes) -> list[tuple[str, Node, NamedNodes]]:
    """The ranges of one side with what they cover of the other; both are taken out."""
    matches = []
    for media_range in list(wider):
        covered = [name for name in narrower if _covers(media_range, name)]
        if covered:
            matches.append((media_range, wider.pop(media_range), {name: narrower.pop(name) for name in covered}))
    return matches


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
    pointer = pair.new.pointer
    # clients choose the media type of a response by `Accept`, and that of a request body themselves
    is_negotiated = "requestBodies" not in pointer[:2] and "requestBody" not in pointer[-1:]
    pair.note(
        action,
        at,
        (pair.owned_by, *key),
        name=name,
        before=before,
        after=after,
        qualifiers=marks(unnegotiated=not is_negotiated),
        context=(signature(*nodes),),
    )


def signature(*nodes: Node) -> str:
    """A digest of parameters, headers or media types: copies with equal `in`, schema and content have the same."""
    return digest(*(strip_annotations({key: node.get(key) for key in _IDENTIFYING}) for node in nodes))


def _covering_range(name: str, media_types: NamedNodes) -> str | None:
    """The narrowest range that covers a media type (OpenAPI 3.1, section 4.8.14)."""
    return max((candidate for candidate in media_types if _covers(candidate, name)), key=len, default=None)


def _covers(media_range: str, name: str) -> bool:
    kind, _, rest = essence(media_range).partition("/")
    # a range that is written twice is the same one, not one that covers the other
    return rest == "*" and kind in ("*", essence(name).partition("/")[0]) and essence(media_range) != essence(name)


def _is_same(name: str, other: str) -> bool:
    """Whether two media types are the same, and no shared parameter but the character set differs."""
    if essence(name) != essence(other):
        return False
    before, after = _parameters(name), _parameters(other)
    return all(before[key] == after[key] for key in before.keys() & after.keys() - {"charset"})


def _parameters(name: str) -> dict[str, str]:
    pairs = [part.partition("=") for part in name.lower().split(";")[1:]]
    return {key.strip(): value.strip().strip('"') for key, _, value in pairs}


def essence(name: str) -> str:
    """A media type without its parameters (RFC 9110, section 8.3.1)."""
    return name.partition(";")[0].strip().lower()


def wire_format(name: str) -> WireFormat:
    """How a media type encodes values: JSON keeps their types, a form writes them as text, others do neither."""
    kind = essence(name)
    if kind.endswith(_TYPED_SUFFIXES):
        return WireFormat.TYPED
    return _WIRE_FORMATS.get(kind, WireFormat.LOOSE)


def _compare_media(graph: Graph, pair: Pair, name: str, old: Node, new: Node) -> None:
    if graph.is_same(old.value, new.value):
        return
    if old.ref or new.ref:
        graph.add_edge(pair, old, new, NO_STEP, _comparison(name), pair.label)
    else:
        _compare_content(graph, pair, name, old, new)


@cache  # pairs are known by their comparison
def _comparison(name: str) -> Compare:
    """The comparison of what has a media type and is described elsewhere."""
    return lambda graph, pair: _compare_content(graph, pair, name, pair.old, pair.new)


def _compare_content(graph: Graph, pair: Pair, name: str, old: Node, new: Node) -> None:
    if old.get("encoding") != new.get("encoding"):
        _compare_encoding(graph, pair, old, new)
    label = pair.label
    if not essence(name).endswith("json"):
        label = f"{label} ({name})"
    old_parts, new_parts = _parts(graph.old, old, new), _parts(graph.new, new, old)
    steps = (NO_STEP, label), (Step(nested=True), f"`[]` in {label}")
    for before, after, (step, where) in zip(old_parts, new_parts, steps, strict=True):
        if (before.value is None and after.value is None) or are_bytes(before.value, after.value):
            continue
        if before.value is None or after.value is None:
            _note(pair, f"media-type-schema-{verb_of(before.value, after.value)}", new.pointer, (), old, new, name=name)
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
    old_fields, new_fields = graph.merged(old.child("schema"), new.child("schema"))
    for name, _, encoding, _ in counterparts(old.members("encoding"), new.members("encoding")):
        field, new_field = old_fields.property(name), new_fields.property(name)
        if not field or not new_field:
            continue
        left = encoding_of(graph.old, old.child("encoding", name), field)
        right = encoding_of(graph.new, new.child("encoding", name), new_field)
        if differs(left, right):
            _note(pair, "media-type-encoding-changed", encoding.pointer, (left, right), old, new, name=name)


def add_schema_edge(
    graph: Graph, pair: Pair, old: Node, new: Node, wire: WireFormat, label: str, step: Step = NO_STEP, part: str = ""
) -> None:
    """Add an edge from a pair to its two schemas; inline schemas belong to `part`, a parameter or a header."""
    # a component is shared, so that it belongs to no parameter
    schemas = graph.add_edge(pair, old, new, step, COMPARE[wire], label)
    if not schemas.is_named:
        schemas.part = schemas.part or part
