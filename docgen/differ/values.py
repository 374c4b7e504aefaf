"""Keywords that name values: `enum`, `const` and `default`; and the lifecycle of properties."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec

from docgen.differ.edits import digest
from docgen.differ.lifecycle import property_lifecycle
from docgen.differ.types import WireFormat
from docgen.differ.walk import Walk
from docgen.openapi.schema import Schema
from docgen.positions.source import Pointer
from docgen.wording import json_text

_EXTENSIBLE: Final = "x-extensible-enum"


def compare_values(walk: Walk, old: Schema, new: Schema, shape: tuple[Any, ...]) -> None:
    """Note the values that were added and removed, and the lifecycle of a property."""
    before, after = _values(old), _values(new)
    known = after if before is None else before
    listed = digest(sorted(before or ()), sorted(after or ()))
    # the same values at two places are one enum; a single one may be by chance
    decision = listed if len(known or ()) > 1 else ""
    pointer = new.child_pointer("enum", "oneOf")
    if before is not None and after is not None:
        for action, value in _removed_and_added(before, after):
            _note_value(walk, f"enum-value-{action}", pointer, value, (listed,), decision)
    elif known is not None and (after is not None or "const" not in new.keywords):
        said = shorten(list(known.values()))
        walk.note(
            "became-enum" if before is None else "became-not-enum",
            pointer if before is None else new.node.pointer,
            (sorted(known),),
            context=(listed, *shape),
            before=None if before is None else said,
            after=None if after is None else said,
            others=tuple(map(json_text, known.values())),
            decision=decision,
        )
    for action, value in _removed_and_added(
        _by_key(old.keywords.get(_EXTENSIBLE)), _by_key(new.keywords.get(_EXTENSIBLE))
    ):
        _note_value(walk, f"{_EXTENSIBLE}-value-{action}", new.child_pointer(_EXTENSIBLE), value, shape)
    _compare_single(walk, old, new, "const", "const", shape)
    _compare_single(walk, old, new, "default", "default-value", shape)
    if walk.name:  # the lifecycle of operations and parameters is not one of their schemas
        for action, old_value, new_value in property_lifecycle(old.keywords, new.keywords):
            pointer = new.child_pointer("deprecated")
            walk.note(action, pointer, (old_value, new_value), context=shape, before=old_value, after=new_value)


def _note_value(
    walk: Walk,
    action: str,
    pointer: Pointer,
    value: Any,  # noqa: ANN401 - any JSON
    context: tuple[Any, ...],
    decision: str = "",
) -> None:
    key, name = (_json_key(value),), json_text(value)
    before, after = (None, value) if action.endswith("added") else (value, None)
    walk.note(action, pointer, key, context=context, name=name, decision=decision, before=before, after=after)


def _values(schema: Schema) -> Mapping[str, Any] | None:
    """The values under `enum` by their key; None without an `enum`."""
    values = schema.keywords.get("enum")
    return _by_key(values) if isinstance(values, list) else None


def _by_key(values: Any) -> Mapping[str, Any]:  # noqa: ANN401 - any JSON
    return {_json_key(value): value for value in values} if isinstance(values, list) else {}


def _json_key(value: Any) -> str:  # noqa: ANN401 - any JSON
    """The JSON text of a value: 1 and true differ, 1 and 1.0 are equal, as in JSON Schema."""
    whole = isinstance(value, float) and value.is_integer()
    return msgspec.json.encode(int(value) if whole else value, order="sorted").decode()


def _removed_and_added(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for text, value in before.items():
        if text not in after:
            yield "removed", value
    for text, value in after.items():
        if text not in before:
            yield "added", value


def _compare_single(walk: Walk, old: Schema, new: Schema, keyword: str, action: str, shape: tuple[Any, ...]) -> None:
    has = keyword in old.keywords, keyword in new.keywords
    before, after = old.keywords.get(keyword), new.keywords.get(keyword)
    as_sent = json_text if walk.wire is WireFormat.TEXT else _json_key
    if has == (False, False) or (all(has) and as_sent(before) == as_sent(after)):
        return
    verb = "changed" if all(has) else "added" if has[1] else "removed"
    key = (_json_key(before), _json_key(after))
    walk.note(
        f"{action}-{verb}", new.child_pointer(keyword), key, context=shape, before=shorten(before), after=shorten(after)
    )


def shorten(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """The value itself, or if its text has more than 200 characters, the beginning of the text."""
    text = json_text(value)
    return value if len(text) <= 200 else f"{text[:200]} ..."
