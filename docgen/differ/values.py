"""Keywords that name values: `enum`, `const`, `default`, and what schemas say of their life."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec

from docgen.differ.edits import digest
from docgen.differ.lifecycle import property_lifecycle
from docgen.differ.walk import Walk
from docgen.openapi.schema import Schema
from docgen.wording import json_text

_EXTENSIBLE: Final = "x-extensible-enum"


def compare_values(walk: Walk, old: Schema, new: Schema, shape: tuple[Any, ...]) -> None:
    """Note the values that came and went."""
    before, after = _values(old), _values(new)
    listed = digest(sorted(before or ()), sorted(after or ()))
    pointer = new.child_pointer("enum", "oneOf")
    if before is None and after is not None:
        walk.note("became-enum", pointer, (sorted(after),), context=(listed, *shape), after=short(list(after.values())))
    elif before is not None and after is None and "const" not in new.keywords:
        walk.note(
            "became-not-enum",
            new.node.pointer,
            (sorted(before),),
            context=(listed, *shape),
            before=short(list(before.values())),
        )
    elif before is not None and after is not None:
        for action, value in _came_and_went(before, after):
            _note_value(walk, f"enum-value-{action}", pointer, value, (listed,))
    for action, value in _came_and_went(_listed(old.keywords.get(_EXTENSIBLE)), _listed(new.keywords.get(_EXTENSIBLE))):
        _note_value(walk, f"{_EXTENSIBLE}-value-{action}", new.child_pointer(_EXTENSIBLE), value, shape)
    _compare_single(walk, old, new, "const", "const", shape)
    _compare_single(walk, old, new, "default", "default-value", shape)
    if walk.name:
        for action, said, now_said in property_lifecycle(old.keywords, new.keywords):
            pointer = new.child_pointer("deprecated")
            walk.note(action, pointer, (said, now_said), context=shape, before=said, after=now_said)


def _note_value(walk: Walk, action: str, pointer: tuple[Any, ...], value: Any, context: tuple[Any, ...]) -> None:  # noqa: ANN401 - any JSON
    added = action.endswith("added")
    side = {"after": value} if added else {"before": value}
    walk.note(action, pointer, (_typed(value),), context=context, name=json_text(value), **side)


def _values(schema: Schema) -> Mapping[str, Any] | None:
    """The values that a schema lists, by their JSON text; a `const` is not counted."""
    values = schema.keywords.get("enum")
    return _listed(values) if isinstance(values, list) else None


def _listed(values: Any) -> Mapping[str, Any]:  # noqa: ANN401 - any JSON
    return {_typed(value): value for value in values} if isinstance(values, list) else {}


def _typed(value: Any) -> str:  # noqa: ANN401 - any JSON
    """A value as text that tells 1 from true; equal for 1 and 1.0, as JSON Schema has it."""
    whole = isinstance(value, float) and value.is_integer()
    return msgspec.json.encode(int(value) if whole else value, order="sorted").decode()


def _came_and_went(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for text, value in before.items():
        if text not in after:
            yield "removed", value
    for text, value in after.items():
        if text not in before:
            yield "added", value


def _compare_single(walk: Walk, old: Schema, new: Schema, keyword: str, action: str, shape: tuple[Any, ...]) -> None:
    has = keyword in old.keywords, keyword in new.keywords
    before, after = old.keywords.get(keyword), new.keywords.get(keyword)
    if has == (False, False) or (all(has) and _typed(before) == _typed(after)):
        return
    verb = "changed" if all(has) else "added" if has[1] else "removed"
    key = (_typed(before), _typed(after))
    walk.note(
        f"{action}-{verb}",
        new.child_pointer(keyword),
        key,
        context=shape,
        before=short(before),
        after=short(after),
    )


def short(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """A value that is worth showing; a long one is cut to its beginning."""
    text = json_text(value)
    return value if len(text) <= 200 else f"{text[:200]} ..."
