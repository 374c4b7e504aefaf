"""Contracts of vendors in the browser: a resource of GitHub and one of Stripe; the other paths would only cost time."""

import gzip
import json
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest

from tests.conftest import REPOSITORY

from . import sites
from .conftest import Opened
from .serving import serving
from .visit import Visit

REAL = Path(os.environ.get("DOCGEN_DATA") or REPOSITORY.parent / "shared" / "data") / "real"
PAGES = [
    ("github-18.0.0-23.0.2", "gists"),
    ("stripe-2020-08-27-to-2022-08-01-json", "payment_links"),
]
pytestmark = [pytest.mark.browser, pytest.mark.skipif(not REAL.is_dir(), reason=f"no contracts of vendors in {REAL}")]


@pytest.fixture(scope="module", params=PAGES, ids=[name for name, _ in PAGES])
def page(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    name, resource = request.param
    contract = json.loads(gzip.decompress((REAL / name / "new.json.gz").read_bytes()))
    contract["paths"] = {path: item for path, item in contract["paths"].items() if f"/{resource}" in path}
    root = sites.bare(tmp_path_factory.mktemp("real") / "project", json.dumps(contract))
    with serving(sites.built(root, "--draft")) as origin:
        yield origin, f"/reference/{resource}/"


@pytest.mark.parametrize("width", [1280, 400])
def test_a_resource_of_a_vendor_is_in_order(opened: Opened, page: tuple[str, str], width: int) -> None:
    is_in_order(opened(*page, width))


@pytest.mark.parametrize("width", [1280, 400])
def test_an_operation_and_an_object_of_a_vendor_are_in_order(opened: Opened, page: tuple[str, str], width: int) -> None:
    origin, resource = page
    visit = opened(origin, resource, width)
    links = [
        visit.page.locator(kind).first.get_attribute("href") for kind in ("main .dg-operations a", "main .dg-objects a")
    ]
    for link in links:
        is_in_order(opened(origin, urljoin(resource, str(link)), width))


def test_a_narrow_page_cuts_an_example_until_it_is_asked_for_all_by_keyboard_and_a_wide_one_does_not(
    opened: Opened, page: tuple[str, str]
) -> None:
    origin, resource = page
    visit = opened(origin, resource, width=1440)  # a tab that no other test has, since its width changes below
    visit.page.set_viewport_size({"width": 1440, "height": 800})
    for link in visit.page.eval_on_selector_all("main .dg-operations a", "links => links.map(a => a.href)"):
        visit.page.goto(link)
        if visit.page.locator(".dg-clip pre code").count():
            break
    code = visit.page.locator(".dg-clip pre code").first
    wide = code.evaluate("code => [code.clientHeight, code.scrollHeight]")
    assert wide[1] <= wide[0] + 1
    visit.page.set_viewport_size({"width": 400, "height": 800})
    before = code.evaluate("code => [code.clientHeight, code.scrollHeight]")
    visit.page.locator(".dg-clip > input").first.focus()
    visit.page.keyboard.press("Space")
    assert before[0] < before[1] <= code.evaluate("code => code.clientHeight") + 1


def is_in_order(visit: Visit) -> None:
    assert visit.status == 200
    found = visit.measured()
    assert found["faint"] == []
    assert found["overflow"] <= 0, "the document is wider than the window"
    assert len(found["headings"]) == 1
    assert visit.page.evaluate("() => new Set([...document.querySelectorAll('[id]')].map((one) => one.id)).size") == (
        visit.page.locator("[id]").count()
    )
    assert visit.violations() == []
    assert (visit.console, visit.foreign, visit.dialogs) == ([], [], [])
