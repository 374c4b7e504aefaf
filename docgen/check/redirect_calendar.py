"""The dates of rules and of announced deprecations, compared with each other, with what was promised, and today."""

from collections.abc import Iterator
from datetime import date
from itertools import chain

import msgspec

from docgen.check.rule import found, found_at, rule
from docgen.entries.endings import deprecations
from docgen.model.ending import Ending, redirect_ending
from docgen.model.entry import Entry
from docgen.model.finding import Finding, Severity
from docgen.model.pin import Pin, current_pin
from docgen.model.project import Base, Project
from docgen.model.redirect import Redirect, midnight, rfc3339
from docgen.positions.source import Pointer, Source
from docgen.sunsets import passed
from docgen.wording import counted

Notice = tuple[Ending, int, int]
"""What ends, the days of its notice (negative where it ends before `since`), and the days that the policy promises."""


@rule(Severity.ERROR)
def sunset_before_deprecation(project: Project) -> Iterator[Finding]:
    """The sunset of a rule or of a deprecation is before its `since`, which RFC 9745 forbids."""
    for end, days, _ in notices(project):
        if days < 0:
            message = f"the sunset of `{_name(end)}`, {end.day}, is before its `since`, {end.since}"
            yield found(*written_at(end, "since"), message, "set `since` to a day before the sunset")


@rule(Severity.ERROR)
def notice_too_short(project: Project) -> Iterator[Finding]:
    """A rule or a deprecation gives fewer days of notice, up to its sunset, than the policy of that day promises."""
    for end, days, promised in notices(project):
        # fewer than 0 days is sunset-before-deprecation
        if 0 <= days < promised:
            message = f"`{_name(end)}` gives {counted(days, 'day')} of notice; the policy promises {promised}"
            yield found(*written_at(end, "sunset"), message, "move the sunset, or correct `since`")


def _name(end: Ending) -> str:
    return end.rule.id if end.rule else end.name


@rule(Severity.ERROR)
def sunset_moved_earlier(project: Project, base: Base) -> Iterator[Finding]:
    """A redirect ends before the sunset that a published entry promised: customers who planned for it are cut off."""
    for entry, rule_id, day in _promised_sunsets(project, base):
        promised = f"`{entry.slug}` promised the redirect `{rule_id}` until {day}"
        redirects = project.redirects_of(rule_id)
        if not redirects and midnight(day) > project.epoch:
            hint = "restore the rule; after that day, set `removed:`"
            yield found_at(entry.source.path, 0, 0, f"{promised}, but no rule has that id", hint)
        for redirect in redirects:
            ends, key = _end(redirect, project.epoch)
            if ends is not None and ends < midnight(day):
                message = f"{promised}, but it ends at {rfc3339(ends)}"
                yield found(*redirect.at(key), message, f"write {day} or a later day")


def _promised_sunsets(project: Project, base: Base) -> Iterator[tuple[Entry, str, date]]:
    """Each sunset that a published entry of the base promised: the entry, the id of the rule, the day."""
    for entry in base.entries:
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


@rule(Severity.WARNING, trigger="calendar")
def sunset_passed(project: Project) -> Iterator[Finding]:
    """A sunset has passed, and the redirect was not removed, or the current contract still has the operation."""
    yield from map(passed_sunset, passed(project))


def passed_sunset(end: Ending) -> Finding:
    """The finding for an end date that has passed and has something left to do."""
    return msgspec.structs.replace(found(end.source, end.pointer, *end.left), id=sunset_passed.id)


def notices(project: Project) -> Iterator[Notice]:
    """The notices of the rules with both dates, by the policy of that day; of deprecations, by that of their pin."""
    for redirect in project.redirects:
        if redirect.sunset is not None and redirect.text.since:
            # the pin that was current on that day: a later one promises nothing for it
            pin = current_pin(project.pins, redirect.text.since) or next(iter(project.visible_pins()), None)
            yield _notice(redirect_ending(redirect, ()), redirect.text.since, pin)
    for entry in chain.from_iterable(map(project.entries_of, project.pins)):
        for announced in deprecations(project, entry):
            if announced.sunset and announced.since:
                yield _notice(announced, announced.since, project.pin_of(entry))


def written_at(end: Ending, key: str) -> tuple[Source, Pointer]:
    """Where a date of an ending is written; a claim that leaves it to the contract stands for it."""
    if end.rule:
        return end.rule.at(key)
    is_claimed = end.claim is not None and getattr(end.claim, key) is not None
    return end.source, (*end.pointer, key) if is_claimed else end.pointer


def _notice(end: Ending, since: date, pin: Pin | None) -> Notice:
    policy = pin.text.policy if pin else None
    return end, (end.day - since).days, policy.notice_days if policy else 0
