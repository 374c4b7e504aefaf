"""The page of an entry: what changed, whom it affects, what to do by when, and how each statement was verified."""

import re
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import chain
from typing import Any, Final

import msgspec

from docgen import urls
from docgen.claims import KINDS
from docgen.claims.words import Block
from docgen.entries.corrections import changes_of_corrections, differing_lines, published
from docgen.entries.coverage import aliases, covering_slugs
from docgen.entries.endings import announced_endings
from docgen.entries.placeholders import filled
from docgen.entries.references import claims_by_id, own_claims, references_of_claims
from docgen.model.change import Change
from docgen.model.claim import Claim
from docgen.model.entry import Correction, Entry
from docgen.model.pin import Pin
from docgen.model.redirect import Redirect
from docgen.positions.yaml import extent
from docgen.render.article import article
from docgen.render.before_after import before_after
from docgen.render.feeds import tag_uri
from docgen.render.page import Page, relative, safe_url
from docgen.render.pin_command import pin_command
from docgen.render.publication import Publication, neighbours, once
from docgen.render.twins import description_to_markdown
from docgen.render.twins.handwritten import absolute_link
from docgen.render.verified import statements, tally

Changed = list[tuple[str, str, str]]
"""Keys with the words before and now; empty where there were or are none."""
_GROUPS: Final = {
    "Operations": re.compile(r"[A-Z]+ /"),
    "Events": re.compile(r"event "),
    "Errors": re.compile(r"error "),
    "Headers": re.compile(r"header "),
    "Security": re.compile(r"security "),
    "Servers": re.compile(r"server "),
    "Fields": re.compile(r""),
}


class AffectedPart(msgspec.Struct, frozen=True):
    """A part that an entry covers, with the page that shows it; None where there is none."""

    name: str
    url: str | None


class Lookup(msgspec.Struct, frozen=True):
    """Shared by the pages of all entries: redirects by id; changes, and the entries above and below, by slug."""

    redirects: Mapping[str, Redirect]
    changes: Mapping[str, tuple[Change, ...]]
    beside: Mapping[str, tuple[Entry | None, Entry | None]]


@once
def _lookup(publication: Publication) -> Lookup:
    order: list[Entry] = []
    changes: dict[str, tuple[Change, ...]] = {}
    for pin in publication.pins():
        order += publication.timeline(pin.id)
        changes |= _changes_by_entry(publication, pin)
    return Lookup(
        {redirect.id: redirect for redirect in publication.project.redirects},
        changes,
        {entry.slug: neighbours(order, index) for index, entry in enumerate(order)},
    )


def _changes_by_entry(publication: Publication, pin: Pin) -> dict[str, tuple[Change, ...]]:
    """The changes of a pin's contract by the slug of the entry that explains them."""
    changes = publication.changes(pin.id)
    if not changes:
        return {}
    entries = {entry.slug: frozenset(entry.text.covers) for entry in publication.entries(pin.id)}
    explained: dict[str, list[Change]] = {}
    names = aliases(publication.project, pin)
    for change in changes:
        for slug in covering_slugs(entries, change, dict.fromkeys(entries, names.of(change))):
            explained.setdefault(slug, []).append(change)
    return {slug: tuple(listed) for slug, listed in explained.items()}


def entry_page(publication: Publication, entry: Entry) -> Page:
    """The page of an entry."""
    text, source = entry.text, urls.entry_source(entry)
    return Page(
        template="entry.md.j2",
        url=urls.entry_url(entry),
        title=text.title,
        description=text.summary,
        section="Changelog",
        summary=text.summary,
        context=_context(publication, entry),
        for_twin={
            "body": description_to_markdown.article(text.body, lambda href: absolute_link(publication, href, source))
        },
    )


def _context(publication: Publication, entry: Entry) -> dict[str, Any]:
    lookup = _lookup(publication)
    newer, older = lookup.beside.get(entry.slug, (None, None))
    pin = publication.project.pin_of(entry)
    changes = lookup.changes.get(entry.slug, ())
    claims, ended = statements(publication, entry), announced_endings(publication.project, entry)
    ending = {end.name for end in ended}
    named = list(dict.fromkeys(chain(entry.text.covers, *(change.operations for change in changes))))
    return {
        "entry": entry,
        "text": entry.text,
        "pin": pin,
        "statements": claims,
        "tally": tally(claims),
        "endings": ended,
        "affected": _affected(publication, pin, [name for name in named if not ended or name in ending]),
        "instead": _affected(publication, pin, [name for name in named if ended and name not in ending]),
        "corrections": corrections_of(publication, entry),
        "examples": before_after(publication, entry, [name for name in named if _GROUPS["Operations"].match(name)]),
        "changes": changes,
        "breaking_days": publication.breaking_days(entry),
        "changes_break": any(change.level == "breaking" for change in changes),
        "shown": partial(_shown, lookup.redirects),
        "pin_command": pin_command(publication.project, pin),
        "body": article(entry.text.body, lambda href: _link(publication, entry, href)),
        "source": _source(entry),
        "id": tag_uri(publication, entry),
        "newer": newer,
        "older": older,
    }


def _shown(redirects: Mapping[str, Redirect], claim: Claim) -> list[Block]:
    return list(KINDS[claim.kind].page(claim.promise, redirects))


def _link(publication: Publication, entry: Entry, href: str) -> str:
    """A link of the body, relative to the page of the entry."""
    found = publication.site.resolve_link(href, urls.entry_source(entry))
    return str(safe_url(found if found.startswith("#") else relative(found, urls.entry_url(entry))))


def _affected(
    publication: Publication, pin: Pin | None, selectors: Sequence[str]
) -> list[tuple[str, list[AffectedPart]]]:
    """What selectors name, by kind, in their order."""
    groups: dict[str, list[AffectedPart]] = {kind: [] for kind in _GROUPS}
    for selector in selectors:
        kind = next(kind for kind, pattern in _GROUPS.items() if pattern.match(selector))
        name = selector if kind in ("Operations", "Fields") else selector.partition(" ")[2]
        groups[kind].append(AffectedPart(name, publication.url_of(publication.in_current(selector, pin))))
    return [(kind, parts) for kind, parts in groups.items() if parts]


def _source(entry: Entry) -> str:
    """The text of the entry's file without the comments for editors at its top, and without later corrections."""
    text = entry.source.text
    lines, corrections = text.splitlines(), extent(text, ("corrections",))
    # the file has more than a reader sees at `now`: which ones these are, their order does not say
    if corrections and extent(text, ("corrections", len(entry.text.corrections))):
        del lines[corrections[0] - 1 : corrections[1]]
    first = next((index for index, line in enumerate(lines) if not line.startswith("#")), 0)
    return "\n".join(lines[first:])


def corrections_of(publication: Publication, part: Entry | Pin) -> list[tuple[Correction, Changed]]:
    """The corrections that a reader may see today, in their order."""
    claims = own_claims(part) if isinstance(part, Entry) else claims_by_id(publication.project)
    fill = partial(filled, references=references_of_claims(claims), is_plain=True)
    found = []
    for correction, pairs in changes_of_corrections(published(part)):
        if correction.date <= publication.today:
            changed = []
            for key, pair in pairs.items():
                before, now = map("\n".join, differing_lines(*pair))
                changed.append((key, fill(before), fill(now)))
            found.append((correction, changed))
    return found
