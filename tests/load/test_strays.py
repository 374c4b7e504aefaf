"""Every file under `changelog/` is read, reported, or one of those that are documented as left alone."""

import json
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from docgen.check import check
from docgen.load.project import load
from docgen.model.finding import Finding
from docgen.model.project import Project
from docgen.prove import prove
from tests.cases import load_yaml

CASES: list[dict[str, Any]] = load_yaml(Path(__file__).with_name("strays.yaml").read_text("utf-8"))
SAMPLE = Path(__file__).parents[1] / "check" / "sample"
PIN = "changelog/2026-01-15"
NOW = datetime(2026, 10, 1, tzinfo=UTC)
ENTRY = """\
title: Widgets can be read again
kind: fixed
impact: none
published: 2026-02-01
effective: 2026-02-01
summary: A widget could not be read for an hour in January.
body: A widget could not be read for an hour. It can be read again, as the contract says.
action:
  level: none
"""
CONTRACT = '{"openapi": "3.1.0", "info": {"title": "Old", "version": "1"}, "paths": {}}'
TEXTS = {"entry": ENTRY, "contract": CONTRACT}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SAMPLE, tmp_path / "project"))


def put(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


def checked(root: Path) -> tuple[Project, list[Finding]]:
    project, found = load(root, NOW)
    assert project is not None
    findings = check(project, prove(project), read=found)
    return project, [
        finding
        for finding in findings
        if finding.id in ("stray-file", "invalid-name") or finding.path.startswith("changelog")
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["path"])
def test_a_file_is_read_or_reported(case: dict[str, Any], root: Path) -> None:
    put(root, case["path"], TEXTS.get(case["text"], case["text"]))
    project, findings = checked(root)
    assert ("read" in case) == (len(project.entries) == 2)
    assert case.get("read") in (None, *(entry.slug for entry in project.entries))
    expected = {"stray-file": case.get("says"), "invalid-name": case.get("name")}
    assert [finding.id for finding in findings] == [id_ for id_, words in expected.items() if words]
    for finding in findings:
        assert finding.path == case["path"]
        assert str(expected[finding.id]) in finding.message
        assert finding.hint
    assert project.complete  # a stray hides no other finding


def test_the_parts_of_a_split_contract_are_read(root: Path) -> None:
    spec = json.loads((root / PIN / "api-spec.json").read_text("utf-8"))
    widget = spec["components"]["schemas"]["Widget"]
    spec["components"]["schemas"]["Widget"] = {"$ref": "schemas/widget.yaml"}
    schema = {"post": spec["webhooks"]["widget.ready"]["post"]["requestBody"]["content"]["application/json"]}
    schema["post"].pop("example")
    schema["post"]["examples"] = {"one": {"externalValue": "./examples/widget.json"}}
    put(root, f"{PIN}/api-spec.json", json.dumps(spec))
    put(root, f"{PIN}/schemas/widget.yaml", json.dumps(widget))
    put(root, f"{PIN}/examples/widget.json", "{}")
    put(root, f"{PIN}/schemas/unused.yaml", json.dumps(widget))
    _, findings = checked(root)
    assert [finding.path for finding in findings if finding.id == "stray-file"] == [f"{PIN}/schemas/unused.yaml"]


def test_the_files_of_a_pin_that_cannot_be_read_are_not_reported_on_top(root: Path) -> None:
    put(root, f"{PIN}/pin.yaml", "label: [")
    assert "stray-file" not in {finding.id for finding in checked(root)[1]}


def test_a_link_to_nothing_and_a_folder_are_not_passed_over(root: Path) -> None:
    (root / PIN / "gone.yaml").symlink_to("nowhere.yaml")
    put(root, f"{PIN}/folder.yaml/inner.yaml", ENTRY)
    paths = {finding.path for finding in checked(root)[1] if finding.id == "stray-file"}
    assert paths == {f"{PIN}/gone.yaml", f"{PIN}/folder.yaml/inner.yaml"}


def test_a_name_that_is_not_text_is_reported(root: Path) -> None:
    put(root, f"{PIN}/" + os.fsdecode(b"extra-\xff.txt"), ENTRY)
    [finding] = [finding for finding in checked(root)[1] if finding.id == "stray-file"]
    assert finding.path.startswith(PIN)


def test_a_stray_file_can_be_accepted(root: Path) -> None:
    put(root, f"{PIN}/notes.txt", "Ours.")
    accepted = {"what": "stray-file", "at": f"{PIN}/notes.txt", "why": "Ours.", "who": "Us", "until": "2027-01-01"}
    put(root, ".docgen/accepted.yaml", json.dumps({"accepted": [accepted]}))
    [finding] = checked(root)[1]
    assert (finding.id, finding.severity.value, bool(finding.accepted)) == ("stray-file", "info", True)


def test_the_name_of_a_pin_is_checked_alike(root: Path) -> None:
    (root / PIN).rename(root / "changelog/2026-01-15 (final)")
    project, findings = checked(root)
    [finding] = [finding for finding in findings if finding.id == "invalid-name"]
    assert "`2026-01-15 (final)` is not a valid pin id" in finding.message
    assert "accept this" in finding.hint
    assert [pin.id for pin in project.pins] == ["2026-01-15 (final)"]
