"""The status that goes with an event is read from one field of that event's payload, and from nothing else."""

from pathlib import Path
from typing import Any

import pytest

from docgen.load.project import load
from docgen.model.project import Project
from docgen.prove import prove
from tests.cases import load_yaml
from tests.prove.projects import with_claim, with_contract
from tests.prove.test_claims import NOW, SAMPLE

CASES: list[dict[str, Any]] = load_yaml(Path(__file__).with_name("event_statuses.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def sample() -> Project:
    project, _ = load(SAMPLE, NOW)
    assert project is not None
    return project


def contract_with(case: dict[str, Any]) -> dict[str, Any]:
    parts = {"schemas": case.get("shared"), "examples": case.get("examples")}
    parts |= {"requestBodies": case.get("bodies"), "pathItems": case.get("items")}
    webhooks = {
        name: item
        if item.keys() & {"post", "$ref"}
        else {"post": {"requestBody": {"content": {"application/json": item}}, "responses": {}}}
        for name, item in case["webhooks"].items()
    }
    info = {"title": "Jobs", "version": "2026-01-15"}
    components = {key: part for key, part in parts.items() if part}
    return {"openapi": "3.1.0", "info": info, "paths": {}, "webhooks": webhooks, "components": components}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_the_status_of_an_event_is_read_from_its_field(case: dict[str, Any], sample: Project) -> None:
    project = with_claim(with_contract(sample, "2026-01-15", contract_with(case)), "events", case["claim"])
    proofs = [proof for proof in prove(project) if proof.claim == "widgets/events"]
    assert proofs[0].status == case["status"]
    assert case.get("says", "") in proofs[0].message
    if proofs[0].status == "refuted":
        assert proofs[0].rule == case.get("rule", "enum-mismatch")
        assert proofs[0].contradiction is not None or proofs[0].rule == "unknown-selector"
