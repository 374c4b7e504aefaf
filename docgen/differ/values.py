"""Keywords that name values: `enum`, `const` and `default`; and the lifecycle of properties."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from docgen.differ.edits import counterparts, verb_of
from docgen.differ.keys import digest
from docgen.differ.lifecycle import property_lifecycle
from docgen.differ.types import WireFormat
from docgen.differ.walk import Walk
from docgen.openapi.schema import Schema
from docgen.positions.source import Pointer
from docgen.wording import json_text

_EXTENSIBLE: Final = "x-extensible-enum"
_MOST_TEXT: Final = 200


def compare_values(walk: Walk, old: Schema, new: Schema) -> None:
    """Note the values that were added and removed, and the lifecycle of a property."""
    _compare_enums(walk, old, new)
    before, after = _by_key(old.keywords.get(_EXTENSIBLE)), _by_key(new.keywords.get(_EXTENSIBLE))
    if before or after:
        pointer, name = new.child_pointer(_EXTENSIBLE), f"{_EXTENSIBLE}-value"
        _note_values(walk, name, pointer, before or {}, after or {}, context=walk.shape)
    for keyword, name in (("const", "const"), ("default", "default-value")):
        _compare_single(walk, old, new, keyword, name)
    if walk.name:  # the lifecycle of operations and parameters is not one of their schemas
        pointer = new.child_pointer("deprecated")
        for event in property_lifecycle(old.keywords, new.keywords):
            values = event.before, event.after
            walk.note(event.name, pointer, values, context=walk.shape, before=event.before, after=event.after)


def _compare_enums(walk: Walk, old: Schema, new: Schema) -> None:
    before, after = _by_key(old.keywords.get("enum")), _by_key(new.keywords.get("enum"))
    known = after if before is None else before
    if known is None:
        return
    # both lists are in the key: the same value added to two enums is two decisions
    listed = digest(sorted(before or ()), sorted(after or ()))
    # the same values at two places are one enum; a single one may be by chance
    decision, pointer = listed if len(known) > 1 else "", new.child_pointer("enum", "oneOf")
    if before is not None and after is not None:
        _note_values(walk, "enum-value", pointer, before, after, context=(listed,), decision=decision)
        return
    # one value that was an enum and is a `const` now is told as a `const`
    if after is None and "const" in new.keywords:
        return
    action, values = "became-enum", {"after": shorten(list(known.values()))}
    if after is None:
        action, pointer, values = "became-not-enum", new.node.pointer, {"before": values["after"]}
    walk.note(
        action,
        pointer,
        (sorted(known),),
        context=(listed, *walk.shape),
        others=tuple(map(json_text, known.values())),
        decision=decision,
        **values,
    )


def _note_values(
    walk: Walk,
    name: str,
    pointer: Pointer,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    *,
    context: tuple[str, ...],
    decision: str = "",
) -> None:
    """Note the values that one side alone lists, those that were removed first."""
    for key, verb, value, _ in counterparts(old, new):
        if verb != "changed":
            values = {"before": value} if verb == "removed" else {"after": value}
            text = json_text(value)
            walk.note(f"{name}-{verb}", pointer, (key,), context=context, name=text, decision=decision, **values)


def _by_key(values: Any) -> Mapping[str, Any] | None:  # noqa: ANN401 - any JSON
    """Listed values by their key; None without a list."""
    return {_json_key(value): value for value in values} if isinstance(values, list) else None


def _json_key(value: Any) -> str:  # noqa: ANN401 - any JSON
    """The JSON text of a value: 1 and true differ, 1 and 1.0 are equal, as in JSON Schema."""
    # JSON Schema 2020-12, section 4.2.1: numbers are equal by their mathematical value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return msgspec.json.encode(value, order="sorted").decode()


def _compare_single(walk: Walk, old: Schema, new: Schema, keyword: str, name: str) -> None:
    was_there, is_there = keyword in old.keywords, keyword in new.keywords
    if not was_there and not is_there:
        return
    before, after = old.keywords.get(keyword), new.keywords.get(keyword)
    # in a query, the text "1" and the number 1 are written alike
    as_sent = json_text if walk.wire is WireFormat.TEXT else _json_key
    if was_there == is_there and as_sent(before) == as_sent(after):
        return
    verb = verb_of(was_there or None, is_there or None)  # null is a value here
    key = (_json_key(before), _json_key(after))
    pointer = new.child_pointer(keyword)
    walk.note(f"{name}-{verb}", pointer, key, context=walk.shape, before=shorten(before), after=shorten(after))


def shorten(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """The value itself, or if its text has more than 200 characters, the beginning of the text."""
    text = json_text(value)
    return value if len(text) <= _MOST_TEXT else f"{text[:_MOST_TEXT]} ..."
