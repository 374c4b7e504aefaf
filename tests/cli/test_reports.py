"""`--report`: one run makes all reports of a pipeline, each file whole or not at all, all of them or none."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.cases import load_yaml
from tests.conftest import Docgen

NOW = ("--now", "2026-06-01")
CASES = load_yaml(Path(__file__).with_name("reports.yaml").read_text(encoding="utf-8"))


@pytest.fixture
def broken(aurous: Path) -> Path:
    """A project that fails, with places to which no report can be written."""
    (aurous / "changelog/2026-05-15/status-enum.yaml").write_text("titel: [")
    (aurous / "out").mkdir()
    (aurous / "linked").symlink_to("out")
    (aurous / "locked").write_text("a file, so that nothing can be written below it")
    os.mkfifo(aurous / "pipe")
    return aurous


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["arguments"])
def test_every_report_goes_where_it_was_asked_to(broken: Path, docgen: Docgen, case: dict[str, Any]) -> None:
    ran = docgen(broken, "check", *case["arguments"].split(), *NOW)
    files = case.get("files", {})
    assert ran.code == case["code"]
    assert {path.relative_to(broken).as_posix() for path in (broken / "out").iterdir()} == set(files)
    assert {name: (broken / name).read_text("utf-8").startswith(text) for name, text in files.items()} == dict.fromkeys(
        files, True
    )
    assert ran.out.startswith(case.get("out", "")), ran.out[:200]
    assert bool(ran.out) == ("out" in case)
    assert case.get("err", "") in ran.err


@pytest.mark.slow
def test_a_report_in_a_file_is_what_stdout_would_have(broken: Path, docgen: Docgen) -> None:
    for form in ("json", "sarif", "junit"):
        docgen(broken, "check", "--report", f"{form}=new/folder/report", *NOW)
        assert (broken / "new/folder/report").read_text("utf-8") == docgen(broken, "check", "--format", form, *NOW).out


def test_a_configuration_that_cannot_be_read_is_in_the_files_too(aurous: Path, docgen: Docgen) -> None:
    (aurous / "pyproject.toml").write_text("[tool.docgen]\napi = 3\n")
    assert docgen(aurous, "check", "--report", "json=report.json", *NOW).code == 1
    assert json.loads((aurous / "report.json").read_text())["findings"][0]["path"] == "pyproject.toml"


@pytest.mark.parametrize(
    ("command", "form", "code"),
    [
        ("diff 2026-05-15 2026-05-15", "markdown", 0),
        ("sunsets --within 9999d", "json", 1),
        ("spec pull changelog/2026-05-15/api-spec.json", "markdown", 0),
        ("upgrade 2026-05-15 2026-05-15", "json", 0),
    ],
)
def test_other_commands_report_to_files_too(aurous: Path, docgen: Docgen, command: str, form: str, code: int) -> None:
    ran = docgen(aurous, *command.split(), "--report", f"{form}=report", *([] if "pull" in command else NOW))
    assert ran.code == code, ran.err
    printed = docgen(aurous, *command.split(), "--format", form, *([] if "pull" in command else NOW)).out
    assert (aurous / "report").read_text("utf-8") == printed


def test_a_report_of_a_diff_takes_no_place_of_another(aurous: Path, docgen: Docgen) -> None:
    both = ("diff", "2026-05-15", "2026-05-15", "--report", "json=a")
    assert docgen(aurous, *both, "--report", "markdown=b").code == 0
    assert (aurous / "a").read_text() != (aurous / "b").read_text()
    assert docgen(aurous, *both, "--report", "markdown=a").code == 2
    refused = docgen(aurous, *both[:3], "--report", "json=changelog/2026-05-15/api-spec.json")
    assert (refused.code, refused.out) == (2, "")
    assert "docgen reads this file" in refused.err


@pytest.mark.parametrize(
    ("report", "code", "words"),
    [
        ("json=changelog/report/a.json", 7, ""),
        ("json=pyproject.toml/a.json", 6, "existing files were not changed"),
        ("json=kept.json", 2, "two outputs would go to kept.json"),
    ],
)
def test_a_pulled_contract_is_written_with_its_reports_or_not_at_all(
    aurous: Path, docgen: Docgen, report: str, code: int, words: str
) -> None:
    contract = aurous / "changelog/2026-05-15/api-spec.json"
    before = contract.read_bytes()
    served = json.loads(before)
    served["info"]["description"] = "Said in other words."
    (aurous / "served.json").write_text(json.dumps(served, indent=2), encoding="utf-8")
    arguments = ("--write", "--save", "kept.json", "--report", report)
    ran = docgen(aurous, "spec", "pull", "served.json", *arguments, "--now", "2026-06-01")
    assert ran.code == code, ran.err
    assert words in ran.err
    written = code == 7
    assert (contract.read_bytes() != before, (aurous / "kept.json").exists()) == (written, written)
