"""The workflow for GitHub as a runner runs it: docgen itself, in a repository of git, with a stub for the platform."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.report.ci import ROOT, Machine, step

CONTRACT = "changelog/2026-05-15/api-spec.json"
pytestmark = pytest.mark.slow


@pytest.fixture
def runner(tmp_path: Path, aurous: Path) -> tuple[Machine, Callable[..., str]]:
    """A machine whose docgen is this one, on a branch that takes an operation away; and git on it."""
    (tmp_path / "machine").mkdir()
    machine = Machine(tmp_path / "machine")
    (tmp_path / "machine/bin/docgen").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m docgen "$@"\n')
    shutil.copytree(aurous, machine.work, dirs_exist_ok=True)

    def git(*arguments: str) -> str:
        identity = ("-c", "user.name=writer", "-c", "user.email=writer@example.com")
        command = ["git", "-C", str(machine.work), *identity, *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    git("add", "-A")
    git("commit", "-qm", "base")
    git("update-ref", "refs/remotes/origin/main", "HEAD")
    contract = machine.work / CONTRACT
    document = json.loads(contract.read_text(encoding="utf-8"))
    del document["paths"]["/v1/usage/events"]
    contract.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    git("commit", "-qam", "take an operation away")
    return machine, git


def test_a_breaking_edit_is_annotated_and_told(runner: tuple[Machine, Callable[..., str]]) -> None:
    machine, git = runner
    files = {name: str(machine.folder / name) for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT")}
    about = {"BASE": "main", "BASE_SHA": git("rev-parse", "HEAD~"), "PYTHONPATH": str(ROOT), "LANG": "C", **files}
    check = step("The changelog holds against its contract, and the contract against its date")
    assert machine.run(f"{check.strip()} > annotations", "-e", **about) == 1
    annotations = (machine.work / "annotations").read_text(encoding="utf-8")
    assert f"::error file={CONTRACT},line=" in annotations
    assert "title=breaking-change-under-current-date::" in annotations
    assert machine.run(step("What a reader will see change"), "-e", **about) == 0
    assert "- removed the operation `GET /v1/usage/events`" in (machine.work / "comment.md").read_text(encoding="utf-8")
    assert (machine.folder / "GITHUB_OUTPUT").read_text() == "changes=1\n"
    assert machine.run(step("The findings for code scanning"), "-e", **about) == 0
    results = json.loads((machine.work / "docgen.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
    assert "breaking-change-under-current-date" in {result["ruleId"] for result in results}
