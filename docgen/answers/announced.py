"""The parts of an API of which something is announced: what ends, is planned, was removed, or asks for an action."""

from collections.abc import Iterator, Sequence
from itertools import filterfalse
from typing import NamedTuple

from docgen.answers import facts
from docgen.answers.names import ContractNames
from docgen.differ.project import aligned_contract
from docgen.entries.coverage import containing
from docgen.entries.roadmap import roadmap
from docgen.model.ending import Ending
from docgen.model.entry import Entry
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.model.redirect import Redirect
from docgen.openapi.deprecated import deprecated_parts, owner
from docgen.sunsets.endings import endings
from docgen.upgrade.answer import Fact
from docgen.upgrade.consumers import known_uses, selectors_by_use
from docgen.upgrade.dependencies import reach, selects_everybody
from docgen.wording import day

Announced = tuple[str, str, Fact]
"""The kind and the name of a part, and what is announced of it."""


class _Reaching(NamedTuple):
    """A fact with the selectors that it is about; `successors` are the operations that one is led to instead."""

    covers: tuple[str, ...]
    fact: Fact
    successors: frozenset[str] = frozenset()

    def reaches(self, name: str, selectors: frozenset[str]) -> bool:
        """Whether it is about the selectors of an operation or an event."""
        return name not in self.successors and reach(filterfalse(selects_everybody, self.covers), selectors)

    def names(self) -> Iterator[Announced]:
        """The names that it covers, beside operations and events."""
        for cover in self.covers:
            kind, _, name = cover.partition(" ")
            if kind in ("error", "header") and name:
                yield kind, name, self.fact
            elif not name:
                # who asks for a schema has to know of its fields, too
                for outer in containing(cover):
                    yield ("field" if "." in outer else "schema"), outer, self.fact


def announced_parts(project: Project, end: Pin, names: ContractNames) -> Iterator[Announced]:
    """The parts with what is announced of each."""
    # an end that only a pin of the future announces would betray that pin
    visible = (None, *project.visible_pins())
    ends = [ending for ending in endings(project) if project.pin(ending.pin) in visible]
    yield from _ends(project, ends)
    yield from _planned(project)
    yield from _never(project)
    yield from _removed(project, end, names)
    yield from _pins(project)
    yield from _reached(project, end, ends)


def announced_to_everybody(project: Project, end: Pin) -> Iterator[Fact]:
    """What is announced to every customer of a pin, and to those of one before it."""
    for action in _actions(project, end):
        if not action.covers or any(map(selects_everybody, action.covers)):
            yield action.fact


def _ends(project: Project, ends: Sequence[Ending]) -> Iterator[Announced]:
    for end in ends:
        if end.kind == "parameter":
            # who calls the operation has to know, too
            name = end.name.rpartition(" ")[2]
            yield "operation", owner(end.name), facts.part_fact(project, end, f"parameter {name}")
            yield "parameter", name, facts.part_fact(project, end, end.name)
        elif end.kind in ("operation", "schema", "field"):
            yield end.kind, end.name, facts.part_fact(project, end)
            if end.kind == "field":
                yield "schema", end.name.partition(".")[0], facts.part_fact(project, end, end.name)
        elif end.kind.startswith("pin-") and end.ends is not None:
            yield "pin", end.name, facts.pin_fact(project, end)


def _planned(project: Project) -> Iterator[Announced]:
    for item in roadmap(project):
        if item.kind != "entry" and item.state != "kept":
            yield item.kind, item.name, facts.planned_fact(project, item)
    # `*` stands in the enum of events, and means something else than its neighbours
    wildcard = project.current.text.wildcard if project.current else None
    if wildcard:
        yield "event", wildcard.value, Fact(state="note", text=wildcard.text)


def _never(project: Project) -> Iterator[Announced]:
    for entry in project.visible_entries():
        for claim in entry.text.claims:
            if claim.enum:
                for value in claim.enum.never:
                    yield "value", value, facts.never_fact(project, entry, claim.enum, value)
            # what is deferred is planned, and stands among the plans
            if claim.fields and entry.text.kind != "deferred":
                fact = facts.absent_fact(project, entry, claim.fields.because or "")
                for name in claim.fields.absent:
                    yield "field", f"{claim.fields.at}.{name}", fact


def _removed(project: Project, end: Pin, names: ContractNames) -> Iterator[Announced]:
    """What only contracts before that of a pin have, each with the last of them."""
    seen = set(names.parts())
    # newest first, so that each part is told with the last contract that had it
    for pin in reversed(project.pins[: project.pins.index(end)]):
        spec = aligned_contract(end, pin)
        for part in ContractNames(spec, project.config).parts() if spec else ():
            if part not in seen:
                seen.add(part)
                text = f"Not in {end.id}; {pin.id} is the last API version with it."
                yield *part, Fact(state="removed", text=text)


def _pins(project: Project) -> Iterator[Announced]:
    for pin in project.visible_pins():
        if pin.text.released > project.today:
            yield "pin", pin.id, Fact(state="planned", text=f"Announced for {day(pin.text.released)}.")


def _reached(project: Project, end: Pin, ends: Sequence[Ending]) -> Iterator[Announced]:
    """The names that entries cover, then the operations and events that entries and deprecated parts reach."""
    actions, spec = [action for action in _actions(project, end) if action.covers], end.contract
    for action in actions:
        yield from action.names()
    reaching = [*actions, *_deprecated(project, end, ends)]
    if not reaching:  # the references of a large contract are many
        return
    for use, selectors in selectors_by_use([spec], known_uses([spec])).items():
        name = use.removeprefix("event ")
        for part in reaching:
            if part.reaches(name, selectors):
                yield "operation" if name == use else "event", name, part.fact


def _actions(project: Project, end: Pin) -> Iterator[_Reaching]:
    """The entries that change something for users of a contract: its own, later ones, and those still to be done."""
    later = {pin.id for pin in project.pins[project.pins.index(end) :]}
    for entry in project.visible_entries():
        text = entry.text
        rules = [rule for rule in project.redirects if rule.id in text.claimed_rules]
        is_open = entry.pin in later or (text.action.by is not None and text.action.by >= project.today)
        if is_open and _is_change(entry) and (text.covers or not rules):
            yield _Reaching(text.covers, facts.action_fact(project, entry), _successors(rules, end))


def _is_change(entry: Entry) -> bool:
    text = entry.text
    return text.action.level == "required" or text.impact == "breaking" or text.kind in ("deprecated", "removed")


def _successors(rules: Sequence[Redirect], end: Pin) -> frozenset[str]:
    """The operations at the targets of rules: who calls those has done what their entry asks for."""
    targets = tuple(f"{rule.target.path.rstrip('/')}/" for rule in rules)
    operations = end.contract.operations()
    return frozenset(operation.name for operation in operations if f"{operation.path}/".startswith(targets))


def _deprecated(project: Project, end: Pin, ends: Sequence[Ending]) -> Iterator[_Reaching]:
    """The deprecated schemas and fields of a contract."""
    marked = {part.selector for part in deprecated_parts(end.contract)}
    for part in ends:
        if part.kind in ("schema", "field") and part.name in marked:
            yield _Reaching((part.name,), facts.part_fact(project, part, part.name))
