"""A contract that `spec.file` names outside of changelog/ is read, compared, frozen and written where it stands."""

import json
import os
import shutil
import subprocess
from os.path import normpath
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cases import load_yaml
from tests.conftest import Docgen

SAMPLE = Path(__file__).parents[1] / "check" / "sample"
CASES = load_yaml(Path(__file__).with_name("contract_elsewhere.yaml").read_text(encoding="utf-8"))
PIN, NEXT = "changelog/2026-01-15", "changelog/2026-06-01"
NOW = ("--now", "2026-05-01")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The sample as a folder of a repository, whose contract is `api/openapi.json`."""
    root = shutil.copytree(SAMPLE, tmp_path / "repository" / "docs-project")
    (root.parent / "api").mkdir()
    shutil.move(root / PIN / "api-spec.json", root.parent / "api/openapi.json")
    named(root, "../../../api/openapi.json")
    git(root, "init", "-q", "-b", "main", "..")
    commit(root)
    return root


def named(root: Path, file: str) -> None:
    pin = root / PIN / "pin.yaml"
    text = "".join(line for line in pin.read_text("utf-8").splitlines(True) if not line.startswith("  file:"))
    pin.write_text(text.replace("spec:\n", f"spec:\n  file: {json.dumps(file)}\n"), encoding="utf-8")


def git(root: Path, *arguments: str) -> None:
    author = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    environment = {**os.environ, "GIT_COMMITTER_DATE": "2026-04-01T00:00:00Z"}
    command = ["git", "-C", root, *author, *arguments]
    subprocess.run(command, check=True, env=environment)


def commit(root: Path) -> None:
    git(root.parent, "add", ".")
    git(root.parent, "commit", "-q", "-m", "all")


def findings(root: Path, docgen: Docgen, *arguments: str, now: str = "2026-05-01") -> list[dict[str, Any]]:
    ran = docgen(root, "check", "--format", "json", "--now", now, *arguments)
    assert ran.out, ran.err
    listed: list[dict[str, Any]] = json.loads(ran.out)["findings"]
    return [one for one in listed if one["severity"] == "error" and one["id"] != "stale-output"]


def edited(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_findings_of_the_contract_are_placed_in_its_file(project: Path, docgen: Docgen) -> None:
    assert findings(project, docgen) == []
    edited(project.parent / "api/openapi.json", '"summary": "Read a widget"', '"deprecated": "no"')
    (found,) = findings(project, docgen)
    assert (found["id"], found["path"]) == ("spec-invalid", "../api/openapi.json")
    line = (project.parent / "api/openapi.json").read_text("utf-8").splitlines()[found["line"] - 1]
    assert '"deprecated": "no"' in line
    assert "file=api/openapi.json,line=" in docgen(project, "check", "--format", "github", *NOW).out


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_file_that_cannot_be_the_contract(case: dict[str, Any], project: Path, docgen: Docgen) -> None:
    (project.parents[1] / "outside.json").write_text('{"openapi": "3.1.0"}', encoding="utf-8")
    (project.parent / "api/link.json").symlink_to("../../outside.json")
    named(project, case["file"])
    found = findings(project, docgen)[0]
    assert found["path"] == f"{PIN}/pin.yaml"
    line = (project / PIN / "pin.yaml").read_text("utf-8").splitlines()[found["line"] - 1]
    assert (line[: found["column"] + 4]).strip() == "file:"
    assert case["says"] in found["message"]
    hint = "set `spec.file` to the path of the OpenAPI document, relative to the pin's folder"
    assert (found["id"], found["hint"]) in (("spec-unreadable", hint), ("schema-mismatch", ""))


def test_it_is_compared_with_itself_at_a_commit(project: Path, docgen: Docgen) -> None:
    assert findings(project, docgen, "--against", "main") == []
    assert docgen(project, "diff", "git:main", "2026-01-15").out.strip() == "no changes"
    edited(project.parent / "api/openapi.json", '"required": ["id"', '"required": ["owner"')
    ids = {one["id"] for one in findings(project, docgen, "--against", "main")}
    assert "breaking-change-under-current-date" in ids
    assert "breaking (1)" in docgen(project, "diff", "git:main", "2026-01-15").out


def test_a_pull_writes_it_where_it_stands(project: Path, docgen: Docgen) -> None:
    contract = project.parent / "api/openapi.json"
    document = json.loads(contract.read_text(encoding="utf-8"))
    document["components"]["schemas"]["Error"]["properties"]["height"] = {"type": "string"}
    (project / "new.json").write_text(json.dumps(document), encoding="utf-8")
    ran = docgen(project, "spec", "pull", "new.json", "--write", *NOW)
    assert ran.code == 7, ran.out + ran.err
    assert "edited ../api/openapi.json" in ran.out
    assert json.loads(contract.read_text(encoding="utf-8")) == document


def test_a_new_pin_takes_it_over_and_the_old_one_keeps_a_copy(project: Path, docgen: Docgen) -> None:
    contract = project.parent / "api/openapi.json"
    before = json.loads(contract.read_text(encoding="utf-8"))
    ran = docgen(project, "new", "pin", "2026-06-01", *NOW)
    assert ran.code == 0, ran.out + ran.err
    old, new = (load_yaml((project / pin / "pin.yaml").read_text("utf-8")) for pin in (PIN, NEXT))
    assert new["spec"]["file"] == "../../../api/openapi.json"
    assert old["spec"]["file"] == "openapi.json"
    assert "openapi.json" in old["frozen"]
    assert json.loads((project / PIN / "openapi.json").read_text(encoding="utf-8")) == before
    assert json.loads(contract.read_text(encoding="utf-8"))["info"]["version"] == "2026-06-01"
    edited(contract, '"summary": "Read a widget"', '"summary": "Read one widget"')
    assert {one["id"] for one in findings(project, docgen, now="2026-06-02")} == {"draft-left"}


@pytest.mark.parametrize("name", ["openapi.yaml", "pin.yaml", "live.json", "widgets.yaml"])
def test_the_copy_has_a_name_of_its_own_and_is_no_entry(project: Path, docgen: Docgen, name: str) -> None:
    shutil.move(project.parent / "api/openapi.json", project.parent / "api" / name)  # JSON is YAML, too
    named(project, f"../../../api/{name}")
    ran = docgen(project, "new", "pin", "2026-06-01", *NOW)
    assert ran.code == 0, ran.out + ran.err
    old, new = (load_yaml((project / pin / "pin.yaml").read_text("utf-8")) for pin in (PIN, NEXT))
    assert new["spec"]["file"] == f"../../../api/{name}"
    assert old["spec"]["file"] == (name if name == "openapi.yaml" else f"contract-{name}")
    assert {one["id"] for one in findings(project, docgen, now="2026-06-02")} <= {"draft-left"}


def test_a_version_that_is_an_alias_is_not_taken_for_another_text(project: Path, docgen: Docgen) -> None:
    contract = project.parent / "api/openapi.yaml"
    document = load_yaml((project.parent / "api/openapi.json").read_text(encoding="utf-8"))
    del document["info"]["version"]
    text = yaml.safe_dump({"x-date": "2026-01-15", **document}, sort_keys=False)
    text = text.replace("x-date: '2026-01-15'", "x-date: &date '2026-01-15'").replace(
        "info:\n", "info:\n  version: *date\n"
    )
    contract.write_text(text, encoding="utf-8")
    named(project, "../../../api/openapi.yaml")
    ran = docgen(project, "new", "pin", "2026-06-01", *NOW)
    assert "docgen cannot safely edit this version" in ran.err
    assert contract.read_text(encoding="utf-8") == text
    assert not (project / NEXT).exists()


def test_a_contract_of_an_older_pin_stays_with_it(project: Path, docgen: Docgen) -> None:
    shutil.move(project.parent / "api/openapi.json", project / PIN / "api-spec.json")
    (project / "changelog/2026-03-01").mkdir()
    named(project, "../2026-01-15/api-spec.json")
    pin = (project / PIN / "pin.yaml").read_text("utf-8").replace("released: 2026-01-15", "released: 2026-03-01")
    (project / "changelog/2026-03-01/pin.yaml").write_text(pin, encoding="utf-8")
    named(project, "api-spec.json")
    before = (project / PIN / "api-spec.json").read_bytes()
    ran = docgen(project, "new", "pin", "2026-06-01", *NOW)
    assert ran.code == 0, ran.out + ran.err
    assert (project / PIN / "api-spec.json").read_bytes() == before
    assert (project / NEXT / "api-spec.json").exists()
    new = load_yaml((project / NEXT / "pin.yaml").read_text("utf-8"))
    assert new["spec"].get("file", "api-spec.json") == "api-spec.json"


def test_a_pull_leaves_the_contract_that_an_older_pin_has_too(project: Path, docgen: Docgen) -> None:
    """Edited there, it would be a frozen pin that was modified."""
    shutil.move(project.parent / "api/openapi.json", project / PIN / "api-spec.json")
    named(project, "api-spec.json")
    ran = docgen(project, "new", "pin", "2026-03-01", *NOW)
    assert ran.code == 0, ran.out + ran.err
    new, old = project / "changelog/2026-03-01", (project / PIN / "api-spec.json").read_bytes()
    (new / "api-spec.json").unlink()
    text = "".join(line for line in (new / "pin.yaml").read_text("utf-8").splitlines(True) if "  file:" not in line)
    (new / "pin.yaml").write_text(text.replace("spec:\n", "spec:\n  file: ../2026-01-15/api-spec.json\n"), "utf-8")
    document = json.loads(old)
    document["components"]["schemas"]["Error"]["properties"]["height"] = {"type": "string"}
    (project / "grown.json").write_text(json.dumps(document), encoding="utf-8")
    ran = docgen(project, "spec", "pull", "grown.json", "--write", *NOW)
    assert ran.code == 7, ran.out + ran.err
    assert (project / PIN / "api-spec.json").read_bytes() == old
    assert json.loads((new / "api-spec.json").read_text("utf-8")) == document
    assert load_yaml((new / "pin.yaml").read_text("utf-8"))["spec"]["file"] == "api-spec.json"
    assert "frozen-pin-modified" not in {one["id"] for one in findings(project, docgen)}


@pytest.fixture
def before(project: Path) -> dict[str, Any]:
    """The contract before its field `Widget.status` was removed, in the file that has it."""
    contract = project.parent / "api/openapi.json"
    whole: dict[str, Any] = json.loads(contract.read_text(encoding="utf-8"))
    document = json.loads(contract.read_text(encoding="utf-8"))
    document["components"]["schemas"]["Widget"]["required"].remove("status")
    del document["components"]["schemas"]["Widget"]["properties"]["status"]
    contract.write_text(json.dumps(document, indent=2), encoding="utf-8")
    return whole


def opened(project: Path, docgen: Docgen, *arguments: str) -> str:
    """A new pin for an edited contract, which drafts the removal and leaves the file as it is; what it printed."""
    edited_contract = json.loads((project.parent / "api/openapi.json").read_text(encoding="utf-8"))
    ran = docgen(project, "new", "pin", "2026-06-01", *arguments, *NOW)
    assert ran.code == 0, ran.out + ran.err
    drafts = "".join(path.read_text("utf-8") for path in (project / NEXT).glob("*.yaml"))
    assert "- Widget.status" in drafts
    edited_contract["info"]["version"] = "2026-06-01"
    assert json.loads((project.parent / "api/openapi.json").read_text("utf-8")) == edited_contract
    return ran.out + ran.err


@pytest.mark.parametrize("spec", [(), ("--spec", "../api/openapi.json")])
def test_a_contract_that_was_edited_first(
    project: Path, docgen: Docgen, before: dict[str, Any], spec: tuple[str, ...]
) -> None:
    ran = docgen(project, "spec", "pull", "../api/openapi.json", *NOW)
    assert ran.code == 8, ran.out + ran.err
    assert "  ../api/openapi.json:114:9: removed the required field `status`" in ran.out
    said = opened(project, docgen, *spec)
    assert "2026-01-15 keeps its contract as in main at " in said
    assert json.loads((project / PIN / "openapi.json").read_text(encoding="utf-8")) == before
    assert {one["id"] for one in findings(project, docgen, "--against", "main", now="2026-06-02")} == {"draft-left"}


def test_an_edit_that_is_committed_is_compared_with_the_default_branch(
    project: Path, docgen: Docgen, before: dict[str, Any]
) -> None:
    git(project, "checkout", "-q", "-b", "topic")
    commit(project)
    opened(project, docgen)
    assert json.loads((project / PIN / "openapi.json").read_text(encoding="utf-8")) == before


def test_without_a_default_branch_it_is_compared_with_head_or_a_commit(
    project: Path, docgen: Docgen, before: dict[str, Any]
) -> None:
    git(project, "branch", "-q", "-m", "trunk")
    assert docgen(project, "spec", "pull", "../api/openapi.json", *NOW).code == 8
    commit(project)
    ran = docgen(project, "spec", "pull", "../api/openapi.json", *NOW)
    assert ran.code == 0, ran.out + ran.err
    assert "../api/openapi.json has not changed since HEAD at " in ran.out
    assert docgen(project, "spec", "pull", "../api/openapi.json", "--against", "HEAD~1", *NOW).code == 8
    opened(project, docgen, "--against", "HEAD~1")


def test_an_addition_to_the_file_gets_its_drafts_alone(project: Path, docgen: Docgen) -> None:
    contract = project.parent / "api/openapi.json"
    edited(contract, '"properties": {', '"properties": {"height": {"type": "string"},')
    text = contract.read_text(encoding="utf-8")
    ran = docgen(project, "spec", "pull", "../api/openapi.json", "--write", *NOW)
    assert ran.code == 7, ran.out + ran.err
    assert (contract.read_text(encoding="utf-8"), "saved" in ran.out) == (text, False)
    assert [path for path in (project / PIN).glob("*.yaml") if "height" in path.read_text("utf-8")]


def test_no_new_pin_takes_over_a_contract_that_may_be_edited(project: Path, docgen: Docgen) -> None:
    shutil.rmtree(project.parent / ".git")
    (project.parent / ".git").mkdir()
    ran = docgen(project, "new", "pin", "2026-06-01", *NOW)
    assert ran.code == 3, ran.out + ran.err
    assert "what it was before somebody edited it is not known: " in ran.err
    assert "--against REF" in ran.err
    assert not (project / NEXT).exists()


def test_only_a_contract_that_two_pins_share_has_a_commit_before_its_edit(project: Path, docgen: Docgen) -> None:
    ran = docgen(project, "new", "pin", "2026-06-01", "--spec", __file__, "--against", "main", *NOW)
    assert (ran.code, "--against is for a contract outside of changelog/" in ran.err) == (2, True), ran.err


def test_a_frozen_contract_elsewhere_keeps_its_digest(project: Path, docgen: Docgen) -> None:
    shutil.copytree(project / PIN, project / NEXT)
    edited(project / NEXT / "pin.yaml", "released: 2026-01-15", "released: 2026-06-01")
    (project / NEXT / "widgets.yaml").unlink()
    assert docgen(project, "new", "pin", "--freeze", "2026-01-15", *NOW).code == 0
    edited(project.parent / "api/openapi.json", '"summary": "Read a widget"', '"summary": "Read one widget"')
    (found,) = [one for one in findings(project, docgen) if one["id"] == "frozen-pin-modified"]
    assert "../../../api/openapi.json was changed" in found["message"]


@pytest.fixture
def part(project: Path) -> Path:
    """The file of a part of the contract, the schema `Error`."""
    contract = project.parent / "api/openapi.json"
    document = json.loads(contract.read_text(encoding="utf-8"))
    part = project.parent / "api/schemas/Error.json"
    part.parent.mkdir()
    part.write_text(json.dumps(document["components"]["schemas"]["Error"], indent=2), encoding="utf-8")
    document["components"]["schemas"]["Error"] = {"$ref": "schemas/Error.json"}
    contract.write_text(json.dumps(document), encoding="utf-8")
    commit(project)
    return part


def test_its_parts_in_other_files_are_read_from_the_commit_and_copied(
    project: Path, part: Path, docgen: Docgen
) -> None:
    whole = json.loads((SAMPLE / PIN / "api-spec.json").read_text(encoding="utf-8"))
    assert findings(project, docgen, "--against", "main") == []
    assert docgen(project, "diff", "git:main:../api/openapi.json", "2026-01-15").out.strip() == "no changes"
    ran = docgen(project, "new", "pin", "2026-06-01", *NOW)
    assert ran.code == 0, ran.out + ran.err
    assert json.loads((project / PIN / "openapi.json").read_text(encoding="utf-8")) == whole
    edited(part, '"type": "string"', '"type": "integer"')
    assert "breaking" in docgen(project, "diff", "git:main", "../api/openapi.json").out


def test_findings_and_changes_are_placed_in_the_file_of_their_part(project: Path, part: Path, docgen: Docgen) -> None:
    edited(part, '"type": "string"', '"type": 7')
    (line,) = [number for number, text in enumerate(part.read_text("utf-8").splitlines(), 1) if '"type": 7' in text]
    found = findings(project, docgen)[0]
    assert (found["id"], found["path"], found["line"]) == ("spec-invalid", "../api/schemas/Error.json", line)
    edited(part, '"type": 7', '"type": "integer"')
    broken = {one["id"]: one for one in findings(project, docgen, "--against", "main")}
    broken_change = broken["breaking-change-under-current-date"]
    assert (broken_change["path"], broken_change["line"]) == ("../api/schemas/Error.json", line)
    assert f"../api/schemas/Error.json:{line}:" in docgen(project, "diff", "git:main", "2026-01-15").out
    annotated = docgen(project, "diff", "git:main", "../api/openapi.json", "--format", "github").out
    assert f"file=api/schemas/Error.json,line={line}," in annotated


def test_a_preview_looks_at_it(project: Path, part: Path) -> None:
    pytest.importorskip("mkdocs")
    from mkdocs.config import load_config

    site = project / "mkdocs.yml"
    site.write_text("site_name: Widgets\nplugins: [{docgen: {now: '2026-05-01'}}]\n", encoding="utf-8")
    config = load_config(str(site))
    config.plugins.on_startup(command="serve", dirty=False)
    watched = set(map(normpath, config.plugins.on_config(config).watch))
    assert {str(project.parent / "api/openapi.json"), str(part)} <= watched
