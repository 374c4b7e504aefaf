"""The languages of the samples: chosen once by keyboard, shown everywhere, remembered."""

import pytest

from .conftest import Opened

pytestmark = pytest.mark.browser
SHOWN = "[...document.querySelectorAll('.dg-samples__panel')].filter(p => p.checkVisibility()).map(p => p.innerText)"


def test_the_language_of_a_sample_is_chosen_by_keyboard_for_all(opened: Opened, origin: str) -> None:
    visit = opened(origin, "/reference/images/")
    assert all(text.startswith("curl") for text in visit.page.evaluate(SHOWN))
    visit.page.locator(".dg-tab").first.focus()
    visit.page.keyboard.press("ArrowRight")
    shown = visit.page.evaluate(SHOWN)
    assert len(shown) == visit.page.locator(".dg-samples").count()
    assert all("requests." in text for text in shown)
    visit.open(origin, "/reference/videos/")
    assert all("requests." in text for text in visit.page.evaluate(SHOWN))
    visit.page.evaluate("localStorage.clear()")
    assert visit.console == []


def test_a_nested_object_opens_in_place_and_its_name_leads_to_it(opened: Opened, origin: str) -> None:
    visit = opened(origin, "/reference/usage/")
    inner = visit.page.locator(".dg-operation details.dg-inner").first
    inner.locator("summary").first.focus()
    visit.page.keyboard.press("Enter")
    assert inner.locator("ul.dg-fields").first.is_visible()
    visit.page.locator(".dg-operation .dg-type a").first.click()
    target = visit.page.evaluate("decodeURIComponent(location.hash.slice(1))")
    assert visit.page.evaluate("id => document.getElementById(id) !== null", target)
