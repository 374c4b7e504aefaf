"""What a command that writes prints: the change where it was asked for, also with `-q`; else what it wrote."""

import subprocess
from pathlib import Path

import pytest

from tests.conftest import Docgen

NOW = ("--now", "2026-06-01")
SITE_RULE = "redirects/dist/nginx/docgen-redirects.conf"


@pytest.fixture
def stale(aurous: Path) -> Path:
    """The project with one generated file that is not up to date."""
    file = aurous / SITE_RULE
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("old\n", encoding="utf-8")
    return file


def test_a_change_that_is_asked_for_is_shown_and_not_written(stale: Path, aurous: Path, docgen: Docgen) -> None:
    ran = docgen(aurous, "-q", "redirects", "build", "--edge", "nginx", "--diff", *NOW)
    assert (ran.code, ran.err) == (0, "")
    assert "\n-old\n" in ran.out
    assert "update nginx/docgen-redirects.conf\n" in ran.out
    assert stale.read_text(encoding="utf-8") == "old\n"


def test_a_check_lists_what_it_would_write_and_fails(stale: Path, aurous: Path, docgen: Docgen) -> None:
    ran = docgen(aurous, "-q", "redirects", "build", "--edge", "nginx", "--check", *NOW)
    assert ran.code == 4
    assert ran.err == "docgen: the generated files are not up to date; run the same command without --check\n"
    assert "update nginx/docgen-redirects.conf\n" in ran.out
    assert stale.read_text(encoding="utf-8") == "old\n"


@pytest.mark.parametrize(("quiet", "lines"), [((), 1), (("-q",), 0)])
def test_what_was_written_is_a_notice(
    stale: Path, aurous: Path, docgen: Docgen, quiet: tuple[str, ...], lines: int
) -> None:
    ran = docgen(aurous, *quiet, "redirects", "build", "--edge", "nginx", *NOW)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.count("update nginx/docgen-redirects.conf\n") == lines
    assert stale.read_text(encoding="utf-8") != "old\n"


def test_a_correction_needs_the_published_words(aurous: Path, docgen: Docgen) -> None:
    entry = aurous / "changelog/2026-05-15/status-enum.yaml"
    for arguments in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", *arguments], cwd=aurous, check=True)  # noqa: S607 - the machine's own git
    same = docgen(aurous, "correct", "status-enum", "--note", "It is now so.", *NOW)
    assert same.code == 2
    assert "the text is unchanged since HEAD; edit it first" in same.err
    text = entry.read_text(encoding="utf-8")
    entry.write_text(text.replace("summary: ", "summary: Now ", 1), encoding="utf-8")
    ran = docgen(aurous, "correct", "status-enum", "--note", "It is now so.", "--diff", *NOW)
    assert (ran.code, ran.err) == (0, "")
    assert "+  note: It is now so." in ran.out.replace("- date", "  date") or "It is now so." in ran.out
    assert "update changelog/2026-05-15/status-enum.yaml\n" in ran.out
