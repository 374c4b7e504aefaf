"""`docgen correct`: a dated correction with the digest of the text that it covers, and nothing else changed."""

import subprocess
from pathlib import Path

import pytest
import yaml

from docgen.entries.digests import entry_digest
from tests.conftest import Docgen

pytestmark = pytest.mark.slow  # each runs commands over a whole project
NOW = ("--now", "2026-06-01")
PATH = "changelog/2026-05-15/error-doc-url.yaml"


def git(root: Path, *arguments: str) -> None:
    author = ("-c", "user.name=w", "-c", "user.email=w@example.com")
    subprocess.run(["git", "-C", str(root), *author, *arguments], check=True)  # noqa: S607 - the user's own git


@pytest.fixture
def published(aurous: Path) -> Path:
    """The project with its content in a commit: what was published."""
    for arguments in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "one")):
        git(aurous, *arguments)
    return aurous


def edited(root: Path) -> str:
    text = (root / PATH).read_text(encoding="utf-8").replace("You need to do", "You have to do", 1)
    (root / PATH).write_text(text, encoding="utf-8")
    return text


def test_a_note_is_added_with_the_words_before_and_all_else_stays(published: Path, docgen: Docgen) -> None:
    was = yaml.safe_load((published / PATH).read_text(encoding="utf-8"))["summary"]
    before = edited(published)
    ran = docgen(published, "correct", "error-doc-url", "--note", 'It is: "have to".', *NOW)
    assert ran.code == 0, ran.err
    after = (published / PATH).read_text(encoding="utf-8")
    assert after.startswith(before)
    (correction,) = yaml.load(after, Loader=yaml.BaseLoader)["corrections"]  # noqa: S506
    assert correction.pop("before") == {"summary": was}
    assert correction == {"date": "2026-06-01", "note": 'It is: "have to".', "digest": entry_digest(before)}
    assert PATH not in docgen(published, "check", *NOW).out


def test_what_is_not_in_git_has_no_words_before(aurous: Path, docgen: Docgen) -> None:
    edited(aurous)
    assert docgen(aurous, "correct", "error-doc-url", "--note", "x", *NOW).code == 0
    assert "before:" not in (aurous / PATH).read_text(encoding="utf-8")


def test_a_pin_is_corrected_as_entries_are(published: Path, docgen: Docgen) -> None:
    pin = published / "changelog/2026-05-15/pin.yaml"
    text = pin.read_text(encoding="utf-8")
    assert "unchanged since HEAD" in docgen(published, "correct", "2026-05-15", "--typo", *NOW).err
    pin.write_text(text.replace("notice_days: 90", "notice_days: 30"), encoding="utf-8")
    ran = docgen(published, "correct", "2026-05-15", "--typo", *NOW)
    assert "`policy.notice_days` changed" in ran.err
    assert docgen(published, "correct", "2026-05-15", "--note", "A notice is 30 days.", *NOW).code == 0
    (correction,) = yaml.load(pin.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)["corrections"]  # noqa: S506
    assert correction["before"] == {"policy.notice_days": "90"}
    git(published, "commit", "-q", "-a", "-m", "two")
    assert "is unchanged since" in docgen(published, "correct", "2026-05-15", "--note", "x", *NOW).err.replace(
        "the text ", ""
    )


def test_a_typo_says_that_it_is_one(published: Path, docgen: Docgen) -> None:
    edited(published)
    assert docgen(published, "correct", "error-doc-url", "--typo", *NOW).code == 0
    assert "    typo: true\n" in (published / PATH).read_text(encoding="utf-8")
    assert PATH not in docgen(published, "check", *NOW).out


def test_a_second_correction_of_the_same_text_covers_nothing(published: Path, docgen: Docgen) -> None:
    edited(published)
    docgen(published, "correct", "error-doc-url", "--typo", *NOW)
    before = (published / PATH).read_bytes()
    ran = docgen(published, "correct", "error-doc-url", "--note", "again", *NOW)
    assert ran.code == 2
    assert "unchanged since it was published" in ran.err
    assert (published / PATH).read_bytes() == before


def test_the_text_of_a_frozen_pin_is_known(published: Path, docgen: Docgen) -> None:
    docgen(published, "new", "pin", "2026-09-30", *NOW)
    assert docgen(published, "correct", "error-doc-url", "--typo", *NOW).code == 2
    edited(published)
    assert docgen(published, "correct", "error-doc-url", "--typo", *NOW).code == 0


def test_without_a_record_the_commit_says_what_was_told(published: Path, docgen: Docgen) -> None:
    ran = docgen(published, "correct", "error-doc-url", "--typo", *NOW)
    assert ran.code == 2
    assert "unchanged since HEAD" in ran.err
    edited(published)
    git(published, "commit", "-q", "-a", "-m", "two")
    assert docgen(published, "correct", "error-doc-url", "--typo", *NOW).code == 2
    assert docgen(published, "correct", "error-doc-url", "--typo", "--against", "HEAD~1", *NOW).code == 0
    assert docgen(published, "correct", "error-doc-url", "--typo", "--against", "nothing", *NOW).code == 3


def test_diff_writes_nothing(published: Path, docgen: Docgen) -> None:
    before = edited(published)
    ran = docgen(published, "correct", "error-doc-url", "--typo", "--diff", *NOW)
    assert "+    typo: true" in ran.out
    assert (published / PATH).read_text(encoding="utf-8") == before


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("error-doc-ulr", "--typo"), "did you mean `error-doc-url`?"),
        (("error-doc-url",), "expected --note TEXT"),
        (("changelog/2026-05-15/status-enum.yaml", "--typo"), "status-enum.yaml: the published text is not in git"),
        (("error-doc-url", "--note", "x", "--now", "2026-05-14"), "will be published on"),
    ],
)
def test_what_cannot_be_corrected_is_said(aurous: Path, docgen: Docgen, arguments: tuple[str, ...], says: str) -> None:
    edited(aurous)
    ran = docgen(aurous, "correct", *NOW, *arguments)
    assert ran.code == 2
    assert says in ran.err


def test_the_line_ends_of_a_file_stay(published: Path, docgen: Docgen) -> None:
    text = edited(published)
    (published / PATH).write_bytes(text.replace("\n", "\r\n").encode())
    assert docgen(published, "correct", "error-doc-url", "--typo", *NOW).code == 0
    made = (published / PATH).read_bytes()
    assert b"typo: true\r\n" in made
    assert made.count(b"\n") == made.count(b"\r\n")


FACTS = {
    "kind": ("kind: notice", "kind: changed"),
    "impact": ("impact: none", "impact: non-breaking"),
    "effective": ("effective: 2026-05-15", "effective: 2026-05-14"),
    "published": ("published: 2026-05-15", "published: 2026-05-14"),
    "areas": ("areas: [errors", "areas: [webhooks, errors"),
    "action.level": ("  level: none", "  level: recommended"),
    "action.by": ("  level: none", "  level: none\n  by: 2026-12-01"),
    "covers": ("covers:\n", "covers:\n  - GET /v1/images\n"),
    "claims": ("review_by: 2027-05-15", "review_by: 2027-05-16"),
    "announce": ("effective: 2026-05-15", "announce: true\neffective: 2026-05-15"),
}


def edit(root: Path, old: str, new: str) -> None:
    text = (root / PATH).read_text(encoding="utf-8")
    assert old in text
    (root / PATH).write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("key", FACTS)
def test_what_is_more_than_wording_is_no_typo(key: str, published: Path, docgen: Docgen) -> None:
    edit(published, *FACTS[key])
    before = (published / PATH).read_bytes()
    ran = docgen(published, "correct", "error-doc-url", "--typo", *NOW)
    assert ran.code == 2
    wording = "`title`, `label`, `summary`, `body`, `action.steps`, `text` and `note`"
    assert f"{PATH}: `{key}` changed; expected changes of {wording} only" in ran.err
    assert "use --note TEXT" in ran.err
    assert (published / PATH).read_bytes() == before
    assert docgen(published, "correct", "error-doc-url", "--note", "It is so.", *NOW).code == 0


def test_title_summary_body_and_steps_may_have_typos(published: Path, docgen: Docgen) -> None:
    edit(published, "title: ", "title: A ")
    edit(published, "summary: ", "summary: A ")
    edit(published, "  level: none", "  level: none\n  steps: [Read it.]")
    edited(published)
    assert docgen(published, "correct", "error-doc-url", "--typo", *NOW).code == 0


def test_a_fact_that_was_committed_before_its_correction_is_seen(published: Path, docgen: Docgen) -> None:
    edited(published)
    docgen(published, "correct", "error-doc-url", "--typo", *NOW)
    git(published, "commit", "-q", "-a", "-m", "two")
    edit(published, *FACTS["action.by"])
    git(published, "commit", "-q", "-a", "-m", "three")
    ran = docgen(published, "correct", "error-doc-url", "--typo", *NOW)
    assert (ran.code, "`action.by` changed" in ran.err) == (2, True)


def test_a_typo_beside_a_note_that_is_not_committed_yet(published: Path, docgen: Docgen) -> None:
    edit(published, *FACTS["action.by"])
    assert docgen(published, "correct", "error-doc-url", "--note", "There is a day now.", *NOW).code == 0
    edited(published)
    assert docgen(published, "correct", "error-doc-url", "--typo", *NOW).code == 0


def test_outside_of_git_nobody_sees_whether_it_is_a_typo(aurous: Path, docgen: Docgen) -> None:
    edited(aurous)
    ran = docgen(aurous, "correct", "error-doc-url", "--typo", *NOW)
    assert (ran.code, "the published text is not in git" in ran.err) == (2, True)


def test_a_frozen_text_that_git_does_not_have_cannot_be_compared(published: Path, docgen: Docgen) -> None:
    docgen(published, "new", "pin", "2026-09-30", *NOW)
    edit(published, *FACTS["action.by"])
    subprocess.run(["rm", "-rf", str(published / ".git")], check=True)  # noqa: S607
    for arguments in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "all at once")):
        git(published, *arguments)
    assert docgen(published, "correct", "error-doc-url", "--typo", *NOW).code == 2
