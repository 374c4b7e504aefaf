from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from docgen.load.project import load
from docgen.model.proof import Proof
from docgen.prove import prove
from tests.cases import load_yaml

STATEMENTS: list[dict[str, Any]] = load_yaml((Path(__file__).parent / "statements.yaml").read_text(encoding="utf-8"))
ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def proofs() -> dict[str, Proof]:
    project, _ = load(ROOT, datetime(2026, 6, 1, tzinfo=UTC))
    assert project is not None
    return {proof.claim: proof for proof in prove(project)}


def test_all_nineteen_statements_are_listed() -> None:
    assert [statement["number"] for statement in STATEMENTS] == list(range(1, 20))


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda statement: str(statement["number"]))
def test_statement_is_carried_by_proved_or_attested_claims(statement: dict[str, Any], proofs: dict[str, Proof]) -> None:
    assert statement["claims"]
    for claim in statement["claims"]:
        proof = proofs[claim]
        assert proof.status in {"proved", "attested"}, proof.message
        if proof.status == "attested":
            assert proof.owner
            assert proof.review_by


def test_every_claim_of_the_content_has_one_outcome(proofs: dict[str, Proof]) -> None:
    assert {proof.status for proof in proofs.values()} == {"proved", "attested"}
