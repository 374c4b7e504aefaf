"""What a contract marks as deprecated is listed under the entry that announces it, in every list."""

import json
import re
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from docgen.differ.project import changes
from docgen.load.project import load
from docgen.model.analysis import Analysis
from docgen.model.files import Files
from docgen.model.project import Project
from docgen.openapi.spec import Spec
from docgen.positions.source import Source
from docgen.prove import prove
from docgen.render import render
from docgen.report.sunsets import FORMATS
from docgen.sunsets import Sunsets, end_dates
from docgen.sunsets.endings import endings
from tests.author.vendor import drafted_project

SAMPLE = Path(__file__).parents[1] / "check" / "sample"
NOW = datetime(2026, 10, 1, tzinfo=UTC)
OPERATION, FIELD = "GET /widgets/{id}", "Error.message"
PARAMETER = f"{OPERATION} parameter Widget-Version"
MARKS = {
    '"summary": "Read a widget"': '"summary": "Read a widget", "deprecated": true, "x-sunset": "2027-03-31"',
    '"message": {"type"': '"message": {"deprecated": true, "x-sunset": "2027-04-01", "type"',
    '"required": false, "schema"': '"required": false, "deprecated": true, "schema"',
}
CLAIMS = f"""\
claims:
  - id: read
    deprecation: {{of: "{OPERATION}", since: 2026-09-02, sunset: 2027-03-31}}
  - id: message
    deprecation: {{of: {FIELD}, successor: Error.code}}
  - id: version
    deprecation: {{of: "{PARAMETER}", sunset: 2027-05-01}}
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """The sample with three deprecations: the contract has no day for the last, and the entry is of another kind."""
    shutil.copytree(SAMPLE, tmp_path, dirs_exist_ok=True)
    spec = tmp_path / "changelog/2026-01-15/api-spec.json"
    text = spec.read_text(encoding="utf-8")
    for old, new in MARKS.items():
        text = text.replace(old, new, 1)
    spec.write_text(text, encoding="utf-8")
    entry = tmp_path / "changelog/2026-01-15/widgets.yaml"
    entry.write_text(entry.read_text(encoding="utf-8").replace("claims:\n", CLAIMS), encoding="utf-8")
    found, findings = load(tmp_path, NOW)
    assert found is not None, findings
    return found


@pytest.fixture
def files(project: Project) -> Files:
    return render(Analysis(project, proofs=prove(project)))


def test_each_part_ends_under_its_entry(project: Project) -> None:
    parts = [end for end in end_dates(project) if end.redirect is None and end.kind != "review"]
    ends = {end.id: (end.day, end.entry and end.entry.slug) for end in parts}
    assert ends == {
        f"operation/{OPERATION}/2027-03-31": (date(2027, 3, 31), "widgets"),
        f"field/{FIELD}/2027-04-01": (date(2027, 4, 1), "widgets"),
        f"parameter/{PARAMETER}/2027-05-01": (date(2027, 5, 1), "widgets"),
    }


def test_the_calendar_leads_to_the_entry(files: Files) -> None:
    text = bytes(files["sunsets.ics"]).decode().replace("\r\n ", "") if isinstance(files["sunsets.ics"], bytes) else ""
    for day in ("20270331", "20270401", "20270501"):
        event = next(part for part in text.split("BEGIN:VEVENT") if f"DTSTART;VALUE=DATE:{day}" in part)
        assert "/changelog/2026-01-15/widgets/" in event


def test_programs_get_the_dates_and_the_entry(files: Files) -> None:
    parts = {part["selector"]: part for part in json.loads(files["deprecations.json"])["parts"]}
    assert {part["entry"].rpartition("/changelog/")[2] for part in parts.values()} == {"2026-01-15/widgets/"}
    told = {name: (part["kind"], part["since"], part["sunset"], part["successor"]) for name, part in parts.items()}
    assert told == {
        OPERATION: ("operation", "2026-09-02", "2027-03-31", None),
        FIELD: ("field", "2026-01-15", "2027-04-01", "Error.code"),
        PARAMETER: ("parameter", "2026-01-15", "2027-05-01", None),
    }


def test_what_ends_is_one_list_with_one_form_of_date(files: Files) -> None:
    """A program that watches its calls reads one list: redirects, parts of a contract and date-pins alike."""
    endings = json.loads(files["deprecations.json"])["endings"]
    assert [(ending["kind"], ending["name"], ending["sunset_at"]) for ending in endings] == [
        ("path", "/parts", "2026-12-01T00:00:00Z"),
        ("operation", OPERATION, "2027-03-31T00:00:00Z"),
        ("field", FIELD, "2027-04-01T00:00:00Z"),
        ("parameter", PARAMETER, "2027-05-01T00:00:00Z"),
    ]
    assert {ending["since_pin"] for ending in endings[1:]} == {"2026-01-15"}
    assert [ending["address"] for ending in endings] == ["https://api.widgets.example/parts", None, None, None]
    assert all(ending["url"].startswith("https://") for ending in endings)
    assert [ending["replacement"] for ending in endings[2:]] == ["Error.code", None]


def test_pages_say_what_to_use_instead(files: Files) -> None:
    page, twin = (str(files[path]) for path in ("deprecations.md", "deprecations/index.md.txt"))
    assert page.replace("<wbr>", "").count("Error&#46;code") >= 1
    (row,) = (line for line in twin.splitlines() if f"`{FIELD}`" in line)
    assert "[Widgets can be read]" in row
    assert row.endswith("| deprecated | 2026-01-15 | 2027-04-01 | `Error.code` |")
    entry = str(files["changelog/2026-01-15/widgets/index.md.txt"])
    assert f"`{OPERATION}` is deprecated as of 2026-09-02 and ends on 2027-03-31." in entry
    assert f"`{FIELD}` is deprecated. Use `Error.code` instead." in entry


def test_an_entry_that_only_covers_the_operation_is_not_named_before_the_one_that_claims_it(tmp_path: Path) -> None:
    shutil.copytree(SAMPLE, tmp_path, dirs_exist_ok=True)
    folder = tmp_path / "changelog/2026-01-15"
    spec = (folder / "api-spec.json").read_text(encoding="utf-8")
    old, new = next(iter(MARKS.items()))
    (folder / "api-spec.json").write_text(spec.replace(old, new), encoding="utf-8")
    entry = (folder / "widgets.yaml").read_text(encoding="utf-8")
    head = entry.partition("claims:")[0].replace("kind: added", "kind: deprecated")
    (folder / "about-widgets.yaml").write_text(head, encoding="utf-8")
    claim = f'claims:\n  - deprecation: {{of: "{OPERATION}", sunset: 2027-03-31}}\n'
    (folder / "reading-ends.yaml").write_text(f"{head}{claim}", encoding="utf-8")
    project, _ = load(tmp_path, NOW)
    assert project is not None
    named = {end.id: end.entry and end.entry.slug for end in end_dates(project)}
    assert named[f"operation/{OPERATION}/2027-03-31"] == "reading-ends"


@pytest.mark.parametrize("form", ["text", "json", "markdown", "ics"])
def test_no_report_puts_a_day_behind_a_selector(project: Project, form: str) -> None:
    """The ids for programs do, which are permanent; beside them stands the selector."""
    told = FORMATS[form](Sunsets(project, 400 * 86_400, end_dates(project))).replace("\r\n ", "")
    shown = re.sub(r'"id": ".*?"|UID:.*', "", told)
    assert not re.search(r"(?:\{id\}|message|Version)/2027", shown)
    assert "GET /widgets/{id}" in shown
    assert "the parameter `Widget-Version` of `GET /widgets/{id}`" in shown or form in ("ics", "markdown")


def test_the_calendar_says_once_what_ends(project: Project) -> None:
    told = FORMATS["ics"](Sunsets(project, 0, end_dates(project))).replace("\r\n ", "")
    summaries = set(re.findall(r"SUMMARY:(.*)\r\n", told))
    assert {"operation GET /widgets/{id}", "field Error.message"} <= summaries
    assert "parameter Widget-Version of GET /widgets/{id}" in summaries


def test_pages_show_what_ends_as_code(files: Files) -> None:
    page, twin = str(files["changelog/index.md"]), str(files["changelog/index.md.txt"])
    assert "The operation `GET /widgets/{id}` is turned off." in twin
    assert "operation <code>" in page
    assert "&#96;" not in page


def test_a_part_that_was_removed_is_not_said_to_be_deprecated_on_that_day() -> None:
    sides = []
    for fields in ({"x": {"type": "string", "deprecated": True}, "y": {"type": "string"}}, {"y": {"type": "string"}}):
        content = {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}
        document = {
            "openapi": "3.1.0",
            "paths": {"/a": {"get": {"responses": {"200": {"description": "A", "content": content}}}}},
            "components": {"schemas": {"A": {"type": "object", "properties": fields}}},
        }
        sides.append(Spec(Source("api.json", "{}"), document))
    project = drafted_project(*sides)
    (end,) = (end for end in endings(project) if end.name == "A.x")
    assert (end.since, end.pin, end.entry and end.entry.text.kind) == (None, "2026-05-15", "removed")
    page = str(render(Analysis(project, changes=changes(project)))["deprecations.md"])
    assert "not in 2026&#45;09&#45;30" in page or "not in 2026-09-30" in page
    assert "Removed in <a" in page
    assert "None of these has an end date yet" not in page
