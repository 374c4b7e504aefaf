"""What a text says of a claim comes from the claim itself."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from docgen.entries.placeholders import filled
from docgen.entries.references import claims_by_id, references_of_claims
from docgen.load.placeholders import with_placeholders
from docgen.load.project import load
from docgen.model.project import Project
from tests.cases import load_yaml

ROOT = Path(__file__).parents[2]
CASES: list[dict[str, Any]] = load_yaml((Path(__file__).parent / "placeholders.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def project() -> Project:
    project, findings = load(ROOT, datetime(2026, 6, 1, tzinfo=UTC))
    assert project is not None
    assert project.complete, findings
    return project


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["text"])[:50])
def test_a_placeholder_is_filled_in(case: dict[str, Any], project: Project) -> None:
    claims = references_of_claims(claims_by_id(project))
    assert filled(case["text"], claims) == case["markdown"]
    if "plain" in case:
        assert filled(case["text"], claims, is_plain=True) == case["plain"]


def test_every_claim_of_the_project_can_stand_in_a_sentence_and_alone(project: Project) -> None:
    for id_, claim in claims_by_id(project).items():
        for text in (f"It says {{{{ claim.{id_} }}}} here.", f"{{{{ claim.{id_} }}}}"):
            shown = filled(text, references_of_claims({id_: claim}))
            assert "{{" not in shown
            assert shown.strip()


def test_a_project_without_placeholders_stays_as_it_is(project: Project) -> None:
    without = [entry for entry in project.entries if "claim." not in entry.source.text]
    filled_in = {entry.slug: entry for entry in with_placeholders(project).entries}
    assert without
    assert all(filled_in[entry.slug] is entry for entry in without)
