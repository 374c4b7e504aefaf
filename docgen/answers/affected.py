"""What entries and deprecated parts mean for the operations, events and other parts that they reach."""

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit

import msgspec

from docgen.answers.facts import action_fact, part_fact
from docgen.model.ending import Ending
from docgen.model.entry import Entry
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.model.redirect import Redirect
from docgen.openapi.deprecated import deprecated_parts
from docgen.openapi.spec import Spec
from docgen.upgrade.answer import Fact
from docgen.upgrade.dependencies import Dependencies, selects_any, selects_everybody


class _Spreading(msgspec.Struct, frozen=True):
    """A fact with the selectors that it is about; `successors` are the operations that one is led to instead."""

    covers: tuple[str, ...]
    fact: Fact
    successors: frozenset[str] = frozenset()


def spread(project: Project, end: Pin, ends: Sequence[Ending]) -> tuple[list[tuple[str, str, Fact]], tuple[Fact, ...]]:
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
            yield _Spreading(text.covers, action_fact(project, entry), _successors(rules, end.spec))


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
            yield _Spreading((end.name,), part_fact(project, end, end.name))


def _uses(spec: Spec, spreading: Sequence[_Spreading]) -> Iterator[tuple[str, str, Fact]]:
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


def _names(spreading: _Spreading) -> Iterator[tuple[str, str, Fact]]:
    """The names that an entry covers, beside operations and events."""
    for cover in spreading.covers:
        kind, space, name = cover.partition(" ")
        if space and kind in ("error", "header"):
            yield kind, name, spreading.fact
        elif not space:
            yield ("field" if "." in cover else "schema"), cover, spreading.fact
