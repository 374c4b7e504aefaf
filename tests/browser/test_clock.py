"""A page that was built in June is read in November: what has ended since is shown as ended."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Route

from tests.cases import load_yaml

from .conftest import Opened

CASES: list[dict[str, Any]] = load_yaml((Path(__file__).parent / "clock.yaml").read_text(encoding="utf-8"))
pytestmark = pytest.mark.browser


def squeezed(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['path']} {case['at']} {case['element']}")
def test_a_page_follows_the_clock_of_its_reader(opened: Opened, origin: str, case: dict[str, Any]) -> None:
    visit = opened(origin, case["path"], now=str(case["at"]))
    element = visit.page.locator(case["element"]).first
    assert case["says"].replace(" ", "") in squeezed(element.inner_text()).replace(" ", "")
    if "state" in case:
        assert case["state"] in str(element.get_attribute("class")).split()
    assert (visit.console, visit.foreign, visit.dialogs) == ([], [], [])


@pytest.mark.parametrize("path", ["/deprecations/", "/changelog/", "/"])
def test_before_the_sunset_nothing_says_that_it_has_passed(opened: Opened, origin: str, path: str) -> None:
    page = opened(origin, path, now="2026-08-03").page
    text = page.locator("body").inner_text()
    assert "passed" not in text
    assert "was turned off" not in text


def test_without_scripts_a_page_says_for_which_day_it_is(chromium: Browser, origin: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{origin}/deprecations/")
    assert "Status as of 1 Jun 2026." in page.locator(".dg-lede").inner_text()
    assert page.locator(".dg-endings .dg-chip").first.inner_text() == "still works"
    assert "As of 1 Jun 2026." in page.locator(".dg-foot").inner_text()
    context.close()


@pytest.mark.parametrize("width", [1280, 400])
def test_what_has_ended_since_moves_nothing(opened: Opened, origin: str, width: int) -> None:
    visit = opened(origin, "/", width, now="2026-11-30")

    def late(route: Route) -> None:
        visit.page.wait_for_timeout(300)  # the page is drawn before the last script comes
        route.continue_()

    visit.page.route(re.compile(r"docgen\.[0-9a-f]+\.js"), late)
    visit.open(origin, "/changelog/")
    visit.page.unroute_all()
    assert visit.page.locator(".dg-deadlines .dg-chip--gone:visible").count() > 0
    assert visit.moved() == 0
