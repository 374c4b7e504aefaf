"""Selectors that an entry names and its contract does not know."""

from collections.abc import Iterator
from difflib import get_close_matches

from docgen.differ.project import seen_from
from docgen.load.findings import finding
from docgen.model.config import Config
from docgen.model.entry import Entry
from docgen.model.finding import Finding
from docgen.model.pin import Pin
from docgen.openapi.selectors import find_field, names
from docgen.openapi.spec import Spec
from docgen.positions import locate
from docgen.positions.source import Pointer


def unknown_selectors(pins: tuple[Pin, ...], entries: tuple[Entry, ...], config: Config) -> Iterator[Finding]:
    """A finding for each selector in `covers` that the contract does not have, nor the one before it, which is gone.

    What the entry itself claims to be absent or planned is no finding, nor what an entry of the first pin says was
    removed: no contract before it is kept.
    """
    specs = {pin.id: _specs(before, pin) for before, pin in zip((None, *pins), pins, strict=False) if pin.spec}
    codes = config.error_codes
    known = {id_: dict.fromkeys(name for spec in both for name in names(spec, codes)) for id_, both in specs.items()}
    first = pins[0].id if pins else None
    for entry in entries:
        if entry.pin == first and entry.text.kind == "removed":
            continue
        for pointer, selector in _named(entry):
            if entry.pin in known and selector not in known[entry.pin] and selector not in _excused(entry):
                if any(find_field(spec, selector) for spec in specs[entry.pin]):
                    continue
                line, column = locate(entry.source, pointer)
                near = get_close_matches(selector, known[entry.pin], 1)
                hint = f"did you mean `{near[0]}`?" if near else "docgen schema lists them for your editor"
                message = f"unknown selector `{selector}`; expected a part of the contract of {entry.pin}"
                yield finding(entry.source, line, column, "unknown-selector", message, hint)


def _specs(before: Pin | None, pin: Pin) -> tuple[Spec, ...]:
    """The contract of a pin, and the one before it: a selector may name what is gone."""
    both = (pin.spec, seen_from(pin, before) if before else None)
    return tuple(spec for spec in both if spec)


def _named(entry: Entry) -> Iterator[tuple[Pointer, str]]:
    for index, selector in enumerate(entry.text.covers):
        yield ("covers", index), selector


def _excused(entry: Entry) -> set[str]:
    excused: set[str] = set()
    for claim in entry.text.claims:
        if claim.events:
            excused |= {f"event {event}" for event in (*(claim.events.planned or ()), *(claim.events.exactly or ()))}
        if claim.fields:
            listed = (*claim.fields.absent, *(claim.fields.exactly or ()))
            excused |= {f"{claim.fields.at}.{name}" for name in listed}
    return excused
