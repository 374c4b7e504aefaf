"""What docgen's documentation says of JSON and of exit codes is what the code does."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import click
import msgspec
import pytest

from docgen.cli.main import cli
from docgen.load.project import load
from docgen.model.change import Change
from docgen.model.finding import Finding, Severity
from docgen.report.changes import FORMATS as OF_CHANGES
from docgen.report.findings import FORMATS
from docgen.report.review import FORMATS as OF_REVIEWS
from docgen.report.sunsets import FORMATS as OF_SUNSETS
from docgen.sunsets import Logs, Sunsets, end_dates
from tests.conftest import REPOSITORY
from tests.report.test_review import review

DOCS = REPOSITORY / "docgen" / "docs"
SHOWN = re.compile(r'\{\s*"version": \d')
EXIT_CODES = re.compile(r"Exit codes: ((?:[^.`]|`[^`]*`)*)")


def texts() -> dict[str, str]:
    return {page.name: page.read_text(encoding="utf-8") for page in sorted(DOCS.glob("*.md"))}


def shown_documents() -> Iterator[Any]:
    """Each JSON document of a report that a page shows; `...` stands for anything in it."""
    for page, text in texts().items():
        for found in SHOWN.finditer(text):
            content = text[found.start() :].replace("[...]", "[]").replace("{...}", "{}")
            line = text[: found.start()].count("\n") + 1
            yield pytest.param(json.JSONDecoder().raw_decode(content)[0], id=f"{page}:{line}")


@pytest.fixture(scope="module")
def made() -> list[dict[str, Any]]:
    """A document of each kind of report that a page shows, with something in every list."""
    found = Finding("a.yaml", 1, 1, "enum-mismatch", Severity.ERROR, "message", "hint")
    effect = {"id": "x", "level": "info", "polarity": "both", "operations": ["GET /a"], "events": []}
    change = msgspec.convert(
        {
            **effect,
            "selector": "A.b",
            "pointer": "/a",
            "sites": ["/a"],
            "text": "t",
            "fingerprint": "f",
            "effects": [effect],
        },
        Change,
    )
    project, _ = load(REPOSITORY, datetime(2026, 7, 20, tzinfo=UTC))
    assert project is not None
    ends = end_dates(project)
    shown = frozenset(end.id for end in ends)
    logs = Logs(lines=1, unreadable=0, without_host=0, first=None, last=None, traffic={}, shown=shown)
    sunsets = Sunsets(project, 86_400, ends, logs)
    reviewed = OF_REVIEWS["json"](review("word", 1))
    told = (FORMATS["json"]([found]), OF_CHANGES["json"]([change]), OF_SUNSETS["json"](sunsets), reviewed)
    return [json.loads(text) for text in told]


def differences(shown: object, real: object, where: str = "") -> Iterator[str]:
    """Where the keys of a document that is shown are not those of the real one; an empty object says nothing."""
    if isinstance(shown, dict) and isinstance(real, dict) and shown and real:
        if shown.keys() != real.keys():
            yield f"{where}: {sorted(shown.keys() ^ real.keys())}"
        for key in shown.keys() & real.keys():
            yield from differences(shown[key], real[key], f"{where}/{key}")
    if isinstance(shown, list) and isinstance(real, list) and shown and real:
        yield from differences(shown[0], real[0], where)


@pytest.mark.parametrize("shown", list(shown_documents()))
def test_a_document_that_is_shown_has_the_version_and_the_keys_of_a_report(
    shown: dict[str, Any], made: list[dict[str, Any]]
) -> None:
    (real,) = (document for document in made if document.keys() == shown.keys())
    assert shown["version"] == real["version"]
    assert list(differences(shown, real)) == []


def test_the_keys_of_a_finding_are_those_that_a_page_lists() -> None:
    listed = re.search(r"each finding with (.*?) where the project accepts it", texts()["ci.md"])
    assert listed
    keys = msgspec.structs.asdict(Finding("", 1, 1, "", Severity.INFO, "")).keys() - {"passed"}  # a list of its own
    assert set(re.findall(r"`([a-z]+)`", listed[1])) == keys


def command_of(words: str) -> click.Command:
    found: click.Command = cli
    for word in words.split():
        if isinstance(found, click.Group) and (inner := found.get_command(click.Context(found), word)):
            found = inner
    return found


def exit_codes(text: str) -> set[str]:
    """The codes that a text lists as `Exit codes: 0 done; 3 a file cannot be read`."""
    listed = EXIT_CODES.search(text)
    return {code for part in listed[1].split(";") for code in re.findall(r"^\s*(\d+) ", part)} if listed else set()


SECTIONS = re.findall(r"^## docgen (.*)\n((?:(?!## ).*\n)*)", texts()["commands.md"], re.MULTILINE)


@pytest.mark.parametrize(("command", "section"), [pytest.param(*one, id=one[0]) for one in SECTIONS])
def test_a_page_and_the_help_of_a_command_have_the_same_exit_codes(command: str, section: str) -> None:
    assert exit_codes(section) in (set(), exit_codes(command_of(command).help or ""))


ROWS = re.findall(r"^\| `docgen ([^`]*)` \| [^|]* \| ([^|]*) \|$", texts()["ci.md"], re.MULTILINE)


@pytest.mark.parametrize(("command", "fails"), [pytest.param(*row, id=row[0]) for row in ROWS])
def test_the_codes_with_which_a_step_of_ci_fails_are_those_of_its_help(command: str, fails: str) -> None:
    known = exit_codes(command_of(command).help or "") or {"1", "2", "3", "4", "6"}
    named = set(re.findall(r"(?:^|; )(\d)\b", fails))
    assert named and named <= known
