"""The day on which an entry breaks clients stands wherever a reader or a program meets the entry."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from docgen.load.project import load
from docgen.model.analysis import Analysis
from docgen.model.files import Files
from docgen.model.project import Project
from docgen.render import render

ROOT = Path(__file__).parents[2]
TAGS = re.compile(r"<[^>]*>|&#\d+;")
SLUG = "resource-paths"
PAGE = f"changelog/2026-05-15/{SLUG}"


def files(now: datetime) -> Files:
    project, _ = load(ROOT, now)
    assert project is not None
    return render(Analysis(project))


@pytest.fixture(scope="module")
def before() -> Files:
    return files(datetime(2026, 6, 1, tzinfo=UTC))


@pytest.fixture(scope="module")
def after() -> Files:
    return files(datetime(2026, 11, 28, tzinfo=UTC))


def page(found: Files, suffix: str) -> str:
    return TAGS.sub("", "\n".join(str(text) for path, text in found.items() if path.endswith(suffix)))


def test_the_page_of_the_entry_says_when(before: Files, after: Files) -> None:
    for found in (before, after):
        assert "Breaks clientson 4 Aug 2026" in page(found, f"{PAGE}.md").replace(" 2026-08-04", "")


@pytest.mark.parametrize("place", [f"{PAGE}.md", "changelog/index.md", "changelog/2026-05-15/index.md"])
def test_chips_say_when_and_that_it_is_over(place: str, before: Files, after: Files) -> None:
    assert "breaks on 4 Aug 2026" in page(before, place)
    assert "broke on 4 Aug 2026" in page(after, place)
    assert "breaks on" not in page(after, place)


def test_feeds_say_when_whatever_the_day_of_the_build(before: Files, after: Files) -> None:
    for found in (before, after):
        items = json.loads(found["changelog.feed.json"])["items"]
        told = next(item for item in items if item["id"].endswith(SLUG))
        assert "Breaks on 4 Aug 2026" in told["content_html"]
        assert str(found["changelog.atom"]).count("Breaks on 4 Aug 2026") == 2


def test_machine_files_have_the_day(before: Files) -> None:
    def days(name: str) -> dict[str, Any]:
        return {entry["slug"]: entry["breaks_on"] for entry in json.loads(before[name])["entries"]}

    ends = {"docs-site-moved": "2026-08-04", SLUG: "2026-08-04"}
    for name in ("changelog.json", "upgrade.json"):
        assert {slug: day for slug, day in days(name).items() if day} == ends


def test_an_entry_is_breaking_by_its_end_whatever_it_calls_itself() -> None:
    project, _ = load(ROOT, datetime(2026, 6, 1, tzinfo=UTC))
    assert project is not None
    calm = _with_impact(project, "non-breaking")
    shown = page(render(Analysis(calm)), f"{PAGE}.md")
    assert "breaks on 4 Aug 2026" in shown
    assert "Breaks clientson 4 Aug 2026" in shown.replace(" 2026-08-04", "")


def test_breaking_without_a_day_is_said_in_feeds_too() -> None:
    project, _ = load(ROOT, datetime(2026, 6, 1, tzinfo=UTC))
    assert project is not None
    loud = _with_impact(msgspec.structs.replace(project, redirects=()), "breaking", claims=())
    told = json.loads(render(Analysis(loud))["changelog.feed.json"])["items"]
    assert all(item["content_html"].startswith("<p><strong>Breaking</strong></p>") for item in told)


def _with_impact(project: Project, impact: str, **more: object) -> Project:
    entries = (
        msgspec.structs.replace(entry, text=msgspec.structs.replace(entry.text, impact=impact, **more))
        for entry in project.entries
    )
    return msgspec.structs.replace(project, entries=tuple(entries))
