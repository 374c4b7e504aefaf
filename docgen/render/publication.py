"""What is published at `project.now`: the one argument of everything that renders."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import chain
from typing import Final, TypeVar

from docgen import urls
from docgen.differ.project import translate_selector
from docgen.entries.endings import breaking_days
from docgen.model.analysis import Analysis
from docgen.model.change import Change
from docgen.model.config import Config
from docgen.model.entry import Entry
from docgen.model.history import History, HistoryPin
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.model.proof import Proof
from docgen.openapi.caching import Caching
from docgen.openapi.caching import once as once
from docgen.openapi.spec import NO_CONTRACT, Spec
from docgen.render.pin_command import PinCommand, pin_command
from docgen.render.reference.resources import PageTargets
from docgen.render.versions import ContractHistory

_WORST_FIRST: Final = ("refuted", "cannot-prove", "attested", "proved")
_ACTIONS: Final = ("required", "recommended", "none")
_Item = TypeVar("_Item")


class Publication(Caching, frozen=True):
    """A project with its proofs and changes as readers may see it; what several pages share is computed once.

    With `flat_errors`, error pages are files (`errors/x.html`), else folders, as most builders make them. The reference
    of an `older` version is made of a publication of its own, beside that of the `whole` site.
    """

    analysis: Analysis
    flat_errors: bool = True
    older: Pin | None = None
    whole: "Publication | None" = None

    @property
    def project(self) -> Project:
        """The project, as it is at `now`."""
        return self.analysis.project

    @property
    def config(self) -> Config:
        """The settings of the project."""
        return self.project.config

    @property
    def today(self) -> date:
        """The day of `now`."""
        return self.project.today

    @property
    def pin(self) -> Pin | None:
        """The pin that the reference is of: the current one, or an older one; None where there is none."""
        return self.older or self.project.current

    @property
    def spec(self) -> Spec:
        """The contract of that pin; an empty one where there is none."""
        return self.pin.contract if self.pin else NO_CONTRACT

    @property
    def site(self) -> "Publication":
        """The publication of the whole site, of which an older reference is a part."""
        return self.whole or self

    @cached_property
    def older_references(self) -> "tuple[Publication, ...]":
        """The references of the older versions that the settings name, the newest first."""
        pins = self.project.older_references
        every = (Publication(self.analysis, self.flat_errors, older=pin, whole=self) for pin in pins)
        return tuple(reference for reference in every if reference.page_targets.resources)

    def absolute(self, url: str) -> str:
        """The canonical URL of a page or file, from its URL relative to the root of the site."""
        return urls.absolute(self.project.site_url, url)

    @property
    def has_twins(self) -> bool:
        """Whether pages have Markdown twins: other builders would make pages of those."""
        return self.flat_errors

    def twin(self, url: str) -> str | None:
        """The canonical URL of the Markdown twin of a page; None where pages have none."""
        if self.has_twins:
            return self.absolute(urls.twin(url))
        return None

    def error_url(self, code: str) -> str:
        """The URL of the page of an error code, for links within the site."""
        return self.within_site(urls.error_url(code))

    def within_site(self, url: str) -> str:
        """A URL for links within the site, where error pages are files or folders."""
        page, mark, fragment = url.partition("#")
        if page.startswith(urls.ERRORS) and not page.endswith("/"):
            page += ".html" if self.flat_errors else "/"
        return f"{page}{mark}{fragment}"

    def page_of(self, selector: str) -> str | None:
        """The canonical URL of what a selector names; None where no page shows it."""
        url = self.url_of(selector)
        return self.absolute(url) if url else None

    def changes(self, pin_id: str) -> Sequence[Change]:
        """The changes of a pin's contract from that of the pin before it."""
        return self.analysis.changes.between.get(pin_id, ())

    @cached_property
    def proofs(self) -> Mapping[str, Proof]:
        """The outcome of each claim by its id: the worst one where it was checked against several things."""
        proofs: dict[str, Proof] = {}
        for proof in sorted(self.analysis.proofs, key=lambda proof: _WORST_FIRST.index(proof.status)):
            proofs.setdefault(proof.claim, proof)
        return proofs

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The published entries: required actions first, then the newest."""
        return tuple(sorted(self.project.visible_entries(), key=self._rank))

    def entries_of(self, pin: Pin) -> tuple[Entry, ...]:
        """The published entries of a pin, in that order."""
        return tuple(entry for entry in self.entries if entry.pin == pin.id)

    def _rank(self, entry: Entry) -> tuple[int, bool, int, str]:
        text = entry.text
        return _ACTIONS.index(text.action.level), not self.is_breaking(entry), -text.published.toordinal(), entry.slug

    @cached_property
    def past(self) -> History:
        """The history that a reader may see."""
        return self.project.history.until(self.today)

    @cached_property
    def all_entries(self) -> tuple[Entry, ...]:
        """The published entries, then those of history."""
        return (*self.entries, *self.past.entries)

    @cached_property
    def all_pins(self) -> tuple[Pin | HistoryPin, ...]:
        """The pins that a reader may see and those of history, newest first."""
        pins: list[Pin | HistoryPin] = [*self.pins, *reversed(self.past.pins)]
        return tuple(sorted(pins, key=lambda pin: pin.text.released, reverse=True))

    def is_breaking(self, entry: Entry) -> bool:
        """Whether an entry breaks clients: by its impact, or on a day on which something ends."""
        return entry.text.impact == "breaking" or bool(self.breaking_days(entry))

    @cached_property
    def breaking(self) -> frozenset[str]:
        """The slugs of the published entries that break clients."""
        return frozenset(entry.slug for entry in self.all_entries if self.is_breaking(entry))

    def breaks_on(self, entry: Entry) -> date | None:
        """The first day on which something that a published entry announces stops working; None if nothing ends."""
        return next(iter(self.breaking_days(entry)), None)

    def breaking_days(self, entry: Entry) -> tuple[date, ...]:
        """The days on which what a published entry announces stops working, in order."""
        return self._breaking_days.get(entry.slug, ())

    @cached_property
    def _breaking_days(self) -> Mapping[str, tuple[date, ...]]:
        return {entry.slug: breaking_days(self.project, entry) for entry in self.project.visible_entries()}

    @cached_property
    def area_feeds(self) -> Mapping[str, str]:
        """The name of the feeds of each area, without an extension, by the area, in alphabetical order."""
        entries = self.all_entries if self.config.feeds.history else self.entries
        return urls.area_feeds(sorted(set(chain.from_iterable(entry.text.areas for entry in entries))))

    def newest_first(self, entries: Iterable[Entry]) -> tuple[Entry, ...]:
        """The entries by effective date, the latest first; of one day, what breaks clients first."""
        breaking_first = sorted(entries, key=lambda entry: entry.slug not in self.breaking)
        return tuple(sorted(breaking_first, key=lambda entry: -entry.text.effective.toordinal()))

    def timeline(self, pin_id: str) -> tuple[Entry, ...]:
        """The published entries of a pin, also of history, the latest first; of one day, what breaks clients first."""
        return tuple(self._timelines.get(pin_id, ()))

    @cached_property
    def _timelines(self) -> Mapping[str, Sequence[Entry]]:
        by_pin: dict[str, list[Entry]] = {}
        for entry in self.newest_first(self.all_entries):
            by_pin.setdefault(entry.pin, []).append(entry)
        return by_pin

    @cached_property
    def pins(self) -> tuple[Pin, ...]:
        """The pins a reader may see, newest first."""
        return tuple(reversed(self.project.visible_pins()))

    @cached_property
    def pin_ids(self) -> frozenset[str]:
        """The ids of the pins that have a page."""
        return frozenset(pin.id for pin in self.pins)

    def status(self, pin: Pin) -> str:
        """The status of a pin at `now`: upcoming, current, supported, deprecated or retired."""
        today, text = self.today, pin.text
        if text.released > today:
            return "upcoming"
        if text.is_retired(today):
            return "retired"
        if text.deprecated and text.deprecated <= today:
            return "deprecated"
        if pin == self.project.current:
            return "current"
        return "supported"

    def coming_statuses(self, pin: Pin) -> tuple[tuple[date, str], ...]:
        """The days after `now` on which the status of a pin changes without anything being published."""
        days = ((pin.text.deprecated, "deprecated"), (pin.text.retired, "retired"))
        return tuple((day, status) for day, status in days if day and day > self.today and pin.text.released <= day)

    def url_of(self, selector: str) -> str | None:
        """The URL of what a selector names, relative to the root of the site; None where no page shows it."""
        kind, _, name = selector.partition(" ")
        if kind == "event" and name in self.event_pages:
            return urls.event_url(name)
        if kind == "error" and name:
            return self.error_url(name)
        return self.page_targets.url_of(selector)

    def in_current(self, selector: str, pin: Pin | None) -> str:
        """A selector of a pin's contract as the current contract names it."""
        current = self.project.current
        if pin and current:
            return translate_selector(selector, pin, current)
        return selector

    @cached_property
    def event_pages(self) -> frozenset[str]:
        """The events with a page: those of the contracts, and planned ones."""
        if self.whole:
            return self.whole.event_pages
        claims = chain.from_iterable(entry.text.claims for entry in self.entries)
        planned = ((claim.events and claim.events.planned) or () for claim in claims)
        return frozenset(chain(self.history.events, *planned))

    @cached_property
    def page_targets(self) -> PageTargets:
        """The URLs of the reference."""
        if self.older:
            folder = urls.older_reference(self.older.id, self.site.spec.operations())
            return PageTargets(self.spec, folder, self.site.page_targets)
        return self.spec.cached(PageTargets)

    @cached_property
    def history(self) -> ContractHistory:
        """The history of each part of the current contract through the pins up to it; none of an older one."""
        return ContractHistory(self.analysis, None if self.older else self.project.current)

    @cached_property
    def _pin_commands(self) -> Mapping[str, PinCommand | None]:
        return {pin.id: pin_command(self.config, pin, self.project.versioning(pin)) for pin in self.project.pins}

    def pin_command(self, pin: Pin | None) -> PinCommand | None:
        """The command that shows that a client is on a pin; None where requests name no pin, or no host is known."""
        return self._pin_commands[pin.id] if pin else None


def with_neighbours(items: Sequence[_Item]) -> Iterator[tuple[_Item | None, _Item, _Item | None]]:
    """Each item between the ones before and after it."""
    return zip((None, *items), items, (*items[1:], None), strict=False)
