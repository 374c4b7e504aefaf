"""Every claim with its location and the result of its proof."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from docgen.model.proof import Proof
from docgen.positions import location
from docgen.prove.agreement import agreement
from docgen.wording import printable


def proofs_report(proofs: Sequence[Proof]) -> str:
    """A line per proof, in their order, and a count of each status."""
    return "\n".join(_lines(proofs)) + "\n"


def _lines(proofs: Sequence[Proof]) -> Iterator[str]:
    width = max((len(proof.claim) for proof in proofs), default=0)
    for proof in proofs:
        place = location(proof.source, proof.pointer)
        yield printable(f"{proof.status:12}  {proof.claim:{width}}  {place}  {_reason(proof)}{_live(proof)}")
    counts: dict[str, int] = {}
    for proof in proofs:
        counts[proof.status] = counts.get(proof.status, 0) + 1
    yield ", ".join(f"{count} {status}" for status, count in counts.items()) or "no claims"


def _reason(proof: Proof) -> str:
    if proof.status == "proved":
        return f"{agreement(proof)} ({proof.against})"
    if proof.status == "attested":
        return f"by {proof.owner} until {proof.review_by}: {proof.message} (evidence: {proof.evidence})"
    return proof.message


def _live(proof: Proof) -> str:
    """The last live check of the claim at each origin."""
    words = {"passed": "checked live", "failed": "failed live"}
    return "".join(f"; {words[found.result]} on {found.checked:%Y-%m-%d} at {found.origin}" for found in proof.live)


def proof_record(proof: Proof) -> dict[str, Any]:
    """The proof as an object of JSON, with its locations as `path:line:column`."""
    return {
        "claim": proof.claim,
        "kind": proof.kind,
        "status": proof.status,
        "against": proof.against,
        "evidence_from": proof.evidence_from,
        "reconstructed": proof.reconstructed,
        "message": proof.message,
        "carrier": location(proof.source, proof.pointer),
        "counter": location(*proof.contradiction) if proof.contradiction else None,
        "rule": proof.rule or None,
        "owner": proof.owner or None,
        "evidence": proof.evidence or None,
        "review_by": proof.review_by.isoformat() if proof.review_by else None,
        "live": [msgspec.to_builtins(found) for found in proof.live],
    }
