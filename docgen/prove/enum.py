"""Claims on the values of an enum, compared with the spec's enum and examples."""

from collections.abc import Iterator
from typing import Final

from docgen.model.claim import EnumClaim
from docgen.model.proof import Proof
from docgen.openapi.allowed_values import allowed_values, allows_null
from docgen.openapi.schema import Schema
from docgen.positions.source import Pointer
from docgen.prove.case import Case
from docgen.prove.contract import Contract
from docgen.wording import json_text, ticked

AGAINST: Final = "the enum and the examples of the spec"
_NULL: Final = "null"


def prove(case: Case) -> Iterator[Proof]:
    """`wire` and `reserved` are together the spec's values; no example has a `reserved` or `never` value."""
    claim: EnumClaim = case.claim
    pointer = case.contract.find(claim.at)
    if pointer is None:
        yield case.unknown_selector(claim.at)
        return
    values = enum_values(case.contract, pointer)
    if values is not None:
        yield from _enum(case, claim, values, pointer)
    shown = list(_examples(case, claim, case.contract.schema(pointer)))
    yield from shown
    if values is None and not shown:
        yield case.cannot_prove(f"`{claim.at}` has no enum in the spec")


def enum_values(contract: Contract, pointer: Pointer) -> tuple[str, ...] | None:
    """The values of a schema, with null where it is allowed; None where the spec does not list them."""
    node = contract.spec.node(pointer)
    values = allowed_values(contract.resolver, node)
    if values and _NULL not in values and allows_null(contract.resolver, node):
        return (*values, _NULL)
    return values or None


def _enum(case: Case, claim: EnumClaim, values: tuple[str, ...], pointer: Pointer) -> Iterator[Proof]:
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
    for value in values:
        if value not in (*claim.wire, *claim.reserved):
            never = value in claim.never
            yield case.refuted(
                "enum-mismatch",
                f"the changelog says that `{claim.at}` is {ticked(claim.wire + claim.reserved)}, "
                f"and `{value}` is {'never' if never else 'not among its values'}; the spec has it",
                *(("never", claim.never.index(value)) if never else ("wire",)),
                hint=f"{'move' if never else 'add'} `{value}` to `wire` or `reserved`, or remove it from the spec",
                spec=pointer,
            )


def _examples(case: Case, claim: EnumClaim, schema: Schema) -> Iterator[Proof]:
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
