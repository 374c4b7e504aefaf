"""The timeline, a page per pin, and a page per entry."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlencode

from docgen import urls
from docgen.model.entry import Entry
from docgen.model.files import Files
from docgen.model.pin import Pin
from docgen.render import years
from docgen.render.contract import checksum, contract_json
from docgen.render.contract_changes import open_and_folded
from docgen.render.deadlines import deadlines
from docgen.render.entry import entry_page
from docgen.render.page import front_matter, page
from docgen.render.pin_command import pin_command
from docgen.render.publication import Publication, neighbours
from docgen.render.upgrade import previous_pin
from docgen.render.verified import statements, tally

_DEADLINES: Final = 50


def render(publication: Publication) -> Files:
    """The timeline, a page for every older year, pin and entry, and the contract of each pin as a download."""
    files: dict[str, str | bytes] = {f"{urls.CHANGELOG}index.md": _timeline(publication)}
    for index, year in enumerate(years.timeline(publication).older):
        files[f"{year.url.removesuffix('/')}.md"] = _year(publication, index)
    for pin in publication.pins():
        files[urls.pin_source(pin.id)] = _pin(publication, pin)
        if pin.spec:
            files[urls.spec_file(pin.id)] = contract_json(pin.spec)
    for entry in publication.entries():
        files[urls.entry_source(entry)] = entry_page(publication, entry)
    return files


def _timeline(publication: Publication) -> str:
    head = front_matter(
        "Changelog", f"What changed in the {publication.project.config.api}, by API version.", hide=["toc"]
    )
    context = timeline_context(publication)
    return page(publication, "timeline.md.j2", urls.CHANGELOG, head, choices=_choices(publication), **context)


def timeline_context(publication: Publication) -> dict[str, Any]:
    """What the timeline shows, and its twin."""
    found = years.timeline(publication)
    return {
        "entries": publication.entries(),
        "deadlines": deadlines(publication),
        "max_deadlines": _DEADLINES,
        "older": found.older,
        **_changes(publication, found.shown, with_empty=True),
    }


def _changes(publication: Publication, entries: Sequence[Entry], *, with_empty: bool = False) -> dict[str, Any]:
    """Some entries under their pins, and how many claims of each are verified."""
    verified = {entry.slug: tally(statements(publication, entry)) for entry in entries}
    return {"changes": years.by_pin(publication, entries, with_empty=with_empty), "verified": verified}


def _year(publication: Publication, index: int) -> str:
    context = year_context(publication, index)
    shown = context["page"]
    description = f"What changed in the {publication.project.config.api} in {shown.title}."
    head = front_matter(f"Changes in {shown.title}", description, hide=["toc"], search={"exclude": True})
    return page(publication, "year.md.j2", shown.url, head, **context)


def year_context(publication: Publication, index: int) -> dict[str, Any]:
    """What the page of a year shows, and its twin."""
    pages = years.timeline(publication).older
    newer, older = neighbours(pages, index)
    changes = _changes(publication, pages[index].entries)
    return {"page": pages[index], "newer": newer, "older": older, **changes}


def _choices(publication: Publication) -> dict[str, list[str]]:
    """The filters of the timeline with their values; one with a single value is left out."""
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
    return page(publication, "pin.md.j2", urls.pin_url(pin.id), head, **pin_context(publication, pin))


def pin_context(publication: Publication, pin: Pin) -> dict[str, Any]:
    """What the page of a pin shows, and its twin."""
    entries = publication.entries(pin.id)
    changes = publication.changes(pin.id)
    return {
        "pin": pin,
        "entries": entries,
        "counts": Counter(entry.text.kind for entry in entries),
        "breaking": sum(publication.is_breaking(entry) for entry in entries),
        "required": [entry for entry in entries if entry.text.action.level == "required"],
        "most": years.MOST,
        "all_changes": f"{urls.CHANGELOG}?{urlencode({'pin': pin.id})}",
        "previous": previous_pin(publication, pin),
        "changes": changes,
        "levels": Counter(change.level for change in changes),
        "groups": open_and_folded(changes),
        "pin_command": pin_command(publication.project, pin),
        "contract": checksum(pin.spec) if pin.spec else None,
    }
