"""Claims on the values of an enum, compared with the spec's enum and examples."""

from collections.abc import Iterator
from typing import Final

from docgen.claims.case import Case, Proofs, left_out
from docgen.claims.kind import Announcement, Kind, Rules
from docgen.claims.words import Block, Table, remark, say, says
from docgen.model.claim import EnumClaim
from docgen.openapi.allowed_values import allowed_values, allows_null
from docgen.openapi.merging import merged
from docgen.openapi.nodes import as_mapping
from docgen.openapi.selectors import union
from docgen.wording import did_you_mean, json_text, ticked

_NULL: Final = "null"


def _prove(case: Case, claim: EnumClaim) -> Proofs:
    """`wire` and `reserved` are together the spec's values; no example has a `reserved` or `never` value."""
    values = enum_values(case)
    if values is not None:
        yield from _unknown(case, claim, values)
        yield from _unnamed(case, claim, values)
    yield from _reserved_elsewhere(case, claim)
    # an example that shows a value refutes the claim even where no enum lists the values
    shown = list(_examples(case, claim))
    yield from shown
    if values is None and not shown:
        yield case.left_open(
            f"the changelog lists the values of `{claim.at}`; the spec allows others",
            "wire",
            hint="list the values in an `enum` of the spec alone, or write an `attested` claim",
        )


def enum_values(case: Case) -> tuple[str, ...] | None:
    """The values that a claim is about, with null where it is allowed; None where the spec does not list them all."""
    resolver, node = case.contract.resolver, union(case.parts)
    schema = merged(resolver, node)
    alternatives = [node] if schema.child("items") else schema.alternatives() or [node]
    items = [merged(resolver, part).child("items") for part in alternatives]
    listed = node
    if any(items):
        # what an array lists are the values of its items
        listed = union([inner or part for inner, part in zip(items, alternatives, strict=True)])
    for part in (node, listed, *merged(resolver, listed).alternatives()):
        keywords = merged(resolver, part).keywords
        if "x-extensible-enum" in keywords or as_mapping(keywords.get("x-ms-enum")).get("modelAsString") is True:
            return None
    values = allowed_values(resolver, listed)
    # an enum of OpenAPI 3.0 leaves null to `nullable`; on the wire it is a value as any other
    if values and _NULL not in values and allows_null(resolver, node):
        return (*values, _NULL)
    return values or None


def _unknown(case: Case, claim: EnumClaim, values: tuple[str, ...]) -> Proofs:
    free, _ = left_out(claim.wire + claim.reserved, values)
    for part, claimed in (("wire", claim.wire), ("reserved", claim.reserved)):
        for index, value in enumerate(claimed):
            if value not in values:
                yield case.refuted(
                    "enum-mismatch",
                    f"the changelog says that `{claim.at}` has `{value}`; the spec has {ticked(values)}",
                    part,
                    index,
                    hint=did_you_mean(
                        value, free, f"remove `{value}` from `{part}`, or add it to the enum of the spec"
                    ),
                )


def _unnamed(case: Case, claim: EnumClaim, values: tuple[str, ...]) -> Proofs:
    claimed = claim.wire + claim.reserved
    _, misspelt = left_out(claimed, values)
    for value in values:
        if value in claimed or value in misspelt:
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
        )


def _reserved_elsewhere(case: Case, claim: EnumClaim) -> Proofs:
    """Values that are sent by this claim, and reserved by one of another entry: no contract shows which is true."""
    for entry in case.project.entries_of(case.pin):
        for pointer, other in entry.placed_claims():
            reserved = other.enum.reserved if other.enum and other.enum.at == claim.at else ()
            for value in filter(claim.wire.__contains__, reserved):
                yield case.refuted(
                    "enum-mismatch",
                    f"the changelog says that `{claim.at}` has `{value}`; by `{entry.slug}`, it is never on the wire",
                    "wire",
                    claim.wire.index(value),
                    hint=f"remove `{value}` from `wire`, or from `reserved` there",
                    other=(entry.source, (*pointer, "reserved")),
                )


def _examples(case: Case, claim: EnumClaim) -> Proofs:
    for value, place in case.contract.values_in_examples(case.parts):
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
    at=lambda claim: claim.at,
    announces=_announces,
    prose=("because",),
)
