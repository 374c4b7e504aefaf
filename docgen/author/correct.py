"""A dated correction of a published entry or pin, appended to its file."""

from datetime import date
from typing import Any

from docgen.author.edit import with_item
from docgen.entries.corrections import published_words, words_before
from docgen.entries.digests import entry_digest
from docgen.model.entry import Entry
from docgen.model.files import Files
from docgen.model.pin import Pin

TYPO = "The wording is corrected."


def corrected(
    part: Entry | Pin, old: str, day: date, note: str, *, typo: bool = False, ended: date | None = None
) -> Files:
    """The file with a new correction, which has the digest of the corrected text, and the words of the `old` one.

    `ended` is the end that an entry promised before, where that moves.
    """
    fields: dict[str, Any] = {"date": day.isoformat(), "note": note}
    if typo:
        fields["typo"] = "true"
    if ended:
        fields["ended"] = ended.isoformat()
    fields["digest"] = entry_digest(part.source.text)
    if before := words_before(published_words(old), published_words(part.source.text)):
        fields["before"] = before
    source = with_item(part.source, "corrections", fields)
    return {source.path: source.text}
