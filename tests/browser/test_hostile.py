"""A contract and entries full of hostile text: the site builds, shows it as text, and nothing of it runs."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from docgen.render.escape import visible
from tests.conftest import REPOSITORY

from . import hostile_project
from .conftest import Opened
from .serving import serving
from .sites import built
from .visit import Visit

HERE = Path(__file__).parent
LISTS = (HERE / "hostile.yaml", HERE.parent / "render" / "hostile.yaml")
HOSTILE: list[str] = [text for path in LISTS for text in yaml.safe_load(path.read_text(encoding="utf-8"))]
SECRET = "a text of the machine"  # noqa: S105 - what the snippet would include
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
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("hostile")
    mkdocs = (REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:")[0]
    hostile_project.write(root, HOSTILE, mkdocs)
    for secret in (root, root / "docs"):
        (secret / "secret.txt").write_text(SECRET, encoding="utf-8")
    return built(root, "--draft")  # no check lets such claims pass; the pages must hold without it


@pytest.fixture(scope="module")
def hostile(site: Path) -> Iterator[str]:
    with serving(site) as address:
        yield address


def assert_harmless(visit: Visit) -> str:
    """Nothing ran, nothing could run at a click, nothing was fetched; what the page says is the answer."""
    found = visit.page.evaluate(FOUND)
    assert found["intruded"] is None, "text of the contract ran"
    assert (found["handlers"], found["links"]) == ([], [])
    assert (visit.console, visit.foreign, visit.dialogs) == ([], [], [])
    assert SECRET not in found["text"]
    assert SUM not in found["text"]
    assert found["wide"] <= 0, "the document is wider than the window"
    return " ".join(str(found["text"]).split())


def test_a_script_would_be_seen(opened: Opened, hostile: str) -> None:
    visit = opened(hostile, "/")
    visit.page.set_content(f"{HOSTILE[0]}{HOSTILE[2]}")
    visit.page.wait_for_timeout(100)
    assert visit.page.evaluate("window.intruded") == 1
    assert visit.dialogs != []


def test_every_page_shows_the_text_and_runs_none_of_it(opened: Opened, site: Path, hostile: str) -> None:
    visit, shown = opened(hostile, "/", 400), ""
    for page in sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html")):
        visit.open(hostile, "/" + page.removesuffix("index.html"))
        shown += assert_harmless(visit)
    lines = {
        " ".join(visible(text).split()) for text in HOSTILE if "`" not in text
    }  # backticks make code of what they hold
    assert sorted(line for line in lines if line not in shown) == []


def test_search_shows_the_text_and_runs_none_of_it(opened: Opened, hostile: str) -> None:
    visit = opened(hostile, "/")
    visit.page.locator("input.md-search__input").press_sequentially("intruded")
    visit.page.locator(".md-search-result__link").first.wait_for(timeout=10_000)
    visit.page.wait_for_timeout(200)
    assert "window.intruded" in visit.page.locator(".md-search-result").inner_text()
    assert_harmless(visit)
