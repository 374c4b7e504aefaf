"""Analysis -> Review: what a change of a project means, for those who decide whether it ships."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from docgen.check.contract_change import new_covers_by_entry
from docgen.check.let_through import NOT_COMPARED, changed_rules, contract_counts, decisions, excused
from docgen.differ.acceptances import find_acceptance
from docgen.entries.coverage import aliases, covering_slugs
from docgen.entries.digests import published_content
from docgen.model.analysis import Analysis
from docgen.model.change import LEVELS, Change
from docgen.model.entry import Entry
from docgen.model.finding import Finding
from docgen.model.pin import Pin
from docgen.model.project import Base, Project
from docgen.model.redirect import Rule
from docgen.model.review import (
    Part,
    Review,
    ReviewedChange,
    ReviewedEnd,
    ReviewedEntry,
    ReviewedPin,
    ReviewedRule,
)
from docgen.redirects.edges.output import edge_files
from docgen.sunsets import end_dates

_SHOWN_ELSEWHERE: Final = ("redirect", "brownout", "headers", "accepted", "review")
"""Ends that are those of a rule, or of what somebody decided."""


def review(analysis: Analysis) -> Review:
    """What differs from the base of a project that is compared with one, or the errors alone where files are unread."""
    project, base = analysis.project, analysis.project.base
    stops = tuple(finding for finding in analysis.errors if not finding.accepted)
    if base is None or not project.complete:
        return Review(base=base.label if base else "", today=project.today, stops=stops)
    before = project.as_in_base()
    entries = tuple(_entries(project, before)) if before else ()
    changes = tuple(sorted(_changes(analysis, base), key=lambda one: LEVELS.index(one.change.level)))
    counts = list(contract_counts(project, base, analysis.changes))
    not_compared = []
    for pin, _, count in counts:
        if not count.total() and not analysis.changes.excused.get(pin.id):
            not_compared.append(f"{pin.contract.source.path}: {NOT_COMPARED}")
    return Review(
        base=base.label,
        today=project.today,
        stops=stops,
        decisions=tuple(_decisions(analysis, base)),
        pins=tuple(_pins(project, base, {pin.id for pin, _, _ in counts}, {one.entry.pin for one in entries})),
        entries=entries,
        changes=changes,
        annotations=sum(count["annotation"] for _, _, count in counts),
        rules=tuple(_rules(project, base, before)) if before else (),
        ends=tuple(_ends(project, before)) if before else (),
        edges=_edges(project, before) if before else {},
        unjudged=(*base.changed, *not_compared),
    )


def _decisions(analysis: Analysis, base: Base) -> Iterator[Finding]:
    """What is accepted of the comparison, then what else no rule can judge."""
    for finding in analysis.findings:
        if finding.passed and finding.id != "let-through":
            yield finding
    # what a new acceptance excuses is the decision to accept it
    earlier = [one for one in analysis.project.acceptances if one in base.accepted.entries]
    yield from excused(analysis.project, analysis.changes, earlier)
    yield from decisions(analysis.project, base)


def _pins(project: Project, base: Base, contracts: set[str], of_entries: set[str]) -> Iterator[ReviewedPin]:
    for pin in project.pins:
        old = base.pin(pin.id)
        if old is None:
            yield ReviewedPin(pin, "new")
            continue
        parts: list[Part] = []
        if pin.id in contracts:
            parts.append("contract")
        if pin.id in of_entries:
            parts.append("entries")
        if _says_else(pin, old):
            parts.append("pin.yaml")
        if parts:
            yield ReviewedPin(pin, "changed", tuple(parts))
    for old in base.pins:
        if base.day and project.pin(old.id) is None:
            yield ReviewedPin(old, "gone")


def _entries(project: Project, before: Project) -> Iterator[ReviewedEntry]:
    for entry in project.entries:
        old = before.entry(entry.slug)
        if old is None:
            yield ReviewedEntry(entry, "new")
            continue
        notes = [one.note for one in entry.text.corrections if one not in old.text.corrections]
        if notes or _says_else(entry, old) or entry.pin != old.pin:
            yield ReviewedEntry(entry, "changed", "; ".join(notes))
    for old in before.entries:
        if project.entry(old.slug) is None:
            yield ReviewedEntry(old, "gone")


def _says_else(part: Pin | Entry, old: Pin | Entry) -> bool:
    # as written: the base's placeholders are not filled in
    was, now = old.source.text, part.source.text
    return was != now and published_content(was) != published_content(now)


def _changes(analysis: Analysis, base: Base) -> Iterator[ReviewedChange]:
    """The changes since the base, and since the version before of a pin that is new, with what describes each."""
    project, changes = analysis.project, analysis.changes
    for pin in project.pins:
        found = changes.against.get(pin.id, ())
        if base.pin(pin.id) is None:
            found = changes.between.get(pin.id, ())
        yield from _described(project, pin, found)
        for change in changes.excused.get(pin.id, ()):
            acceptance = find_acceptance(change, project.acceptances)
            yield ReviewedChange(pin.id, change, accepted=acceptance.summary if acceptance else "")


def _described(project: Project, pin: Pin, changes: Sequence[Change]) -> Iterator[ReviewedChange]:
    if not changes:  # every field of the contract is looked at for other names
        return
    names = aliases(project, pin)
    covers = {entry.slug: frozenset(selectors) for entry, selectors in new_covers_by_entry(project, pin)}
    for change in changes:
        slugs = covering_slugs(covers, change, dict.fromkeys(covers, names.of(change)))
        yield ReviewedChange(pin.id, change, tuple(slugs))


def _rules(project: Project, base: Base, before: Project) -> Iterator[ReviewedRule]:
    for id_, finding in changed_rules(project, base):
        now = [rule for rule in project.rules if rule.id == id_]
        was = [rule for rule in before.rules if rule.id == id_]
        hosts = {rule.host for rule in now or was}
        edges = [edge for edge in project.config.edges if any(project.config.serves(edge, host) for host in hosts)]
        yield ReviewedRule(id_, finding, tuple(edges), _last_day(was), _last_day(now))


def _last_day(rules: Sequence[Rule]) -> date | None:
    return max((rule.sunset_day for rule in rules if rule.sunset_day), default=None)


def _ends(project: Project, before: Project) -> Iterator[ReviewedEnd]:
    """The days that are not as they were, but for those of rules: of parts, versions, notices and actions."""
    was, now = ({end.id: end for end in end_dates(one)} for one in (before, project))
    for id_, end in {**was, **now}.items():
        days = [ends[id_].day if id_ in ends else None for ends in (was, now)]
        if end.kind not in _SHOWN_ELSEWHERE and days[0] != days[1]:
            yield ReviewedEnd(end.what, *days)


def _edges(project: Project, before: Project) -> dict[str, int]:
    """How many files change on each edge."""
    was, now = edge_files(before), edge_files(project)
    changed = [path for path in {**was, **now} if was.get(path) != now.get(path)]
    return dict(sorted(Counter(path.partition("/")[0] for path in changed).items()))
