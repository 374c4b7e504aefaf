"""The impact of an entry, compared with the changes that it covers and with what it ends."""

from collections.abc import Iterable, Iterator

import msgspec

from docgen.check.rule import found, rule
from docgen.entries.coverage import aliases, covering_slugs, level_for
from docgen.entries.endings import closing_redirects
from docgen.model.change import LEVELS, Change, Changes
from docgen.model.entry import Entry
from docgen.model.finding import Finding, Severity
from docgen.model.pin import Pin
from docgen.model.project import Project


@rule(Severity.ERROR)
def impact_mismatch(project: Project, changes: Changes) -> Iterator[Finding]:
    """An entry has another impact than what it announces: a customer would plan for the wrong one."""
    closing: dict[str, str] = {}
    for entry in project.entries:
        for reason in _closing(project, entry):
            closing[entry.slug] = reason
        if entry.slug in closing and entry.text.impact != "breaking":
            yield _mismatch(entry, closing[entry.slug], "breaking")
    for _, pin in project.successions():
        covered_by = _covered_changes(project, pin, changes.between.get(pin.id, ()))
        for entry in project.entries_of(pin):
            covered = covered_by.get(entry.slug, [])
            expected = _impacts(covered)
            if covered and entry.slug not in closing and entry.text.impact not in expected:
                worst = min(covered, key=lambda change: LEVELS.index(change.level))
                reason = f"the entry covers a {expected[0]} change: {worst.text} ({worst.id})"
                yield _mismatch(entry, reason, expected[0])


def _closing(project: Project, entry: Entry) -> Iterator[str]:
    for closing in closing_redirects(project, entry):
        rule = closing.rule.id if closing.rule else closing.name
        yield f"the redirect `{rule}` ends in {closing.then.partition(' ')[0]} on {closing.day}"


def _mismatch(entry: Entry, reason: str, expected: str) -> Finding:
    message = f"the impact is `{entry.text.impact}`, but {reason}"
    return found(entry.source, ("impact",), message, f"write `impact: {expected}`")


def _covered_changes(project: Project, pin: Pin, between: Iterable[Change]) -> dict[str, list[Change]]:
    """The changes of each entry, by its slug, at the level that they have where the entry names them.

    If some entries name a change, others do not get it.
    """
    names, covered_by = aliases(project, pin), dict[str, list[Change]]()
    entries = {entry.slug: frozenset(entry.text.covers) for entry in project.entries_of(pin)}
    for change in between:
        for slug in covering_slugs(entries, change, dict.fromkeys(entries, names.of(change))):
            level = level_for(entries[slug], change, names)
            covered_by.setdefault(slug, []).append(msgspec.structs.replace(change, level=level))
    return covered_by


def _impacts(covered: list[Change]) -> tuple[str, ...]:
    levels = {change.level for change in covered}
    if "breaking" in levels:
        return ("breaking",)
    if "warning" in levels:
        return ("non-breaking", "breaking")
    return ("non-breaking",)
