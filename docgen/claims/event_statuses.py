"""The status that a claim says goes with an event, compared with the payload of the event."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final, NamedTuple

from docgen.claims.case import Case, Proofs
from docgen.claims.contract import Contract
from docgen.claims.payloads import Payload, payload, shown
from docgen.model.claim import EventsClaim
from docgen.model.proof import Proof
from docgen.openapi.allowed_values import Field
from docgen.openapi.spec import webhooks_key
from docgen.positions.source import Pointer
from docgen.wording import json_text, ticked

_ANY: Final = Field(None, nullable=True)


class Claimed(NamedTuple):
    """An event with the status that the claim gives it, and its payload."""

    event: str
    status: str
    payload: Payload

    def field(self, path: str) -> Field:
        """A field of the payload; one of any value where it is not known."""
        return self.payload.fields.get(path, _ANY)


def prove_statuses(case: Case, claim: EventsClaim) -> Proofs:
    """Each event of `after_status` is in the spec, and its payload has the status in the field for it."""
    spec = case.contract.spec
    for event, status in (claim.after_status or {}).items():
        if event not in spec.events():
            yield case.refuted(
                "event-not-in-spec",
                f"the changelog gives `{event}` the status `{status}`; the webhooks of the spec do not have the event",
                "after_status",
                event,
                hint="name an event of the spec",
                spec=(webhooks_key(spec.document),),
            )
    for claimed, paths in claimed_statuses(case.contract, claim):
        if len(paths) == 1:
            yield from _prove_field(case, claimed, paths[0])
        else:
            yield case.cannot_prove(_which_field(claimed.event, paths))


def claimed_statuses(contract: Contract, claim: EventsClaim) -> list[tuple[Claimed, list[str]]]:
    """Each event of `after_status` that a contract has, with the fields of its payload that may have the status."""
    every = [
        Claimed(event, status, payload(contract, event, claim.at))
        for event, status in (claim.after_status or {}).items()
        if event in contract.events
    ]
    if claim.at:
        return [(claimed, [claim.at]) for claimed in every]
    return [(claimed, list(_status_fields(claimed, every))) for claimed in every]


def _status_fields(claimed: Claimed, every: Sequence[Claimed]) -> Iterator[str]:
    """The fields that list values in this payload, and in those that have them so list each claimed status.

    One event alone may list its own status only: the values of a field are those of all events of the claim.
    """
    for path, field in claimed.payload.fields.items():
        if field.values is not None:
            listing = [other for other in every if other.field(path).values]
            values = chain.from_iterable(other.field(path).values or () for other in listing)
            if listing and {other.status for other in listing} <= set(values):
                yield path


def _which_field(event: str, paths: Sequence[str]) -> str:
    if not paths:
        return f"no field of `{event}` has an enum with each claimed status; name the field with `at:`"
    names = " and ".join(f"`{path}`" for path in paths)
    return f"{names} of `{event}` have an enum with each claimed status; name one of them with `at:`"


def _prove_field(case: Case, claimed: Claimed, path: str) -> Proofs:
    event, status, sent = claimed
    field = claimed.field(path)
    if field.values is not None and status not in field.values:
        place = case.contract.spec.event_pointer(event)
        yield _another(case, claimed, path, f"the spec has {ticked(field.values)}", place)
        return
    is_shown = False
    for example, place in sent.examples:
        for value in shown(example, path):
            is_shown = True
            if json_text(value) != status:
                yield _another(case, claimed, path, f"an example of the spec has `{json_text(value)}`", place)
                return
    if is_shown:
        return
    # a field that lists one value alone needs no example
    if _is_unknown(sent, path):
        yield case.unknown_selector(f"{path}` of `{event}", "at")
    elif field.values != (status,) or field.nullable:
        yield case.cannot_prove(f"the spec has no example of `{event}` with `{path}`")


def _another(case: Case, claimed: Claimed, path: str, says: str, place: Pointer) -> Proof:
    event = claimed.event
    return case.refuted(
        "enum-mismatch",
        f"the changelog says that `{event}` goes with `{claimed.status}`; for its `{path}`, {says}",
        "after_status",
        event,
        hint=f"write the status that the spec has, or correct `{path}` of `{event}` in the spec",
        spec=place,
    )


def _is_unknown(sent: Payload, path: str) -> bool:
    """Whether the spec lists the fields beside a path, or beside what it is in, without it."""
    if path in sent.fields:
        return False
    above = path.rpartition(".")[0]
    has_neighbours = any(name.rpartition(".")[0] == above for name in sent.fields)
    return has_neighbours or (bool(above) and _is_unknown(sent, above))
