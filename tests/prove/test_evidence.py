"""What a proof rests on is called by its name: a schema, an example, the rule that docgen deploys, a reconstruction."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from docgen.claims import KINDS
from docgen.load.project import load
from docgen.model.analysis import Analysis
from docgen.model.claim import CLAIM_KINDS
from docgen.model.live import LiveResult, LiveResults
from docgen.model.project import Project
from docgen.model.proof import Proof
from docgen.positions.source import Source
from docgen.prove import agreement, prove
from docgen.render.data_files import changelog
from docgen.render.publication import Publication
from docgen.report.proofs_and_facts import proof_record, proofs_report
from tests.prove.test_claims import SAMPLE, project_with

NOW = datetime(2026, 10, 1, tzinfo=UTC)
TEXT = Path(__file__).with_name("evidence.yaml").read_text(encoding="utf-8")
CASES: list[dict[str, Any]] = yaml.load(TEXT, Loader=yaml.BaseLoader)  # noqa: S506 - makes texts only
RULE = "agrees with the redirect rule that this site's own edge serves: checked by simulation"


def proof_of(root: Path, case: dict[str, Any], origin: str = "published") -> Proof:
    project = with_origin(project_with(root, [case["claim"]], spec=case.get("spec")), origin)
    [found] = [proof for proof in prove(project) if proof.claim.startswith("widgets/")]
    return found


def with_origin(project: Project, origin: str) -> Project:
    pins = (
        msgspec.structs.replace(
            pin, text=msgspec.structs.replace(pin.text, spec=msgspec.structs.replace(pin.text.spec, origin=origin))
        )
        for pin in project.pins
    )
    return msgspec.structs.replace(project, pins=tuple(pins))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_each_kind_names_its_evidence(case: dict[str, Any], tmp_path: Path) -> None:
    proof = proof_of(tmp_path, case)
    assert proof.status in ("proved", "attested")
    assert (proof.evidence_from, proof.reconstructed) == (case["evidence"], False)
    assert case["words"] in agreement(proof)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_a_reconstruction_is_named_where_something_agrees_with_it(case: dict[str, Any], tmp_path: Path) -> None:
    proof = proof_of(tmp_path, case, "reconstruction")
    assert proof.reconstructed == (case["evidence"] in ("schema", "example"))
    assert ("which is a reconstruction" in agreement(proof)) == proof.reconstructed


def test_every_kind_of_claim_has_an_evidence() -> None:
    assert {next(iter(case["claim"])) for case in CASES} == set(CLAIM_KINDS)
    assert {*KINDS} == {*CLAIM_KINDS}


def test_a_redirect_that_was_checked_live_is_not_called_a_simulation_alone(tmp_path: Path) -> None:
    project = project_with(tmp_path, [{"redirect": {"rule": "parts", "status": "308"}}])
    checked = LiveResult(claim="widgets/redirect", origin="https://api.widgets.example", checked=NOW, result="passed")
    (pin,) = project.pins
    live = msgspec.structs.replace(pin, live=LiveResults(Source("live.json", ""), (checked,)))
    [proof] = [one for one in prove(msgspec.structs.replace(project, pins=(live,))) if one.kind == "redirect"]
    assert agreement(proof) == RULE
    assert "checked live on 2026-10-01" in proofs_report([proof])


def test_a_rule_that_no_edge_serves_is_not_called_served(tmp_path: Path) -> None:
    project = project_with(tmp_path, [{"redirect": {"rule": "parts", "status": "308"}}])
    (rule,) = project.redirects
    gone = msgspec.structs.replace(rule, text=msgspec.structs.replace(rule.text, removed=date(2026, 12, 2)))
    later = msgspec.structs.replace(project, redirects=(gone,), now=datetime(2026, 12, 3, tzinfo=UTC))
    [proof] = [one for one in prove(later) if one.kind == "redirect"]
    assert agreement(proof) == "agrees with the redirect rule, which was removed from the edge"


def test_programs_and_terminals_get_it_too() -> None:
    project, _ = load(SAMPLE, NOW)
    assert project is not None
    project = with_origin(project, "reconstruction")
    proofs = prove(project)
    record = next(proof_record(proof) for proof in proofs if proof.claim == "widgets/redirect")
    assert (record["evidence_from"], record["reconstructed"]) == ("rule", False)
    lines = proofs_report(proofs).splitlines()
    assert any(
        "agrees with the schema in the contract, which is a reconstruction (the webhooks" in one for one in lines
    )
    publication = Publication(Analysis(project, proofs))
    (entry,) = (changelog.entry(publication, listed) for listed in publication.all_entries)
    told = {proof.claim: (proof.evidence_from, proof.reconstructed) for proof in entry.proofs}
    assert told["widgets/enum"] == ("schema", True)
    assert json.loads(msgspec.json.encode(entry))["proofs"][0]["evidence_from"] == "schema"
