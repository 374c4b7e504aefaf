"""The languages of the samples: chosen once by keyboard, shown everywhere, remembered."""

import pytest

from .conftest import Opened
from .visit import follow

pytestmark = pytest.mark.browser
SHOWN = "[...document.querySelectorAll('.dg-samples__panel')].filter(p => p.checkVisibility()).map(p => p.innerText)"

LOOK = "one => [getComputedStyle(one).opacity, getComputedStyle(one).backgroundColor]"
# of the first line
END = """code => {
  const range = document.createRange()
  range.selectNodeContents(code)
  const texts = [...range.getClientRects()]
  return Math.max(...texts.filter((text) => text.top < texts[0].top + 3).map((text) => text.right))
}"""


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


@pytest.mark.parametrize("width", [1280, 400])
def test_no_code_runs_under_the_button_that_copies_it(opened: Opened, origin: str, width: int) -> None:
    """It is shown to who points at it or has its focus; a line as long as a path with two UUIDs ends before it."""
    visit = opened(origin, "/reference/images/create-image/", width)
    code = visit.page.locator(".dg-samples code").first
    button = visit.page.locator(".dg-samples .md-code__nav").first
    button.wait_for(state="attached")
    code.evaluate("one => one.prepend('x'.repeat(120))")
    visit.page.mouse.move(0, 0)
    assert button.evaluate(LOOK)[0] == "0"
    code.focus()
    assert button.evaluate(LOOK) == ["1", code.evaluate("one => getComputedStyle(one).backgroundColor")]
    code.evaluate("one => { one.scrollLeft = one.scrollWidth }")
    assert code.evaluate(END) < button.evaluate("one => one.getBoundingClientRect().left")


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
