"""The sunsets that published entries promised, compared with the rules."""

from collections.abc import Iterator
from datetime import date

from docgen.check.rule import found, found_at, rule
from docgen.model.entry import Entry
from docgen.model.finding import Finding, Severity
from docgen.model.project import Project
from docgen.model.redirect import Redirect, midnight, rfc3339


@rule(Severity.ERROR, compares=True)
def sunset_moved_earlier(project: Project) -> Iterator[Finding]:
    """A redirect ends before the sunset that a published entry promised: customers who planned for it are cut off."""
    for entry, rule_id, day in _promised_sunsets(project):
        promised = f"`{entry.slug}` promised the redirect `{rule_id}` until {day}"
        rules = [redirect for redirect in project.redirects if redirect.id == rule_id]
        if not rules and midnight(day) > project.epoch:
            hint = "restore the rule; after that day, set `removed:`"
            yield found_at(entry.source.path, 0, 0, f"{promised}, but no rule has that id", hint)
        for redirect in rules:
            ends, key = _end(redirect, project.epoch)
            if ends is not None and ends < midnight(day):
                message = f"{promised}, but it ends at {rfc3339(ends)}"
                yield found(*redirect.at(key), message, f"write {day} or a later day")


def _promised_sunsets(project: Project) -> Iterator[tuple[Entry, str, date]]:
    """Each sunset that a published entry of the base promised: the entry, the id of the rule, the day."""
    for entry in project.base.entries if project.base else ():
        if entry.is_visible(project.now.date()):
            for claim in entry.text.claims:
                if claim.redirect and claim.redirect.sunset:
                    yield entry, claim.redirect.rule, claim.redirect.sunset


def _end(redirect: Redirect, now: int) -> tuple[int | None, str]:
    """When a rule ends, as a Unix time in seconds, and the key that sets it; None where it is permanent."""
    if redirect.text.removed:
        removed = min(midnight(redirect.text.removed), now)  # no edge serves it any more, even before that day
        if redirect.sunset is None or removed < redirect.sunset:
            return removed, "removed"
    return redirect.sunset, "sunset"
