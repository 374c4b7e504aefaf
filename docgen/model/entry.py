"""One entry of the changelog: a change, its claims, and what a customer must do."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import date
from itertools import chain, count
from typing import Final, Literal

import msgspec

from docgen.model.authored import Authored
from docgen.model.claim import Claim
from docgen.model.fact import Unchecked
from docgen.model.text import Digest, PlainText, Selector, Summary
from docgen.positions.source import Pointer, Source
from docgen.wording import day

SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""A slug in full: lower-case words and digits joined by hyphens."""

Kind = Literal["added", "changed", "deprecated", "removed", "fixed", "security", "deferred", "notice"]
Impact = Literal["breaking", "non-breaking", "none"]


class Action(Authored):
    """What a customer has to do, and by when."""

    level: Literal["required", "recommended", "none"]
    by: date | None = None
    steps: tuple[PlainText, ...] = ()

    @property
    def words(self) -> str:
        """What is asked, as a person reads it: `required by 4 Aug 2026`."""
        return f"{self.level} by {day(self.by)}" if self.by else self.level


_Day = date  # a field hides the name


class Correction(Authored):
    """A dated correction of a published entry.

    A `typo` is no news, and in no feed; `digest` is that of the text which it covers, without its `corrections`.
    """

    date: date
    note: PlainText
    typo: bool = False
    ended: _Day | None = None
    """The end that was promised until then; `docgen redirects extend` writes it."""
    digest: Digest | None = None
    """Of the text as it is now; `docgen correct` writes it."""
    before: dict[str, str] = msgspec.field(default_factory=dict)
    """The words before, by their keys, empty where all are new; `docgen correct` writes them."""


class EntryText(Authored):
    """What a writer puts into `changelog/<pin>/<slug>.yaml`."""

    title: PlainText
    kind: Kind
    impact: Impact
    areas: tuple[PlainText, ...] = ()
    published: date
    effective: date
    backdated: PlainText | None = None
    """Why the entry is added after the day that `published` names."""
    announce: bool = False
    """Show the entry before `published`."""
    summary: Summary
    body: str
    """Markdown; raw HTML is refused."""
    action: Action
    covers: tuple[Selector, ...] = ()
    claims: tuple[Claim, ...] = ()
    corrections: tuple[Correction, ...] = ()
    unchecked: tuple[Unchecked, ...] = ()
    """Facts in the texts of this file that nothing in the project can show."""

    @property
    def is_about_ends(self) -> bool:
        """Whether what it covers is announced as deprecated."""
        return self.kind in ("deprecated", "removed")

    @property
    def claimed_rules(self) -> frozenset[str]:
        """The ids of the rules that it claims."""
        return frozenset(claim.redirect.rule for claim in self.claims if claim.redirect)


class Entry(msgspec.Struct, frozen=True):
    """An entry in its place: the folder gives the pin, the file name the slug (unique in the project)."""

    pin: str
    slug: str
    text: EntryText
    source: Source

    def placed_claims(self) -> Iterator[tuple[Pointer, Claim]]:
        """Each claim with the place in the file of what it says."""
        for index, claim in enumerate(self.text.claims):
            yield ("claims", index, claim.kind), claim

    def is_visible(self, day: date) -> bool:
        """Whether a reader may see the entry on a day: it is published, or announced."""
        return self.text.announce or self.text.published <= day

    def until(self, day: date) -> "Entry":
        """The entry without the corrections that are dated after a day."""
        known = tuple(correction for correction in self.text.corrections if correction.date <= day)
        if known == self.text.corrections:
            return self  # the same object, which what is cached by entry finds again
        return msgspec.structs.replace(self, text=msgspec.structs.replace(self.text, corrections=known))


def claims_by_rule(entries: Iterable[Entry]) -> Mapping[str, tuple[Entry, ...]]:
    """The entries with a claim on each rule, in their order, by the id of the rule."""
    claiming: dict[str, tuple[Entry, ...]] = {}
    for entry in entries:
        for id_ in entry.text.claimed_rules:
            claiming[id_] = (*claiming.get(id_, ()), entry)
    return claiming


def slug_of(name: str) -> str:
    """Lower-case words joined by hyphens: `usage-event-added` for `UsageEvent-added`."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-", name)
    return "-".join(re.findall(r"[a-z0-9]+", words.lower())) or "change"


def unused(name: str, taken: Container[str]) -> str:
    """The name, or the first of it with a number from 2 that is not taken."""
    names = chain([name], (f"{name}-{number}" for number in count(2)))
    return next(free for free in names if free not in taken)
