"""A thousand entries: no page of the changelog, no feed and no list for language models grows with them."""

from pathlib import Path

import pytest

from tests.benchmarks.entries_data import write_entries
from tests.conftest import Docgen

pytestmark = pytest.mark.slow
PAGE = 300_000
FEED = 150_000
SHAPES = {"one pin": (1, 1), "twelve pins in six years": (12, 6)}


def sizes(folder: Path, *patterns: str) -> dict[str, int]:
    found = (path for pattern in patterns for path in folder.glob(pattern))
    return {path.relative_to(folder).as_posix(): path.stat().st_size for path in found}


@pytest.mark.nightly
@pytest.mark.parametrize("shape", SHAPES)
def test_a_thousand_entries_make_no_heavy_page(docgen: Docgen, tmp_path: Path, shape: str) -> None:
    pins, years = SHAPES[shape]
    write_entries(tmp_path, 1000, pins, years)
    built = docgen(tmp_path, "build", "--now", "2026-06-01")
    assert built.code == 0, built.out + built.err
    site = tmp_path / "build" / "site"
    pages = sizes(site, "changelog/**/*.html", "deprecations/*.html")
    assert len(pages) > 1000
    assert {name: size for name, size in pages.items() if size > PAGE} == {}
    feeds = sizes(site, "*.atom", "*.feed.json", "llms.txt")
    assert len(feeds) > 4
    assert {name: size for name, size in feeds.items() if size > FEED} == {}
    twins = sizes(site, "changelog/**/index.md")
    assert {name: size for name, size in twins.items() if size > PAGE} == {}
