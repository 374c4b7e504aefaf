"""The notice that customers get before something ends: of redirect rules and of announced deprecations alike."""

from collections.abc import Iterator
from datetime import date

from docgen.entries.endings import deprecations, redirect_ending
from docgen.model.ending import Ending
from docgen.model.pin import Pin, current_pin
from docgen.model.project import Project
from docgen.positions.source import Pointer, Source

Notice = tuple[Ending, int, int]
"""What ends, the days of its notice (negative where it ends before `since`), and the days that the policy promises."""


def notices(project: Project) -> Iterator[Notice]:
    """The notices of the rules with both dates, by the policy of that day; of deprecations, by that of their pin."""
    for redirect in project.redirects:
        if redirect.sunset is not None and redirect.text.since:
            yield _notice(redirect_ending(redirect, ()), redirect.text.since, _pin_of(project, redirect.text.since))
    for pin in project.pins:
        for entry in project.entries_of(pin):
            for announced in deprecations(project, entry):
                if announced.sunset and announced.since:
                    yield _notice(announced, announced.since, pin)


def written_at(end: Ending, key: str) -> tuple[Source, Pointer]:
    """Where a date of an ending is written; a claim that leaves it to the contract stands for it."""
    if end.rule:
        return end.rule.at(key)
    is_claimed = end.claim is not None and getattr(end.claim, key) is not None
    return end.source, (*end.pointer, key) if is_claimed else end.pointer


def _notice(end: Ending, since: date, pin: Pin | None) -> Notice:
    policy = pin.text.policy if pin else None
    return end, (end.day - since).days, policy.notice_days if policy else 0


def _pin_of(project: Project, since: date) -> Pin | None:
    """The pin that was current on a day: a later one promises nothing for it."""
    return current_pin(project.pins, since) or next(iter(project.visible_pins()), None)
