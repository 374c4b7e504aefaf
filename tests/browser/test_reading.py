"""Read by keyboard, without motion, in the scheme that was chosen, on paper, and without scripts."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.cases import load_yaml
from tests.conftest import REPOSITORY

from .visit import Visit, follow

PAGES: list[dict[str, Any]] = load_yaml((Path(__file__).parent / "pages.yaml").read_text(encoding="utf-8"))
FOCUSED = """() => {
  const one = document.activeElement
  if (one === document.body) return null
  const style = getComputedStyle(one), after = getComputedStyle(one, "::after")
  const [set, option] = [one.closest(".tabbed-set"), one.matches(".md-option")]
  const near = [one.labels?.[0], option && one.nextElementSibling, set?.querySelector(".tabbed-labels")]
  const ringed = (part) => part.outlineStyle !== "none" && parseFloat(part.outlineWidth) > 0
  const ring = [style, after, ...near.filter(Boolean).map((part) => getComputedStyle(part))].some(ringed)
  const { bottom, top, right } = one.getBoundingClientRect()
  return {
    name: `${one.tagName.toLowerCase()}.${one.className} ${(one.textContent || one.name || "").trim().slice(0, 40)}`,
    ring: ring || style.boxShadow !== "none" || one.matches(".md-search__input, .md-skip"),
    shown: one.checkVisibility({ visibilityProperty: true }) && bottom > 0 && top < innerHeight && right > 0,
  }
}"""
WIDE = """() => [...document.querySelectorAll("main *")]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }))
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
  .map((one) => `${one.tagName}.${one.className}: ${one.textContent.trim().slice(0, 40)}`)"""
CUT = """() => [...document.querySelectorAll("article *")]
  .filter((one) => getComputedStyle(one).overflowX !== "visible" && one.checkVisibility())
  .filter((one) => one.clientWidth > 8 && one.scrollWidth > one.clientWidth + 1)
  .map((one) => `${one.tagName}.${one.className}: ${one.textContent.trim().slice(0, 40)}`)"""
BROKEN = """() => {
  const [texts, broken] = [document.createTreeWalker(document.querySelector(".dg-scroll"), NodeFilter.SHOW_TEXT), []]
  while (texts.nextNode()) {
    for (const word of texts.currentNode.data.matchAll(/[a-z0-9]+/gi)) {
      const range = document.createRange()
      range.setStart(texts.currentNode, word.index)
      range.setEnd(texts.currentNode, word.index + word[0].length)
      if (new Set([...range.getClientRects()].map((line) => Math.round(line.top))).size > 1) broken.push(word[0])
    }
  }
  return broken
}"""
MOVING = """() => document.getAnimations()
  .filter((one) => one.effect.getComputedTiming().activeDuration > 10)
  .map((one) => one.animationName ?? one.transitionProperty)"""
UNKNOWN = """(selectors) => selectors.filter((one) => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(`${one} {}`)
  // `:is()` drops what it does not know, so its rule stays and matches nothing
  return sheet.cssRules.length !== 1 || sheet.cssRules[0].selectorText.split("::").length !== one.split("::").length
})"""
ENTRY = "/changelog/2026-05-15/webhook-event-lineup/"
WALKED = ["/", "/changelog/", ENTRY, "/errors/", "/errors/conflict", "/reference/usage/", "/changelog/upgrade/", "/no"]
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def unscripted(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture
def fresh(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Visit]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, **getattr(request, "param", {}))
    yield Visit(context)
    context.close()


def stops(page: Page) -> Iterator[dict[str, Any]]:
    """What holds the focus after each press of Tab, until the page is left."""
    for _ in range(400):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUSED)
        if found is None:
            return
        yield found
    pytest.fail("the page is never left by Tab")


@pytest.mark.parametrize("path", WALKED)
def test_tab_shows_where_it_is_and_leaves_the_page(fresh: Visit, origin: str, path: str) -> None:
    fresh.open(origin, path)
    fresh.page.wait_for_load_state("networkidle")
    found = list(stops(fresh.page))
    assert any("Skip to content" in stop["name"] for stop in found[:2])  # what is announced may come first
    assert [stop["name"] for stop in found if not stop["ring"]] == [], "focus without a ring"
    assert [stop["name"] for stop in found if not stop["shown"]] == [], "focus on what is not seen"


def test_the_skip_link_leads_to_the_content(fresh: Visit, origin: str) -> None:
    fresh.open(origin, ENTRY)
    fresh.page.keyboard.press("Tab")
    fresh.page.keyboard.press("Enter")
    fresh.page.keyboard.press("Tab")
    assert fresh.page.evaluate("document.activeElement.closest('article') !== null")


@pytest.mark.parametrize("key", ["/", "f", "s"])
def test_a_key_opens_the_search_and_escape_closes_it(fresh: Visit, origin: str, key: str) -> None:
    fresh.open(origin, "/changelog/")
    fresh.page.keyboard.press(key)
    fresh.page.wait_for_function("document.activeElement.matches('.md-search__input')")
    fresh.page.keyboard.type("conflict")
    fresh.page.locator(".dg-hit").first.wait_for(timeout=10_000)
    fresh.page.keyboard.press("Escape")
    fresh.page.wait_for_function("!document.activeElement.matches('.md-search__input')")
    assert not fresh.page.locator(".md-search__output").is_visible() or not fresh.page.locator("#__search").is_checked()
    assert fresh.page.locator("#dg-filters [name=words]").input_value() == ""


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_details_open_and_close_by_key(fresh: Visit, origin: str, key: str) -> None:
    fresh.open(origin, "/reference/usage/list-usage-events/")
    summary = fresh.page.locator("main details:not([open]) > summary:visible").first
    summary.focus()
    details = fresh.page.evaluate_handle("document.activeElement.parentElement")
    for opened in (True, False):
        fresh.page.keyboard.press(key)
        assert details.evaluate("one => one.open") is opened


@pytest.mark.parametrize("fresh", [{"reduced_motion": "reduce"}], indirect=True)
@pytest.mark.parametrize("path", ["/", "/changelog/", "/errors/", "/reference/images/"])
def test_nothing_moves_where_the_reader_asked_for_it(fresh: Visit, origin: str, path: str) -> None:
    fresh.open(origin, path)
    assert fresh.page.evaluate(MOVING) == []
    for target in fresh.page.locator("main a:visible, .md-tabs a, label[for=__palette_1]").all()[:12]:
        target.hover()
        assert fresh.page.evaluate(MOVING) == []
    fresh.page.locator("label[for=__palette_1]").click()
    assert fresh.page.evaluate(MOVING) == []
    assert fresh.page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_the_scheme_that_was_chosen_stays(fresh: Visit, origin: str) -> None:
    fresh.open(origin, "/")
    fresh.page.locator("label[for=__palette_1]").click()
    fresh.page.reload()
    assert fresh.page.locator("body").get_attribute("data-md-color-scheme") == "slate"
    fresh.open(origin, "/errors/conflict")
    assert fresh.page.locator("body").get_attribute("data-md-color-scheme") == "slate"


@pytest.mark.parametrize("path", ["/deprecations/", "/changelog/promises/"])
@pytest.mark.parametrize("width", [1280, 800, 400])
def test_a_table_cuts_no_column_and_breaks_no_word(fresh: Visit, origin: str, path: str, width: int) -> None:
    fresh.page.set_viewport_size({"width": width, "height": 900})
    fresh.open(origin, path)
    assert fresh.page.evaluate(BROKEN) == []
    assert [one for one in fresh.page.evaluate(CUT) if not one.startswith("CODE")] == []


PRINTED = [ENTRY, "/reference/images/create-image/", "/errors/conflict", "/changelog/", "/deprecations/"]


@pytest.mark.parametrize("path", PRINTED)
def test_paper_has_the_text_and_no_more(fresh: Visit, origin: str, path: str) -> None:
    fresh.page.set_viewport_size({"width": 700, "height": 900})
    fresh.page.emulate_media(media="print")
    fresh.open(origin, path)
    for part in (
        ".md-header",
        ".md-tabs",
        ".md-sidebar",
        ".dg-copy",
        ".dg-filters",
        ".md-footer__inner",
        ".dg-source",
        ".dg-foot ul",
        ".dg-next",
    ):
        assert not any(one.is_visible() for one in fresh.page.locator(part).all()), part
    assert fresh.page.evaluate(WIDE) == []
    assert fresh.page.evaluate(CUT) == []
    # how a promise was checked is not printed, nor links to feeds
    details = fresh.page.locator("main details:not(.dg-claim__proof, :has(> nav)):visible")
    if details.count():
        details.first.evaluate("one => { one.open = true }")
        assert details.first.locator("> :not(summary)").first.is_visible()
    assert len(fresh.page.pdf()) > 10_000


@pytest.mark.parametrize("fresh", [{"color_scheme": "dark"}], indirect=True)
def test_paper_is_white_to_its_edges(fresh: Visit, origin: str) -> None:
    fresh.open(origin, PRINTED[1])
    fresh.page.emulate_media(media="print", color_scheme="dark")
    # what has no colour of its own is as the scheme has it, and so is the ground of the margins
    assert fresh.page.evaluate("getComputedStyle(document.documentElement).color") == "rgb(0, 0, 0)"


@pytest.mark.parametrize("page", PAGES, ids=[page["type"] for page in PAGES])
def test_a_page_needs_no_script(unscripted: Page, origin: str, harbour: str, page: dict[str, Any]) -> None:
    unscripted.goto({"aurous": origin, "harbour": harbour}[page.get("site", "aurous")] + page["path"])
    assert unscripted.locator("h1:visible").count() == 1
    assert len(unscripted.locator("article.md-content__inner").inner_text()) > 120
    for part in (".dg-filter", ".dg-filters", "#dg-affects", ".dg-copy__button", "#dg-near"):
        assert not any(one.is_visible() for one in unscripted.locator(part).all()), part
    assert all(one.is_visible() for one in unscripted.locator("[data-dg-item], .dg-event").all())


def test_the_samples_have_their_languages_without_a_script(unscripted: Page, origin: str) -> None:
    unscripted.goto(f"{origin}/reference/images/create-image/")
    samples = unscripted.locator(".dg-samples").first
    assert samples.locator(".dg-samples__panel:visible").inner_text().startswith("curl")
    samples.locator("label", has_text="Python").click()
    assert "requests." in samples.locator(".dg-samples__panel:visible").inner_text()


def test_links_lead_on_without_a_script(unscripted: Page, origin: str) -> None:
    unscripted.goto(f"{origin}/changelog/")
    follow(unscripted.locator(".dg-event h3 a").first)
    assert unscripted.locator("main a[href*='/errors/'], main a[href*='reference/']").count() > 0


def test_a_browser_knows_every_selector_of_the_styles(chromium: Browser) -> None:
    """A rule with a selector that it does not know is left out without a word."""
    styles = "".join(path.read_text(encoding="utf-8") for path in (REPOSITORY / "docgen/theme/css").glob("*.css"))
    preludes = (prelude.strip() for prelude in re.findall(r"([^{}]+)\{", re.sub(r"/\*.*?\*/", "", styles, flags=re.S)))
    selectors = [prelude for prelude in preludes if not prelude.startswith("@")]
    page = chromium.new_page()
    assert len(selectors) > 300
    assert page.evaluate(UNKNOWN, selectors) == []
    page.close()


def test_what_scrolls_within_itself_can_be_focused_and_has_a_name_of_its_own(fresh: Visit, origin: str) -> None:
    fresh.open(origin, "/deprecations/")
    fresh.page.set_viewport_size({"width": 400, "height": 900})
    scrolling = """() => [...document.querySelectorAll("main pre > code")]
      .filter((one) => one.checkVisibility() && one.scrollWidth > one.clientWidth)
      .map((one) => one.tabIndex === 0 && one.role === "region" && one.ariaLabel)"""
    fresh.page.wait_for_function(f"() => {{ const all = ({scrolling})(); return all.length && all.every(Boolean) }}")
    names = fresh.page.evaluate(scrolling)
    assert len(set(names)) == len(names) > 1
    assert fresh.violations() == []
    fresh.page.set_viewport_size({"width": 4000, "height": 900})
    fresh.page.add_style_tag(content="main pre > code { width: 4000px }")  # what fits is no stop
    fresh.page.wait_for_function("() => !document.querySelector('main pre > code[role]')")


def test_an_address_leads_to_a_field_in_others(fresh: Visit, origin: str) -> None:
    deep = "response-200.data.hold_id"
    fresh.open(origin, f"/reference/usage/list-usage-events/#{deep}")
    page = fresh.page
    found = page.locator(f'[id="{deep}"]')
    assert found.is_visible()
    assert found.evaluate("one => one.matches(':target')")
    other = page.locator('[id="response-200.data.generation_id"]')
    link = other.locator("> .dg-field__head > .dg-at")
    assert link.get_attribute("href") == "#response-200.data.generation_id"
    assert link.evaluate("one => getComputedStyle(one).opacity") == "0"
    other.hover()
    assert link.evaluate("one => getComputedStyle(one).opacity") == "1"
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((one) => one.id)")
    assert len(ids) == len(set(ids))
    assert fresh.console == []
