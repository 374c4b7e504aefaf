"""Keywords that are schemas or conditions of their own: each is added, removed or changed as a whole."""

from typing import Any, Final

from docgen.differ.edits import counterparts, verb_of
from docgen.differ.keys import schema_key
from docgen.differ.walk import Walk
from docgen.openapi.nodes import Node
from docgen.openapi.schema import Schema

# the keywords by the name in their actions: those that are compared in depth, those that are not, those with keys
_DESCENDED: Final = {
    "then": "then",
    "else": "else",
    "contains": "contains",
    "propertyNames": "property-names",
    "contentSchema": "content-schema",
}
_OPAQUE: Final = {"if": "if", "not": "not"}
_KEYED: Final = {"dependentSchemas": "dependent-schema", "patternProperties": "pattern-property"}
_UNEVALUATED: Final = {
    "unevaluatedItems": "unevaluated-items",
    "unevaluatedProperties": "unevaluated-properties",
}
_SINGLE: Final = _DESCENDED | _OPAQUE | _UNEVALUATED
_KEYWORDS: Final = frozenset((*_SINGLE, *_KEYED, "dependentRequired"))


def compare_conditions(walk: Walk, old: Schema, new: Schema) -> None:
    """Note the keywords that were added, removed or changed, and compare the schemas that both sides have."""
    if _KEYWORDS.isdisjoint(old.keywords) and _KEYWORDS.isdisjoint(new.keywords):
        return
    for keyword, name in _SINGLE.items():
        before, after = _demanding(old, keyword), _demanding(new, keyword)
        if before and after:
            _compare(walk, new, keyword, before, after)
        elif known := after or before:
            walk.note_keyword(f"{name}-{verb_of(before, after)}", new, keyword, (schema_key(known.value),))
    for keyword in _KEYED:
        _compare_keyed(walk, old, new, keyword)
    _compare_dependents(walk, old, new)


def _demanding(schema: Schema, keyword: str) -> Node | None:
    node = schema.child(keyword)
    # of these, absent, true and {} mean the same
    return None if node and keyword in _UNEVALUATED and node.value in (True, {}) else node


def _compare(walk: Walk, new: Schema, keyword: str, before: Node, after: Node) -> None:
    is_forbidden = False in (before.value, after.value)
    if keyword in _DESCENDED or (keyword in _UNEVALUATED and not is_forbidden):
        walk.compare(keyword, before, after)
    elif not walk.graph.is_same(before.value, after.value):
        key = (schema_key(before.value), schema_key(after.value))
        walk.note_keyword(f"{_SINGLE[keyword]}-changed", new, keyword, key)


def _compare_keyed(walk: Walk, old: Schema, new: Schema, keyword: str) -> None:
    name = _KEYED[keyword]
    if keyword == "patternProperties" and _is_closed(old) and _is_closed(new):
        name = f"closed-{name}"
    for key, verb, node, before in counterparts(old.children(keyword), new.children(keyword)):
        if before:
            walk.compare(f"{keyword}[{key}]", before, node)
        else:
            walk.note_keyword(f"{name}-{verb}", new, keyword, (key, schema_key(node.value)), key)


def _is_closed(schema: Schema) -> bool:
    return schema.keywords.get("additionalProperties") is False


def _compare_dependents(walk: Walk, old: Schema, new: Schema) -> None:
    for key, verb, names, before in counterparts(_dependents(old), _dependents(new)):
        content = names
        if before is not None:
            verb, content = _dependents_verb(before, names), [before, names]
        if verb:
            walk.note_keyword(f"dependent-required-{verb}", new, "dependentRequired", (key, schema_key(content)), key)


def _dependents(schema: Schema) -> dict[str, list[Any]]:
    """The names of the fields that each field requires beside itself."""
    listed = schema.children("dependentRequired")
    return {key: names.value for key, names in listed.items() if isinstance(names.value, list)}


def _dependents_verb(before: list[Any], after: list[Any]) -> str:
    """What became of the names that a field requires; empty where they are the same."""
    left, right = set(map(str, before)), set(map(str, after))
    if left == right:
        return ""
    if left > right:
        return "relaxed"
    return "tightened" if left < right else "changed"
