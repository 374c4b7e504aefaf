"""The button that copies a page: what is on the clipboard, what is said of it."""

from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser

from .conftest import Opened

ENTRY = "/changelog/2026-05-15/webhook-event-lineup/"
pytestmark = pytest.mark.browser


def served(url: str) -> str:
    with urlopen(url) as answer:  # noqa: S310 - loopback
        body: bytes = answer.read()
        return body.decode()


@pytest.mark.parametrize(
    ("path", "twin"), [(ENTRY, f"{ENTRY}index.md"), ("/errors/conflict", "/errors/conflict.md"), ("/", "/index.md")]
)
def test_the_twin_is_on_the_clipboard_and_a_screen_reader_is_told(
    chromium: Browser, origin: str, path: str, twin: str
) -> None:
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(origin + path)
    button = page.get_by_role("button", name="Copy page")
    button.focus()
    page.keyboard.press("Enter")
    page.locator("[role=status]", has_text="The page was copied as Markdown.").wait_for(state="attached")
    assert page.evaluate("navigator.clipboard.readText()") == served(origin + twin)
    context.close()


def test_a_failure_is_said(chromium: Browser, origin: str) -> None:
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(origin + ENTRY)
    page.route("**/index.md", lambda route: route.abort())
    page.get_by_role("button", name="Copy page").click()
    page.locator("[role=status]", has_text="could not be copied").wait_for(state="attached")
    context.close()


def test_without_a_script_the_link_is_there_and_the_button_is_not(chromium: Browser, origin: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(origin + ENTRY)
    assert page.get_by_role("link", name="View as Markdown").is_visible()
    assert page.locator(".dg-copy__button").is_hidden()
    context.close()


@pytest.mark.parametrize("width", [1280, 400])
def test_it_stands_beside_or_beneath_the_heading(opened: Opened, origin: str, width: int) -> None:
    page = opened(origin, ENTRY, width).page
    boxes: Any = page.evaluate(
        """() => ["h1", ".dg-copy", "h1 ~ .dg-chips"].map((name) => {
          const {top, bottom, left, right} = document.querySelector(`article ${name}`).getBoundingClientRect()
          return {top, bottom, left, right}
        })"""
    )
    heading, copy, after = boxes
    if width < 500:
        assert heading["bottom"] <= copy["top"] and copy["bottom"] <= after["top"]
    else:
        assert copy["bottom"] <= heading["top"] + 1 or copy["left"] >= heading["right"]
