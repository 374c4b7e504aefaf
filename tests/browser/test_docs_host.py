"""The site as real servers give it to a browser: under its own policy, nothing that a page does is refused."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Route

from docgen.redirects.docs_host import DocsHost
from docgen.redirects.edges import EDGES
from docgen.site.assets import can_replace_scripts, material_scripts_digest
from tests.cases import load_yaml
from tests.redirects.edges.kinds import demanded
from tests.redirects.edges.test_docs_host import PLAIN, RUNNING, serving
from tests.sampling import some

from .sites import built, content
from .visit import Visit

pytestmark = pytest.mark.browser
PAGES: list[dict[str, Any]] = [
    page for page in load_yaml((Path(__file__).parent / "pages.yaml").read_text(encoding="utf-8")) if "site" not in page
]
MISSING = ("/nowhere", "/changelog/2026-05-15/a/b/c/")
ADDED = """

=== "First"

    one

=== "Second"

    two

| Left | Right |
|:---|---:|
| a | b |

```python
print('copied')
```
"""
FRAMES = """(() => {
  window.frames_seen = []
  const look = () => {
    if (document.body) window.frames_seen.push(document.body.getAttribute("data-md-color-scheme"))
    requestAnimationFrame(look)
  }
  look()
})()"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = content(tmp_path_factory.mktemp("docs_host") / "aurous")
    home = root / "docs" / "index.md"
    home.write_text(home.read_text("utf-8") + ADDED, "utf-8")
    return built(root)


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def origin(request: pytest.FixtureRequest, site: Path) -> Iterator[str]:
    kind = demanded(request.param)
    with serving(kind, EDGES[kind.edge].render_docs_host(PLAIN), site) as server:
        yield f"http://127.0.0.1:{server.port}"


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, color_scheme="light")
    yield context
    context.close()


@pytest.mark.parametrize("name", RUNNING)
def test_no_page_does_what_the_policy_forbids(context: BrowserContext, site: Path, name: str) -> None:
    kind = demanded(name)
    with serving(kind, EDGES[kind.edge].render_docs_host(DocsHost("localhost")), site) as server:
        # the policy is the same text on every server, and nginx runs on every machine
        pages = PAGES if name == "nginx" else some(PAGES, 6)
        assert_in_order(Visit(context), f"http://localhost:{server.port}", pages)


def assert_in_order(visit: Visit, origin: str, pages: Sequence[dict[str, Any]]) -> None:
    """These pages, and two that are missing: its status, its style, and nothing that was refused."""
    expected = {page["path"]: page.get("status", 200) for page in pages} | dict.fromkeys(MISSING, 404)
    for path, status in expected.items():
        visit.open(origin, path)
        visit.page.wait_for_timeout(50)
        assert (path, visit.status) == (path, status)
        assert (path, visit.console, visit.foreign) == (path, [], [])
        styled = "getComputedStyle(document.querySelector('.md-header')).position"
        assert visit.page.evaluate(styled) == "sticky", "the style sheet was not loaded"


def test_the_policy_is_in_force(context: BrowserContext, origin: str) -> None:
    visit = Visit(context)
    visit.open(origin, "/")
    visit.page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {text: 'window.ran = 1'}))"
    )
    visit.page.evaluate("document.body.setAttribute('style', 'display: none')")
    assert visit.page.evaluate("[window.ran, getComputedStyle(document.body).display]") == [None, "flex"]
    assert len(visit.console) == 2


def test_search_works(context: BrowserContext, origin: str) -> None:
    visit = Visit(context)
    visit.open(origin, "/changelog/")
    visit.page.locator("input.md-search__input").press_sequentially("invalid request")
    first = visit.page.locator(".dg-hit").first
    first.wait_for(timeout=10_000)
    first.click()
    visit.page.wait_for_url("**/errors/invalid_request*")
    assert (visit.console, visit.foreign) == ([], [])


@pytest.mark.parametrize("chosen", ["system", "toggle"])
def test_the_scheme_never_flashes(chromium: Browser, origin: str, chosen: str) -> None:
    context = chromium.new_context(color_scheme="dark" if chosen == "system" else "light")
    visit = Visit(context)
    if chosen == "toggle":
        visit.open(origin, "/")
        visit.page.locator("label[for=__palette_1]").click()
        assert visit.page.locator("body").get_attribute("data-md-color-scheme") == "slate"

    def later(route: Route) -> None:
        visit.page.wait_for_timeout(300)
        route.continue_()

    visit.page.route(re.compile(r"/bundle\."), later)  # the theme's own script comes late, as on a slow line
    visit.page.add_init_script(FRAMES)
    for path in ("/changelog/", "/errors/invalid_request", "/nowhere/at/all"):
        visit.open(origin, path)
        frames = visit.page.evaluate("window.frames_seen")
        assert len(frames) > 3
        assert set(frames) == {"slate"}
        assert visit.console == []
    context.close()


def test_code_is_copied(context: BrowserContext, origin: str) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=origin)
    visit = Visit(context)
    visit.open(origin, "/")
    block = visit.page.locator("div.highlight", has_text="copied").last
    block.hover()
    block.locator("button.md-clipboard, button[data-md-type=copy]").first.click()
    assert "print('copied')" in visit.page.evaluate("navigator.clipboard.readText()")
    assert visit.console == []


def test_the_themes_own_script_finds_what_it_looks_for(context: BrowserContext, origin: str) -> None:
    visit = Visit(context)
    visit.open(origin, "/changelog/")
    inline = "[...'Aurous'].reduce((hash, char) => (hash << 5) - hash + char.charCodeAt(0), 0)"
    visit.page.evaluate("__md_set('__test', {chosen: ['curl']})")
    kept = visit.page.evaluate(f"[localStorage['/.__test'], __md_get('__test'), __md_hash('Aurous') === {inline}]")
    assert kept == ['{"chosen":["curl"]}', {"chosen": ["curl"]}, True]


def test_a_tab_stays_chosen_on_the_next_page(context: BrowserContext, origin: str) -> None:
    visit = Visit(context)
    visit.open(origin, "/")
    visit.page.locator(".tabbed-labels label", has_text="Second").click()
    visit.page.reload()
    assert visit.page.locator(".tabbed-labels label", has_text="Second").evaluate(
        "label => document.getElementById(label.htmlFor).checked"
    )
    assert visit.console == []


def test_columns_are_aligned_without_a_style(context: BrowserContext, origin: str) -> None:
    visit = Visit(context)
    visit.open(origin, "/")
    cell = visit.page.locator("td.dg-right", has_text="b").first
    assert cell.evaluate("cell => getComputedStyle(cell).textAlign") == "right"


def test_no_page_holds_a_script_a_style_or_a_handler(site: Path) -> None:
    inline = re.compile(r"<style|<[^>]+ style=|<[^>]+ on[a-z]+=|<script(?![^>]*(?: src=|application/json))")
    for page in sorted(site.rglob("*.html")):
        assert not inline.search(page.read_text("utf-8")), page


def test_materials_own_scripts_are_those_that_ours_follow() -> None:
    assert can_replace_scripts(), (
        f"Material puts other scripts into its pages now ({material_scripts_digest()}): compare its templates "
        "partials/javascripts with docgen/theme/js/while_reading.js, then add the digest to look._KNOWN"
    )
