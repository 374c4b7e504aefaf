"""The pages under MkDocs' own themes: as large as under Material, whole on a phone, and without a request to others."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from docgen.site.assets import style_sheet
from docgen.site.serve import as_docs_host
from tests.conftest import REPOSITORY

from . import sites
from .conftest import Opened
from .serving import serving

PAGES = [
    "/changelog/",
    "/changelog/2026-07/weight-in-grams/",
    "/errors/1404",
    "/reference/parcels/",
    "/changelog/upgrade/",
]
SIZED = (".dg-lede", ".dg-chip", ".dg-event__title", ".dg-deadline")
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
OF_BOOTSTRAP = re.compile("#[0-9][^ ]* is not a valid selector|^Cannot read properties of undefined")
"""What the script of the `mkdocs` theme says of any heading that begins with a digit."""
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", params=["readthedocs", "mkdocs"])
def themed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root: Path = tmp_path_factory.mktemp("themes") / request.param
    shutil.copytree(REPOSITORY / "tests" / "other" / "harbour", root)
    config = (root / "mkdocs.yml").read_text(encoding="utf-8")
    (root / "mkdocs.yml").write_text(config.replace("readthedocs", request.param), encoding="utf-8")
    with serving(sites.built(root, "--now", sites.HARBOUR_NOW)) as address:
        yield address


def test_type_is_as_large_as_under_material(opened: Opened, harbour: str, themed: str) -> None:
    sizes = [
        [
            opened(site, "/changelog/").page.locator(part).first.evaluate("found => getComputedStyle(found).fontSize")
            for part in SIZED
        ]
        for site in (harbour, themed)
    ]
    assert sizes[0] == sizes[1]


def test_every_size_is_scaled_also_a_negative_one() -> None:
    ours, scaled = style_sheet("material")[1], style_sheet("mkdocs")[1]
    sizes = [[float(size) for size in re.findall(r"(-?[0-9]*[.]?[0-9]+)rem", sheet)] for sheet in (ours, scaled)]
    assert min(sizes[0]) < 0
    assert [round(size * 1.25, 3) for size in sizes[0]] == [round(size, 3) for size in sizes[1]]


@pytest.mark.parametrize("width", [1280, 400])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_whole_and_asks_no_other_host(opened: Opened, themed: str, path: str, width: int) -> None:
    visit = opened(themed, path, width)
    assert visit.status == 200
    said = [line for line in visit.console if not OF_BOOTSTRAP.search(line)]
    assert (said, visit.foreign, visit.page.evaluate(WIDE)) == ([], [], 0)


@pytest.mark.parametrize("down", [0, 300])
def test_the_errors_of_a_preview_are_over_all_that_a_theme_fixes(
    opened: Opened, harbour: str, themed: str, down: int
) -> None:
    def inner(_: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        start("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        return [b"<body>"]

    app = as_docs_host(inner, "", lambda: "mkdocs.yml:1:1: error: wrong")
    shown = b"".join(app({"PATH_INFO": "/"}, lambda *_: None)).decode().removeprefix("<body>")
    for site in (harbour, themed):
        page = opened(site, "/changelog/").page
        page.evaluate("shown => document.body.insertAdjacentHTML('afterbegin', shown)", shown)
        page.evaluate("down => scrollTo(0, down)", down)
        assert page.evaluate("document.elementFromPoint(20, innerHeight - 20).role") == "alert"
