"""`docgen diff --format`: the report stands alone on stdout, and what CI annotates is a file of the repository."""

import json
from pathlib import Path

import pytest

from docgen.report.changes import FORMATS
from tests.conftest import Docgen

CONTRACT = "changelog/2026-05-15/api-spec.json"
IN_REPOSITORY = {
    "github": "file=aurous/",
    "sarif": '"uri": "aurous/',
    "codequality": '"path": "aurous/',
    "junit": '="aurous/',
}


@pytest.fixture
def old(aurous: Path) -> Path:
    """The project as a folder of a repository, and its contract before an operation was added."""
    (aurous.parent / ".git").mkdir()
    contract = json.loads((aurous / CONTRACT).read_text(encoding="utf-8"))
    del contract["paths"]["/v1/usage/events"]
    (aurous / "old.json").write_text(json.dumps(contract), encoding="utf-8")
    return aurous / "old.json"


@pytest.mark.parametrize("form", FORMATS)
def test_a_report_of_a_diff_is_whole(aurous: Path, old: Path, docgen: Docgen, form: str) -> None:
    ran = docgen(aurous, "diff", old.name, CONTRACT, "--format", form)
    assert (ran.code, ran.err) == (0, "")
    assert "/v1/usage/events" in ran.out
    assert IN_REPOSITORY.get(form, "") in ran.out


@pytest.mark.parametrize("form", FORMATS)
def test_a_breaking_change_fails_only_where_that_is_asked_for(
    aurous: Path, old: Path, docgen: Docgen, form: str
) -> None:
    assert docgen(aurous, "diff", CONTRACT, old.name, "--format", form).code == 0
    assert docgen(aurous, "diff", CONTRACT, old.name, "--format", form, "--fail-on", "breaking").code == 1


def test_an_unknown_format_of_a_diff_names_the_known_ones(aurous: Path, old: Path, docgen: Docgen) -> None:
    ran = docgen(aurous, "diff", CONTRACT, old.name, "--format", "teapot")
    assert ran.code == 2
    assert all(form in ran.err for form in FORMATS)
