"""The search as a reader uses it: what is fetched and when, by keyboard, by kind, without network or scripts."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import Opened

pytestmark = pytest.mark.browser


@pytest.fixture
def page(chromium: Browser, origin: str) -> Iterator[Page]:
    """The home page in a tab of its own, which has nothing in its cache."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{origin}/", wait_until="networkidle")
    yield page
    context.close()


def asked(page: Page) -> list[str]:
    """The files of the search that the page asks for from now on."""
    found: list[str] = []
    page.on("request", lambda request: found.append(urlsplit(request.url).path))
    return found


def typed(page: Page, text: str) -> None:
    page.locator("input.md-search__input").press_sequentially(text)
    expect(page.get_by_role("status").filter(has_text="result")).to_be_visible()


def test_the_index_is_fetched_when_it_is_needed(chromium: Browser, origin: str) -> None:
    page = chromium.new_page()
    files = asked(page)
    page.goto(f"{origin}/", wait_until="networkidle")
    assert [path for path in files if "search" in path] == []
    files.clear()
    with page.expect_response("**/search/names.json"):
        page.keyboard.press("/")
    assert files == ["/search/names.json"]
    files.clear()
    typed(page, "POST /v1/images")
    assert files == []
    page.locator("input.md-search__input").fill("webhook signature")
    expect(page.get_by_role("option").first).to_contain_text("Receiving webhooks")
    assert files
    assert all(path.startswith(("/search/words/", "/search/fields/")) for path in files)
    assert len(files) == len(set(files)) <= 4
    page.close()


def test_by_keyboard(page: Page) -> None:
    page.keyboard.press("s")
    field = page.get_by_role("combobox")
    expect(field).to_be_focused()
    expect(page.locator(".md-search__form")).to_have_css("outline-style", "solid")
    expect(field).to_have_attribute("aria-expanded", "false")
    typed(page, "list images")
    expect(field).to_have_attribute("aria-expanded", "true")
    options = page.get_by_role("listbox").get_by_role("option")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", str(options.nth(1).get_attribute("id")))
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/reference/**")
    page.keyboard.press("/")
    page.keyboard.type("x")
    page.keyboard.press("Escape")
    expect(page.get_by_role("combobox")).not_to_be_focused()
    assert not page.locator("#__search").is_checked()


def test_ctrl_k_opens_it_also_from_a_field_of_one_line(page: Page) -> None:
    field = page.get_by_role("combobox")
    expect(field).to_have_attribute("placeholder", "Search (Ctrl+K)")
    page.evaluate("document.querySelector('main').innerHTML = '<input id=one><textarea id=many></textarea>'")
    for start, opens in (("#one", True), ("#many", False)):
        page.locator(start).focus()
        page.keyboard.press("Control+k")
        (expect(field) if opens else expect(page.locator(start))).to_be_focused()
        page.keyboard.press("Escape")
    page.evaluate("document.querySelector('main').innerHTML = '<dialog><button>Close</button></dialog>'")
    page.evaluate("document.querySelector('dialog').showModal()")
    page.keyboard.press("Control+k")
    expect(field).not_to_be_focused()


def test_what_is_printed_from_dark_mode_is_dark_on_white(page: Page) -> None:
    page.evaluate("document.body.dataset.mdColorScheme = 'slate'")
    page.emulate_media(media="print", color_scheme="dark")
    pale = """[...document.querySelectorAll('.md-content :is(h1, h2, p, a, code, td)')]
        .filter((one) => one.checkVisibility())
        .map((one) => getComputedStyle(one).color.match(/[0-9]+/g).slice(0, 3).map(Number))
        .filter(([red, green, blue]) => red + green + blue > 420)"""
    # where the machine is busy, the medium changes after the call has returned
    page.wait_for_function(f"{pale}.length === 0", timeout=10_000)


def test_what_is_not_found_is_said(page: Page) -> None:
    page.keyboard.press("/")
    typed(page, "zzzzqqqq")
    expect(page.get_by_role("status").filter(has_text="No results")).to_be_visible()
    page.get_by_role("button", name="Clear").click()
    expect(page.get_by_role("combobox")).to_have_value("")


def test_without_a_network_it_says_so_and_tries_again(page: Page) -> None:
    page.context.set_offline(True)
    page.keyboard.press("/")
    page.keyboard.type("image")
    expect(page.get_by_text("The search could not be loaded")).to_be_visible()
    page.context.set_offline(False)
    page.keyboard.type("s")
    expect(page.get_by_role("option").first).to_contain_text("Images")


def test_a_hit_on_the_same_page_closes_the_search(opened: Opened, origin: str) -> None:
    page = opened(origin, "/guides/webhooks/").page
    typed(page, "low balance")
    page.get_by_role("option").filter(has_text="Receiving webhooks").first.click()
    page.wait_for_url("**/guides/webhooks/#low-balance")
    assert not page.locator("#__search").is_checked()


def test_without_scripts_the_indexes_are_there(chromium: Browser, origin: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{origin}/guides/webhooks/")
    links = page.get_by_role("navigation", name="Search").get_by_role("link")
    assert links.all_inner_texts() == ["API reference", "Errors", "Webhooks"]
    links.first.click()
    page.wait_for_url("**/reference/")
    context.close()
