"""The published entries about an error code or an event."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from docgen.model.claim import Claim
from docgen.model.entry import Entry
from docgen.render.publication import Publication


def entries_about(publication: Publication, selector: str) -> tuple[Entry, ...]:
    """The entries that cover `error <code>` or `event <name>`, or make a claim about it."""
    return tuple(publication.cached(_by_selector).get(selector, ()))


def _by_selector(publication: Publication) -> Mapping[str, Sequence[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in publication.entries():
        claimed = (selector for claim in entry.text.claims for selector in _claimed(claim))
        for selector in dict.fromkeys((*entry.text.covers, *claimed)):
            found[selector].append(entry)
    return found


def _claimed(claim: Claim) -> Iterator[str]:
    if claim.response and claim.response.error:
        yield f"error {claim.response.error}"
    if events := claim.events:
        named = (*(events.exactly or ()), *(events.planned or ()), *(events.after_status or ()))
        yield from (f"event {name}" for name in named)
