"""The names of events in entries: the key of a webhook is read as the name that is sent."""

from collections.abc import Mapping

from msgspec.structs import replace

from docgen.model.claim import Claim
from docgen.model.entry import Entry
from docgen.model.pin import Pin


def with_event_names(entries: tuple[Entry, ...], pins: tuple[Pin, ...]) -> tuple[Entry, ...]:
    """The entries with `event <name>` for `event <key>`, by the contract of the pin and the one before it.

    Published entries stay as they were written, and an event may have been named by its key when they were.
    """
    names = {pin.id: {**_names(before), **_names(pin)} for before, pin in zip((None, *pins), pins, strict=False)}
    return tuple(_renamed(entry, names[entry.pin]) if names.get(entry.pin) else entry for entry in entries)


def _names(pin: Pin | None) -> dict[str, str]:
    keys = pin.spec.event_keys() if pin and pin.spec else {}
    return {key: name for name, key in keys.items() if key not in keys}


def _renamed(entry: Entry, names: Mapping[str, str]) -> Entry:
    text = entry.text
    selectors = {f"event {key}": f"event {name}" for key, name in names.items()}
    covers = tuple(selectors.get(selector, selector) for selector in text.covers)
    return replace(entry, text=replace(text, covers=covers, claims=tuple(_claim(one, names) for one in text.claims)))


def _claim(claim: Claim, names: Mapping[str, str]) -> Claim:
    if (events := claim.events) is None:
        return claim
    exactly = events.exactly and tuple(names.get(name, name) for name in events.exactly)
    statuses = events.after_status and {names.get(name, name): status for name, status in events.after_status.items()}
    return replace(claim, events=replace(events, exactly=exactly, after_status=statuses))
