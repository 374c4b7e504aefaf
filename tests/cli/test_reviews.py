"""What somebody attests is on the team's calendar: before its last day, and after it until somebody acts."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from docgen.load.clock import parse_now
from docgen.load.project import load
from docgen.model.analysis import Analysis
from docgen.prove import prove
from docgen.render import render
from tests.conftest import REPOSITORY, Docgen

PIN, ENTRY = "changelog/2026-01-15/pin.yaml", "changelog/2026-01-15/widgets.yaml"


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """The sample with three attested statements of one team, two of them in its entry, and one of another team."""
    root = tmp_path / "sample"
    shutil.copytree(REPOSITORY / "tests/check/sample", root)
    statement = "text: {}\n{indent}owner: {}\n{indent}evidence: A letter.\n{indent}review_by: {}\n"

    def attested(text: str, owner: str, day: str, indent: int) -> str:
        return statement.format(text, owner, day, indent=" " * indent)

    (root / PIN).write_text(
        (root / PIN).read_text(encoding="utf-8")
        + "wildcard:\n  semantics: snapshot\n  text: The events of that day.\n  attested:\n    "
        + attested("It is a snapshot.", "Event team", "2027-03-01", 4),
        encoding="utf-8",
    )
    pace = attested("A widget takes a minute.", "Widget team", "2027-06-01", 6)
    claims = f"  - id: pace\n    attested:\n      {pace}"
    entry = (root / ENTRY).read_text(encoding="utf-8")
    (root / ENTRY).write_text(entry.replace("claims:\n", f"claims:\n{claims}", 1), encoding="utf-8")
    return root


def reviews(docgen: Docgen, root: Path, now: str) -> list[dict[str, Any]]:
    document = json.loads(docgen(root, "sunsets", "--format", "json", "--now", now).out)
    return [one for one in document["sunsets"] if one["kind"] == "review"]


def test_what_one_team_attests_in_one_file_until_one_day_is_one_date(sample: Path, docgen: Docgen) -> None:
    days = {one["what"]: one["day"] for one in reviews(docgen, sample, "2026-06-01")}
    assert days["the time of 2 statements that Widget team attests"] == "2027-06-01"
    assert days["the time of 1 statement that Event team attests"] == "2027-03-01"


@pytest.mark.parametrize(
    ("now", "state", "fails"),
    [
        ("2027-01-29", "later", False),
        ("2027-01-31", "near", True),
        ("2027-03-01", "near", True),
        ("2027-03-02", "passed", True),
        ("2027-05-01", "overdue", True),
    ],
)
def test_a_review_is_due_before_its_day_and_stays_due(
    sample: Path, docgen: Docgen, now: str, state: str, fails: bool
) -> None:
    (found,) = (one for one in reviews(docgen, sample, now) if "Event team" in one["what"])
    assert (found["state"], found["fails"], found["file"]) == (state, fails, PIN)
    ran = docgen(sample, "sunsets", "--now", now)
    assert (f"review of {PIN} by Event team: " in ran.err) == fails
    issue = docgen(sample, "sunsets", "--format", "markdown", "--now", now).out
    assert ("the time of 1 statement that Event team attests" in issue) == fails


def test_the_nightly_check_fails_on_each_statement_and_names_its_owner(sample: Path, docgen: Docgen) -> None:
    before = docgen(sample, "check", "--calendar", "--now", "2027-06-01")
    after = docgen(sample, "check", "--calendar", "--now", "2027-06-02")
    assert "Widget team attested" not in before.out
    assert after.out.count("Widget team attested this until 2027-06-01: ") == 3
    assert after.code == 1 and "attestation-expired (3)" in after.err


@pytest.mark.parametrize(("at", "fails"), [("widgets", False), (ENTRY, False), (PIN, True)])
def test_who_accepts_all_of_a_file_is_left_in_peace(sample: Path, docgen: Docgen, at: str, fails: bool) -> None:
    accepted = f"accepted:\n  - {{what: attestation-expired, at: {at}, why: A, who: B, until: 2028-01-01}}\n"
    (sample / ".docgen").mkdir(exist_ok=True)
    (sample / ".docgen/accepted.yaml").write_text(accepted, encoding="utf-8")
    (found,) = (one for one in reviews(docgen, sample, "2027-07-01") if one["file"] == ENTRY)
    assert (found["fails"], found["accepted"] is None) == (fails, fails)


def test_customers_do_not_see_it(sample: Path, docgen: Docgen) -> None:
    project, _ = load(sample, parse_now("2027-02-20"))
    assert project
    published = render(Analysis(project, proofs=prove(project)))
    assert "sunsets.ics" in published
    for path, content in published.items():
        text = content if isinstance(content, str) else content.decode("utf-8", "replace")
        assert "that Event team attests" not in text and "review/changelog" not in text, path
    out = docgen(sample, "sunsets", "--format", "ics", "--now", "2027-02-20").out.replace("\r\n ", "")
    assert f"SUMMARY:review of {PIN} by Event team" in out
