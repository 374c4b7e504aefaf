"""The corrections of an entry or a pin for its page, each with what it changed."""

from docgen.entries.corrections import changes_of_corrections, differing_lines, published
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
            changed = []
            for key, pair in pairs.items():
                before, now = ("\n".join(lines) for lines in differing_lines(*pair))
                changed.append((key, filled(before, claims, plain=True), filled(now, claims, plain=True)))
            found.append((correction, changed))
    return found
