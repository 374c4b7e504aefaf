import shutil
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from docgen.check import RULES, check, explain
from docgen.check.explanations import explain_code
from docgen.facts import facts
from docgen.load.project import load
from docgen.model.finding import Severity
from docgen.model.project import Project
from docgen.prove import prove

NOW = datetime(2026, 10, 1, tzinfo=UTC)


@pytest.fixture
def broken(tmp_path: Path) -> Project:
    """The sample project without its generated files: the only finding is stale-output."""
    shutil.copytree(Path(__file__).parent / "sample", tmp_path, dirs_exist_ok=True)
    project, _ = load(tmp_path, NOW)
    assert project is not None
    return project


def test_findings_are_sorted_and_carry_the_rule(broken: Project) -> None:
    found = check(broken, prove(broken), facts=facts(broken))
    assert list(found) == sorted(found)
    assert {(finding.id, finding.severity, finding.trigger) for finding in found} == {
        ("stale-output", Severity.ERROR, "content")
    }


def test_a_file_that_cannot_be_read_is_found_without_what_would_follow_from_it(tmp_path: Path) -> None:
    shutil.copytree(Path(__file__).parent / "sample", tmp_path, dirs_exist_ok=True)
    (tmp_path / "changelog/2026-01-15/widgets.yaml").write_text("a: [\n", encoding="utf-8")
    project, read = load(tmp_path, NOW)
    assert project is not None
    assert [finding.id for finding in read] == ["yaml-syntax"]
    note, *others = check(project, (), read=read)
    assert others == [*read]
    assert (note.id, note.location) == ("rules-skipped", "")
    assert note.message == f"{len(RULES)} rules were not run, since files could not be loaded"


def test_a_code_is_explained_from_its_page(broken: Project) -> None:
    text = explain_code(broken, "not_found")
    assert text is not None
    assert text.startswith("# not_found: Nothing has this id\n")
    assert "https://docs.widgets.example/errors/not_found" in text
    assert "## Fixes" in text


def test_an_unknown_code_has_no_explanation(broken: Project) -> None:
    assert explain_code(broken, "unheard_of") is None


def test_an_unknown_id_cannot_be_explained() -> None:
    with pytest.raises(KeyError):
        explain("unheard-of")


def test_calendar_rules_are_warnings(broken: Project) -> None:
    later = msgspec.structs.replace(broken, now=datetime(2028, 1, 1, tzinfo=UTC))
    found = [finding for finding in check(later, prove(later), facts=facts(later)) if finding.trigger == "calendar"]
    assert {finding.id for finding in found} == {"attestation-expired", "sunset-passed"}
    assert {finding.severity for finding in found} == {Severity.WARNING}
