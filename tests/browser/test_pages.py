"""Every type of page in a browser: quiet, within its width, with one heading, and readable in either scheme."""

from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.cases import load_yaml
from tests.sampling import some

from .conftest import Opened
from .serving import UNTIL
from .visit import Visit

PAGES: list[dict[str, Any]] = load_yaml((Path(__file__).parent / "pages.yaml").read_text(encoding="utf-8"))
SCHEMES = {"light": "default", "dark": "slate"}
LOOKS = [((1280, "light"), (400, "dark")), ((1280, "dark"), (400, "light"))]
"""Both widths and both schemes in each pair: a run looks at one pair, the long run at both."""
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def origins(origin: str, harbour: str) -> dict[str, str]:
    return {"aurous": origin, "harbour": harbour}


@pytest.mark.parametrize("page", PAGES, ids=[page["type"] for page in PAGES])
def test_a_page_is_in_order(opened: Opened, origins: dict[str, str], page: dict[str, Any]) -> None:
    origin, looks = origins[page.get("site", "aurous")], [*chain(*some(LOOKS, 1))]
    visits = [opened(origin, page["path"], *look) for look in looks]  # all load before one is waited for
    for look, visit in zip(looks, visits, strict=True):
        assert_in_order(visit, page, *look)


def assert_in_order(visit: Visit, page: dict[str, Any], width: int, scheme: str) -> None:
    assert visit.status == page.get("status", 200)
    if "open" in page:
        visit.page.locator(page["open"]).first.wait_for(timeout=10_000)
    moved, found = visit.moved(), visit.measured()
    assert (found["width"], found["scheme"]) == (width, SCHEMES[scheme])
    assert found["read"] > 15, "the page has hardly any text"
    assert found["faint"] == [], "text with a contrast below 4.5:1"
    assert found["overflow"] <= 0, "the document is wider than the window"
    assert len(found["headings"]) == 1, found["headings"]
    assert moved < 0.01, "what came late pushed what was there"
    assert visit.violations() == []
    assert (visit.console, visit.foreign, visit.dialogs) == ([], [], [])


@pytest.mark.parametrize("until", ["<p>As of", "</section>", "<footer", "Made with", '<div class="md-dialog"'])
def test_a_short_page_whose_end_comes_late_does_not_move(opened: Opened, origin: str, until: str) -> None:
    """The foot of a page that is shorter than the window is at its bottom, above what has not come yet."""
    visit = opened(origin, "/", 400)
    visit.page.set_extra_http_headers({UNTIL: until})
    visit.open(origin, f"/reference/objects-of-events/?{quote(until)}")  # the browser has none of it from before
    assert visit.moved() == 0
    assert visit.page.locator(".dg-foot").is_visible()


def test_a_move_would_be_seen(opened: Opened, origin: str) -> None:
    visit = opened(origin, "/changelog/")
    visit.page.evaluate(
        "document.querySelector('h1').before(Object.assign(document.createElement('hr'), {id: 'late'}))"
    )
    visit.page.evaluate("document.getElementById('late').style.height = '20em'")
    assert visit.moved() > 0.01


@pytest.mark.parametrize("width", [1280, 400])
def test_search_finds_a_code_by_its_words(opened: Opened, origin: str, width: int) -> None:
    visit = opened(origin, "/", width)
    if width < 500:
        visit.page.click("label.md-header__button[for=__search]")
    visit.page.locator("input.md-search__input").press_sequentially("invalid request")
    first = visit.page.locator(".dg-hit").first
    first.wait_for(timeout=10_000)
    first.click()
    visit.page.wait_for_url("**/errors/invalid_request*")
    assert visit.page.locator("h1 code").inner_text() == "invalid_request"
    assert (visit.console, visit.foreign) == ([], [])


def test_an_unknown_code_is_named_and_its_neighbours_come_first(opened: Opened, origin: str) -> None:
    visit = opened(origin, "/errors/request_too_large")
    assert "request_too_large" in visit.page.locator("#dg-missing").inner_text()
    assert visit.page.locator("#dg-near li").first.inner_text() == "rate_limited"
