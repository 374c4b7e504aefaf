"""Keywords that are schemas or conditions of their own: each is added, removed or changed as a whole."""

from collections.abc import Mapping
from typing import Any, Final

from docgen.differ.pairs import one_sided
from docgen.differ.walk import Walk
from docgen.differ.without_annotations import schema_key, strip_annotations
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
_KEYED: Final[Mapping[str, str]] = {"dependentSchemas": "dependent-schema", "patternProperties": "pattern-property"}
_UNEVALUATED: Final = {
    "unevaluatedItems": "unevaluated-items",
    "unevaluatedProperties": "unevaluated-properties",
}

_KEYWORDS: Final = frozenset((*_DESCENDED, *_OPAQUE, *_KEYED, *_UNEVALUATED, "dependentRequired"))


def compare_conditions(walk: Walk, old: Schema, new: Schema) -> None:
    """Note the keywords that were added, removed or changed, and compare the schemas that both sides have."""
    if _KEYWORDS.isdisjoint(old.keywords) and _KEYWORDS.isdisjoint(new.keywords):
        return
    for keyword, name in (_DESCENDED | _OPAQUE | _UNEVALUATED).items():
        _compare_keyword(walk, old, new, keyword, name)
    for keyword, name in _KEYED.items():
        _compare_keyed(walk, old, new, keyword, name)
    _compare_dependents(walk, old, new)


def _compare_keyword(walk: Walk, old: Schema, new: Schema, keyword: str, name: str) -> None:
    before, after = old.child(keyword), new.child(keyword)
    if keyword in _UNEVALUATED:  # absent, true and {} mean the same
        before, after = (None if node and node.value in (True, {}) else node for node in (before, after))
    if before is None and after is None:
        return
    if before and after:
        if keyword in _DESCENDED or (keyword in _UNEVALUATED and False not in (before.value, after.value)):
            walk.descend(walk.child_walk(keyword), before, after)
        elif _differ(walk, before.value, after.value):
            _note(walk, f"{name}-changed", new, keyword, (schema_key(before.value), schema_key(after.value)))
    else:
        verb, value = ("added", after.value) if after else ("removed", old.keywords[keyword])
        _note(walk, f"{name}-{verb}", new, keyword, (schema_key(value),))


def _differ(walk: Walk, old: Any, new: Any) -> bool:  # noqa: ANN401 - any JSON
    return strip_annotations(old) != strip_annotations(new) or not walk.graph.is_same(old, new)


def _note(walk: Walk, action: str, new: Schema, keyword: str, key: tuple[Any, ...], name: str = "") -> None:
    walk.note(action, new.child_pointer(keyword), key, name=name or keyword)


def _compare_keyed(walk: Walk, old: Schema, new: Schema, keyword: str, name: str) -> None:
    before, after = old.children(keyword), new.children(keyword)
    for key in {**before, **after}:
        if key in before and key in after:
            walk.descend(walk.child_walk(f"{keyword}[{key}]"), before[key], after[key])
        else:
            verb, node = one_sided(key, before, after)
            closed = keyword == "patternProperties" and _closed(old) and _closed(new)
            _note(walk, f"{'closed-' if closed else ''}{name}-{verb}", new, keyword, (key, schema_key(node.value)), key)


def _closed(schema: Schema) -> bool:
    return schema.keywords.get("additionalProperties") is False


def _compare_dependents(walk: Walk, old: Schema, new: Schema) -> None:
    before, after = (_name_lists(schema.keywords.get("dependentRequired")) for schema in (old, new))
    for key in {**before, **after}:
        if key not in before or key not in after:
            verb, names = one_sided(key, before, after)
            _note(walk, f"dependent-required-{verb}", new, "dependentRequired", (key, schema_key(names)), key)
        elif sorted(map(str, before[key])) != sorted(map(str, after[key])):
            left, right = set(map(str, before[key])), set(map(str, after[key]))
            verb = "relaxed" if left > right else "tightened" if left < right else "changed"
            edit_key = (key, schema_key([before[key], after[key]]))
            _note(walk, f"dependent-required-{verb}", new, "dependentRequired", edit_key, key)


def _name_lists(value: Any) -> dict[str, list[Any]]:  # noqa: ANN401 - any JSON
    return {key: names for key, names in value.items() if isinstance(names, list)} if isinstance(value, dict) else {}
