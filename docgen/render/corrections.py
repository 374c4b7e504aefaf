"""The corrections of an entry or a pin for its page, each with what it changed."""

from docgen.entries.corrections import changes_of_corrections, published
from docgen.entries.placeholders import claims_by_id, filled
from docgen.model.entry import Correction, Entry
from docgen.model.pin import Pin
from docgen.render.publication import Publication

Changed = list[tuple[str, str, str]]
"""Keys with the words before and now; empty where there were or are none."""


def corrections_of(publication: Publication, part: Entry | Pin) -> list[tuple[Correction, Changed]]:
    """The corrections that a reader may see today, in their order."""
    claims = claims_by_id(publication.project, part if isinstance(part, Entry) else None)
    found = []
    for correction, pairs in changes_of_corrections(published(part)):
        if correction.date <= publication.today:
            filled_in = {key: [filled(text, claims, plain=True) for text in pair] for key, pair in pairs.items()}
            found.append((correction, [(key, before, now) for key, (before, now) in filled_in.items()]))
    return found
