"""The sites that the browser opens hold together, too: two with two pins, and one that is hostile."""

from pathlib import Path

import pytest

from tests.integrity import dead_links, errors_in, pages

from . import sites

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=["harbour", "two pins", "hostile"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if request.param == "two pins":
        root = sites.two_pins(tmp_path_factory.mktemp("two") / "project")
        return sites.built(root, "--draft", "--now", "2026-10-01")
    named: Path = request.getfixturevalue({"harbour": "harbour_root", "hostile": "hostile_root"}[request.param])
    return named / "build" / "site"


def test_every_link_leads_somewhere(site: Path) -> None:
    assert dead_links(site) == []


def test_no_id_stands_twice(site: Path) -> None:
    assert {name: page.repeated for name, page in pages(site).items() if page.repeated} == {}


def test_the_html_is_valid(site: Path) -> None:
    found = sorted(site.rglob("*.html"))
    some = found[:: 1 + len(found) // 40]  # the parser of the standard is slow
    wrong = {page.relative_to(site).as_posix(): errors_in(page.read_text(encoding="utf-8")) for page in some}
    assert {name: errors[:2] for name, errors in wrong.items() if errors} == {}
