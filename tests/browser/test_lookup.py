"""A reader who arrives with a code, an event or a dead link: filter, search and suggestions, by keyboard too."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.benchmarks import build_data
from tests.cases import load_yaml
from tests.conftest import REPOSITORY

from .conftest import Opened
from .serving import serving
from .sites import HARBOUR_NOW, built
from .visit import follow

HERE = Path(__file__).parent
SEARCHES: dict[str, list[dict[str, Any]]] = load_yaml((HERE / "search.yaml").read_text(encoding="utf-8"))
MISSING: list[dict[str, str]] = load_yaml((HERE / "missing.yaml").read_text(encoding="utf-8"))
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("browser") / "harbour"
    shutil.copytree(REPOSITORY / "tests" / "other" / "harbour", root)
    with serving(built(root, "--now", HARBOUR_NOW)) as address:
        yield address


def first_result(page: Page, links: str) -> str:
    link = page.locator(links).first
    link.wait_for(state="attached", timeout=10_000)
    return urlsplit(str(link.evaluate("link => link.href"))).path


@pytest.mark.parametrize("case", SEARCHES["aurous"], ids=lambda case: case["query"])
def test_search_has_the_right_page_first(opened: Opened, origin: str, case: dict[str, Any]) -> None:
    visit = opened(origin, f"/?q={quote(case['query'])}")
    found = first_result(visit.page, ".dg-hit")
    assert found.removesuffix(".html") == case["first"]


@pytest.mark.parametrize("case", SEARCHES["harbour"], ids=lambda case: case["query"])
def test_the_search_of_mkdocs_has_the_right_page_first(opened: Opened, harbour: str, case: dict[str, Any]) -> None:
    visit = opened(harbour, f"/search.html?q={quote(case['query'])}")
    found = first_result(visit.page, "#mkdocs-search-results article a")
    assert found.removesuffix(".html") == case["first"]


@pytest.mark.parametrize("case", MISSING, ids=lambda case: case["asked"])
def test_a_missing_page_suggests_the_nearest(opened: Opened, origin: str, case: dict[str, str]) -> None:
    visit = opened(origin, case["asked"])
    first = visit.page.locator("#dg-near li a").first
    assert first.inner_text() == case["first"]
    follow(first)
    assert "Page not found" not in visit.page.locator("h1").inner_text()


def test_of_many_codes_the_missing_page_lists_some_and_knows_all(
    opened: Opened, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.mktemp("browser") / "many"
    root.mkdir()
    build_data.write(root, codes=150, operations=1)
    site = built(root)
    assert (site / "404.html").stat().st_size < 60_000
    with serving(site) as address:
        page = opened(address, "/errors/order-notready-0122").page
        expect(page.locator("#dg-near li").first).to_have_text("order_not_ready_0122")
        assert page.locator("#dg-codes a").count() == 100
        page.locator("#dg-near li a").first.click()
        page.wait_for_url("**/errors/order_not_ready_0122*")
        assert page.locator("h1").inner_text().startswith("order_not_ready_0122")


def test_a_missing_page_leads_to_the_search_for_its_words(opened: Opened, origin: str) -> None:
    visit = opened(origin, "/webhook/image.complete")
    visit.page.locator(".dg-near__search").click()
    visit.page.wait_for_url("**/?q=*")
    expect(visit.page.locator("input.md-search__input")).to_have_value("webhook image complete")


def test_the_codes_are_filtered_by_keyboard(opened: Opened, origin: str) -> None:
    page = opened(origin, "/errors/").page
    page.locator(".dg-filter input").focus()
    page.keyboard.type("rate lim")
    expect(page.locator("[data-dg-item]:not([hidden])")).to_have_count(1)
    expect(page.get_by_role("status").filter(has_text="1 of 8")).to_be_visible()
    for _ in range(4):  # status, retry, clear, the first code
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.querySelector('code').textContent") == "rate_limited"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.keyboard.press("Enter")
    page.wait_for_url("**/errors/rate_limited*")


def test_enter_in_the_filter_goes_to_the_first_code(opened: Opened, origin: str) -> None:
    page = opened(origin, "/errors/").page
    page.locator(".dg-filter input").fill("credits")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.querySelector('code').textContent") == "insufficient_credits"


def test_the_state_of_the_filter_is_in_the_url(opened: Opened, origin: str) -> None:
    page = opened(origin, "/errors/").page
    page.locator("select[name=retry]").select_option("after-delay")
    page.locator("select[name=status]").select_option("500")
    asked = page.url
    assert urlsplit(asked).query == "retry=after-delay&status=500"
    again = opened(origin, "/errors/?" + urlsplit(asked).query).page
    assert again.locator("[data-dg-item]:not([hidden]) code").all_inner_texts() == ["internal_error"]
    assert again.locator("h2:visible", has_text="4xx").count() == 0
    again.locator(".dg-filter button").click()
    expect(again.locator("[data-dg-item]:not([hidden])")).to_have_count(8)
    assert urlsplit(again.url).query == ""


def test_a_choice_that_there_is_not_is_said_to_fit_nothing(opened: Opened, origin: str) -> None:
    page = opened(origin, "/errors/?status=299").page
    expect(page.get_by_role("status").filter(has_text="0 of 8 codes")).to_be_visible()
    page.locator(".dg-filter button").click()
    expect(page.locator("[data-dg-item]:not([hidden])")).to_have_count(8)


def test_the_events_are_filtered(opened: Opened, origin: str) -> None:
    page = opened(origin, "/webhooks/?resource=video").page
    page.locator(".dg-filter input").fill("moderation")
    assert page.locator("[data-dg-item]:not([hidden]) code").all_inner_texts() == ["video.moderation_rejected"]


@pytest.mark.parametrize(("path", "items"), [("/errors/", 8), ("/webhooks/", 12)])
def test_without_scripts_the_whole_list_stands_there(chromium: Browser, origin: str, path: str, items: int) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(origin + path)
    assert page.locator("[data-dg-item]:visible").count() == items
    assert not page.locator(".dg-filter").is_visible()
    page.goto(origin + "/errors/no_such_code")
    assert page.locator("#dg-codes a:visible").count() == 8
    context.close()
