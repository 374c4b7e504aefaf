"""The SEQUENCE of a calendar event: how often its announcement was corrected."""

from docgen.model.entry import Entry
from docgen.model.project import Project
from docgen.model.redirect import Redirect
from docgen.sunsets.redirects import claiming_entries


def sequence(project: Project, redirect: Redirect | None, entry: Entry | None) -> int:
    """The SEQUENCE of a redirect's sunset, or of an entry's date; 0 if no entry announces it."""
    return redirect_sequence(project, redirect) if redirect else _corrections(entry) if entry else 0


def redirect_sequence(project: Project, redirect: Redirect) -> int:
    """The SEQUENCE of a sunset's event (RFC 5545, section 3.8.7.4): it rises whenever a promised sunset moves.

    It counts the dated corrections, typos left out, of the published entries that claim the rule.
    """
    return sum(map(_corrections, claiming_entries(project, redirect)))


def _corrections(entry: Entry) -> int:
    return sum(not correction.typo for correction in entry.text.corrections)
