"""Selectors under `covers` of an entry that are not in the contract of its pin."""

from collections.abc import Iterator
from itertools import chain

from docgen.claims import KINDS
from docgen.differ.project import aligned_contract
from docgen.load.config import Refused
from docgen.load.findings import finding_at
from docgen.model.config import Config
from docgen.model.entry import Entry
from docgen.model.finding import Finding
from docgen.model.pin import Pin
from docgen.openapi.selectors import find, pointers
from docgen.openapi.spec import Spec
from docgen.openapi.webhooks import signs
from docgen.wording import did_you_mean


def unknown_selectors(pins: tuple[Pin, ...], entries: tuple[Entry, ...], config: Config) -> Iterator[Finding]:
    """A finding for each selector under `covers` that is neither in the pin's contract nor in the one before it.

    A selector that the entry claims to be absent or planned is not a finding, nor is any selector of a `removed` entry
    of the first pin: the contract that had it is not in the project.
    """
    specs: dict[str, tuple[Spec, ...]] = {}
    for before, pin in zip((None, *pins), pins, strict=False):
        if pin.spec:
            # a selector may name a removed part
            aligned = aligned_contract(pin, before) if before else None
            specs[pin.id] = tuple(filter(None, (pin.spec, aligned)))
    for entry in entries:
        if entry.pin not in specs or (entry.pin == pins[0].id and entry.text.kind == "removed"):
            continue
        excused = _claimed_absent(entry)
        for index, selector in enumerate(entry.text.covers):
            if selector in excused or any(find(spec, selector, config.error_codes) for spec in specs[entry.pin]):
                continue
            # the parts of a contract are thousands: they are listed only for a hint
            known = chain.from_iterable(pointers(spec, config.error_codes) for spec in specs[entry.pin])
            hint = did_you_mean(selector, dict.fromkeys(known), "`docgen schema` gives your editor a list of them")
            for operation in chain.from_iterable(spec.operations() for spec in specs[entry.pin]):
                if operation.get("operationId") == selector:
                    hint = f"write `{operation.name}`"
            message = f"unknown selector `{selector}`; expected a part of the contract of {entry.pin}"
            yield finding_at(entry.source, ("covers", index), "unknown-selector", message, hint)


def unknown_names(pins: tuple[Pin, ...], config: Config) -> Refused:
    """Each name in the configuration of errors and events that no contract has."""
    specs = [pin.spec for pin in pins if pin.spec]
    if specs and config.errors:
        for key, schema in (("envelope", config.errors.envelope), ("codes", config.error_codes)):
            if isinstance(schema, str) and not any(find(spec, schema) for spec in specs):
                known = chain.from_iterable(map(pointers, specs))
                hint = did_you_mean(schema, known, "write the name as the contract has it")
                yield ("errors", key), f"errors.{key}: no contract has `{schema}`", hint
    name, signed = config.events.name, chain.from_iterable(signs(spec).values() for spec in specs)
    if specs and name and not any(name in of_one for of_one in signed):
        hint = "write the path of a field with one value or example for each event, as `meta.kind`, or `header X-Event`"
        yield ("events", "name"), f"events.name: no event of a contract has a name at `{name}`", hint


def unknown_references(pins: tuple[Pin, ...], config: Config) -> Refused:
    """Each version in `reference` of which there is no contract."""
    known = [pin.id for pin in pins if pin.spec]
    for index, name in enumerate(config.reference):
        if name not in known:
            message = f"reference[{index}]: `{name}` not found; expected the id of a version with a contract"
            yield ("reference", index), message, did_you_mean(name, known, "write the name of a folder in changelog/")


def _claimed_absent(entry: Entry) -> set[str]:
    """The selectors of parts that the claims of an entry call planned, absent or removed, or list as the exact set."""
    excused: set[str] = set()
    for claim in entry.text.claims:
        kind = KINDS[claim.kind]
        excused.update(kind.not_there(claim.promise), kind.listed(claim.promise))
    return excused
