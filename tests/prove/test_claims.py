import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from docgen.claims import KINDS
from docgen.load.project import load
from docgen.model.project import Project
from docgen.model.proof import Proof
from docgen.positions import locate
from docgen.prove import prove

HERE = Path(__file__).parent
SAMPLE = HERE.parent / "check" / "sample"
TEXT = (HERE / "cases.yaml").read_text(encoding="utf-8")
CASES: list[dict[str, Any]] = yaml.load(TEXT, Loader=yaml.BaseLoader)  # noqa: S506 - makes texts only
NOW = datetime(2026, 10, 1, tzinfo=UTC)
ENTRY = "changelog/2026-01-15/widgets.yaml"


def project_with(
    root: Path,
    claims: list[dict[str, Any]],
    rules: str = "",
    spec: dict[str, str] | None = None,
    covers: list[str] | None = None,
) -> Project:
    """The sample with these claims, further rules, edits of its contract, and other parts that the entry covers."""
    shutil.copytree(SAMPLE, root, dirs_exist_ok=True)
    contract = root / "changelog/2026-01-15/api-spec.json"
    for old, new in (spec or {}).items():
        text = contract.read_text(encoding="utf-8")
        assert old in text
        contract.write_text(text.replace(old, new, 1), encoding="utf-8")
    redirects = root / "redirects/parts.yaml"
    redirects.write_text(
        redirects.read_text(encoding="utf-8").replace("rules:\n", f"rules:\n{rules}"), encoding="utf-8"
    )
    entry = root / ENTRY
    head = entry.read_text(encoding="utf-8").partition("\nclaims:")[0]
    if covers is not None:
        head = f"{head.partition('covers:')[0]}covers: {json.dumps(covers)}"
    entry.write_text(f"{head}\nclaims: {json.dumps(numbers(claims))}\n", encoding="utf-8")
    project, findings = load(root, NOW)
    assert project is not None
    assert project.complete, findings
    return project


def numbers(node: Any) -> Any:  # noqa: ANN401 - YAML can be anything
    """The cases are read as text, so that dates stay text; these are the numbers and truths of the schema."""
    if isinstance(node, dict):
        return {key: numbers(value) for key, value in node.items()}
    if isinstance(node, list):
        return [numbers(value) for value in node]
    if node in {"true", "false"}:
        return node == "true"
    return int(node) if node.isdigit() else node


def seen(proof: Proof) -> str:
    """The file and the place in it that contradict a claim."""
    return (
        " ".join((Path(proof.contradiction[0].path).name, *map(str, proof.contradiction[1])))
        if proof.contradiction
        else ""
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_what_becomes_of_the_claim(case: dict[str, Any], tmp_path: Path) -> None:
    rules, spec, covers = case.get("rules", ""), case.get("spec"), case.get("covers")
    project = project_with(tmp_path, [case["claim"]], rules, spec, covers)
    kind = next(iter(case["claim"]))
    proofs = [proof for proof in prove(project) if proof.claim == f"widgets/{kind}"]
    first = proofs[0]
    assert (first.status, first.rule, first.kind) == (case["status"], case.get("rule", ""), kind)
    assert case.get("says", "") in first.message
    assert len(proofs) == 1 or "alone" not in case, proofs
    assert locate(first.source, first.pointer)[0] > 1
    assert first.against
    if first.status == "refuted":
        told = (" ".join(map(str, first.pointer[3:])), first.hint, seen(first))
        assert told == (case.get("at", ""), case["hint"], case.get("seen", ""))
    assert (bool(first.evidence), bool(first.review_by)) == (first.status == "attested",) * 2


def test_every_kind_of_claim_has_a_case_that_holds_and_one_that_does_not() -> None:
    seen = {(next(iter(case["claim"])), case["status"]) for case in CASES}
    for kind in KINDS:
        if kind == "attested":
            assert (kind, "attested") in seen
        else:
            assert {(kind, "proved"), (kind, "refuted")} <= seen


def test_without_a_contract_nothing_is_proved(tmp_path: Path) -> None:
    shutil.copytree(SAMPLE, tmp_path, dirs_exist_ok=True)
    (tmp_path / "changelog/2026-01-15/api-spec.json").write_text("{", encoding="utf-8")
    project, _ = load(tmp_path, NOW)
    assert project is not None
    status = {proof.claim: proof.status for proof in prove(project)}
    assert status["widgets/events"] == "cannot-prove"
    assert status["pin-2026-01-15/echo"] == "cannot-prove"
    assert status["widgets/notice"] == "proved"


def test_a_claim_is_held_against_its_own_pin_only(tmp_path: Path) -> None:
    project = project_with(tmp_path, [{"enum": {"at": "Widget.status", "wire": ["making", "ready", "lost"]}}])
    later = tmp_path / "changelog" / "2026-06-01"
    shutil.copytree(tmp_path / "changelog" / "2026-01-15", later)
    (later / "widgets.yaml").unlink()
    pin = (later / "pin.yaml").read_text(encoding="utf-8")
    (later / "pin.yaml").write_text(pin.replace("2026-01-15", "2026-06-01"), encoding="utf-8")
    spec = (later / "api-spec.json").read_text(encoding="utf-8")
    (later / "api-spec.json").write_text(spec.replace('"lost"]', '"lost", "sold"]'), encoding="utf-8")
    project, _ = load(tmp_path, NOW)
    assert project is not None
    assert len(project.pins) == 2
    assert [proof.status for proof in prove(project) if proof.claim == "widgets/enum"] == ["proved"]


def test_what_an_earlier_contract_marks_is_not_deprecated_since_later(tmp_path: Path) -> None:
    marked = {'"message": {"type": "string"}': '"message": {"type": "string", "deprecated": true}'}
    project_with(
        tmp_path, [{"attested": {"text": "a", "owner": "b", "evidence": "c", "review_by": "2027-01-01"}}], spec=marked
    )
    later = tmp_path / "changelog" / "2026-06-01"
    shutil.copytree(tmp_path / "changelog" / "2026-01-15", later)
    pin = (later / "pin.yaml").read_text(encoding="utf-8")
    (later / "pin.yaml").write_text(pin.replace("2026-01-15", "2026-06-01"), encoding="utf-8")
    entry = (later / "widgets.yaml").read_text(encoding="utf-8").partition("\nclaims:")[0]
    (later / "widgets.yaml").unlink()
    for since, status in (("2026-06-01", "refuted"), ("2026-01-16", "refuted"), ("2026-01-15", "proved")):
        claim = json.dumps([{"deprecation": {"of": "Error.message", "since": since}}])
        (later / "reasons.yaml").write_text(f"{entry}\nclaims: {claim}\n", encoding="utf-8")
        project, _ = load(tmp_path, NOW)
        assert project is not None
        [proof] = [proof for proof in prove(project) if proof.claim == "reasons/deprecation"]
        assert proof.status == status
        assert "released on 2026-01-15, marks it already" in proof.message or status == "proved"
        assert proof.pointer[-1] == "since" or status == "proved"
        assert "no contract shows `since`" in proof.against or status == "refuted"


def test_what_was_removed_was_in_the_contract_before(tmp_path: Path) -> None:
    shutil.copytree(SAMPLE, tmp_path, dirs_exist_ok=True)
    later = tmp_path / "changelog" / "2026-06-01"
    shutil.copytree(tmp_path / "changelog" / "2026-01-15", later)
    (later / "widgets.yaml").unlink()
    pin = (later / "pin.yaml").read_text(encoding="utf-8")
    (later / "pin.yaml").write_text(pin.replace("2026-01-15", "2026-06-01"), encoding="utf-8")
    spec = (later / "api-spec.json").read_text(encoding="utf-8")
    (later / "api-spec.json").write_text(spec.replace("/widgets/{id}", "/things/{id}"), encoding="utf-8")
    entry = (tmp_path / ENTRY).read_text(encoding="utf-8").partition("\nclaims:")[0]
    for removed, status in (("GET /widgets/{id}", "proved"), ("GET /gadgets", "cannot-prove")):
        claim = json.dumps([{"removal": {"of": [removed]}}])
        (later / "gone.yaml").write_text(f"{entry}\nclaims: {claim}\n", encoding="utf-8")
        project, _ = load(tmp_path, NOW)
        assert project is not None
        [proof] = [proof for proof in prove(project) if proof.claim == "gone/removal"]
        assert proof.status == status
        assert proof.message == ("" if status == "proved" else f"the contract before does not have `{removed}` either")


def test_a_field_that_comes_by_all_of_is_found(tmp_path: Path) -> None:
    shutil.copytree(SAMPLE, tmp_path, dirs_exist_ok=True)
    spec = tmp_path / "changelog/2026-01-15/api-spec.json"
    text = spec.read_text(encoding="utf-8").replace('"Widget": {', '"Made": {')
    base = '"schemas": {"Widget": {"allOf": [{"$ref": "#/components/schemas/Made"}, {"type": "object"}]},'
    spec.write_text(text.replace('"schemas": {', base), encoding="utf-8")
    project, _ = load(tmp_path, NOW)
    assert project is not None
    status = {proof.claim: proof.status for proof in prove(project)}
    assert (status["widgets/enum"], status["widgets/fields"]) == ("proved", "proved")


def test_values_that_are_no_text_are_named_as_json_has_them(tmp_path: Path) -> None:
    claim = {"enum": {"at": "Widget.status", "wire": ["true", "7"], "never": ["null"]}}
    project_with(tmp_path, [claim])
    entry = tmp_path / ENTRY
    entry.write_text(entry.read_text(encoding="utf-8").replace("[true, 7]", '["true", "7"]'), encoding="utf-8")
    spec = tmp_path / "changelog/2026-01-15/api-spec.json"
    text = spec.read_text(encoding="utf-8").replace(
        '"type": "string", "enum": ["making", "ready", "lost"]', '"enum": [true, 7]'
    )
    spec.write_text(text, encoding="utf-8")
    project, _ = load(tmp_path, NOW)
    assert project is not None
    [proof] = [proof for proof in prove(project) if proof.claim == "widgets/enum"]
    assert (proof.status, proof.message) == ("proved", "")
