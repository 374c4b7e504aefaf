"""The notice that customers get before something ends: of redirect rules and of announced deprecations alike."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from docgen.entries.deprecations import Announcement, announcements
from docgen.model.pin import Pin, current_pin
from docgen.model.project import Project
from docgen.positions.source import Pointer, Source


class Notice(NamedTuple):
    """From when to when something is announced to end, where that is written, and the days that the policy promises."""

    name: str
    since: date
    sunset: date
    promised: int
    source: Source
    since_at: Pointer
    sunset_at: Pointer

    @property
    def days(self) -> int:
        """The days of notice; negative where the sunset is before `since`."""
        return (self.sunset - self.since).days


def notices(project: Project) -> Iterator[Notice]:
    """The notices of the rules with both dates, by the policy of that day; of deprecations, by that of their pin."""
    for redirect in project.redirects:
        sunset, at = redirect.sunset_day, redirect.pointer
        if sunset and redirect.text.since:
            promised = _promised(_pin_of(project, redirect.text.since))
            places = (redirect.source, (*at, "since"), (*at, "sunset"))
            yield Notice(redirect.id, redirect.text.since, sunset, promised, *places)
    for pin in project.pins:
        for entry in project.entries_of(pin):
            for announced in announcements(project, entry):
                if announced.sunset:
                    yield _of_deprecation(announced, announced.sunset, _promised(pin))


def _of_deprecation(announced: Announcement, sunset: date, promised: int) -> Notice:
    claim, at = announced.claim, announced.pointer
    since_at = (*at, "since") if claim and claim.since else at
    sunset_at = (*at, "sunset") if claim and claim.sunset else at
    source = announced.entry.source
    return Notice(announced.selector, announced.since, sunset, promised, source, since_at, sunset_at)


def _pin_of(project: Project, since: date) -> Pin | None:
    """The pin that was current on a day: a later one promises nothing for it."""
    return current_pin(project.pins, since) or next(iter(project.visible_pins()), None)


def _promised(pin: Pin | None) -> int:
    policy = pin.text.policy if pin else None
    return policy.notice_days if policy else 0
