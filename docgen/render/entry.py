"""The page of an entry: what changed, whom it affects, what to do by when, and how each statement was verified."""

import re
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import chain
from typing import Any, Final

from docgen import urls
from docgen.claims import KINDS
from docgen.claims.words import Block
from docgen.entries.corrections import changes_of_corrections, differing_lines, published
from docgen.entries.coverage import changes_by_entry
from docgen.entries.endings import announced_endings
from docgen.entries.placeholders import filled
from docgen.entries.references import claims_by_id, own_claims, references_of_claims
from docgen.model.change import Change
from docgen.model.claim import Claim
from docgen.model.entry import Correction, Entry
from docgen.model.pin import Pin
from docgen.model.redirect import Redirect
from docgen.openapi.selectors import find
from docgen.positions.yaml import extent
from docgen.render.article import article
from docgen.render.before_after import before_after
from docgen.render.feeds import tag_uri
from docgen.render.handwritten import absolute_link
from docgen.render.page import Page, relative, safe_url
from docgen.render.publication import Publication, once, with_neighbours
from docgen.render.twins import description_to_markdown
from docgen.render.verified import statements, tally

Changed = list[tuple[str, str, str]]
"""Keys with the words before and now; empty where there were or are none."""
Parts = list[tuple[str, str | None]]
"""Names, each with the page that shows it, None where there is none."""
_GROUPS: Final = {
    "Operations": "[A-Z]+ /",
    "Events": "event ",
    "Errors": "error ",
    "Headers": "header ",
    "Security": "security ",
    "Servers": "server ",
    "Fields": "",
}
"""How the selectors of each kind begin; the first pattern that fits counts."""


@once
def _changes(publication: Publication) -> Mapping[str, Sequence[Change]]:
    """The changes of the contracts by the slug of the entry that explains them."""
    explained: dict[str, list[Change]] = {}
    for pin in publication.pins:
        if changes := publication.changes(pin.id):
            explained |= changes_by_entry(publication.project, pin, publication.entries_of(pin), changes)
    return explained


@once
def _beside(publication: Publication) -> Mapping[str, tuple[Entry | None, Entry | None]]:
    """The entries above and below each entry on the timeline, by its slug."""
    order = list(chain.from_iterable(publication.timeline(pin.id) for pin in publication.all_pins))
    return {entry.slug: (newer, older) for newer, entry, older in with_neighbours(order)}


@once
def _redirects(publication: Publication) -> Mapping[str, Redirect]:
    return {redirect.id: redirect for redirect in publication.project.redirects}


def entry_page(publication: Publication, entry: Entry) -> Page:
    """The page of an entry."""
    text, source = entry.text, urls.entry_source(entry)
    return Page(
        template="entry.md.j2",
        url=urls.entry_url(entry),
        title=text.title,
        description=text.summary,
        context=_context(publication, entry),
        for_twin={
            "body": description_to_markdown.article(text.body, lambda href: absolute_link(publication, href, source))
        },
    )


def _context(publication: Publication, entry: Entry) -> dict[str, Any]:
    # the entry of a pin without a page is on no timeline
    newer, older = _beside(publication).get(entry.slug, (None, None))
    pin = publication.project.pin_of(entry)
    changes = _changes(publication).get(entry.slug, ())
    claims, ended = statements(publication, entry), announced_endings(publication.project, entry)
    ending = {end.name for end in ended}
    named = list(dict.fromkeys(chain(entry.text.covers, *(change.operations for change in changes))))
    affected, instead = [], []
    for name in named:
        if ended and name not in ending:
            instead.append(name)
        else:
            affected.append(name)
    return {
        "entry": entry,
        "text": entry.text,
        "is_past": entry.pin in publication.past.pin_ids,
        "pin": pin,
        "statements": claims,
        "tally": tally(claims),
        "endings": ended,
        "affected": _affected(publication, pin, affected),
        "instead": _affected(publication, pin, instead),
        "corrections": corrections_of(publication, entry),
        "examples": before_after(publication, entry, [name for name in named if re.match(_GROUPS["Operations"], name)]),
        "changes": changes,
        "breaking_days": publication.breaking_days(entry),
        "changes_break": any(change.level == "breaking" for change in changes),
        "shown": partial(_shown, publication),
        "body": article(entry.text.body, lambda href: _link(publication, entry, href)),
        "source": _source(entry),
        "id": tag_uri(publication, entry),
        "newer": newer,
        "older": older,
    }


def _shown(publication: Publication, claim: Claim) -> list[Block]:
    return list(KINDS[claim.kind].page(claim.promise, _redirects(publication)))


def _link(publication: Publication, entry: Entry, href: str) -> str:
    """A link of the body, relative to the page of the entry."""
    target = urls.link_target(href, urls.entry_source(entry))
    if target is not None and not href.startswith("#"):
        href = relative(publication.within_site(target), urls.entry_url(entry))
    return str(safe_url(href))


def _affected(publication: Publication, pin: Pin | None, selectors: Sequence[str]) -> list[tuple[str, Parts]]:
    """What selectors name, by kind, in their order; one of history may be in no contract."""
    groups: dict[str, Parts] = {kind: [] for kind in _GROUPS}
    for selector in selectors:
        kind = next(kind for kind, pattern in _GROUPS.items() if re.match(pattern, selector))
        name = selector if kind in ("Operations", "Fields") else selector.partition(" ")[2]
        is_known = pin or find(publication.spec, selector, publication.config.error_codes)
        url = publication.url_of(publication.in_current(selector, pin))
        groups[kind].append((name, url if is_known else None))
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
    # a pin names claims of any entry, an entry its own by their ids
    claims = own_claims(part) if isinstance(part, Entry) else claims_by_id(publication.project)
    fill = partial(filled, references=references_of_claims(claims), is_plain=True)
    shown = []
    for correction, pairs in changes_of_corrections(published(part)):
        if correction.date <= publication.today:
            changed = []
            for key, pair in pairs.items():
                before, now = map("\n".join, differing_lines(*pair))
                changed.append((key, fill(before), fill(now)))
            shown.append((correction, changed))
    return shown
