"""The parts of an API of which something is announced: what ends, is planned, was removed, or asks for an action."""

from collections.abc import Iterator, Sequence

from docgen.answers import facts
from docgen.answers.affected import spread
from docgen.answers.names import KINDS, ContractNames
from docgen.differ.path_items import operation_shape
from docgen.differ.project import aligned_contract
from docgen.entries.roadmap import roadmap
from docgen.model.ending import Ending
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.openapi.deprecated import owner
from docgen.sunsets.endings import endings
from docgen.upgrade.answer import Fact

Announced = tuple[str, str, Fact]
"""The kind and the name of a part, and what is announced of it."""


def announced_parts(
    project: Project, end: Pin, names: ContractNames | None
) -> tuple[list[Announced], tuple[Fact, ...]]:
    """The parts with what is announced of each, and what is announced to everybody."""
    hidden = {pin.id for pin in project.pins} - {pin.id for pin in project.visible_pins()}
    ends = [one for one in endings(project) if one.pin not in hidden]
    spreading, everybody = spread(project, end, ends)
    return [
        *_ends(project, ends),
        *_planned(project),
        *_never(project),
        *_removed(project, end, names),
        *_pins(project),
        *spreading,
    ], everybody


def _ends(project: Project, ends: Sequence[Ending]) -> Iterator[Announced]:
    for end in ends:
        if end.kind in ("operation", "parameter", "schema", "field"):
            yield from _part(project, end)
        elif end.kind.startswith("pin-") and end.ends is not None:
            yield "pin", end.name, facts.pin_fact(project, end)


def _part(project: Project, end: Ending) -> Iterator[Announced]:
    fact, subject = facts.part_fact, end.name
    if end.kind == "parameter":
        name = subject.rpartition(" ")[2]
        yield "operation", owner(subject), fact(project, end, f"parameter {name}")
        yield "parameter", name, fact(project, end, subject)
        return
    yield end.kind, subject, fact(project, end)
    if end.kind == "field":
        yield "schema", subject.partition(".")[0], fact(project, end, subject)


def _planned(project: Project) -> Iterator[Announced]:
    for item in roadmap(project):
        if item.kind != "entry" and item.state != "kept":
            yield item.kind, item.name, facts.planned_fact(project, item)
    wildcard = project.current.text.wildcard if project.current else None
    if wildcard:
        yield "event", wildcard.value, Fact(state="note", text=wildcard.text)


def _never(project: Project) -> Iterator[Announced]:
    for entry in project.visible_entries():
        for claim in entry.text.claims:
            for value in claim.enum.never if claim.enum else ():
                assert claim.enum  # noqa: S101 - the loop has no value without it
                yield "value", value, facts.never_fact(project, entry, claim.enum, value)
            if claim.fields and entry.text.kind != "deferred":
                fact = facts.absent_fact(project, entry, claim.fields.because or "")
                yield from (("field", f"{claim.fields.at}.{name}", fact) for name in claim.fields.absent)


def _removed(project: Project, end: Pin, names: ContractNames | None) -> Iterator[Announced]:
    """What only contracts before that of a pin have, each with the last of them."""
    seen = set(_part_names(names)) if names else set[tuple[str, str]]()
    for pin in reversed(project.pins[: project.pins.index(end)]):
        spec = aligned_contract(end, pin)
        for part in dict.fromkeys(_part_names(ContractNames(spec, project.config))) if spec else ():
            if part not in seen:
                seen.add(part)
                yield *part, facts.removed_fact(end, pin)


def _part_names(names: ContractNames) -> Iterator[tuple[str, str]]:
    yield from (("operation", operation_shape(one.name)) for one in names.spec.operations())
    yield from (("field", f"{schema}.{field}") for schema, fields in names.fields.items() for field in fields)
    yield from ((kind, name) for kind in KINDS for name in names.by_kind[kind])
    yield from (("value", value) for values in names.enums.values() for value in values)


def _pins(project: Project) -> Iterator[Announced]:
    for pin in project.visible_pins():
        if pin.text.released > project.now.date():
            yield "pin", pin.id, facts.planned_pin_fact(pin)
