"""The names of events in entries: the key of a webhook is read as the name that is sent."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from docgen.model.entry import Entry
from docgen.model.pin import Pin


def with_event_names(entries: tuple[Entry, ...], pins: tuple[Pin, ...]) -> tuple[Entry, ...]:
    """The entries with `event <name>` for `event <key>`, by the contract of the pin and the one before it.

    Published entries stay as they were written, and an event may have been named by its key when they were.
    """
    names = {pin.id: {**_names(before), **_names(pin)} for before, pin in zip((None, *pins), pins, strict=False)}
    return tuple(_with_names(entry, names[entry.pin]) if names.get(entry.pin) else entry for entry in entries)


def _names(pin: Pin | None) -> dict[str, str]:
    keys = pin.spec.event_keys() if pin and pin.spec else {}
    return {key: name for name, key in keys.items() if key not in keys}


def _with_names(entry: Entry, names: Mapping[str, str]) -> Entry:
    selectors = {f"event {key}": f"event {name}" for key, name in names.items()}
    covers, claims = _renamed((entry.text.covers, entry.text.claims), selectors)
    events = tuple(replace(claim, events=_renamed(claim.events, names)) for claim in claims)
    return replace(entry, text=replace(entry.text, covers=covers, claims=events))


def _renamed(node: Any, names: Mapping[str, str]) -> Any:  # noqa: ANN401 - any part of an entry
    if isinstance(node, Struct):
        return replace(node, **{name: _renamed(getattr(node, name), names) for name in node.__struct_fields__})
    if isinstance(node, tuple):
        return tuple(_renamed(one, names) for one in node)
    if isinstance(node, dict):
        return {names.get(key, key): value for key, value in node.items()}  # a status may be called as a key is
    return names.get(node, node) if isinstance(node, str) else node
