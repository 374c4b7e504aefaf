"""Analysis -> Review: what a change of a project means, for those who decide whether it ships."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from msgspec.structs import replace

from docgen.check import RULES
from docgen.check.contract_change import new_covers_by_entry
from docgen.check.let_through import NOT_COMPARED, changed_rules, contract_counts, decisions, excused, let_through
from docgen.check.redirect_edges import known_edges
from docgen.differ.acceptances import find_acceptance
from docgen.entries.coverage import aliases, covering_slugs
from docgen.entries.digests import parsed
from docgen.model.analysis import Analysis
from docgen.model.change import LEVELS
from docgen.model.entry import Entry
from docgen.model.finding import Finding
from docgen.model.pin import Pin
from docgen.model.project import Base, Project
from docgen.model.review import (
    Part,
    Review,
    ReviewedChange,
    ReviewedEnd,
    ReviewedEntry,
    ReviewedPin,
    ReviewedRule,
    State,
)
from docgen.redirects.edges.output import edge_files
from docgen.sunsets import end_dates

_SHOWN_ELSEWHERE: Final = ("redirect", "brownout", "headers", "accepted", "review", "notice", "action")
"""Ends that are those of a rule, of an entry, or of what somebody decided."""


def review(analysis: Analysis) -> Review:
    """What differs from the base of a project that is compared with one, or the errors alone where files are unread."""
    project, base = analysis.project, analysis.project.base
    # the rules on dates come first: what breaks customers is not lost among what has no entry
    order = {rule.id: place for place, rule in enumerate(RULES)}
    errors = sorted(analysis.errors, key=lambda finding: order.get(finding.id, -1))
    stops = tuple(finding for finding in errors if not finding.accepted)
    if base is None or not project.complete:
        return Review(base="", today=project.today, stops=stops)
    before = project.as_in_base()
    entries = tuple(_entries(project, before)) if before else ()
    changes = tuple(sorted(_changes(analysis, base), key=lambda one: LEVELS.index(one.change.level)))
    counts = list(contract_counts(project, base, analysis.changes))
    same = [pin for pin, _, count in counts if not count.total() and not analysis.changes.excused.get(pin.id)]
    not_compared = [f"{pin.contract.source.path}: {NOT_COMPARED}" for pin in same]
    return Review(
        base=base.label,
        today=project.today,
        stops=stops,
        decisions=tuple(_decisions(analysis, base)),
        pins=tuple(_pins(project, base, {pin.id for pin, _, _ in counts}, {one.entry.pin for one in entries})),
        entries=entries,
        changes=changes,
        annotations=sum(count["annotation"] for _, _, count in counts),
        rules=tuple(_rules(project, base)) if before else (),
        ends=tuple(_ends(project, before)) if before else (),
        edges=_edges(project, before) if before else {},
        unjudged=(*base.changed, *not_compared),
    )


def _decisions(analysis: Analysis, base: Base) -> Iterator[Finding]:
    """What is accepted of the comparison, then what else no rule can judge."""
    for finding in analysis.findings:
        if finding.passed and finding.id != let_through.id:
            yield finding
    # what a new acceptance excuses is the decision to accept it
    earlier = [one for one in analysis.project.acceptances if one in base.accepted.entries]
    for finding in (*excused(analysis.project, analysis.changes, earlier), *decisions(analysis.project, base)):
        yield _let_through(finding)


def _let_through(finding: Finding) -> Finding:
    return replace(finding, id=let_through.id, severity=let_through.severity, passed=True)


def _is_new(pin: Pin, base: Base) -> bool:
    """Whether a commit does not have a pin; one that could not be read there is not new."""
    return base.day is not None and base.pin(pin.id) is None and pin.source.path not in base.files


def _pins(project: Project, base: Base, contracts: set[str], of_entries: set[str]) -> Iterator[ReviewedPin]:
    for pin in project.pins:
        old = base.pin(pin.id)
        if _is_new(pin, base):
            yield ReviewedPin(pin, "new")
            continue
        parts: list[Part] = []
        if pin.id in contracts:
            parts.append("contract")
        if pin.id in of_entries:
            parts.append("entries")
        if base.day and (old is None or _says_else(pin, old)):
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
        if _says_else(entry, old) or entry.pin != old.pin:
            notes = [one.note for one in entry.text.corrections if one not in old.text.corrections]
            yield ReviewedEntry(entry, "changed", "; ".join(dict.fromkeys(notes)))
    for old in before.entries:
        if project.entry(old.slug) is None:
            yield ReviewedEntry(old, "gone")


def _says_else(part: Pin | Entry, old: Pin | Entry) -> bool:
    return part.source.text != old.source.text and _content(part) != _content(old)


def _content(part: Pin | Entry) -> dict[str, Any]:
    """What is written, as it is: the base's placeholders are not filled in."""
    content = parsed(part.source.text)
    return {key: value for key, value in content.items() if key != "frozen"}


def _changes(analysis: Analysis, base: Base) -> Iterator[ReviewedChange]:
    """The changes since the base, and since the version before of a pin that is new, with what describes each."""
    project, changes = analysis.project, analysis.changes
    for pin in project.pins:
        excused_ = changes.excused.get(pin.id, ())
        found = (*changes.against.get(pin.id, ()), *excused_)
        if _is_new(pin, base):
            found = changes.between.get(pin.id, ())
        if not found:  # every field of the contract is looked at for other names
            continue
        names = aliases(project, pin)
        before = base.pin(pin.id)
        if before and before.text.released <= project.today:  # what is published describes what was before
            covers = {entry.slug: selectors for entry, selectors in new_covers_by_entry(project, pin)}
        else:
            covers = {entry.slug: entry.text.covers for entry in project.entries_of(pin)}
        for change in found:
            slugs = covering_slugs(covers, change, dict.fromkeys(covers, names.of(change)))
            acceptance = find_acceptance(change, project.acceptances) if change in excused_ else None
            yield ReviewedChange(pin.id, change, tuple(slugs), acceptance.summary if acceptance else "")


def _rules(project: Project, base: Base) -> Iterator[ReviewedRule]:
    for old, new, finding in changed_rules(project, base):
        state: State = "gone"
        if new:
            state = "changed" if old else "new"
        hosts = {rule.host for rule in (old, new) if rule}
        edges = [edge for edge in known_edges(project) if any(project.config.serves(edge, host) for host in hosts)]
        was, now = (one.sunset_day if one else None for one in (old, new))
        yield ReviewedRule(state, _let_through(finding), tuple(edges), was, now)


def _ends(project: Project, before: Project) -> Iterator[ReviewedEnd]:
    """The days that are not as they were, but for those of rules: of parts and versions."""
    was, now = ({end.id: end for end in end_dates(one)} for one in (before, project))
    for id_, end in {**was, **now}.items():
        days = [ends[id_].day if id_ in ends else None for ends in (was, now)]
        if end.kind not in _SHOWN_ELSEWHERE and days[0] != days[1]:
            yield ReviewedEnd(end.what, *days)


def _edges(project: Project, before: Project) -> dict[str, int]:
    """How many files change on each edge."""
    was, now = (edge_files(one, known_edges(one)) for one in (before, project))
    changed = [path for path in {**was, **now} if was.get(path) != now.get(path)]
    return dict(sorted(Counter(path.partition("/")[0] for path in changed).items()))
