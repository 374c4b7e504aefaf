"""Claims on events that fire or are planned, compared with the webhooks; their words."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from docgen.claims.case import Case, Proofs
from docgen.claims.kind import Announcement, Kind, Rules
from docgen.claims.payloads import prove_statuses
from docgen.claims.words import PAUSE, Block, Phrase, Table, remark, say
from docgen.model.claim import EventsClaim
from docgen.openapi.nodes import children
from docgen.openapi.schema import UNIONS
from docgen.openapi.spec import Spec, webhooks_key
from docgen.openapi.webhooks import operations_of
from docgen.positions.source import Pointer
from docgen.wording import counted, json_text


def _prove(case: Case, claim: EventsClaim) -> Proofs:
    """`exactly` are the webhooks, `planned` not among them or in their enum; payloads have `after_status`."""
    spec = case.contract.spec
    for index, event in enumerate(claim.exactly or ()):
        if event not in spec.events():
            yield case.refuted(
                "event-not-in-spec",
                f"the changelog says that `{event}` fires; the webhooks of the spec do not have it",
                "exactly",
                index,
                hint=f"remove `{event}` from `exactly`, or add it to the `webhooks` of the spec",
                spec=(webhooks_key(spec.document),),
            )
        # a webhook without an operation says nothing of what is sent
        elif not operations_of(spec, spec.webhook(event)):
            yield case.cannot_prove(f"the webhook `{event}` of the spec has no operation")
    if claim.exactly is not None:
        yield from _unnamed(case, spec, claim.exactly)
    for index, event in enumerate(claim.planned or ()):
        yield from _planned(case, spec, event, index)
    yield from prove_statuses(case, claim)


def _unnamed(case: Case, spec: Spec, exactly: tuple[str, ...]) -> Proofs:
    fire = counted(len(exactly), "event fires", "events fire")
    for event in spec.events():
        if event not in exactly:
            yield case.refuted(
                "undocumented-event",
                f"the changelog says that exactly {fire}, without `{event}`; the spec has it",
                "exactly",
                hint=f"add `{event}` to `exactly`, or remove it from the spec",
                spec=spec.event_pointer(event),
            )


def _planned(case: Case, spec: Spec, event: str, index: int) -> Proofs:
    # what a callback or a list of events names is in use, too, though no webhook has it
    callbacks, listed = spec.cached(_callbacks), spec.cached(_listed_events)
    if event in spec.events():
        says, place = "has it as a webhook", spec.event_pointer(event)
        hint = f"move `{event}` to `exactly`, or remove it from the spec's webhooks"
    elif event in callbacks:
        says, place = "has it as a callback", callbacks[event]
        hint = f"remove `{event}` from `planned`, or from the callbacks of the spec"
    elif event in listed:
        says, place = "lists it among the events", listed[event]
        hint = f"move `{event}` to `exactly`, or remove it from the enum"
    else:
        return
    yield case.refuted(
        "planned-event-in-spec",
        f"the changelog says that `{event}` is planned and does not fire; the spec {says}",
        "planned",
        index,
        hint=hint,
        spec=place,
    )


def _callbacks(spec: Spec) -> Mapping[str, Pointer]:
    """The names of what operations call back, each with the pointer of the first."""
    places: dict[str, Pointer] = {}
    for operation in spec.operations():
        for name in operation.callbacks:
            places.setdefault(name, (*operation.pointer, "callbacks", name))
    return places


def _listed_events(spec: Spec) -> Mapping[str, Pointer]:
    """The values of every list of values that has a webhook among them, each with the pointer of the first."""
    places: dict[str, Pointer] = {}
    for values in _lists(spec, spec.document, ()):
        if any(value in spec.events() for value, _ in values):
            for value, pointer in values:
                places.setdefault(value, pointer)
    return places


def _lists(spec: Spec, node: object, pointer: Pointer) -> Iterator[list[tuple[str, Pointer]]]:
    """Each list of values in a document: of an enum, or of the alternatives of a union together."""
    for key, child in children(node):
        place = (*pointer, key)
        # the values of an enum are no schemas, whatever they look like
        if key == "enum" and isinstance(child, list):
            yield [(json_text(value), (*place, index)) for index, value in enumerate(child)]
            continue
        if key in UNIONS and isinstance(child, list):
            yield list(_of_alternatives(spec, child, place))
        yield from _lists(spec, child, place)


def _of_alternatives(spec: Spec, members: list[Any], pointer: Pointer) -> Iterator[tuple[str, Pointer]]:
    for index, member in enumerate(members):
        schema = spec.resolve(member)
        values = schema.get("enum")
        for value in values if isinstance(values, list) else ():
            yield json_text(value), (*pointer, index)
        if "const" in schema:
            yield json_text(schema["const"]), (*pointer, index)


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
