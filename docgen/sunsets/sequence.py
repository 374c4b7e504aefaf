"""The SEQUENCE of a calendar event: how often its announcement was corrected."""

from docgen.model.ending import Ending
from docgen.model.entry import Entry


def sequence(end_date: Ending) -> int:
    """The SEQUENCE of an end's event (RFC 5545, section 3.8.7.4): it rises whenever a promised sunset moves.

    It counts the dated corrections, typos left out, of the entry that announces it; for a redirect, of all that claim
    the rule. 0 if no entry announces it.
    """
    entries = end_date.claiming if end_date.redirect else filter(None, (end_date.entry,))
    return sum(map(_corrections, entries))


def _corrections(entry: Entry) -> int:
    return sum(not correction.typo for correction in entry.text.corrections)
