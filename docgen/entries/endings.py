"""What an entry says stops working: addresses that redirect for a while, deprecated parts, and parts that are gone."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from docgen.entries.deprecations import announcements
from docgen.model.entry import Entry
from docgen.model.project import Project


class Ending(NamedTuple):
    """An address or a selector that stops working on a day, None where no day is known.

    `is_prefix`: so do the paths below the address; `is_address`: it is no part of the contract.
    """

    name: str
    day: date | None
    is_address: bool = False
    is_prefix: bool = False


def endings(project: Project, entry: Entry) -> tuple[Ending, ...]:
    """The endings of an entry in the order of its claims: redirects, then deprecations, then removals."""
    return tuple(dict.fromkeys((*_redirects(project, entry), *_parts(project, entry))))


def _redirects(project: Project, entry: Entry) -> Iterator[Ending]:
    claimed = [claim.redirect.rule for claim in entry.text.claims if claim.redirect]
    for rule in (rule for name in claimed for rule in project.redirects if rule.id == name):
        if rule.sunset_day:
            yield Ending(rule.path, rule.sunset_day, is_address=True, is_prefix=rule.match == "prefix")


def _parts(project: Project, entry: Entry) -> Iterator[Ending]:
    for announced in announcements(project, entry):
        yield Ending(announced.selector, announced.sunset)
    for claim in entry.text.claims:
        for selector in claim.removal.of if claim.removal else ():
            yield Ending(selector, entry.text.effective)
