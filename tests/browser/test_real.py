"""Contracts of vendors in the browser: a resource of GitHub and of Stripe; the other paths would only cost time."""

import gzip
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

from . import sites
from .conftest import Opened
from .serving import serving

REAL = Path(os.environ.get("DOCGEN_DATA") or REPOSITORY.parent / "shared" / "data") / "real"
PAGES = [
    ("github-18.0.0-23.0.2", "gists"),
    ("stripe-2020-08-27-to-2022-08-01-json", "refunds"),
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
    visit = opened(*page, width)
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
