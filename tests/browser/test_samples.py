"""The languages of the samples: chosen once by keyboard, shown everywhere, remembered."""

import pytest

from .conftest import Opened
from .visit import follow

pytestmark = pytest.mark.browser
SHOWN = "[...document.querySelectorAll('.dg-samples__panel')].filter(p => p.checkVisibility()).map(p => p.innerText)"


def test_the_language_of_a_sample_is_chosen_by_keyboard_for_all(opened: Opened, origin: str) -> None:
    visit = opened(origin, "/reference/images/create-image/")
    assert all(text.startswith("curl") for text in visit.page.evaluate(SHOWN))
    visit.page.locator(".dg-tab").first.focus()
    visit.page.keyboard.press("ArrowRight")
    shown = visit.page.evaluate(SHOWN)
    assert len(shown) == visit.page.locator(".dg-samples").count()
    assert all("requests." in text for text in shown)
    visit.open(origin, "/reference/videos/create-video/")
    assert all("requests." in text for text in visit.page.evaluate(SHOWN))
    visit.page.evaluate("localStorage.clear()")
    assert visit.console == []


def test_a_nested_object_opens_in_place_and_its_name_leads_to_it(opened: Opened, origin: str) -> None:
    visit = opened(origin, "/reference/usage/list-usage-events/")
    inner = visit.page.locator(".dg-operation details.dg-inner").first
    inner.locator("summary").first.focus()
    visit.page.keyboard.press("Enter")
    assert inner.locator("ul.dg-fields").first.is_visible()
    follow(visit.page.locator(".dg-operation .dg-type a").first)
    assert "/reference/objects/" in visit.page.url
    assert visit.page.locator(".dg-object .dg-fields").count() > 0


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("images/#get/v1/images/(id)", "images/get-image/"),
        ("images/#object/Generation", "objects/Generation/"),
        ("images/#object/Generation.status", "objects/Generation/#field/status"),
    ],
)
def test_an_address_from_before_each_operation_had_its_page_leads_to_that(
    opened: Opened, origin: str, before: str, after: str
) -> None:
    visit = opened(origin, f"/reference/{before}")
    visit.page.wait_for_url(f"{origin}/reference/{after}")
    assert visit.console == []


def test_a_fragment_that_is_no_text_breaks_no_script(opened: Opened, origin: str) -> None:
    visit = opened(origin, "/reference/images/#%E0%A4%A")
    assert visit.page.url.endswith("/reference/images/#%E0%A4%A")
    assert visit.console == []
