"""What a text may state without its contract: its entry's claims, the rules, attestations, and dates of the project."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from itertools import chain
from typing import Final, NamedTuple

import msgspec

from docgen.facts.figures import DAY, Quantity, find_dates, find_quantities, role
from docgen.facts.knowledge.addresses import Addresses
from docgen.facts.knowledge.vocabulary import Vocabulary, vocabulary
from docgen.facts.texts.passages import authored_prose
from docgen.model.claim import Claim
from docgen.model.entry import Entry
from docgen.model.error_page import ErrorText
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.model.redirect import Redirect

_STARTS, _ENDS = ("since", "from_"), ("sunset", "until")
"""The fields of claims that are days."""
_DENIALS: Final = ("never", "reserved", "absent", "planned")
"""The fields of claims that list what is not there."""


class Denied(NamedTuple):
    """A name that a claim says is not there: never a value, reserved, absent or planned (`as_`)."""

    claim: str
    as_: str


class Vocabularies(msgspec.Struct, frozen=True, dict=True):
    """The vocabulary of each pin with a contract, and the addresses of the project: made once."""

    project: Project
    refuted: frozenset[str] = frozenset()

    @cached_property
    def addresses(self) -> Addresses:
        """The addresses of the API, of the rules and of the site."""
        return Addresses(self.project, tuple(self.of_pins.values()))

    @cached_property
    def error_pages(self) -> Mapping[str, ErrorText]:
        """The front matter of the pages of error codes, by code, and by the codes that an error had before."""
        texts, found = [page.text for page in self.project.errors], dict[str, ErrorText]()
        for text in texts:
            found |= dict.fromkeys(text.aliases, text)
        return found | {text.code: text for text in texts}

    @cached_property
    def of_pins(self) -> Mapping[str, Vocabulary]:
        """The vocabularies by pin, oldest first."""
        return {pin.id: vocabulary(pin.id, pin.spec, self.project.config) for pin in self.project.pins if pin.spec}

    def of(self, pin: Pin | None, text: str, *, is_page: bool) -> tuple[Vocabulary, ...]:
        """That of a pin, and of every pin that a text names; of no page, that of the pin before it, too.

        Without a pin, all.
        """
        ids = list(self.of_pins)
        if pin is None:
            return tuple(self.of_pins.values())
        wanted = [pin.id] if pin.id in ids else []
        if wanted and not is_page:
            wanted += ids[: ids.index(pin.id)][-1:]
        wanted += [id_ for id_ in ids if id_ in text]
        return tuple(self.of_pins[id_] for id_ in dict.fromkeys(wanted))


class Scope:
    """What the texts of one entry may state, or those of the guides: then the claims of all entries count.

    An attested text does not show itself: `without` is the one that is read.
    """

    def __init__(self, shared: Vocabularies, entry: Entry | None, without: str = "") -> None:
        self.shared = shared
        self._without = without
        self.project = shared.project
        self.entry = entry
        self._entries = (entry,) if entry else self.project.entries
        self.claims: list[tuple[str, Claim]] = []
        """The claims with their ids."""
        for one in self._entries:
            self.claims += [(claim.full_id(one.slug), claim) for claim in one.text.claims]

    @cached_property
    def rules(self) -> tuple[Redirect, ...]:
        """The rules that the claims name; of guides, all."""
        named = {claim.redirect.rule for _, claim in self.claims if claim.redirect}
        return tuple(rule for rule in self.project.redirects if self.entry is None or rule.id in named)

    @cached_property
    def notices(self) -> Mapping[Quantity, str]:
        """The notice periods of claims, of policies, and of rules from their first day to their last."""
        days = {
            (rule.sunset_day - rule.text.since).days: f"rule {rule.id}"
            for rule in self.rules
            if rule.sunset_day and rule.text.since
        }
        days |= {pin.text.policy.notice_days: f"pin {pin.id}" for pin in self.project.pins if pin.text.policy}
        days |= {claim.notice.days: f"claim {id_}" for id_, claim in self.claims if claim.notice}
        return {Quantity(count * DAY, "seconds"): by for count, by in days.items() if count}

    @cached_property
    def attested(self) -> tuple[tuple[str, str], ...]:
        """Each attested text with its claim."""
        return tuple(one for one in self._every_attested if one[0] != self._without)

    @cached_property
    def _every_attested(self) -> tuple[tuple[str, str], ...]:
        found = [(claim.attested.text, id_) for id_, claim in self.claims if claim.attested]
        for pin in self.project.pins:
            found += [(one.text, f"pin-{pin.id}") for one in authored_prose(pin.text) if one.attested]
        return tuple(found)

    def days(self, wanted: str = "") -> Mapping[date, str]:
        """The days on which something begins or ends, of a `role` where one is wanted, with what says so."""
        return {day: by for day, is_, by in self._days if isinstance(day, date) and wanted in ("", is_)}

    @cached_property
    def _days(self) -> tuple[tuple[object, str, str], ...]:
        found: list[tuple[object, str, str]] = []

        def add(by: str, starts: Iterable[object], ends: Iterable[object]) -> None:
            found.extend((day, "end", by) for day in ends)
            found.extend((day, "start", by) for day in starts)

        for words, id_ in self._every_attested:  # somebody may answer for a day that nothing else has
            found += [(day.day, role(words[: day.start]), f"claim {id_}") for day in find_dates(words)]
        for pin in chain.from_iterable(self.project.successions()):  # what held for a contract until the next one
            add(f"pin {pin.id}", (), [pin.text.released])
        for entry in self._entries:
            text = entry.text
            add(f"correction of {entry.slug}", [one.date for one in text.corrections], ())
            add(f"entry {entry.slug}", [text.effective, text.published], [text.action.by])
        for pin in self.project.pins:
            moves = [one.canonical_from for one in pin.text.doc_url]
            add(f"pin {pin.id}", [*moves, pin.text.released], [pin.text.deprecated, pin.text.retired])
        for rule in self.rules:
            add(f"rule {rule.id}", [rule.text.since], [rule.sunset_day, rule.text.removed])
        for id_, claim in self.claims:
            starts, ends = ([getattr(claim.promise, key, None) for key in keys] for keys in (_STARTS, _ENDS))
            add(f"claim {id_}", starts, ends)
        return tuple(found)

    @cached_property
    def quantities(self) -> Mapping[Quantity, str]:
        """The numbers with a unit of the claims, of the policy, and of all attested texts, whatever their entry."""
        found: dict[Quantity, str] = {}
        for text, by in Scope(self.shared, None, self._without).attested:
            found |= {one.quantity: f"claim {by}" for one in find_quantities(text)}
        for id_, claim in self.claims:
            unit = "values" if claim.enum else claim.kind
            lists = (one for one in msgspec.structs.astuple(claim.promise) if isinstance(one, tuple))
            found |= {Quantity(len(one), unit): f"claim {id_}" for one in lists}
        return {**found, **self.notices}

    @cached_property
    def denied(self) -> Mapping[str, Denied]:
        """The names that claims say are not there: those of the scope, and of others what no contract has elsewhere."""
        everywhere = Scope(self.shared, None)._every_denied()
        found = {name: one for name, one in everywhere if not self._is_elsewhere(name, one)}
        own = self._every_denied() if self.entry else ()
        return found | {name: one for name, one in own if name not in self.affirmed}

    def _every_denied(self) -> Iterator[tuple[str, Denied]]:
        for id_, claim in self.claims:
            for as_ in _DENIALS if id_ not in self.shared.refuted else ():
                for name in getattr(claim.promise, as_, None) or ():
                    yield name, Denied(id_, as_)

    def _is_elsewhere(self, name: str, denied: Denied) -> bool:
        """Whether a denied name is also a name that a contract or a claim has."""
        if name in self.affirmed:
            return True
        vocabularies = self.shared.of_pins.values()
        if denied.as_ == "absent":
            return any(name in one.fields for one in vocabularies)
        if denied.as_ == "planned":
            return any(name in one.spec.events() for one in vocabularies)
        return any(one.enums[name] > (denied.as_ == "reserved") for one in vocabularies)

    @cached_property
    def affirmed(self) -> Mapping[str, str]:
        """The values and events that claims say are sent."""
        found: dict[str, str] = {}
        for id_, claim in self.claims:
            found |= dict.fromkeys(claim.enum.wire if claim.enum else (), id_)
            found |= dict.fromkeys((claim.events.exactly or ()) if claim.events else (), id_)
        return found

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Every name and value in the claims and rules, with what has it."""
        found: dict[str, str] = {}
        for rule in self.project.redirects:
            for name in (rule.id, rule.host, *chain.from_iterable(rule.headers)):
                found.setdefault(name, f"rule {rule.id}")
        for pin in self.project.pins:
            for name in (pin.id, *_strings(msgspec.to_builtins(pin.text))):
                found.setdefault(name, f"pin {pin.id}")
        for id_, claim in self.claims:
            found |= dict.fromkeys(_strings(msgspec.to_builtins(claim.promise)), f"claim {id_}")
        for entry in self._entries:
            covers = entry.text.covers
            found |= dict.fromkeys((*covers, *" ".join(covers).split()), f"covers of {entry.slug}")
        return found

    @cached_property
    def folded_names(self) -> Mapping[str, str]:
        """What has each name, by the name in lower case: as headers are compared."""
        return {name.casefold(): by for name, by in self.names.items()}

    @cached_property
    def event_prefixes(self) -> frozenset[str]:
        """What the names of events begin with: `image` of `image.completed`."""
        events = chain.from_iterable(one.spec.events() for one in self.shared.of_pins.values())
        return frozenset(event.partition(".")[0] for event in events if "." in event)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (key for key in value if "." in key)  # events; the other keys are docgen's own words
        value = tuple(value.values())
    for child in value if isinstance(value, tuple) else ():
        yield from _strings(child)
    if value is not None and not isinstance(value, tuple):
        yield str(value)
