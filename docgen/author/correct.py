"""A dated correction of a published entry, appended to its file."""

from datetime import date

from docgen.author.edit import with_item
from docgen.entries.digests import entry_digest
from docgen.model.entry import Entry
from docgen.model.files import Files

TYPO = "Typing mistakes are corrected; the meaning is the same."


def corrected(entry: Entry, day: date, note: str, *, typo: bool = False, ended: date | None = None) -> Files:
    """The entry's file with a new correction, which has the digest of the corrected text.

    `ended` is the end that the entry promised before, where that moves.
    """
    fields = {"date": day.isoformat(), "note": note, **({"typo": "true"} if typo else {})}
    fields |= {"ended": ended.isoformat()} if ended else {}
    source = with_item(entry.source, "corrections", {**fields, "digest": entry_digest(entry.source.text)})
    return {source.path: source.text}


def last_digest(entry: Entry, frozen: str | None) -> str | None:
    """The digest of the text as last published: that of the last correction, or else of the frozen pin."""
    covered = [correction.digest for correction in entry.text.corrections if correction.digest]
    return covered[-1] if covered else frozen
