"""Claims on the properties of a schema, compared with the schema and its examples."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Final

from docgen.claims.case import Case, Proofs, left_out
from docgen.claims.kind import Announcement, Kind, Rules
from docgen.claims.words import Block, Phrase, remark, say
from docgen.model.claim import FieldsClaim
from docgen.model.proof import Proof
from docgen.openapi.object_shape import ObjectShape, object_shape
from docgen.openapi.patterns import matches
from docgen.openapi.selectors import union
from docgen.positions.source import Pointer
from docgen.wording import counted, did_you_mean

_CLAUSES: Final = {
    "exactly": "has exactly {exactly:and}",
    "has": "has {has:and}",
    "required": "always has {required:and}",
    "absent": "does not have {absent:or}",
}
"""What a sentence says of each part of a claim, in this order."""


def _prove(case: Case, claim: FieldsClaim) -> Proofs:
    """`exactly` are the schema's properties; it has `has`, `required` are required; `absent` are nowhere."""
    if claim.exactly is None and not (claim.has or claim.required or claim.absent):
        hint = "add `exactly`, `has`, `required` or `absent`"
        yield case.left_open(f"the claim names no field of `{claim.at}`", hint=hint)
        return
    resolver = case.contract.resolver
    shape = object_shape(resolver, union(case.parts))
    # an object without properties has none of the claimed ones; what is no object, or says nothing, proves nothing
    if not shape.properties and not (shape.is_object and (claim.exactly or claim.has or claim.required)):
        message = f"the changelog says which fields `{claim.at}` has; the spec lists none of it"
        yield case.left_open(message)
        return
    yield from _missing(case, claim, shape)
    own = tuple(_present(case, claim, shape, "the spec has it"))
    yield from own
    # what the schema has itself is not told again where it is extended
    for part in case.parts if not own else ():
        for node in case.contract.extensions(part, case.covered):
            says, name = f"the spec adds it to `{claim.at}`", node.schema_name
            if name:
                says += f" in `{name}`"
            yield from _present(case, claim, object_shape(resolver, node), says)
    yield from _open(case, claim, shape)
    yield from _examples(case, claim, shape)


def _missing(case: Case, claim: FieldsClaim, shape: ObjectShape) -> Proofs:
    # `required` may name what the schema does not describe
    always_there = shape.required.intersection(shape.properties)
    wanted = (
        ("exactly", claim.exactly or (), shape.properties, "has", "have it", "the schema"),
        ("has", claim.has, shape.properties, "has", "have it", "the schema"),
        ("required", claim.required, always_there, "always has", "require it", "`required` of the schema"),
    )
    for part, names, known, has, verb, place in wanted:
        for index, name in enumerate(names):
            if name not in known:
                yield case.refuted(
                    "field-missing",
                    f"the changelog says that `{claim.at}` {has} the field `{name}`; the spec does not {verb}",
                    part,
                    index,
                    hint=did_you_mean(
                        name, left_out(names, known)[0], f"remove `{name}` from `{part}`, or add it to {place}"
                    ),
                )


def _present(case: Case, claim: FieldsClaim, shape: ObjectShape, says: str) -> Proofs:
    _, misspelt = left_out(claim.exactly or (), shape.properties)
    for name, place in shape.properties.items():
        if name in claim.absent:
            yield _absent(case, claim, name, says, place)
        elif claim.exactly is not None and name not in claim.exactly and name not in misspelt:
            yield _unnamed(case, claim, name, says, place)
    for pattern, place in shape.patterns.items():
        for name in claim.absent:
            if matches(pattern, name):
                yield _absent(case, claim, name, f"the spec allows it by the pattern `{pattern}`", place)


def _open(case: Case, claim: FieldsClaim, shape: ObjectShape) -> Proofs:
    """A schema that allows other fields in so many words, or what is no object; one that says nothing lists all."""
    if claim.exactly is not None:
        for place in shape.open_at[:1]:
            but = f"; the spec allows others by `{place[-1]}`"
            hint = f"remove `{place[-1]}` from the schema, or `exactly` from the claim"
            yield _not_exactly(case, claim, but, hint, place)
    elif not (claim.has or claim.required):
        return
    for type_, place in islice(shape.other_types.items(), 1):
        yield case.refuted(
            "field-missing",
            f"the changelog says which fields `{claim.at}` has; the spec allows a value of type `{type_}`, without any",
            next(part for part in _CLAUSES if getattr(claim, part)),
            hint="describe objects only in the schema, or claim the fields of one alternative",
            spec=place,
        )


def _examples(case: Case, claim: FieldsClaim, shape: ObjectShape) -> Proofs:
    for value, place in case.contract.values_in_examples(case.parts):
        for name in claim.absent:
            if isinstance(value, Mapping) and name in value:
                yield _absent(case, claim, name, "an example shows it", (*place, name))
    if claim.exactly is None:
        return
    # as a part of an `allOf` with other fields, a schema does not describe all of the value
    known = {*claim.exactly, *claim.absent, *shape.properties}
    for value, place in case.contract.values_in_examples(case.parts, whole=True):
        for name in value if isinstance(value, Mapping) else ():
            if name not in known:
                yield _unnamed(case, claim, name, "an example shows it", (*place, name))


def _absent(case: Case, claim: FieldsClaim, name: str, says: str, place: Pointer) -> Proof:
    return case.refuted(
        "field-present",
        f"the changelog says that `{claim.at}` does not have the field `{name}`; {says}",
        "absent",
        claim.absent.index(name),
        hint=f"remove `{name}` from `absent`, or from the spec",
        spec=place,
    )


def _unnamed(case: Case, claim: FieldsClaim, name: str, says: str, place: Pointer) -> Proof:
    hint = f"add `{name}` to `exactly`, or remove it from the spec"
    return _not_exactly(case, claim, f", without `{name}`; {says}", hint, place)


def _not_exactly(case: Case, claim: FieldsClaim, but: str, hint: str, place: Pointer) -> Proof:
    exactly = counted(len(claim.exactly or ()), "field")
    message = f"the changelog says that `{claim.at}` has exactly {exactly}{but}"
    return case.refuted("field-present", message, "exactly", hint=hint, spec=place)


def _sentence(claim: FieldsClaim) -> Phrase:
    clauses = [clause for part, clause in _CLAUSES.items() if getattr(claim, part) not in (None, ())]
    *others, last = clauses or ["has no fields"]
    before = "".join(f"{clause}, " for clause in others)
    return say(f"{{at}} {before}{'and ' if others else ''}{last}", claim)


def _page(claim: FieldsClaim, _: Rules) -> Iterator[Block]:
    if claim.exactly is not None:
        yield Block(say("**{at} has exactly {exactly:#field}:**", claim), claim.exactly)
    if claim.has:
        yield Block(say("{at} has:", claim), claim.has)
    if claim.required:
        yield Block(say("{at} always has:", claim), claim.required)
    if claim.absent:
        yield Block(say("{at} does not have:", claim), claim.absent, "never")
    yield from remark("Why", claim.because)


def _not_there(claim: FieldsClaim) -> Iterator[str]:
    return (f"{claim.at}.{name}" for name in claim.absent)


def _announces(claim: FieldsClaim) -> Iterator[Announcement]:
    for name in _not_there(claim):
        yield Announcement("field", name, because=claim.because or "")


KIND: Final = Kind(
    type=FieldsClaim,
    against="the schema and the examples of the spec",
    evidence="schema",
    prove=_prove,
    sentence=_sentence,
    page=_page,
    at=lambda claim: claim.at,
    not_there=_not_there,
    listed=lambda claim: (f"{claim.at}.{name}" for name in claim.exactly or ()),
    announces=_announces,
    prose=("because",),
)
