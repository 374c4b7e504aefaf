"""A contract full of hostile text: the site builds, shows it as text, and nothing of it runs."""

import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from .conftest import Opened, built, content
from .serving import serving
from .visit import Visit

HOSTILE: list[str] = yaml.safe_load((Path(__file__).parent / "hostile.yaml").read_text(encoding="utf-8"))
SECRET = "a text of the machine"  # noqa: S105 - what the snippet would include
SUM = str(7191 * 13)
TEXTS = ("summary", "description", "prompt", "message")
FOUND = """() => ({
  intruded: window.intruded,
  handlers: [...document.querySelectorAll("*")]
    .flatMap((element) => element.getAttributeNames().filter((name) => name.startsWith("on"))),
  links: [...document.links]
    .map((link) => link.protocol).filter((name) => !["http:", "https:", "mailto:"].includes(name)),
  text: document.body.innerText + document.title,
})"""
pytestmark = pytest.mark.browser


def poison(node: Any, supply: Iterator[str]) -> Any:  # noqa: ANN401 - any JSON
    """The document with every text for people replaced by the next hostile one."""
    if isinstance(node, list):
        return [poison(each, supply) for each in node]
    if not isinstance(node, dict):
        return node
    return {
        key: next(supply) if key in TEXTS and isinstance(each, str) else poison(each, supply)
        for key, each in node.items()
    }


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = content(tmp_path_factory.mktemp("hostile") / "aurous")
    for secret in (root, root / "docs"):
        (secret / "secret.txt").write_text(SECRET, encoding="utf-8")
    for spec in (root / "changelog").rglob("api-spec.json"):
        document = json.loads(spec.read_text(encoding="utf-8"))
        spec.write_text(json.dumps(poison(document, itertools.cycle(HOSTILE))), encoding="utf-8")
    return built(root)


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
    return str(found["text"])


def test_a_script_would_be_seen(opened: Opened, hostile: str) -> None:
    visit = opened(hostile, "/")
    visit.page.set_content(f"{HOSTILE[0]}{HOSTILE[2]}")
    visit.page.wait_for_timeout(100)
    assert visit.page.evaluate("window.intruded") == 1
    assert visit.dialogs != []


def test_every_page_shows_the_text_and_runs_none_of_it(opened: Opened, site: Path, hostile: str) -> None:
    visit, shown = opened(hostile, "/"), ""
    for page in sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html")):
        visit.open(hostile, "/" + page.removesuffix("index.html"))
        shown += assert_harmless(visit)
    assert [text for text in HOSTILE if "\n" not in text and "`" not in text and text not in shown] == []


def test_search_shows_the_text_and_runs_none_of_it(opened: Opened, hostile: str) -> None:
    visit = opened(hostile, "/")
    visit.page.locator("input.md-search__input").press_sequentially("intruded")
    visit.page.locator(".md-search-result__link").first.wait_for(timeout=10_000)
    visit.page.wait_for_timeout(200)
    assert "window.intruded" in visit.page.locator(".md-search-result").inner_text()
    assert_harmless(visit)
