"""The status that goes with an event, read from one field of its payload: by its type, else by its examples."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from docgen.model.claim import EventsClaim
from docgen.model.proof import Proof
from docgen.openapi.field_values import Field
from docgen.openapi.spec import webhooks_key
from docgen.prove.case import Case
from docgen.prove.contract import Contract
from docgen.prove.payloads import Payload, payload, shown
from docgen.wording import json_text, ticked


class Claimed(NamedTuple):
    """An event with the status that the claim gives it, and its payload."""

    event: str
    status: str
    payload: Payload


def prove_statuses(case: Case) -> Iterator[Proof]:
    """Each event of `after_status` is in the spec, and its payload has the status in the field for it."""
    claim: EventsClaim = case.claim
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
