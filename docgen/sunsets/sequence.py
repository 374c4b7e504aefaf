"""What a calendar must know of a sunset beside its time: how often what is told of it changed."""

from docgen.model.entry import Entry
from docgen.model.project import Project
from docgen.model.redirect import Redirect


def sequence(project: Project, redirect: Redirect | None, entry: Entry | None) -> int:
    """The SEQUENCE of a date: of a redirect's sunset, or of what an entry announces; 0 where nothing announces it."""
    return calendar_sequence(project, redirect) if redirect else _corrections(entry) if entry else 0


def calendar_sequence(project: Project, redirect: Redirect) -> int:
    """The SEQUENCE of a sunset's event (RFC 5545, section 3.8.7.4): it rises whenever a promised sunset moves.

    It is the number of dated corrections of the published entries that claim the rule; a typo is none.
    """
    claiming = (
        entry
        for entry in project.visible_entries()
        if any(claim.redirect and claim.redirect.rule == redirect.id for claim in entry.text.claims)
    )
    return sum(map(_corrections, claiming))


def _corrections(entry: Entry) -> int:
    return sum(not correction.typo for correction in entry.text.corrections)
