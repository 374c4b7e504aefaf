"""Claims on events that fire or are planned, compared with the webhooks; their words."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Final, NamedTuple

from docgen.claims.case import Case, Proofs, left_out
from docgen.claims.kind import Announcement, Kind, Rules
from docgen.claims.payloads import prove_statuses
from docgen.claims.words import PAUSE, Block, Phrase, Table, remark, say
from docgen.model.claim import EventsClaim
from docgen.openapi.nodes import Node
from docgen.openapi.resolver import Resolver
from docgen.openapi.schema import UNIONS, listed_values
from docgen.openapi.spec import Spec, webhooks_key
from docgen.openapi.structure import objects_of
from docgen.openapi.webhooks import body_of, operations_of, selecting_values, type_values
from docgen.positions.source import Pointer
from docgen.wording import counted, did_you_mean, json_text

_NAMESPACE: Final = re.compile(r"\w[.:/]\w")
_SIGN: Final = re.compile(r"\A[^\W\d_][^\W_]*([\W_])")


class _Mention(NamedTuple):
    """Where a contract has an event: what it says with that, and its pointer."""

    says: str
    pointer: Pointer
    is_sent: bool = True
    """Whether it is sent by that, and not only named."""
    is_an_event: bool = True
    """Whether it is one for sure: what calls back may be named as its operation is."""


def _prove(case: Case, claim: EventsClaim) -> Proofs:
    """`exactly` are the webhooks and callbacks, `planned` not among them; payloads have `after_status`."""
    spec = case.contract.spec
    mentions = spec.cached(_mentions)
    free, misspelt = left_out(claim.exactly or (), (event for event, mention in mentions.items() if mention.is_sent))
    for index, event in enumerate(claim.exactly or ()):
        if event not in mentions or not mentions[event].is_sent:
            yield case.refuted(
                "event-not-in-spec",
                f"the changelog says that `{event}` fires; the webhooks of the spec do not have it",
                "exactly",
                index,
                hint=did_you_mean(
                    event, free, f"remove `{event}` from `exactly`, or add it to the `webhooks` of the spec"
                ),
                spec=(webhooks_key(spec.document),),
            )
        # a webhook without an operation says nothing of what is sent
        elif event in spec.events() and not operations_of(spec, spec.webhook(event)):
            yield case.cannot_prove(f"the webhook `{event}` of the spec has no operation")
    for event, mention in mentions.items():
        if event not in misspelt:
            yield from _mismatch(case, claim, event, mention)
    yield from prove_statuses(case, claim)


def _mismatch(case: Case, claim: EventsClaim, event: str, mention: _Mention) -> Proofs:
    planned, exactly = claim.planned or (), claim.exactly or ()
    if event in planned:
        yield case.refuted(
            "planned-event-in-spec",
            f"the changelog says that `{event}` is planned and does not fire; the spec {mention.says}",
            "planned",
            planned.index(event),
            hint=f"move `{event}` to `exactly`, or remove it from there",
            spec=mention.pointer,
        )
    elif claim.exactly is None or event in exactly or not mention.is_an_event:
        return
    elif mention.is_sent or event not in _unsent(case):
        fire = counted(len(exactly), "event fires", "events fire")
        yield case.refuted(
            "undocumented-event",
            f"the changelog says that exactly {fire}, without `{event}`; the spec {mention.says}",
            "exactly",
            hint=f"add `{event}` to `exactly`, or remove it from the spec",
            spec=mention.pointer,
        )


def _unsent(case: Case) -> Iterator[str]:
    """The values that stand beside the names of events and are none that fires: the wildcard, reserved ones."""
    if case.pin.text.wildcard:
        yield case.pin.text.wildcard.value
    for entry in case.project.entries_of(case.pin):
        for claim in entry.text.claims:
            yield from claim.enum.reserved if claim.enum else ()


def _mentions(spec: Spec) -> Mapping[str, _Mention]:
    """The events of a contract and what it names as such: webhooks, callbacks, and what stands among their names."""
    mentions = {event: _Mention("has it as a webhook", spec.event_pointer(event)) for event in spec.events()}
    for operation in spec.operations():
        for name, callback in operation.members("callbacks").items():
            events = tuple(_delivered(spec, spec.target(callback)))
            for event in events or (name,):
                # a callback may be called as its operation is, `onDone`
                is_event = bool(events) or _is_distinct(event)
                mentions.setdefault(event, _Mention("has it as a callback", callback.pointer, is_an_event=is_event))
    for values in chain(_lists(spec), _names_in_payloads(spec)):
        known = [value for value, _ in values if value in spec.events()]
        # half of them are events, and no words that mean something else elsewhere
        if len(known) * 2 >= len(values) and any(map(_is_distinct, known)):
            for value, pointer in values:
                if _is_distinct(value):
                    mentions.setdefault(value, _Mention("lists it among the events", pointer, is_sent=False))
    return mentions


def _is_distinct(name: str) -> bool:
    """Whether a name is more than one word, as `image.failed` is, and no pattern."""
    return not name.isalnum() and "*" not in name


def _delivered(spec: Spec, callback: Node) -> Iterator[str]:
    """The events that the payload of a callback names: as an event of a webhook, like one, or with a namespace."""
    for path in callback.mapping:
        schema = body_of(spec, callback.child(path)).child("schema")
        for _, values in type_values(spec.cached(Resolver), schema):
            are_names = all(_is_alike(spec, value) or _NAMESPACE.search(value) for value in values)
            if are_names or not set(values).isdisjoint(spec.events()):
                yield from values


def _names_in_payloads(spec: Spec) -> Iterator[list[tuple[str, Pointer]]]:
    """What the payload of each webhook names as the event that it is, in all its alternatives together."""
    resolver, schemas = spec.cached(Resolver), dict[int, Node]()
    for webhook in spec.webhooks().values():
        schema = body_of(spec, webhook).child("schema")
        # often it is one schema for all of them
        schemas.setdefault(id(resolver.resolve(schema).value), schema)
    for schema in schemas.values():
        for _, values in chain(type_values(resolver, schema), selecting_values(resolver, schema)):
            yield [(value, schema.pointer) for value in values if _is_alike(spec, value)]


def _is_alike(spec: Spec, name: str) -> bool:
    """Whether a name begins as the events do: with a word and the same sign after it, as in `image.failed`."""
    return _is_distinct(name) and not spec.cached(_signs).isdisjoint(_SIGN.findall(name))


def _signs(spec: Spec) -> frozenset[str]:
    return frozenset(chain.from_iterable(map(_SIGN.findall, spec.events())))


def _lists(spec: Spec) -> Iterator[list[tuple[str, Pointer]]]:
    """Each list of values in the schemas of a contract: of an enum, or of the alternatives of a union together."""
    for part in objects_of(spec, "schema"):
        yield [(json_text(item.value), item.pointer) for item in part.items("enum")]
        for keyword in UNIONS:
            yield [*_of_alternatives(spec, part.items(keyword))]


def _of_alternatives(spec: Spec, members: Iterable[Node]) -> Iterator[tuple[str, Pointer]]:
    for member in members:
        for value in listed_values(spec.target(member).mapping) or ():
            yield json_text(value), member.pointer


def _sentence(claim: EventsClaim) -> Phrase:
    if claim.exactly is not None:
        return say("{exactly:#event is sent|events are sent}: {exactly:and}", claim)
    return say("{planned:and} {planned:is|are} planned and not sent yet", planned=claim.planned or ())


def _table(claim: EventsClaim) -> Table | None:
    if not claim.after_status:
        return None
    rows = [[say("{name}", name=name) for name in pair] for pair in claim.after_status.items()]
    return Table([say("Event"), say("Status")], rows, longest_label="Status of the resource")


def _page(claim: EventsClaim, _: Rules) -> Iterator[Block]:
    if claim.exactly is not None:
        words = say("The API sends **exactly {exactly:#event}**:", claim)
        yield Block(words, claim.exactly, of="event", is_apart=True)
    if claim.planned is not None:
        text = "**{planned:#event is planned|events are planned}** and not sent yet"
        words = say(text + "[; {planned:candidate|candidates} for {for_:plain}]:", claim)
        yield Block(words, claim.planned, "off", "event", is_apart=True)
    yield from remark("Why", claim.because)
    yield PAUSE
    yield from remark("Today", claim.today)
    yield from remark("Planned change", claim.change)
    yield from _page_statuses(claim)


def _page_statuses(claim: EventsClaim) -> Iterator[Block]:
    after, end = "After", ";"
    statuses = claim.after_status or {}
    for index, (event, status) in enumerate(statuses.items(), 1):
        if index == len(statuses):
            end = "."
        text = f"{after} {{event}} the status of the resource is {{status}}{end}"
        yield Block(say(text, event=event, status=status), only="twin")
        after = "after"
    yield Block(table=_table(claim), is_apart=True, only="page")


def _about(claim: EventsClaim) -> Iterator[str]:
    for event in (*(claim.exactly or ()), *(claim.planned or ()), *(claim.after_status or ())):
        yield f"event {event}"


def _announces(claim: EventsClaim) -> Iterator[Announcement]:
    for event in claim.planned or ():
        yield Announcement("event", event, due=claim.for_ or "", because=claim.because or "")


KIND: Final = Kind(
    type=EventsClaim,
    against="the webhooks of the spec",
    evidence="schema",
    prove=_prove,
    sentence=_sentence,
    page=_page,
    table=_table,
    needs_example=lambda claim: bool(claim.after_status),
    about=_about,
    not_there=lambda claim: (f"event {event}" for event in claim.planned or ()),
    listed=lambda claim: (f"event {event}" for event in claim.exactly or ()),
    announces=_announces,
    prose=("because", "today", "change"),
)
