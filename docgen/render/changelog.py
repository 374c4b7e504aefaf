"""The timeline, a page per pin, and a page per entry."""

from collections import Counter
from typing import Any

from docgen import urls
from docgen.model.files import Files
from docgen.model.pin import Pin
from docgen.render.contract import checksum, contract_json
from docgen.render.contract_changes import split
from docgen.render.deadlines import deadlines
from docgen.render.entry import entry_page
from docgen.render.page import front_matter, page
from docgen.render.pin_command import pinned
from docgen.render.publication import Publication
from docgen.render.upgrade import before
from docgen.render.verified import statements, tally


def render(publication: Publication) -> Files:
    """The timeline, the page of every pin and entry, and the contract of each pin as a download."""
    files: dict[str, str | bytes] = {f"{urls.CHANGELOG}index.md": _timeline(publication)}
    for pin in publication.pins():
        files[urls.pin_source(pin.id)] = _pin(publication, pin)
        if pin.spec:
            files[urls.spec_file(pin.id)] = contract_json(pin.spec)
    for entry in publication.entries():
        files[urls.entry_source(entry)] = entry_page(publication, entry)
    return files


def _timeline(publication: Publication) -> str:
    head = front_matter(
        "Changelog", f"What changed in the {publication.project.config.api}, by date-pin.", hide=["toc"]
    )
    context = of_timeline(publication)
    return page(publication, "timeline.md.j2", urls.CHANGELOG, head, choices=_choices(publication), **context)


def of_timeline(publication: Publication) -> dict[str, Any]:
    """What the timeline shows, and its twin."""
    entries = publication.entries()
    return {
        "entries": entries,
        "deadlines": deadlines(publication),
        "verified": {entry.slug: tally(statements(publication, entry)) for entry in entries},
        "today": publication.project.now.date(),
    }


def _choices(publication: Publication) -> dict[str, list[str]]:
    """What a reader can filter by, and the values that entries have of it; what leaves no choice is left out."""
    entries = publication.entries()
    found: dict[str, list[str]] = {
        "kind": sorted({entry.text.kind for entry in entries}),
        "area": sorted({area for entry in entries for area in entry.text.areas}),
        "impact": sorted({entry.text.impact for entry in entries}),
        "action": sorted({entry.text.action.level for entry in entries}),
        "pin": [pin.id for pin in publication.pins()],
    }
    return {name: values for name, values in found.items() if len(values) > 1}


def _pin(publication: Publication, pin: Pin) -> str:
    head = front_matter(f"{pin.id} ({pin.text.label})", pin.text.summary)
    return page(publication, "pin.md.j2", urls.pin_url(pin.id), head, **of_pin(publication, pin))


def of_pin(publication: Publication, pin: Pin) -> dict[str, Any]:
    """What the page of a pin shows, and its twin."""
    entries = publication.entries(pin.id)
    changes = publication.analysis.changes.between.get(pin.id, ())
    return {
        "pin": pin,
        "entries": entries,
        "counts": Counter(entry.text.kind for entry in entries),
        "breaking": sum(entry.text.impact == "breaking" for entry in entries),
        "required": [entry for entry in entries if entry.text.action.level == "required"],
        "previous": before(publication, pin),
        "changes": changes,
        "levels": Counter(change.level for change in changes),
        "groups": split(changes),
        "pinned": pinned(publication.project, pin),
        "contract": checksum(pin.spec) if pin.spec else None,
        "today": publication.project.now.date(),
    }
