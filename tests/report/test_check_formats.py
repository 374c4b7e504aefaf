"""`docgen check --format`: the report stands alone on stdout, is of the repository, and changes no exit code."""

import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from docgen.check import explain
from docgen.cli.reports import in_repository
from docgen.report.findings import FORMATS
from tests.conftest import Docgen

NOW = ("--now", "2026-06-01")
PATHS: dict[str, Callable[[str], Any]] = {
    "text": lambda out: [line.partition(":")[0] for line in out.splitlines() if "[" in line],
    "json": lambda out: [found["path"] for found in json.loads(out)["findings"]],
    "github": lambda out: [
        line.partition("file=")[2].partition(",")[0] for line in out.splitlines() if line.startswith("::")
    ],
    "sarif": lambda out: [
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for result in json.loads(out)["runs"][0]["results"]
    ],
    "codequality": lambda out: [issue["location"]["path"] for issue in json.loads(out)],
    "junit": lambda out: [case.attrib["classname"] for case in ElementTree.fromstring(out).iter("testcase")],  # noqa: S314 - our own
}
"""How each format is read: the paths that it names."""


@pytest.fixture
def broken(aurous: Path) -> Path:
    """The project as a folder of a larger repository, with one entry that YAML cannot read."""
    (aurous.parent / ".git").mkdir()
    (aurous / "changelog/2026-05-15/status-enum.yaml").write_text("titel: [")
    return aurous


@pytest.mark.parametrize("form", FORMATS)
def test_a_report_is_whole_names_the_file_and_keeps_the_exit_code(broken: Path, docgen: Docgen, form: str) -> None:
    ran = docgen(broken, "check", "--format", form, *NOW)
    assert ran.code == 1
    assert ran.err == ""
    below = "" if form in ("text", "json") else "aurous/"
    assert f"{below}changelog/2026-05-15/status-enum.yaml" in PATHS[form](ran.out)


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMATS)
def test_a_check_that_passes_is_exit_0(aurous: Path, docgen: Docgen, form: str) -> None:
    assert docgen(aurous, "build", *NOW).code == 0
    ran = docgen(aurous, "check", "--format", form, *NOW)
    assert ran.code == 0
    PATHS[form](ran.out)


@pytest.mark.parametrize("form", FORMATS)
def test_a_broken_configuration_is_a_report_too(aurous: Path, docgen: Docgen, form: str) -> None:
    (aurous / "pyproject.toml").write_text("[tool.docgen]\napi = 3\n")
    ran = docgen(aurous, "check", "--format", form, *NOW)
    assert ran.code == 1
    assert "pyproject.toml" in PATHS[form](ran.out)


def test_sarif_explains_each_rule(broken: Path, docgen: Docgen) -> None:
    run = json.loads(docgen(broken, "check", "--format", "sarif", *NOW).out)["runs"][0]
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert rules["yaml-syntax"]["help"]["markdown"] in explain("yaml-syntax")
    assert [run["tool"]["driver"]["rules"][found["ruleIndex"]]["id"] for found in run["results"]] == [
        found["ruleId"] for found in run["results"]
    ]


def test_an_unknown_format_names_the_known_ones(aurous: Path, docgen: Docgen) -> None:
    ran = docgen(aurous, "check", "--format", "teapot")
    assert ran.code == 2
    assert all(form in ran.err for form in FORMATS)


def test_proofs_have_no_format_for_ci(aurous: Path, docgen: Docgen) -> None:
    ran = docgen(aurous, "check", "--proofs", "--format", "junit")
    assert (ran.code, ran.out) == (2, "")
    assert "text or json" in ran.err


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("changelog/a.yaml", "apis/images/changelog/a.yaml"),
        ("git:origin/main:openapi.json", "apis/images/openapi.json"),
        ("/elsewhere/openapi.json", "/elsewhere/openapi.json"),
    ],
)
@pytest.mark.parametrize("git", ["a folder", "a file, as in a worktree"])
def test_a_path_is_from_the_root_of_the_repository(tmp_path: Path, path: str, expected: str, git: str) -> None:
    project = tmp_path / "apis" / "images"
    project.mkdir(parents=True)
    (tmp_path / ".git").mkdir() if git == "a folder" else (tmp_path / ".git").write_text("gitdir: elsewhere\n")
    assert in_repository(path, project) == expected
    assert in_repository(str(project / "b.json"), project) == "apis/images/b.json"


def test_outside_of_git_a_path_is_from_the_project(tmp_path: Path) -> None:
    assert in_repository("changelog/a.yaml", tmp_path) == "changelog/a.yaml"
