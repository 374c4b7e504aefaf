"""One look at a page: what the browser said, asked for and ran."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import axe_playwright_python
from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Locator, Page, Request

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
# What passes is left in the browser: it is most of an answer, and takes as long to send as the rules to run.
RUN_AXE = 'axe.run(document, { resultTypes: ["violations"] }).then((answer) => answer.violations)'
MEASURE = (Path(__file__).parent / "measure.js").read_text(encoding="utf-8")


MOVED = """(() => {
  window.moved = 0
  const add = (list) => {
    for (const shift of list.getEntries()) if (!shift.hadRecentInput) window.moved += shift.value
  }
  new PerformanceObserver(add).observe({ type: "layout-shift", buffered: true })
})()"""


def follow(link: Locator) -> None:
    """Click a link, and wait until its page is there: a click returns with the first part of it."""
    with link.page.expect_event("load"):
        link.click()


class Visit:
    """A tab, with the console errors, the requests to others and the dialogs since its page was opened."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        self.page.add_init_script(MOVED)
        self.origin = ""
        self._forget()
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.console.append(str(error)))
        self.page.on("request", self._asked)
        self.page.on("dialog", self._dialog)

    def open(self, origin: str, path: str) -> None:
        """Load a page of the site at that origin."""
        self.page.goto("about:blank")  # what the page before still loads fails now, which is no error of this page
        self.origin = origin
        self._forget()
        answer = self.page.goto(origin + path, wait_until="load")
        assert answer is not None
        self.status = answer.status

    def measured(self) -> dict[str, Any]:
        """What measure.js finds on the page."""
        found: dict[str, Any] = self.page.evaluate(MEASURE)
        return found

    def moved(self) -> float:
        """How much of the page has moved since it was opened (the cumulative layout shift)."""
        self.page.wait_for_load_state("networkidle")
        return float(self.page.evaluate("() => new Promise((done) => setTimeout(() => done(window.moved), 50))"))

    def violations(self) -> list[str]:
        """What axe finds against WCAG and good practice: the rule, and the first place that breaks it."""
        self.page.evaluate(AXE)
        found = self.page.evaluate(RUN_AXE)
        return [f"{each['id']}: {each['help']}: {each['nodes'][0]['html'][:120]}" for each in found]

    def _forget(self) -> None:
        self.status = 0
        self.console: list[str] = []
        self.foreign: list[str] = []
        self.dialogs: list[str] = []

    def _said(self, message: ConsoleMessage) -> None:
        own = message.location.get("url") == self.page.url and "404" in message.text
        if message.type == "error" and not own:  # the status of the page itself is tested apart
            self.console.append(message.text)

    def _asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and not request.url.startswith(self.origin + "/"):
            self.foreign.append(request.url)

    def _dialog(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()
