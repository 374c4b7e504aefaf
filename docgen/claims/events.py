"""Claims on events that fire or are planned, and on the status that goes with one, compared with the webhooks."""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from docgen.claims.case import Case
from docgen.claims.contract import Contract, Payload, payload, shown
from docgen.claims.kind import Announcement, Kind, Rules
from docgen.claims.words import PAUSE, Block, Code, Names, Phrase, Table, remark, say
from docgen.model.claim import EventsClaim
from docgen.model.proof import Proof
from docgen.openapi.field_values import Field
from docgen.openapi.spec import webhooks_key
from docgen.openapi.webhooks import operations_of
from docgen.wording import counted, json_text, plural, ticked


class Claimed(NamedTuple):
    """An event with the status that the claim gives it, and its payload."""

    event: str
    status: str
    payload: Payload


def _prove(case: Case, claim: EventsClaim) -> Iterator[Proof]:
    """`exactly` are the webhooks, `planned` not among them or in their enum; payloads have `after_status`."""
    yield from _missing(case, claim.exactly or ())
    if claim.exactly is not None:
        yield from _unnamed(case, claim.exactly)
    yield from _planned(case, claim.planned or ())
    yield from _statuses(case, claim)


def _missing(case: Case, exactly: tuple[str, ...]) -> Iterator[Proof]:
    for index, event in enumerate(exactly):
        if event not in case.contract.events:
            yield case.refuted(
                "event-not-in-spec",
                f"the changelog says that `{event}` fires; the webhooks of the spec do not have it",
                "exactly",
                index,
                hint=f"remove `{event}` from `exactly`, or add it to the `webhooks` of the spec",
                spec=(webhooks_key(case.contract.spec.document),),
            )
        elif not operations_of(case.contract.spec, case.contract.spec.webhook(event)):
            yield case.cannot_prove(f"the webhook `{event}` of the spec has no operation")


def _unnamed(case: Case, exactly: tuple[str, ...]) -> Iterator[Proof]:
    fire = counted(len(exactly), "event fires", "events fire")
    for event in case.contract.events:
        if event not in exactly:
            yield case.refuted(
                "undocumented-event",
                f"the changelog says that exactly {fire}, without `{event}`; the spec has it",
                "exactly",
                hint=f"add `{event}` to `exactly`, or remove it from the spec",
                spec=case.contract.spec.event_pointer(event),
            )


def _planned(case: Case, planned: tuple[str, ...]) -> Iterator[Proof]:
    contract = case.contract
    for index, event in enumerate(planned):
        if event in contract.events:
            says, place = "has it as a webhook", contract.spec.event_pointer(event)
            hint = f"move `{event}` to `exactly`, or remove it from the spec's webhooks"
        elif event in contract.callbacks:
            says, place = "has it as a callback", contract.callbacks[event]
            hint = f"remove `{event}` from `planned`, or from the callbacks of the spec"
        elif event in contract.listed_events:
            says, place = "lists it among the events", contract.listed_events[event]
            hint = f"move `{event}` to `exactly`, or remove it from the enum"
        else:
            continue
        yield case.refuted(
            "planned-event-in-spec",
            f"the changelog says that `{event}` is planned and does not fire; the spec {says}",
            "planned",
            index,
            hint=hint,
            spec=place,
        )


def _statuses(case: Case, claim: EventsClaim) -> Iterator[Proof]:
    """Each event of `after_status` is in the spec, and its payload has the status in the field for it."""
    yield from _unknown_events(case, claim.after_status or {})
    for one, paths in claimed_statuses(case.contract, claim):
        if len(paths) == 1:
            yield from _prove_field(case, one, paths[0])
        else:
            yield case.cannot_prove(_which_field(one, paths))


def claimed_statuses(contract: Contract, claim: EventsClaim) -> list[tuple[Claimed, list[str]]]:
    """Each event of `after_status` that a contract has, with the fields of its payload that may have the status."""
    claimed = [
        Claimed(event, status, payload(contract, event, claim.at))
        for event, status in (claim.after_status or {}).items()
        if event in contract.events
    ]
    return [(one, [claim.at] if claim.at else _status_fields(one, claimed)) for one in claimed]


def _unknown_events(case: Case, statuses: Mapping[str, str]) -> Iterator[Proof]:
    for event, status in statuses.items():
        if event not in case.contract.events:
            yield case.refuted(
                "event-not-in-spec",
                f"the changelog gives `{event}` the status `{status}`; the webhooks of the spec do not have the event",
                "after_status",
                event,
                hint="name an event of the spec",
                spec=(webhooks_key(case.contract.spec.document),),
            )


def _status_fields(one: Claimed, claimed: list[Claimed]) -> list[str]:
    """The fields that list values in this payload, and in those that have them so list each claimed status.

    One event alone may list its own status only: the values of a field are those of all events of the claim.
    """
    return [
        path
        for path, field in one.payload.fields.items()
        if field.values is not None and _lists_all(path, [other for other in claimed if _values(other, path)])
    ]


def _lists_all(path: str, claimed: list[Claimed]) -> bool:
    listed = {value for other in claimed for value in _values(other, path)}
    return bool(claimed) and {other.status for other in claimed} <= listed


def _values(one: Claimed, path: str) -> tuple[str, ...]:
    return one.payload.fields[path].values or () if path in one.payload.fields else ()


def _which_field(one: Claimed, paths: list[str]) -> str:
    if not paths:
        return f"no field of `{one.event}` has an enum with each claimed status; name the field with `at:`"
    names = " and ".join(f"`{path}`" for path in paths)
    return f"{names} of `{one.event}` have an enum with each claimed status; name one of them with `at:`"


def _prove_field(case: Case, one: Claimed, path: str) -> Iterator[Proof]:
    field = one.payload.fields.get(path, Field(None, nullable=True))
    if field.values is not None and one.status not in field.values:
        yield _another(case, one, path, f"the spec has {ticked(field.values)}")
        return
    found = [(value, place) for example, place in one.payload.examples for value in shown(example, path)]
    wrong = [(value, place) for value, place in found if json_text(value) != one.status]
    if wrong:
        yield _another(case, one, path, f"an example of the spec has `{json_text(wrong[0][0])}`", wrong[0][1])
    elif not found and _is_unknown(one.payload, path):
        yield case.unknown_selector(f"{path}` of `{one.event}", "at")
    elif not found and (field.values != (one.status,) or field.nullable):
        yield case.cannot_prove(f"the spec has no example of `{one.event}` with `{path}`")


def _another(case: Case, one: Claimed, path: str, says: str, place: tuple[str | int, ...] = ()) -> Proof:
    return case.refuted(
        "enum-mismatch",
        f"the changelog says that `{one.event}` goes with `{one.status}`; for its `{path}`, {says}",
        "after_status",
        one.event,
        hint=f"write the status that the spec has, or correct `{path}` of `{one.event}` in the spec",
        spec=place or case.contract.spec.event_pointer(one.event),
    )


def _is_unknown(found: Payload, path: str) -> bool:
    """Whether the spec lists the fields beside a path, or beside what it is in, without it."""
    if path in found.fields:
        return False
    above = path.rpartition(".")[0]
    return any(name.rpartition(".")[0] == above for name in found.fields) or (bool(above) and _is_unknown(found, above))


def _sentence(claim: EventsClaim) -> Iterator[Phrase]:
    if claim.exactly is not None:
        are_sent = counted(len(claim.exactly), "event is sent", "events are sent")
        yield say("{}: {}", are_sent, Names(claim.exactly, "and"))
        return
    planned = claim.planned or ()
    yield say("{} {} planned and not sent yet", Names(planned, "and"), plural(len(planned), "is", "are"))


def _table(claim: EventsClaim) -> Table | None:
    if not claim.after_status:
        return None
    rows = [(Code(event), Code(status)) for event, status in claim.after_status.items()]
    return Table([say("Event"), say("Status")], rows, longest_label="Status of the resource")


def _page(claim: EventsClaim, _: Rules) -> Iterator[Block]:
    if claim.exactly is not None:
        words = say("The API sends **exactly {}**:", counted(len(claim.exactly), "event"))
        yield Block((words,), claim.exactly, of="event", is_apart=True)
    if claim.planned is not None:
        yield Block(tuple(_planned_words(claim, claim.planned)), claim.planned, "off", "event", is_apart=True)
    yield from remark("Why", claim.because)
    yield PAUSE
    yield from remark("Today", claim.today)
    yield from remark("Planned change", claim.change)
    yield from _page_statuses(claim)


def _planned_words(claim: EventsClaim, planned: tuple[str, ...]) -> Iterator[Phrase]:
    yield say("**{}** and not sent yet", counted(len(planned), "event is planned", "events are planned"))
    if claim.for_:
        yield say("; {} for {}", plural(len(planned), "candidate"), claim.for_)
    yield say(":")


def _page_statuses(claim: EventsClaim) -> Iterator[Block]:
    after, end = "After", ";"
    statuses = claim.after_status or {}
    for index, (event, status) in enumerate(statuses.items(), 1):
        if index == len(statuses):
            end = "."
        words = say(f"{after} {{}} the status of the resource is {{}}{end}", Code(event), Code(status))
        yield Block((words,), only="twin")
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
