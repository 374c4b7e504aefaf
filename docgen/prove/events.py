"""Claims on events that fire or are planned, compared with the webhooks of the spec."""

from collections.abc import Iterator
from typing import Final

from docgen.model.claim import EventsClaim
from docgen.model.proof import Proof
from docgen.openapi.spec import webhooks_key
from docgen.openapi.webhooks import operations_of
from docgen.prove.case import Case
from docgen.prove.event_status import prove_statuses
from docgen.wording import counted

AGAINST: Final = "the webhooks of the spec"


def prove(case: Case) -> Iterator[Proof]:
    """`exactly` are the webhooks, `planned` not among them or in their enum; payloads have `after_status`."""
    claim: EventsClaim = case.claim
    yield from _missing(case, claim.exactly or ())
    if claim.exactly is not None:
        yield from _unnamed(case, claim.exactly)
    yield from _planned(case, claim.planned or ())
    yield from prove_statuses(case)


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
