"""`docgen correct`: a dated correction with the digest of the text that it covers, and nothing else changed."""

import subprocess
from pathlib import Path

import pytest
import yaml

from docgen.entries.digests import entry_digest
from tests.conftest import Docgen

NOW = ("--now", "2026-06-01")
PATH = "changelog/2026-05-15/error-doc-url.yaml"


def edited(root: Path) -> str:
    text = (root / PATH).read_text(encoding="utf-8").replace("You need to do", "You have to do", 1)
    (root / PATH).write_text(text, encoding="utf-8")
    return text


def test_a_note_is_added_and_all_else_stays(aurous: Path, docgen: Docgen) -> None:
    before = edited(aurous)
    ran = docgen(aurous, "correct", "error-doc-url", "--note", 'It is: "have to".', *NOW)
    assert ran.code == 0, ran.err
    after = (aurous / PATH).read_text(encoding="utf-8")
    assert after.startswith(before)
    (correction,) = yaml.load(after, Loader=yaml.BaseLoader)["corrections"]  # noqa: S506
    assert correction == {"date": "2026-06-01", "note": 'It is: "have to".', "digest": entry_digest(before)}
    assert PATH not in docgen(aurous, "check", *NOW).out


def test_a_typo_says_that_it_is_one(aurous: Path, docgen: Docgen) -> None:
    edited(aurous)
    assert docgen(aurous, "correct", "error-doc-url", "--typo", *NOW).code == 0
    assert "    typo: true\n" in (aurous / PATH).read_text(encoding="utf-8")
    assert PATH not in docgen(aurous, "check", *NOW).out


def test_a_second_correction_of_the_same_text_covers_nothing(aurous: Path, docgen: Docgen) -> None:
    edited(aurous)
    docgen(aurous, "correct", "error-doc-url", "--typo", *NOW)
    before = (aurous / PATH).read_bytes()
    ran = docgen(aurous, "correct", "error-doc-url", "--note", "again", *NOW)
    assert ran.code == 2
    assert "unchanged since it was published" in ran.err
    assert (aurous / PATH).read_bytes() == before


def test_the_text_of_a_frozen_pin_is_known(aurous: Path, docgen: Docgen) -> None:
    docgen(aurous, "new", "pin", "2026-09-30", *NOW)
    assert docgen(aurous, "correct", "error-doc-url", "--typo", *NOW).code == 2
    edited(aurous)
    assert docgen(aurous, "correct", "error-doc-url", "--typo", *NOW).code == 0


def test_without_a_record_the_commit_says_what_was_told(aurous: Path, docgen: Docgen) -> None:
    git = ("git", "-C", str(aurous), "-c", "user.name=w", "-c", "user.email=w@example.com")
    for arguments in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "one")):
        subprocess.run([*git, *arguments], check=True)
    ran = docgen(aurous, "correct", "error-doc-url", "--typo", *NOW)
    assert ran.code == 2
    assert "unchanged since HEAD" in ran.err
    edited(aurous)
    subprocess.run([*git, "commit", "-q", "-a", "-m", "two"], check=True)
    assert docgen(aurous, "correct", "error-doc-url", "--typo", *NOW).code == 2
    assert docgen(aurous, "correct", "error-doc-url", "--typo", "--against", "HEAD~1", *NOW).code == 0
    assert docgen(aurous, "correct", "error-doc-url", "--typo", "--against", "nothing", *NOW).code == 3


def test_diff_writes_nothing(aurous: Path, docgen: Docgen) -> None:
    before = edited(aurous)
    ran = docgen(aurous, "correct", "error-doc-url", "--typo", "--diff", *NOW)
    assert "+    typo: true" in ran.out
    assert (aurous / PATH).read_text(encoding="utf-8") == before


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("error-doc-ulr", "--typo"), "did you mean `error-doc-url`?"),
        (("error-doc-url",), "expected --note TEXT"),
        (("error-doc-url", "--note", "x", "--now", "2026-05-14"), "will be published on"),
    ],
)
def test_what_cannot_be_corrected_is_said(aurous: Path, docgen: Docgen, arguments: tuple[str, ...], says: str) -> None:
    edited(aurous)
    ran = docgen(aurous, "correct", *NOW, *arguments)
    assert ran.code == 2
    assert says in ran.err


def test_the_line_ends_of_a_file_stay(aurous: Path, docgen: Docgen) -> None:
    text = edited(aurous)
    (aurous / PATH).write_bytes(text.replace("\n", "\r\n").encode())
    assert docgen(aurous, "correct", "error-doc-url", "--typo", *NOW).code == 0
    made = (aurous / PATH).read_bytes()
    assert b"typo: true\r\n" in made
    assert made.count(b"\n") == made.count(b"\r\n")
