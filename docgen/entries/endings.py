"""What an entry says stops working: addresses whose redirect ends in an error, deprecated parts, and removed ones."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from docgen.entries.breaking import closing_redirects
from docgen.entries.deprecations import announcements
from docgen.model.entry import Entry
from docgen.model.project import Project


class AnnouncedEnding(NamedTuple):
    """An address or a selector that stops working on a day, None where no day is known.

    `is_prefix`: so do the paths below the address; `is_address`: it is no part of the contract.
    """

    name: str
    day: date | None
    is_address: bool = False
    is_prefix: bool = False


def announced_endings(project: Project, entry: Entry) -> tuple[AnnouncedEnding, ...]:
    """The endings of an entry in the order of its claims: redirects, then deprecations, then removals."""
    return tuple(dict.fromkeys((*_redirects(project, entry), *_parts(project, entry))))


def _redirects(project: Project, entry: Entry) -> Iterator[AnnouncedEnding]:
    rules = {rule.id: rule for rule in project.redirects}
    for closing in closing_redirects(project, entry):
        if rule := rules.get(closing.rule):
            yield AnnouncedEnding(rule.path, closing.day, is_address=True, is_prefix=rule.match == "prefix")


def _parts(project: Project, entry: Entry) -> Iterator[AnnouncedEnding]:
    for announced in announcements(project, entry):
        yield AnnouncedEnding(announced.selector, announced.sunset)
    for claim in entry.text.claims:
        for selector in claim.removal.of if claim.removal else ():
            yield AnnouncedEnding(selector, entry.text.effective)
