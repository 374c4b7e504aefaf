"""A dated correction of a published entry, at the end of its file."""

from datetime import date

from docgen.author.edit import with_item
from docgen.entries.digests import entry_digest
from docgen.model.entry import Entry
from docgen.model.files import Files

TYPO = "Typing mistakes are corrected; the meaning is the same."


def corrected(entry: Entry, day: date, note: str, *, typo: bool = False) -> Files:
    """The entry's file with one more correction, which holds the digest of the text that it covers."""
    said = {"date": day.isoformat(), "note": note, **({"typo": "true"} if typo else {})}
    source = with_item(entry.source, "corrections", {**said, "digest": entry_digest(entry.source.text)})
    return {source.path: source.text}


def known_digest(entry: Entry, frozen: str | None) -> str | None:
    """The digest of the text that was last told, by the last correction or the frozen pin."""
    covered = [correction.digest for correction in entry.text.corrections if correction.digest]
    return covered[-1] if covered else frozen
