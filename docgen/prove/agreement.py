"""The words for what a proof rests on: a rule that docgen deploys proves less than a schema."""

from collections.abc import Mapping
from typing import Final

from docgen.claims.deprecation import SINCE
from docgen.claims.redirect import REMOVED
from docgen.model.proof import Evidence, Proof

_WORDS: Final[Mapping[Evidence, str]] = {
    "schema": "agrees with the schema in the contract",
    "example": "agrees with an example in the contract",
    "rule": "agrees with the redirect rule that this site's own edge serves",
    "calendar": "matches the calendar",
    "configuration": "agrees with the redirect rules and the configuration of this site",
    "owner": "attested by its owner",
}


def agreement(proof: Proof) -> str:
    """What a proved claim agrees with, as a reader needs it: `agrees with the schema in the contract`."""
    words = _WORDS[proof.evidence_from] + (", which is a reconstruction" if proof.reconstructed else "")
    if proof.against == SINCE:
        return f"{words}; no contract shows the start date"
    if proof.evidence_from != "rule":
        return words
    if proof.against == REMOVED:
        return "agrees with the redirect rule, which was removed from the edge"
    is_live = any(result.result == "passed" for result in proof.live)
    return f"{words}: checked by simulation{'' if is_live else ', not live'}"
