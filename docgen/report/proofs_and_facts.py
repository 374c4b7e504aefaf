"""What `docgen check` lists when it is asked: every claim with its proof, and every fact with what it is bound to."""

from collections import Counter
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any, Final

import msgspec

from docgen.differ.wording import named
from docgen.model.fact import Fact
from docgen.model.proof import Proof
from docgen.positions import location
from docgen.prove import agreement
from docgen.report.json import picked
from docgen.wording import printable

_WIDEST: Final = 60
_RESULTS: Final = {"passed": "checked live", "failed": "failed live"}


def proofs_report(proofs: Sequence[Proof]) -> str:
    """A line per proof, in their order, and a count of each status."""
    width, lines = max((len(proof.claim) for proof in proofs), default=0), []
    for proof in proofs:
        place = location(proof.source, proof.pointer)
        line = f"{proof.status:12}  {proof.claim:{width}}  {place}  {_reason(proof)}"
        # the last live check of the claim at each origin
        for checked in proof.live:
            line += f"; {_RESULTS[checked.result]} on {checked.checked:%Y-%m-%d} at {checked.origin}"
        lines.append(line)
    return _listed(lines, map(attrgetter("status"), proofs), "no claims")


def _reason(proof: Proof) -> str:
    if proof.status == "proved":
        where = f"; in {named(proof.used_by)}" if proof.used_by else ""
        return f"{agreement(proof)} ({proof.against}{where})"
    if proof.status == "attested":
        return f"by {proof.owner} until {proof.review_by}: {proof.message} (evidence: {proof.evidence})"
    return proof.message


def facts_report(facts: Sequence[Fact]) -> str:
    """A line per fact, in the order of the texts, and a count of each state."""
    width, lines = min(_WIDEST, max((len(fact.text) for fact in facts), default=0)), []
    for fact in facts:
        by = fact.bound_to or fact.message
        lines.append(f"{fact.state:12}  {fact.kind:6}  {fact.text:{width}}  {_location(fact)}  {by}")
    return _listed(lines, map(attrgetter("state"), facts), "no facts")


def _listed(lines: Iterable[str], states: Iterable[str], nothing: str) -> str:
    """The lines, and how many there are of each state."""
    counts = ", ".join(f"{count} {state}" for state, count in Counter(states).items())
    return "\n".join([*map(printable, lines), counts or nothing]) + "\n"


def proof_record(proof: Proof) -> dict[str, Any]:
    """The proof as an object of JSON, with its locations as `path:line:column`."""
    return {
        **picked(proof, ("claim", "kind", "status", "against", "used_by", "evidence_from", "reconstructed", "message")),
        "carrier": location(proof.source, proof.pointer),
        "counter": location(*proof.contradiction) if proof.contradiction else None,
        "rule": proof.rule or None,
        "owner": proof.owner or None,
        "evidence": proof.evidence or None,
        "review_by": proof.review_by,
        "live": msgspec.to_builtins(proof.live),
    }


def fact_record(fact: Fact) -> dict[str, Any]:
    """The fact as an object of JSON, with its location as `path:line:column`."""
    return {
        **picked(fact, ("kind", "text", "state")),
        "at": _location(fact),
        "bound_to": fact.bound_to or None,
        "message": fact.message or None,
    }


def _location(fact: Fact) -> str:
    return f"{fact.source.path}:{fact.line}:{fact.column}"
