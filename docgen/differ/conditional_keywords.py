"""Keywords that are schemas or conditions of their own: each is added, removed or changed as a whole."""

from collections.abc import Mapping
from typing import Any, Final

from docgen.differ.walk import Walk
from docgen.differ.without_annotations import schema_key, strip_annotations
from docgen.openapi.schema import Schema

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
    if keyword in _UNEVALUATED:
        before, after = (None if place and place.value in (True, {}) else place for place in (before, after))
    if before is None and after is None:
        return
    if before and after:
        if keyword in _DESCENDED or (keyword in _UNEVALUATED and False not in (before.value, after.value)):
            walk.descend(walk.child_walk(keyword), before, after)
        elif strip_annotations(before.value) != strip_annotations(after.value) or not walk.graph.is_same(
            before.value, after.value
        ):
            _note(walk, f"{name}-changed", new, keyword, (_text(before.value), _text(after.value)))
    else:
        _note(
            walk,
            f"{name}-{'added' if after else 'removed'}",
            new,
            keyword,
            (_text(after.value if after else old.keywords[keyword]),),
        )


def _note(walk: Walk, action: str, new: Schema, keyword: str, key: tuple[Any, ...], name: str = "") -> None:
    walk.note(action, new.child_pointer(keyword), key, name=name or keyword)


def _text(node: Any) -> str:  # noqa: ANN401 - any JSON
    return schema_key(node)


def _compare_keyed(walk: Walk, old: Schema, new: Schema, keyword: str, name: str) -> None:
    before, after = old.children(keyword), new.children(keyword)
    for key in {**before, **after}:
        if key in before and key in after:
            walk.descend(walk.child_walk(f"{keyword}[{key}]"), before[key], after[key])
        else:
            verb, node = ("added", after[key].value) if key in after else ("removed", before[key].value)
            closed = keyword == "patternProperties" and _closed(old) and _closed(new)
            _note(walk, f"{'closed-' if closed else ''}{name}-{verb}", new, keyword, (key, _text(node)), key)


def _closed(schema: Schema) -> bool:
    return schema.keywords.get("additionalProperties") is False


def _compare_dependents(walk: Walk, old: Schema, new: Schema) -> None:
    before, after = (_name_lists(schema.keywords.get("dependentRequired")) for schema in (old, new))
    for key in {**before, **after}:
        if key not in before or key not in after:
            verb = "added" if key in after else "removed"
            _note(
                walk,
                f"dependent-required-{verb}",
                new,
                "dependentRequired",
                (key, _text(after.get(key, before.get(key)))),
                key,
            )
        elif sorted(map(str, before[key])) != sorted(map(str, after[key])):
            names = set(map(str, before[key])), set(map(str, after[key]))
            verb = "relaxed" if names[0] > names[1] else "tightened" if names[0] < names[1] else "changed"
            edit_key = (key, _text([before[key], after[key]]))
            _note(walk, f"dependent-required-{verb}", new, "dependentRequired", edit_key, key)


def _name_lists(value: Any) -> dict[str, list[Any]]:  # noqa: ANN401 - any JSON
    return {key: names for key, names in value.items() if isinstance(names, list)} if isinstance(value, dict) else {}
