"""Claims on the properties of a schema, compared with the schema and its examples."""

from collections.abc import Iterator, Mapping
from typing import Final

from docgen.model.claim import FieldsClaim
from docgen.model.proof import Proof
from docgen.openapi.schema import Schema
from docgen.positions.source import Pointer
from docgen.prove.case import Case
from docgen.wording import counted

AGAINST: Final = "the schema and the examples of the spec"


def prove(case: Case) -> Iterator[Proof]:
    """`exactly` are the schema's properties; `required` are required; `absent` are in no schema or example."""
    claim: FieldsClaim = case.claim
    pointer = case.contract.find(claim.at)
    if pointer is None:
        yield case.unknown_selector(claim.at)
        return
    schema = case.contract.schema(pointer)
    names = tuple(schema.properties)
    if not names:
        yield case.cannot_prove(f"`{claim.at}` has no properties in the spec")
        return
    yield from _missing(case, claim, names, pointer)
    yield from _required(case, claim, schema, pointer)
    yield from _present(case, claim, names, pointer)
    yield from _examples(case, claim, schema)


def _missing(case: Case, claim: FieldsClaim, names: tuple[str, ...], pointer: Pointer) -> Iterator[Proof]:
    for index, name in enumerate(claim.exactly or ()):
        if name not in names:
            yield case.refuted(
                "field-missing",
                f"the changelog says that `{claim.at}` has the field `{name}`; the spec does not have it",
                "exactly",
                index,
                hint=f"remove `{name}` from `exactly`, or add it to the schema",
                spec=pointer,
            )


def _required(case: Case, claim: FieldsClaim, schema: Schema, pointer: Pointer) -> Iterator[Proof]:
    for index, name in enumerate(claim.required):
        if name not in schema.required or name not in schema.properties:
            yield case.refuted(
                "field-missing",
                f"the changelog says that `{claim.at}` always has the field `{name}`; the spec does not require it",
                "required",
                index,
                hint=f"remove `{name}` from `required`, or add it to `required` of the schema",
                spec=pointer,
            )


def _present(case: Case, claim: FieldsClaim, names: tuple[str, ...], pointer: Pointer) -> Iterator[Proof]:
    for name in names:
        if name in claim.absent:
            part, index, claimed = "absent", claim.absent.index(name), f"does not have the field `{name}`"
        elif claim.exactly is not None and name not in claim.exactly:
            part, index, claimed = (
                "exactly",
                None,
                f"has exactly {counted(len(claim.exactly), 'field')}, without `{name}`",
            )
        else:
            continue
        yield case.refuted(
            "field-present",
            f"the changelog says that `{claim.at}` {claimed}; the spec has it",
            *((part,) if index is None else (part, index)),
            hint=f"add `{name}` to `exactly`, or remove it from the schema",
            spec=(*pointer, "properties", name),
        )


def _examples(case: Case, claim: FieldsClaim, schema: Schema) -> Iterator[Proof]:
    for value, place in case.contract.values_in_examples(schema):
        for index, name in enumerate(claim.absent):
            if isinstance(value, Mapping) and name in value:
                yield case.refuted(
                    "field-present",
                    f"the changelog says that `{claim.at}` does not have the field `{name}`; an example shows it",
                    "absent",
                    index,
                    hint=f"remove `{name}` from the example",
                    spec=(*place, name),
                )
