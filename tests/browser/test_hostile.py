"""A contract and entries full of hostile text: the site builds, shows it as text, and nothing of it runs."""

import re
import shutil
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from urllib.parse import quote

import pytest

from docgen.wording import visible
from tests.sampling import some

from .conftest import Opened
from .hostile_project import NEXT
from .serving import serving
from .sites import HOSTILE, SECRET, WORST
from .visit import Visit

HERE = Path(__file__).parent
SUM = str(7191 * 13)
FOUND = """() => ({
  intruded: window.intruded,
  handlers: [...document.querySelectorAll("*")]
    .flatMap((element) => element.getAttributeNames().filter((name) => name.startsWith("on"))),
  links: [...document.links]
    .map((link) => link.protocol).filter((name) => !["http:", "https:", "mailto:"].includes(name)),
  text: document.body.textContent + document.title,
  wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
})"""
USE = (HERE / "use.js").read_text(encoding="utf-8")
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(hostile_root: Path) -> Path:
    return hostile_root / "build" / "site"


@pytest.fixture(scope="module")
def hostile(site: Path) -> Iterator[str]:
    with serving(site) as address:
        yield address


@pytest.fixture(scope="module")
def without_theme(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same pages without the script of the theme, which costs more than all else of a page."""
    with serving(replaced(site, tmp_path_factory, "assets/javascripts/bundle.*.js", lambda _: "")) as address:
        yield address


def replaced(site: Path, folders: pytest.TempPathFactory, pattern: str, change: Callable[[str], str]) -> Path:
    """A copy of the site with another text in the file of that pattern."""
    copy = shutil.copytree(site, folders.mktemp("replaced") / "site")
    (file,) = copy.glob(pattern)
    file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")
    return copy


def addresses(site: Path) -> list[str]:
    """Those of all pages but what only leads from an old address: the browser is gone before it is looked at."""
    pages = (path for path in site.rglob("*.html") if 'http-equiv="refresh"' not in path.read_text("utf-8"))
    names = sorted(path.relative_to(site).as_posix() for path in pages)
    return [quote("/" + name.removesuffix("index.html")) for name in names]


def kinds(site: Path) -> list[list[str]]:
    """The addresses of each kind of page: those of one folder."""
    folders: dict[str, list[str]] = {}
    for address in addresses(site):
        folders.setdefault(re.sub(r"[^/]+/?$", "", address), []).append(address)
    return list(folders.values())


def assert_harmless(visit: Visit) -> str:
    """Nothing ran, nothing could run at a click, nothing was fetched; what the page says is the answer."""
    found = visit.page.evaluate(FOUND)
    assert found["intruded"] is None, "text of the contract ran"
    assert (found["handlers"], found["links"]) == ([], [])
    assert (visit.console, visit.foreign, visit.dialogs) == ([], [], [])
    assert SECRET not in found["text"]
    assert SUM not in found["text"]
    assert found["wide"] <= 0, f"the document is wider than the window: {visit.page.url}"
    return " ".join(str(found["text"]).split())


def test_a_script_would_be_seen(opened: Opened, hostile: str) -> None:
    visit = opened(hostile, "/")
    visit.page.set_content(f"{HOSTILE[0]}{HOSTILE[2]}")
    visit.page.wait_for_timeout(100)
    assert visit.page.evaluate("window.intruded") == 1
    assert visit.dialogs != []


def test_every_page_shows_the_text_and_runs_none_of_it(opened: Opened, site: Path, without_theme: str) -> None:
    visit, shown = opened(without_theme, "/", 400), ""
    for of_kind in kinds(site):
        for address in some(of_kind, max(4, len(of_kind) // 8)):
            visit.open(without_theme, address)
            shown += assert_harmless(visit)
    lines = {
        " ".join(visible(text).split()) for text in HOSTILE if "`" not in text
    }  # backticks make code of what they hold
    assert sorted(line for line in lines if line not in shown) == []


def test_the_script_of_the_theme_runs_none_of_it(opened: Opened, site: Path, hostile: str) -> None:
    visit = opened(hostile, "/")
    of_each = [address for of_kind in kinds(site) for address in some(of_kind, 1)]
    for address in dict.fromkeys([*of_each, *some(addresses(site), 4)]):
        visit.open(hostile, address)
        assert_harmless(visit)


def of_each_kind(site: Path) -> list[str]:
    """The pages that gather much, and some of each other kind: what a reader does is done there."""
    names = ("", "errors/", "webhooks/", "changelog/", "changelog/upgrade/", "changelog/policy/", "changelog/promises/")
    each = ("errors/*", "webhooks/*/index", "reference/*/index", "changelog/*/*/index", "changelog/upgrade/*/*/index")
    found = (some(sorted(site.glob(f"{pattern}.html")), 1) for pattern in each)
    chosen = [path.relative_to(site).as_posix().removesuffix("index.html") for paths in found for path in paths]
    return [quote(f"/{name}") for name in (*names, "deprecations/", "reference/", f"changelog/{NEXT}/", *chosen)]


def test_whatever_a_reader_does_runs_none_of_it(opened: Opened, site: Path, hostile: str) -> None:
    visit = opened(hostile, "/")
    for address in of_each_kind(site):
        visit.open(hostile, address)
        visit.page.wait_for_load_state("networkidle")
        visit.page.evaluate(USE, some(HOSTILE, 12))
        assert_harmless(visit)


def test_a_hostile_query_is_words(opened: Opened, hostile: str) -> None:
    names = ("words", "kind", "status", "resource", "from", "use", "q")
    paths = ("/changelog/", "/errors/", "/webhooks/", "/changelog/upgrade/", "/")
    for path, text in product(paths, some(HOSTILE[:WORST], 2)):
        asked = quote(text, safe="")
        visit = opened(hostile, f"{path}?{'&'.join(f'{name}={asked}' for name in names)}#{asked}")
        visit.page.wait_for_load_state("networkidle")
        assert_harmless(visit)


def test_a_hostile_address_is_words(opened: Opened, hostile: str) -> None:
    texts = [*some(HOSTILE[:WORST], 2), '"onmouseover=window.intruded=1 x="']
    for folder, text in product(("/errors/", "/webhooks/", "/a/b/"), texts):
        visit = opened(hostile, folder + quote(f"{text} no such", safe=""))
        visit.page.wait_for_load_state("networkidle")
        assert visit.status == 404
        assert_harmless(visit)


def test_search_shows_the_text_and_runs_none_of_it(opened: Opened, hostile: str) -> None:
    visit = opened(hostile, "/")
    visit.page.locator("input.md-search__input").press_sequentially("intruded")
    visit.page.locator(".dg-hit").first.wait_for(timeout=10_000)
    visit.page.wait_for_timeout(200)
    assert "window.intruded" in visit.page.locator(".dg-search").inner_text()
    assert_harmless(visit)
