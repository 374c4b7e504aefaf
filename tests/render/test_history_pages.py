"""History on the site: on the timeline among the others, marked, without what nobody knows of it, and nowhere else."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from msgspec.structs import replace

from docgen import urls
from docgen.load.project import load
from docgen.model.analysis import Analysis
from docgen.model.config import FeedsConfig
from docgen.model.files import Files
from docgen.model.history import NOT_CHECKED, History
from docgen.model.project import Project
from docgen.render import render
from docgen.render.changelog import MOST, timeline
from docgen.render.publication import Publication
from docgen.sitemap import site
from tests import history

ROOT = Path(__file__).parents[2]
HOSTILE = "<script>alert(1)</script> [link](javascript:alert(1)) <!-- {{ pin.nothing }} ![x](data:text/html,1)"
FENCE = re.compile(r"^```.*?^```", re.M | re.S)
OLD = "2020-01-01"
SILENT, LOUD, FUTURE = f"old-{OLD}-0", "loud", "not-yet-there"
PAST = history.past(pins=2, entries=1)


@pytest.fixture(scope="module")
def project() -> Project:
    found, _ = load(ROOT, datetime(2026, 6, 1, tzinfo=UTC))
    assert found is not None
    said = history.text("Loud <b>", HOSTILE, summary="A summary of the change.", impact="breaking", areas=("old",))
    later = history.text("Later", "A body.", datetime(2027, 1, 1, tzinfo=UTC).date())
    made = (history.entry(OLD, LOUD, said), history.entry(OLD, FUTURE, later))
    entries = tuple(replace(entry, text=replace(entry.text, action=said.action)) for entry in PAST.entries)
    return replace(found, history=History(PAST.pins, (*entries, *made)))


@pytest.fixture(scope="module")
def files(project: Project) -> Files:
    return render(Analysis(project))


@pytest.fixture(scope="module")
def data(files: Files) -> Mapping[str, Any]:
    return {name: json.loads(content) for name, content in files.items() if name.endswith(".json")}


def shown(files: Files, path: str) -> str:
    """A page as a browser reads it, its marks included."""
    return unescape(str(files[path]))


def test_an_entry_says_what_is_known_of_it_and_no_more(files: Files) -> None:
    page, twin = shown(files, f"changelog/{OLD}/{SILENT}.md"), shown(files, f"changelog/{OLD}/{SILENT}/index.md.txt")
    for text in (page, twin):
        assert NOT_CHECKED in text
        assert not re.search("[Bb]reaks clients|Nothing|What to do|Unchecked|no claim", text)
    assert '<a href="../../../reference/objects/Generation/#field/status">' in page
    assert "<li><code>GET /v0/gone0</code></li>" in page
    assert "<li><code>never.fired</code></li>" in page
    assert "{{ pin.nothing }}" in page


def test_what_its_writer_knows_is_shown(files: Files) -> None:
    page = shown(files, f"changelog/{OLD}/{LOUD}.md")
    assert 'dg-chip--breaking">breaking<' in page
    assert "<dt>Breaks clients</dt><dd>yes</dd>" in page
    assert "A summary of the change" in page


def test_what_it_says_harms_nobody(files: Files) -> None:
    pages = [path for path in files if OLD in path] + ["changelog/index.md"]
    for path in pages:
        assert not re.search(r"(?<!\\)<(script|!--|[^>]*(javascript|data):)", FENCE.sub("", str(files[path]))), path


def test_its_pins_have_a_page_and_a_place_on_the_timeline(project: Project, files: Files) -> None:
    page, line = shown(files, f"changelog/{OLD}/index.md"), shown(files, "changelog/index.md")
    assert f"# {OLD}" in page
    assert NOT_CHECKED in page
    assert f'href="{SILENT}/"' in page
    assert re.findall(r"^## (.*)", line, re.M) == ["2026-05-15", "2020-01-08", OLD]
    assert line.count("history, not checked") == len(project.history.pins)
    assert ", each with what was verified." in line
    assert re.findall(r'href="#of-([^"]*)">(.*)</a>', line) == [("2026-05-15",) * 2, ("2020-01-08", "History")]
    silent = re.search(rf'<article[^>]*id="entry-{SILENT}"[^>]*>', line)
    assert silent
    assert 'data-impact="" data-action=""' in silent[0]


def test_what_is_to_come_is_on_no_page(project: Project, files: Files) -> None:
    assert not [path for path in files if FUTURE in path or FUTURE in str(files[path])]
    assert not [page for page in site(project).pages if FUTURE in page]
    assert f"changelog/{OLD}/{LOUD}/" in site(project).pages


def test_programs_know_it_by_a_key(files: Files, data: Mapping[str, Any]) -> None:
    changelog = data["changelog.json"]
    jsonschema.validate(changelog, data["schema/changelog.json"])
    assert [pin["id"] for pin in changelog["pins"] if pin["history"]] == ["2020-01-08", OLD]
    slugs = {entry["slug"] for entry in changelog["entries"] if entry["history"]}
    assert slugs == {SILENT, LOUD, "old-2020-01-08-0"}
    assert [pin["id"] for pin in data["versions.json"]["pins"]] == ["2026-05-15"]
    shown = {"changelog.json", "search/names.json", "search/names-1.json"}
    elsewhere = [name for name in data if SILENT in str(files[name]) and name not in shown]
    assert elsewhere == []
    assert f"changelog/{OLD}/{SILENT}/" in str(files["search/names.json"])


def test_what_is_no_changelog_has_nothing_of_it(files: Files) -> None:
    named = [path for path, content in files.items() if LOUD in str(content) and path.endswith((".md", ".txt", ".ics"))]
    kept = {"changelog/index.md", "changelog/index.md.txt", "llms-full.txt"}
    assert [path for path in named if path not in kept and not path.startswith("changelog/20")] == []


@pytest.mark.parametrize("chosen", [True, False])
def test_feeds_carry_it_by_choice(project: Project, chosen: bool) -> None:
    config = replace(project.config, feeds=FeedsConfig(history=chosen))
    files = render(Analysis(replace(project, config=config)))
    for name, slugs in (("changelog", {SILENT, LOUD, "old-2020-01-08-0"}), ("changelog.breaking", {LOUD})):
        items = json.loads(str(files[f"{name}.feed.json"]))["items"]
        past = {item["id"].rpartition("/")[2]: item for item in items if "history" in item["tags"]}
        assert past.keys() == (slugs if chosen else set())
        assert all(NOT_CHECKED in item["content_html"] for item in past.values())
        assert "<script" not in json.dumps([item["content_html"] for item in items])
        assert all((f"/{slug}" in str(files[f"{name}.atom"])) is chosen for slug in slugs)
    assert urls.atom_file(OLD) not in files


def test_a_long_past_is_cut_into_pages(project: Project) -> None:
    publication = Publication(Analysis(replace(project, history=history.past(pins=100, entries=5))))
    newest, older = timeline(publication)
    assert len(newest) <= MOST
    assert all(len(year.entries) <= MOST for year in older)
    assert len(newest) + sum(len(year.entries) for year in older) == 500 + len(project.entries)
