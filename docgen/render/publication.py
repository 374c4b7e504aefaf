"""What is published at one time: the project with its proofs by claim, seen at `project.now`."""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any, Final, TypeVar

import msgspec

from docgen import urls
from docgen.model.analysis import Analysis
from docgen.model.entry import Entry
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.model.proof import Proof
from docgen.render.pin_command import Pinned, pinned
from docgen.render.reference.page_targets import Places
from docgen.render.site_map import SiteMap
from docgen.render.versions import Versions

_WORST_FIRST: Final = ("refuted", "cannot-prove", "attested", "proved")
_ACTIONS: Final = ("required", "recommended", "none")
_Made = TypeVar("_Made")


class Publication(msgspec.Struct, frozen=True, dict=True):
    """All that a page is made from; what is computed once is kept beside it."""

    analysis: Analysis
    site: SiteMap

    @property
    def project(self) -> Project:
        """The project, as it is at `now`."""
        return self.analysis.project

    def once(self, make: "Callable[[Publication], _Made]") -> _Made:
        """What `make` makes of it, made once for the pages, the twins and the machine files that show it."""
        # by the function itself: each makes one thing, of the whole publication
        if make not in self._made:
            self._made[make] = make(self)
        made: _Made = self._made[make]
        return made

    @cached_property
    def _made(self) -> dict[Any, Any]:
        return {}

    def proof(self, claim: str) -> Proof | None:
        """What became of a claim: the worst outcome where it was held against several things."""
        return self.once(_worst).get(claim)

    def entries(self, pin_id: str | None = None) -> tuple[Entry, ...]:
        """The published entries (of one pin): what needs action first, then the newest."""
        ranked = self.once(_ranked)
        return ranked if pin_id is None else tuple(entry for entry in ranked if entry.pin == pin_id)

    def timeline(self, pin_id: str) -> tuple[Entry, ...]:
        """The published entries of a pin, what took effect last first."""
        return tuple(sorted(self.entries(pin_id), key=lambda entry: -entry.text.effective.toordinal()))

    def pins(self) -> tuple[Pin, ...]:
        """The pins a reader may see, newest first."""
        return tuple(reversed(self.project.visible_pins()))

    def pin_of(self, entry: Entry) -> Pin | None:
        """The pin under which an entry stands."""
        return next((pin for pin in self.project.pins if pin.id == entry.pin), None)

    def status(self, pin: Pin) -> str:
        """Upcoming, current, supported, deprecated or retired: from the pin's dates and `now`."""
        today, text = self.project.now.date(), pin.text
        if text.released > today:
            return "upcoming"
        if text.retired and text.retired <= today:
            return "retired"
        if text.deprecated and text.deprecated <= today:
            return "deprecated"
        return "current" if pin == self.project.current else "supported"

    def target(self, selector: str) -> str | None:
        """The page that shows what a selector names, relative to the root of the site; None where none does."""
        kind, _, name = selector.partition(" ")
        if kind == "event" and name in self.event_pages:
            return urls.event_url(name)
        if kind == "error" and name:
            return self.site.error(name)
        return self.places.target(selector) if self.places else None

    @cached_property
    def event_pages(self) -> frozenset[str]:
        """The events that have a page: those of the contracts, and those that are named and do not fire."""
        claims = (claim.events for entry in self.entries() for claim in entry.text.claims if claim.events)
        return frozenset((*self.versions.events, *(name for events in claims for name in events.planned or ())))

    @cached_property
    def places(self) -> Places | None:
        """Where the reference shows the current contract; None where there is none."""
        spec = self.project.current.spec if self.project.current else None
        return Places(spec) if spec else None

    @cached_property
    def versions(self) -> Versions:
        """What the parts of the current contract are in the pins before it."""
        pins = self.pins()[::-1]
        return Versions(
            self.project, self.analysis.changes, pins, [pin for pin in pins if self.status(pin) == "retired"]
        )

    @cached_property
    def pinned(self) -> Pinned | None:
        """How a request names the current pin."""
        return pinned(self.project, self.project.current)

    @cached_property
    def operation_count(self) -> int:
        """How many operations the current contract has."""
        spec = self.project.current.spec if self.project.current else None
        return len(spec.operations()) if spec else 0

    def entry_of_rule(self, rule_id: str) -> Entry | None:
        """The published entry that promises a redirect."""
        return next((e for e in self.project.visible_entries() if rule_id in _rules(e)), None)


def _ranked(publication: Publication) -> tuple[Entry, ...]:
    return tuple(sorted(publication.project.visible_entries(), key=_rank))


def _worst(publication: Publication) -> dict[str, Proof]:
    """The proof of each claim; of those that are as bad, the first."""
    found: dict[str, Proof] = {}
    for proof in sorted(publication.analysis.proofs, key=lambda proof: _WORST_FIRST.index(proof.status)):
        found.setdefault(proof.claim, proof)
    return found


def _rules(entry: Entry) -> Iterable[str]:
    return (claim.redirect.rule for claim in entry.text.claims if claim.redirect)


def _rank(entry: Entry) -> tuple[int, int, int, str]:
    text = entry.text
    impact = 0 if text.impact == "breaking" else 1
    return _ACTIONS.index(text.action.level), impact, -text.published.toordinal(), entry.slug
