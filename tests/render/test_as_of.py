"""What is published says for which day it is, and what a later clock may change says from when on."""

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest

from docgen import urls
from docgen.load.project import load
from docgen.model.analysis import Analysis
from docgen.model.entry import Correction
from docgen.model.files import Files
from docgen.model.live import LiveResult, LiveResults
from docgen.model.project import Project
from docgen.positions.source import Source
from docgen.prove import prove
from docgen.render import render
from docgen.render.publication import Publication

ROOT = Path(__file__).parents[2]
WORKSHOP = ROOT / "tests" / "answers" / "workshop"
JUNE = datetime(2026, 6, 1, 15, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 2, tzinfo=UTC)
CHANGING = re.compile(r"data-dg-from=")


def project_of(root: Path, now: datetime) -> Project:
    project, _ = load(root, now)
    assert project is not None
    return project


def rendered(root: Path, now: datetime) -> Files:
    return rendered_of(project_of(root, now))


def rendered_of(project: Project) -> Files:
    return render(Analysis(project, prove(project)))


@pytest.fixture(scope="module")
def june() -> Files:
    return rendered(ROOT, JUNE)


def test_every_json_file_of_docgen_has_its_day(june: Files) -> None:
    documents = {path: json.loads(str(june[path])) for path in june if f"schema/{path}" in june and "feed" not in path}
    assert {"upgrade.json", "deprecations.json", "redirects.json", "versions.json"} <= set(documents)
    assert {path: document["as_of"] for path, document in documents.items()} == dict.fromkeys(documents, "2026-06-01")
    documented = re.findall(r'`"version": (\d+)`', (ROOT / "docgen/docs/machine-files.md").read_text(encoding="utf-8"))
    assert {str(document["version"]) for document in documents.values()} == set(documented)
    schema = json.loads(str(june["schema/deprecations.json"]))
    assert "as_of" in schema["definitions"]["Deprecations"]["required"]


def test_every_twin_has_its_day(june: Files) -> None:
    twins = [str(text) for path, text in june.items() if path.endswith(urls.TWIN)]
    assert len(twins) > 20
    assert all(text.split("\n\n")[1].endswith("\nAs of: 2026-06-01") for text in twins)
    assert not any(CHANGING.search(text) for text in twins)


def test_the_day_is_that_of_now_and_its_hour_changes_nothing(june: Files) -> None:
    assert rendered(ROOT, JUNE.replace(hour=3)) == june


def test_what_may_pass_says_when_and_what_has_passed_does_not(june: Files) -> None:
    deprecations = str(june["deprecations.md"])
    assert 'Status as of <time datetime="2026-06-01">1 Jun 2026</time>.' in deprecations
    assert deprecations.count('data-dg-from="2026-08-04T00:00:00Z"') == 21
    november = rendered(ROOT, NOVEMBER)
    changing = {path: len(CHANGING.findall(str(text))) for path, text in november.items() if CHANGING.search(str(text))}
    assert changing == {"deprecations.md": 1}, "the day of the build alone can be passed by a clock"


@pytest.mark.parametrize(
    ("now", "pin", "coming"),
    [
        (date(2026, 6, 15), "2026-01", ((date(2026, 7, 1), "deprecated"), (date(2026, 10, 1), "retired"))),
        (date(2026, 7, 1), "2026-01", ((date(2026, 10, 1), "retired"),)),
        (date(2026, 10, 1), "2026-01", ()),
        (date(2026, 6, 15), "2026-06", ()),
    ],
)
def test_a_date_pin_has_the_statuses_that_come(now: date, pin: str, coming: tuple[tuple[date, str], ...]) -> None:
    project = project_of(WORKSHOP, datetime(now.year, now.month, now.day, tzinfo=UTC))
    found = next(one for one in project.pins if one.id == pin)
    assert Publication(Analysis(project)).coming_statuses(found) == coming


def test_an_action_has_passed_after_its_last_day(june: Files) -> None:
    page = str(june["changelog/2026-05-15/resource-paths.md"])
    assert 'hidden data-dg-from="2026-08-05">date passed</span>' in page
    project = project_of(ROOT, datetime(2026, 8, 5, tzinfo=UTC))
    later = str(render(Analysis(msgspec.structs.replace(project)))["changelog/2026-05-15/resource-paths.md"])
    assert '<span class="dg-chip dg-chip--gone">date passed</span>' in later


def corrected(project: Project, day: date) -> Project:
    """The project with a correction of this day alone in each entry."""
    correction = Correction(date=day, note="The days were wrong.")
    texts = [msgspec.structs.replace(entry.text, corrections=(correction,)) for entry in project.entries]
    entries = [msgspec.structs.replace(entry, text=text) for entry, text in zip(project.entries, texts, strict=True)]
    return msgspec.structs.replace(project, entries=tuple(entries))


def checked_live(project: Project, at: datetime) -> Project:
    """The project with a failed check at a live address of every claim."""
    ids = {proof.claim for proof in prove(project)}
    results = (LiveResult(claim=id_, origin="https://x.example", checked=at, result="failed") for id_ in sorted(ids))
    live = LiveResults(Source("changelog/live.json", ""), tuple(results))
    return msgspec.structs.replace(project, pins=tuple(msgspec.structs.replace(pin, live=live) for pin in project.pins))


def without_later(project: Project) -> Project:
    """The project as its repository was in June: none of its entries had a correction, nothing had been checked."""
    texts = [msgspec.structs.replace(entry.text, corrections=()) for entry in project.entries]
    entries = tuple(msgspec.structs.replace(e, text=text) for e, text in zip(project.entries, texts, strict=True))
    return msgspec.structs.replace(project, entries=entries)


@pytest.mark.parametrize(
    ("day", "is_known"), [(date(2026, 6, 1), True), (date(2026, 6, 2), False), (date(2026, 11, 28), False)]
)
def test_what_is_dated_after_now_is_in_no_file(day: date, is_known: bool) -> None:
    project = project_of(WORKSHOP, JUNE)
    before = rendered_of(without_later(project))
    of_corrections = rendered_of(corrected(project, day))
    of_checks = rendered_of(checked_live(without_later(project), datetime(day.year, day.month, day.day, 6, tzinfo=UTC)))
    assert (of_corrections != before, of_checks != before) == (is_known, is_known)


def test_the_corrections_of_november_are_not_known_in_june(june: Files) -> None:
    assert [path for path, text in june.items() if re.search("2026-11-28|28 Nov 2026", str(text))] == []
