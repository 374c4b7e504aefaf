"""The parts of an API of which something is announced: what ends, is planned, was removed, or asks for an action."""

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit

import msgspec

from docgen.answers import facts
from docgen.answers.names import KINDS, ContractNames
from docgen.differ.path_items import operation_shape
from docgen.differ.project import aligned_contract
from docgen.entries.roadmap import roadmap
from docgen.model.ending import Ending
from docgen.model.entry import Entry
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.model.redirect import Redirect
from docgen.openapi.deprecated import deprecated_parts, owner
from docgen.openapi.spec import Spec
from docgen.sunsets.endings import endings
from docgen.upgrade.answer import Fact
from docgen.upgrade.dependencies import Dependencies, selects_any, selects_everybody

Announced = tuple[str, str, Fact]
"""The kind and the name of a part, and what is announced of it."""


class _Spreading(msgspec.Struct, frozen=True):
    """A fact with the selectors that it is about; `successors` are the operations that one is led to instead."""

    covers: tuple[str, ...]
    fact: Fact
    successors: frozenset[str] = frozenset()


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
                for name in claim.fields.absent:
                    yield "field", f"{claim.fields.at}.{name}", fact


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
    for one in names.spec.operations():
        yield "operation", operation_shape(one.name)
    for schema, fields in names.fields.items():
        for field in fields:
            yield "field", f"{schema}.{field}"
    for kind in KINDS:
        for name in names.by_kind[kind]:
            yield kind, name
    for values in names.enums.values():
        for value in values:
            yield "value", value


def _pins(project: Project) -> Iterator[Announced]:
    for pin in project.visible_pins():
        if pin.text.released > project.now.date():
            yield "pin", pin.id, facts.planned_pin_fact(pin)


def spread(project: Project, end: Pin, ends: Sequence[Ending]) -> tuple[list[Announced], tuple[Fact, ...]]:
    """The facts of the uses and names of a contract that entries and deprecated parts reach, and those of everybody."""
    actions = list(_actions(project, end))
    everybody = tuple(one.fact for one in actions if not one.covers or any(map(selects_everybody, one.covers)))
    some = [one for one in actions if one.covers]
    found = [part for one in some for part in _names(one)]
    parts = list(_parts(project, end.spec, ends)) if end.spec else []
    if end.spec and (some or parts):
        found += _uses(end.spec, [*some, *parts])
    return found, everybody


def _actions(project: Project, end: Pin) -> Iterator[_Spreading]:
    """The entries that change something for users of a contract: its own, later ones, and those still to be done."""
    later = {pin.id for pin in project.pins[project.pins.index(end) :]}
    for entry in project.visible_entries():
        text, rules = entry.text, _claimed_rules(project, entry)
        is_open = entry.pin in later or (text.action.by is not None and text.action.by >= project.now.date())
        if is_open and _is_change(entry) and (text.covers or not rules):
            yield _Spreading(text.covers, facts.action_fact(project, entry), _successors(rules, end.spec))


def _is_change(entry: Entry) -> bool:
    text = entry.text
    return text.action.level == "required" or text.impact == "breaking" or text.kind in ("deprecated", "removed")


def _claimed_rules(project: Project, entry: Entry) -> Sequence[Redirect]:
    claimed = entry.text.claimed_rules
    return [rule for rule in project.redirects if rule.id in claimed]


def _successors(rules: Sequence[Redirect], spec: Spec | None) -> frozenset[str]:
    """The operations at the targets of rules: who calls those has done what their entry asks for."""
    return frozenset(
        operation.name
        for operation in (spec.operations() if spec else ())
        for rule in rules
        if f"{operation.path}/".startswith(f"{urlsplit(rule.to).path.rstrip('/')}/")
    )


def _parts(project: Project, spec: Spec, ends: Sequence[Ending]) -> Iterator[_Spreading]:
    """The deprecated schemas and fields of a contract."""
    marked = {part.selector for part in deprecated_parts(spec)}
    for end in ends:
        if end.kind in ("schema", "field") and end.name in marked:
            yield _Spreading((end.name,), facts.part_fact(project, end, end.name))


def _uses(spec: Spec, spreading: Sequence[_Spreading]) -> Iterator[Announced]:
    dependencies = Dependencies(spec)
    uses: Mapping[tuple[str, str], frozenset[str]] = {
        **{("operation", name): dependencies.selectors({name}, set()) for name in dependencies.operations},
        **{("event", name): dependencies.selectors(set(), {name}) for name in spec.events()},
    }
    for use, selectors in uses.items():
        for one in spreading:
            covers = [cover for cover in one.covers if not selects_everybody(cover)]
            if use[1] not in one.successors and any(selects_any(cover, selectors) for cover in covers):
                yield *use, one.fact


def _names(spreading: _Spreading) -> Iterator[Announced]:
    """The names that an entry covers, beside operations and events."""
    for cover in spreading.covers:
        kind, space, name = cover.partition(" ")
        if space and kind in ("error", "header"):
            yield kind, name, spreading.fact
        elif not space:
            yield ("field" if "." in cover else "schema"), cover, spreading.fact
