"""Claims on the values of an enum, compared with the spec's enum and examples."""

from collections.abc import Iterator
from typing import Final

from docgen.claims.case import Case, Proofs
from docgen.claims.contract import Contract
from docgen.claims.kind import Announcement, Kind, Rules
from docgen.claims.words import Block, Table, remark, say, says
from docgen.model.claim import EnumClaim
from docgen.openapi.allowed_values import allowed_values, allows_null
from docgen.openapi.schema import Schema
from docgen.positions.source import Pointer
from docgen.wording import json_text, ticked

_NULL: Final = "null"


def _prove(case: Case, claim: EnumClaim) -> Proofs:
    """`wire` and `reserved` are together the spec's values; no example has a `reserved` or `never` value."""
    pointer = case.contract.find(claim.at)
    if pointer is None:
        yield case.unknown_selector(claim.at)
        return
    values = enum_values(case.contract, pointer)
    if values is not None:
        yield from _unknown(case, claim, values, pointer)
        yield from _unnamed(case, claim, values, pointer)
    # an example that shows a value refutes the claim even where no enum lists the values
    shown = list(_examples(case, claim, case.contract.schema(pointer)))
    yield from shown
    if values is None and not shown:
        yield case.cannot_prove(f"`{claim.at}` has no enum in the spec")


def enum_values(contract: Contract, pointer: Pointer) -> tuple[str, ...] | None:
    """The values of a schema, with null where it is allowed; None where the spec does not list them."""
    node = contract.spec.node(pointer)
    values = allowed_values(contract.resolver, node)
    # an enum of OpenAPI 3.0 leaves null to `nullable`; on the wire it is a value as any other
    if values and _NULL not in values and allows_null(contract.resolver, node):
        return (*values, _NULL)
    return values or None


def _unknown(case: Case, claim: EnumClaim, values: tuple[str, ...], pointer: Pointer) -> Proofs:
    for part, claimed in (("wire", claim.wire), ("reserved", claim.reserved)):
        for index, value in enumerate(claimed):
            if value not in values:
                yield case.refuted(
                    "enum-mismatch",
                    f"the changelog says that `{claim.at}` has `{value}`; the spec has {ticked(values)}",
                    part,
                    index,
                    hint=f"remove `{value}` from `{part}`, or add it to the enum of the spec",
                    spec=pointer,
                )


def _unnamed(case: Case, claim: EnumClaim, values: tuple[str, ...], pointer: Pointer) -> Proofs:
    claimed = claim.wire + claim.reserved
    for value in values:
        if value in claimed:
            continue
        path: tuple[str | int, ...] = ("wire",)
        what, mend = "not among its values", "add"
        if value in claim.never:
            path = ("never", claim.never.index(value))
            what, mend = "never", "move"
        yield case.refuted(
            "enum-mismatch",
            f"the changelog says that `{claim.at}` is {ticked(claimed)}, and `{value}` is {what}; the spec has it",
            *path,
            hint=f"{mend} `{value}` to `wire` or `reserved`, or remove it from the spec",
            spec=pointer,
        )


def _examples(case: Case, claim: EnumClaim, schema: Schema) -> Proofs:
    for value, place in case.contract.values_in_examples(schema):
        for part, unused in (("reserved", claim.reserved), ("never", claim.never)):
            if json_text(value) in unused:
                yield case.refuted(
                    "reserved-value-in-example",
                    f"the changelog says that `{value}` of `{claim.at}` is never on the wire; an example shows it",
                    part,
                    unused.index(json_text(value)),
                    hint=f"use a value of `wire` in the example, or move `{value}` to `wire`",
                    spec=place,
                )


def _table(claim: EnumClaim) -> Table | None:
    # where all values are sent, a sentence says as much as a table
    if not (claim.reserved or claim.never):
        return None
    rows = []
    for sent, values in (("yes", claim.wire), ("never; reserved", claim.reserved), ("never", claim.never)):
        rows += [(say("{value}", value=value), say(sent)) for value in values]
    return Table([say("Value of {at}", claim), say("Sent")], rows)


def _page(claim: EnumClaim, _: Rules) -> Iterator[Block]:
    yield Block(say("**{at} has {wire:#value} on the wire:**", claim), claim.wire, is_apart=True)
    if claim.reserved:
        yield Block(say("Reserved in the contract, never sent:"), claim.reserved, "off")
    if claim.never:
        yield Block(say("Never a value:"), claim.never, "never")
    yield from remark("Why", claim.because)


def _announces(claim: EnumClaim) -> Iterator[Announcement]:
    for value in claim.reserved:
        yield Announcement("value", value, at=claim.at, because=claim.because or "")


KIND: Final = Kind(
    type=EnumClaim,
    against="the enum and the examples of the spec",
    evidence="schema",
    prove=_prove,
    sentence=says("{at} is {wire:or}[; {reserved:and} {reserved:is|are} reserved and never sent][; never {never:or}]"),
    page=_page,
    table=_table,
    announces=_announces,
    prose=("because",),
)
