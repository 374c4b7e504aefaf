"""Claims on deprecations, compared with `deprecated` and `x-sunset` in the contract, and with earlier contracts."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from docgen.claims.case import Case, Proofs
from docgen.claims.kind import Kind
from docgen.claims.words import says, shows
from docgen.model.claim import DeprecationClaim
from docgen.model.ending import Ending
from docgen.model.entry import Entry
from docgen.model.project import Project
from docgen.model.proof import Proof
from docgen.model.redirect import midnight
from docgen.openapi.deprecated import Part, parts
from docgen.openapi.spec import Spec
from docgen.positions.source import Pointer

AGAINST: Final = "`deprecated` and `x-sunset` in the spec"
SINCE: Final = f"{AGAINST}; no contract shows `since`"
_RULE: Final = "deprecation-mismatch"


def _prove(case: Case, claim: DeprecationClaim) -> Proofs:
    """The contract marks the part, with the claimed sunset, and has the successor, which stays."""
    marks = parts(case.contract.spec, claim.of)
    if claim.sunset and any(part.by_example for part in marks):
        # the sunset is only in an example of the header
        case = case._replace(evidence="example")
    outcomes = tuple(_outcomes(case, claim, marks))
    yield from outcomes
    if not outcomes:
        yield case._replace(against=SINCE if claim.since else AGAINST).proved()


def _outcomes(case: Case, claim: DeprecationClaim, marks: Sequence[Part]) -> Proofs:
    if not marks:
        yield _missing(case, claim)
        return
    unmarked = next((part for part in marks if not part.is_deprecated), None)
    if unmarked:
        yield case.refuted(
            _RULE,
            f"the changelog says that `{claim.of}` is deprecated; the spec does not mark it",
            "of",
            hint="set `deprecated: true` in the spec, or name the part that is deprecated",
            spec=unmarked.pointer,
        )
    else:
        if claim.sunset:
            yield from _sunset(case, claim, marks)
        if claim.since:
            yield from _since(case, claim, claim.since)
    if claim.successor:
        yield from _successor(case, claim, claim.successor)


def _missing(case: Case, claim: DeprecationClaim) -> Proof:
    if claim.of.startswith(("error ", "server ", "security ")):
        return case.cannot_prove(f"a contract does not mark `{claim.of}` as deprecated")
    if claim.sunset and claim.sunset <= case.project.today:
        # what has ended is rightly gone
        return case.cannot_prove(f"`{claim.of}` is not in the spec; its sunset, {claim.sunset}, has passed")
    return case.unknown_selector(claim.of, "of")


def _sunset(case: Case, claim: DeprecationClaim, marks: Sequence[Part]) -> Proofs:
    for part in marks:
        actual = str(part.sunset or part.unreadable)
        if not actual:
            yield case.cannot_prove(f"the spec marks `{claim.of}` as deprecated, without a sunset")
        elif part.sunset != claim.sunset:
            yield case.refuted(
                _RULE,
                f"the changelog says that `{claim.of}` ends on {claim.sunset}; the spec has the sunset {actual}",
                "sunset",
                hint=f"write `sunset: {actual}`, or set `x-sunset: {claim.sunset}` in the spec",
                spec=part.pointer,
            )


def _since(case: Case, claim: DeprecationClaim, since: date) -> Proofs:
    """No earlier contract that was in force before `since` marks the part already."""
    for pin in case.project.pins[: case.project.pins.index(case.pin)]:
        # a contract that was released later may mark what was announced before
        marks = parts(pin.contract, claim.of) if pin.text.released < since else ()
        if any(part.is_deprecated for part in marks):
            yield case.refuted(
                _RULE,
                f"the changelog says that `{claim.of}` is deprecated since {since}; "
                f"the contract of {pin.id}, released on {pin.text.released}, marks it already",
                "since",
                hint=f"write `since: {pin.text.released}` or an earlier day",
            )


def _successor(case: Case, claim: DeprecationClaim, successor: str) -> Proofs:
    marks = parts(case.contract.spec, successor)
    if not marks and not case.contract.find(successor):
        yield case.unknown_selector(successor, "successor")
    elif successor == claim.of or any(part.is_deprecated for part in marks):
        yield case.refuted(
            _RULE,
            f"the changelog names `{successor}` as the successor of `{claim.of}`; it is deprecated too",
            "successor",
            hint="name a part that stays, or remove `successor`",
            spec=marks[0].pointer if marks else None,
        )


def part_ending(spec: Spec | None, entry: Entry, claim: DeprecationClaim, pointer: Pointer) -> Ending:
    """The end of a part that an entry announces; the contract knows the day better than the claim."""
    # where the contract marks several parts, the first that ends is the day to act by
    marks = parts(spec, claim.of) if spec else ()
    day = min((part.sunset for part in marks if part.sunset), default=claim.sunset)
    return Ending(
        kind=marks[0].kind if marks else "part",
        name=claim.of,
        source=entry.source,
        pointer=pointer,
        since=claim.since or entry.text.published,
        ends=midnight(day) if day else None,
        instead=claim.successor or "",
        entry=entry,
        claim=claim,
    )


def _endings(project: Project, entry: Entry, claim: DeprecationClaim, pointer: Pointer) -> Iterator[Ending]:
    yield part_ending(project.spec_of(entry), entry, claim, pointer)


def _draft(spec: Spec, selector: str, since: date | None) -> Iterator[DeprecationClaim]:
    marks = parts(spec, selector)
    if marks and all(part.is_deprecated for part in marks):
        sunset = min((part.sunset for part in marks if part.sunset), default=None)
        yield DeprecationClaim(of=selector, since=since, sunset=sunset)


KIND: Final = Kind(
    type=DeprecationClaim,
    against=AGAINST,
    evidence="schema",
    prove=_prove,
    sentence=says("{of} is deprecated[ as of {since}][ and ends on {sunset}][; use {successor} instead]"),
    page=shows("{of} is **deprecated**[ as of {since}][ and ends on {sunset}].[ Use {successor} instead.]"),
    endings=_endings,
    draft=_draft,
    hint=lambda claim: "" if claim.successor else "successor: what to use instead, as the contract names it",
    sunset=lambda claim: claim.sunset,
)
