"""What ends on one day stands in the order of what it breaks: routes of the API before pages of the documentation."""

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from docgen.load.project import load
from docgen.model.analysis import Analysis
from docgen.model.project import Project
from docgen.render.banner import banner
from docgen.render.deadlines import deadline_title, deadlines
from docgen.render.deprecations import endings, views
from docgen.render.handwritten import render as home
from docgen.render.publication import Publication
from docgen.sunsets import end_dates

ROOT = Path(__file__).parents[2]
WORKSHOP = ROOT / "tests" / "answers" / "workshop"
JUNE = datetime(2026, 6, 1, tzinfo=UTC)
ROUTES = ["/v1/generations", "/v1/video-generations", "/docs"]


def loaded(root: Path = ROOT, now: datetime = JUNE) -> Project:
    project, _ = load(root, now)
    assert project is not None
    return project


def publication(project: Project) -> Publication:
    return Publication(Analysis(project))


def with_docs_sunset(hours_before: int) -> Project:
    """The project with a page that ends some hours before the routes."""
    project = loaded()
    later = hours_before * 3600
    rules = [
        rule if rule.id == "docs-site" else msgspec.structs.replace(rule, sunset=(rule.sunset or 0) + later)
        for rule in project.redirects
    ]
    return msgspec.structs.replace(project, redirects=tuple(rules))


def test_the_end_dates_of_one_time_begin_with_the_routes() -> None:
    found = [end.redirect.path for end in end_dates(loaded()) if end.redirect]
    assert found == ROUTES


@pytest.mark.parametrize("hours", [0, 6])
def test_pages_list_the_routes_of_a_day_first(hours: int) -> None:
    published = publication(with_docs_sunset(hours))
    assert [view.rule.path for view in views(published)] == ROUTES
    assert [one.name for one in endings(published)][:3] == ROUTES
    assert (
        deadline_title(deadlines(published)[0][0]) == "/v1/generations and /v1/video-generations end on 4 August 2026"
    )


def test_a_page_that_ends_a_day_before_stands_first() -> None:
    published = publication(with_docs_sunset(24))
    assert views(published)[0].rule.path == "/docs"
    assert banner(with_docs_sunset(24))["sunset"]["path"] == "/docs"


def test_home_and_banner_name_the_route() -> None:
    project = loaded()
    sunset = banner(project)["sunset"]
    assert (sunset["path"], sunset["url"]) == ("/v1/generations", "changelog/2026-05-15/resource-paths/")
    page = str(home(publication(project))["index.md"])
    card = page.partition("Next deadline")[2].partition("</a>")[0]
    assert "generations end on 4 August 2026" in card


@pytest.mark.parametrize(
    ("now", "next_"),
    [("2026-06-15", "DELETE /jobs/{id}"), ("2026-09-16", "/rest/tasks"), ("2026-10-01", "/saw"), ("2026-10-11", None)],
)
def test_the_banner_knows_operations_and_pins(now: str, next_: str | None) -> None:
    sunset = banner(loaded(WORKSHOP, datetime.fromisoformat(now).replace(tzinfo=UTC)))["sunset"]
    assert (sunset and sunset["path"]) == next_
