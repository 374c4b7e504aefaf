"""What a text may state without its contract: its entry's claims, the rules, attestations, and dates of the project."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property, partial
from itertools import chain, product
from typing import Final, NamedTuple

import msgspec

from docgen.facts.figures import DAY, Quantity, find_dates, find_quantities, role
from docgen.facts.knowledge.addresses import Addresses
from docgen.facts.knowledge.vocabulary import Contracts, Vocabulary, vocabulary
from docgen.facts.texts.passages import authored_prose
from docgen.model.claim import Claim
from docgen.model.entry import Entry
from docgen.model.error_page import ErrorText
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.model.redirect import Redirect, Rule
from docgen.openapi.examples import statuses_by_code
from docgen.redirects.paths import covers_operation

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

    @cached_property
    def addresses(self) -> Addresses:
        """The addresses of the API, of the rules and of the site."""
        return Addresses(self.project, self.contracts)

    @cached_property
    def contracts(self) -> Contracts:
        """The contracts of all pins, oldest first."""
        return Contracts(self.of_pins.values())

    @cached_property
    def error_pages(self) -> Mapping[str, ErrorText]:
        """The front matter of the pages of error codes, by code, and by the codes that an error had before.

        The statuses that the contracts show count with those of a page: a page that is wrong makes no guide wrong.
        """
        shown = statuses_by_code(self.project.specs().values(), self.project.config.code_field)
        former, current = dict[str, ErrorText](), dict[str, ErrorText]()
        for page in self.project.errors:
            statuses = set(page.text.http).union(*(shown.get(code, ()) for code in page.text.codes))
            text = msgspec.structs.replace(page.text, http=tuple(sorted(statuses)))
            former |= dict.fromkeys(text.aliases, text)
            current[text.code] = text
        return former | current

    @cached_property
    def of_pins(self) -> Mapping[str, Vocabulary]:
        """The vocabularies by pin, oldest first."""
        return {id_: vocabulary(id_, spec, self.project.config) for id_, spec in self.project.specs().items()}

    def of(self, pin: Pin | None, text: str, *, is_page: bool) -> Contracts:
        """That of a pin, and of every pin that a text names; of no page, that of the pin before it, too.

        Without a pin, all.
        """
        ids = list(self.of_pins)
        if pin is None:
            return self.contracts
        # what changed needs the names of before; a page is on what is
        wanted = [pin.id] if pin.id in ids else []
        if wanted and not is_page:
            wanted += ids[: ids.index(pin.id)][-1:]
        wanted += filter(text.__contains__, ids)
        return Contracts(map(self.of_pins.__getitem__, dict.fromkeys(wanted)))


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
        for each in self._entries:
            self.claims += [(claim.full_id(each.slug), claim) for claim in each.text.claims]

    @cached_property
    def rules(self) -> tuple[Redirect, ...]:
        """The rules that the claims name; of guides, all."""
        if self.entry is None:
            return self.project.redirects
        # an entry is compared with the rules that it promises, and no others
        named = self.entry.text.claimed_rules
        return tuple(rule for rule in self.project.redirects if rule.id in named)

    @cached_property
    def notices(self) -> Mapping[Quantity, str]:
        """The notice periods of claims, of policies, and of rules from their first day to their last."""
        # the more binding comes later and wins: a claim says more than the policy of a pin
        days = {}
        for rule in self.rules:
            if rule.sunset_day and rule.text.since:
                days[(rule.sunset_day - rule.text.since).days] = f"rule {rule.id}"
        for pin in self.project.pins:
            if pin.text.policy:
                days[pin.text.policy.notice_days] = f"pin {pin.id}"
        for id_, claim in self.claims:
            if claim.notice:
                days[claim.notice.days] = f"claim {id_}"
        return {Quantity(count * DAY, "seconds"): by for count, by in days.items() if count}

    @cached_property
    def attested(self) -> tuple[tuple[str, str], ...]:
        """Each attested text with its claim."""
        return tuple(pair for pair in self._every_attested if pair[0] != self._without)

    @cached_property
    def _every_attested(self) -> tuple[tuple[str, str], ...]:
        attested = [(claim.attested.text, id_) for id_, claim in self.claims if claim.attested]
        for pin in self.project.pins:
            attested += [(text, f"pin-{pin.id}") for _, text, is_attested in authored_prose(pin.text) if is_attested]
        return tuple(attested)

    def days(self, wanted: str = "") -> Mapping[date, str]:
        """The days on which something begins or ends, of a `role` where one is wanted, with what says so."""
        return {day: by for day, is_, by in self._days if isinstance(day, date) and wanted in ("", is_)}

    @cached_property
    def _days(self) -> tuple[tuple[object, str, str], ...]:
        days: list[tuple[object, str, str]] = []

        def add(by: str, starts: Iterable[object], ends: Iterable[object]) -> None:
            days.extend(product(ends, ("end",), (by,)))
            days.extend(product(starts, ("start",), (by,)))

        for words, id_ in self._every_attested:  # somebody may answer for a day that nothing else has
            days += [(day.day, role(words[: day.start]), f"claim {id_}") for day in find_dates(words)]
        for pin in chain.from_iterable(self.project.successions()):  # what held for a contract until the next one
            add(f"pin {pin.id}", (), [pin.text.released])
        for entry in self._entries:
            text = entry.text
            add(f"correction of {entry.slug}", [correction.date for correction in text.corrections], ())
            add(f"entry {entry.slug}", [text.effective, text.published], [text.action.by])
        for pin in self.project.pins:
            moves = [page.canonical_from for page in pin.text.doc_url]
            add(f"pin {pin.id}", [*moves, pin.text.released], [pin.text.deprecated, pin.text.retired])
        for rule in self.rules:
            add(f"rule {rule.id}", [rule.text.since], [rule.sunset_day, rule.text.removed])
        for id_, claim in self.claims:
            promised = msgspec.structs.asdict(claim.promise)
            add(f"claim {id_}", map(promised.get, _STARTS), map(promised.get, _ENDS))
        return tuple(days)

    @cached_property
    def quantities(self) -> Mapping[Quantity, str]:
        """The numbers with a unit of the claims, of the policy, and of all attested texts, whatever their entry."""
        quantities: dict[Quantity, str] = {}
        for text, by in Scope(self.shared, None, self._without).attested:
            quantities |= {found.quantity: f"claim {by}" for found in find_quantities(text)}
        for id_, claim in self.claims:
            unit = "values" if claim.enum else claim.kind
            for part in msgspec.structs.astuple(claim.promise):
                # a claim on twelve fields shows `twelve fields`, whatever its kind
                if isinstance(part, tuple):
                    quantities[Quantity(len(part), unit)] = f"claim {id_}"
        return {**quantities, **self.notices}

    @cached_property
    def denied(self) -> Mapping[str, Denied]:
        """The names that claims say are not there: those of the scope, and of others what no contract has elsewhere."""
        everywhere = Scope(self.shared, None)._every_denied()
        denied = {name: by for name, by in everywhere if not self._is_elsewhere(name, by)}
        own = self._every_denied() if self.entry else ()
        return denied | {name: by for name, by in own if name not in self.affirmed}

    def _every_denied(self) -> Iterator[tuple[str, Denied]]:
        for id_, claim in self.claims:
            for as_ in _DENIALS:
                for name in getattr(claim.promise, as_, None) or ():
                    yield name, Denied(id_, as_)

    def _is_elsewhere(self, name: str, denied: Denied) -> bool:
        """Whether a denied name is also a name that a contract or a claim has."""
        if name in self.affirmed:
            return True
        contracts = self.shared.contracts
        if denied.as_ == "absent":
            return any(name in contract.fields for contract in contracts)
        if denied.as_ == "planned":
            return name in contracts.each(lambda contract: contract.events)
        return any(contract.enums[name] > (denied.as_ == "reserved") for contract in contracts)

    @cached_property
    def affirmed(self) -> Mapping[str, str]:
        """The values and events that claims say are sent."""
        affirmed: dict[str, str] = {}
        for id_, claim in self.claims:
            if claim.enum:
                affirmed |= dict.fromkeys(claim.enum.wire, id_)
            if claim.events:
                affirmed |= dict.fromkeys(claim.events.exactly or (), id_)
        return affirmed

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Every name and value in the claims and rules, with what has it."""
        names: dict[str, str] = {}
        # of rules and pins, the first that has a name counts; a claim says more of it than they do
        for rule in self._senders:
            for name in chain.from_iterable(rule.headers):
                names.setdefault(name, f"rule {rule.id}")
        for redirect in self.project.redirects:
            for name in (redirect.id, redirect.host):
                names.setdefault(name, f"rule {redirect.id}")
        for pin in self.project.pins:
            for name in (pin.id, *_strings(msgspec.to_builtins(pin.text))):
                names.setdefault(name, f"pin {pin.id}")
        for id_, claim in self.claims:
            names |= dict.fromkeys(_strings(msgspec.to_builtins(claim.promise)), f"claim {id_}")
        for entry in self._entries:
            covers = entry.text.covers
            names |= dict.fromkeys((*covers, *" ".join(covers).split()), f"covers of {entry.slug}")
        return names

    @property
    def _senders(self) -> tuple[Rule, ...]:
        """The rules whose headers the texts may name: of an entry on operations, those for them, and that it claims."""
        spec = self.project.spec_of(self.entry) if self.entry else None
        covers = self._entries[0].text.covers if spec else ()
        if spec is None or not any(" /" in cover for cover in covers):
            return self.project.rules
        covering = (
            rule for rule in self.project.header_rules if any(map(partial(covers_operation, rule, spec), covers))
        )
        return (*self.rules, *covering)

    @cached_property
    def folded_names(self) -> Mapping[str, str]:
        """What has each name, by the name in lower case: as headers are compared."""
        return {name.casefold(): by for name, by in self.names.items()}

    @cached_property
    def event_prefixes(self) -> frozenset[str]:
        """What the names of events begin with: `image` of `image.completed`."""
        events = self.shared.contracts.each(lambda contract: contract.events)
        return frozenset(event.partition(".")[0] for event in events if "." in event)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        # keys are events, or docgen's own words
        value = (*filter(lambda key: "." in key, value), *value.values())
    if isinstance(value, tuple):
        yield from chain.from_iterable(map(_strings, value))
    elif value is not None:
        yield str(value)
