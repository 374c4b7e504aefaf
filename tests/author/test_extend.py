"""A later sunset moves in the rule and in all that promises it: the whole command is in tests/cli/test_extend.py."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from docgen.author.rules import Extension, extended, stale_mentions
from docgen.errors import UsageError
from docgen.load.project import load
from docgen.model.project import Project

RULE = "redirects/docs-site.yaml"
ENTRY = "changelog/2026-05-15/docs-site-moved.yaml"
NOW = datetime(2026, 6, 1, tzinfo=UTC)
LATER = datetime(2026, 11, 2, tzinfo=UTC)


def project_of(root: Path, old: str = "", new: str = "", now: datetime = NOW) -> Project:
    """The project, with another text in the entry."""
    entry = root / ENTRY
    text = entry.read_text(encoding="utf-8")
    assert old in text
    entry.write_text(text.replace(old, new), encoding="utf-8")
    project, _ = load(root, now)
    assert project is not None
    return project


def extension(project: Project, sunset: datetime = LATER, note: str = "More time.") -> Extension:
    return Extension(project.redirects_of("docs-site"), sunset, note)


def test_a_claim_without_a_sunset_promises_the_day_of_the_rule(aurous: Path) -> None:
    project = project_of(aurous, "      sunset: 2026-08-04\n")
    files = extended(project, extension(project))
    assert "sunset: 2026-11-02T00:00:00Z" in str(files[RULE])
    assert "  by: 2026-11-02\n" in str(files[ENTRY])
    assert "    ended: 2026-08-04\n" in str(files[ENTRY])
    assert "More time." not in str(files[RULE])  # readers see it with the correction
    assert '    note: "More time."\n' in str(files[ENTRY])


def test_a_claim_of_another_day_than_the_rule_says_when_the_promise_ended(aurous: Path) -> None:
    project = project_of(aurous, "      sunset: 2026-08-04\n", "      sunset: 2026-08-10\n")
    assert "    ended: 2026-08-10\n" in str(extended(project, extension(project))[ENTRY])


@pytest.mark.parametrize(
    ("other", "by"), [("2026-07-01", "2026-11-02"), ("2026-08-04", "2026-08-04"), ("2026-09-01", "2026-09-01")]
)
def test_an_action_ends_with_the_first_sunset_that_is_left(other: str, by: str, aurous: Path) -> None:
    claim = f"claims:\n  - deprecation: {{of: GET /v1/images, sunset: {other}}}\n"
    files = extended(project := project_of(aurous, "claims:\n", claim), extension(project))
    assert f"  by: {by}\n" in str(files[ENTRY])


def test_before_its_entry_is_published_the_reason_is_in_the_rule(aurous: Path) -> None:
    project = project_of(aurous, now=datetime(2026, 5, 1, tzinfo=UTC))
    files = extended(project, extension(project))
    assert "no pages below it. 2026-05-01: More time." in str(files[RULE])
    assert "More time." not in str(files[ENTRY])
    assert "  by: 2026-11-02\n" in str(files[ENTRY])


def test_an_action_by_another_day_stays(aurous: Path) -> None:
    project = project_of(aurous, "  by: 2026-08-04", "  by: 2026-07-01")
    files = extended(project, extension(project))
    assert "  by: 2026-07-01\n" in str(files[ENTRY])
    assert "      sunset: 2026-11-02\n" in str(files[ENTRY])


def test_the_texts_with_the_old_day_are_listed(aurous: Path) -> None:
    project = project_of(aurous)
    stale = {(at, day.isoformat()) for _, at, day in stale_mentions(project, extension(project))}
    assert {(("summary",), "2026-08-04"), (("title",), "2026-08-04")} <= stale


@pytest.mark.parametrize(
    ("sunset", "says"),
    [
        (datetime(2026, 7, 1, tzinfo=UTC), "is promised until 2026-08-04T00:00:00Z, and 2026-07-01T00:00:00Z is ear"),
        (datetime(2026, 8, 4, tzinfo=UTC), "2026-08-04T00:00:00Z is already the sunset of `docs-site`"),
        (datetime(2026, 11, 2, 12, tzinfo=UTC), "is not midnight in UTC, and docs-site-moved promises a whole day"),
    ],
)
def test_a_sunset_that_cannot_be_promised_is_refused(sunset: datetime, says: str, aurous: Path) -> None:
    project = project_of(aurous)
    with pytest.raises(UsageError, match=says):
        extended(project, extension(project, sunset))
