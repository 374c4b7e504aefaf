"""A changelog of years: the timeline shows the newest, and its filters find what stands on the pages of older years."""

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.benchmarks.entries_data import write_entries

from .conftest import Opened
from .serving import serving
from .sites import built
from .visit import follow

VISIBLE = ".dg-event:not([hidden])"
OLDEST = str(date(2024, 5, 1))
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """450 entries under three pins, of which the timeline shows the newest 150."""
    root = tmp_path_factory.mktemp("browser") / "years"
    root.mkdir()
    write_entries(root, 450, pins=3, years=3)
    with serving(built(root)) as address:
        yield address


def count(page: Page, text: str) -> None:
    expect(page.locator("#dg-filters output")).to_have_text(text)


def test_a_filter_searches_the_pages_of_older_years(opened: Opened, years: str) -> None:
    visit = opened(years, "/changelog/")
    page, asked = visit.page, list[str]()
    page.on("request", lambda request: asked.append(request.url))
    count(page, "450 changes")
    assert page.locator(VISIBLE).count() == 150
    assert [url for url in asked if "/years/" in url] == [], "a reader who does not search pays nothing"
    page.get_by_label("Words").fill("part 449")
    count(page, "1 of 450 changes")
    page.locator(f"{VISIBLE} h3 a").click()
    page.wait_for_url(f"**/changelog/{OLDEST}/step-0449/")
    expect(page.locator("h1")).to_contain_text("part 449")
    assert (visit.console, visit.foreign) == ([], [])


def test_without_a_question_the_older_ones_are_away_again(opened: Opened, years: str) -> None:
    page = opened(years, f"/changelog/?pin={OLDEST}").page
    count(page, "150 of 450 changes")
    assert set(page.locator(VISIBLE).evaluate_all("found => found.map((one) => one.dataset.pin)")) == {OLDEST}
    page.locator("#dg-filters").get_by_role("button", name="Clear").click()
    count(page, "450 changes")
    assert page.locator(VISIBLE).count() == 150
    assert page.locator("main h2:visible").count() == 2, "the newest pin, and the older changes"
    ids = page.locator("[id]").evaluate_all("found => found.map((one) => one.id)")
    assert len(ids) == len(set(ids))


def test_what_could_not_be_read_is_said(opened: Opened, years: str) -> None:
    page = opened(years, "/changelog/").page
    page.route("**/changelog/years/2024/", lambda route: route.abort())
    page.get_by_label("Kind").select_option("deprecated")
    expect(page.locator("#dg-filters output")).to_contain_text("older not searched")
    page.unroute("**/changelog/years/2024/")


def test_without_a_script_there_are_links_to_the_years(chromium: Browser, years: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{years}/changelog/")
    listed = page.get_by_role("navigation", name="Older changes").get_by_role("link")
    assert [text.split("\n")[0] for text in listed.all_inner_texts()] == ["2025", "2024"]
    follow(listed.last)
    assert page.locator(VISIBLE).count() == 150
    follow(page.get_by_role("link", name="2025").first)
    expect(page.locator("h1")).to_contain_text("Changes in 2025")
    context.close()
