"""The navigation of reference and events: a page has its own place open, and none repeats the whole contract."""

import json
import re
from pathlib import Path

import pytest

from docgen.cli import main
from tests.conftest import Docgen

pytestmark = pytest.mark.slow
MOST = 100
_ITEM = re.compile(r'<a href="([^"]*)" class="md-nav__link')


def listed(page: Path) -> list[str]:
    return _ITEM.findall(page.read_text(encoding="utf-8"))


def test_a_page_lists_its_own_resource_and_of_many_operations_those_around_it(docgen: Docgen, tmp_path: Path) -> None:
    """Of a contract with 120 small resources, of which 30 are a group, and one of 260 operations."""
    answers = {"get": {"responses": {"200": {"description": "OK"}}}}
    paths = [*(f"/small{number:03}" for number in range(120)), *(f"/wide/part{number:03}" for number in range(260))]
    contract: dict[str, object]
    contract = {"openapi": "3.1.0", "info": {"title": "Wide", "version": "1"}, "paths": dict.fromkeys(paths, answers)}
    contract["x-tagGroups"] = [{"name": "Harbour", "tags": [f"small{number:03}" for number in range(30)]}]
    (tmp_path / "openapi.json").write_text(json.dumps(contract), encoding="utf-8")
    made = docgen(tmp_path, "init", "--spec", "openapi.json", "--pin", "2026-05-15")
    assert made.code == 0, made.out + made.err
    built = docgen(tmp_path, "build", "--now", "2026-06-01")
    assert built.code == 0, built.out + built.err
    reference = tmp_path / "build/site/reference"
    links = listed(reference / "small007/get-small007/index.html")
    assert {"./", "../"} <= set(links)
    # its group is open, and of the one behind it there is a link to its first page
    named = re.findall(r"small\d+|wide", " ".join(links))
    assert named == [*(f"small{number:03}" for number in range(30) if number != 7), "small030"]
    assert not [link for link in listed(reference / "small040/get-small040/index.html") if "small008" in link]
    for number, first, last in ((0, 0, 99), (130, 80, 179), (259, 209, 259)):
        links = listed(reference / f"wide/get-wide-part{number:03}/index.html")
        shown = [number if link == "./" else int(link[-4:-1]) for link in links if re.search(r"part\d+/$|^\./$", link)]
        assert (shown[0], shown[-1]) == (first, last)
        assert len(shown) <= MOST
    page = (reference / "wide/index.html").read_text(encoding="utf-8")
    assert len(set(re.findall(r'href="(get-wide-part\d+/)"', page))) == 260


def test_of_many_resources_without_groups_there_is_a_group_for_each_letter(docgen: Docgen, tmp_path: Path) -> None:
    answers = {"get": {"responses": {"200": {"description": "OK"}}}}
    paths = [f"/{letter}{number}" for letter in "shoal" for number in range(21)]
    contract = {"openapi": "3.1.0", "info": {"title": "Coast", "version": "1"}, "paths": dict.fromkeys(paths, answers)}
    (tmp_path / "openapi.json").write_text(json.dumps(contract), encoding="utf-8")
    assert docgen(tmp_path, "init", "--spec", "openapi.json", "--pin", "2026-05-15").code == 0
    assert docgen(tmp_path, "build", "--now", "2026-06-01").code == 0
    page = tmp_path / "build/site/reference/l3/get-l3/index.html"
    found = re.findall(r"\.\./\.\./([a-z]\d+)/$", "\n".join(listed(page)), re.MULTILINE)
    assert found == ["a0", "h0", *sorted({f"l{number}" for number in range(21)} - {"l3"}), "o0", "s0"]
    sidebar = page.read_text(encoding="utf-8").partition("<article")[0]
    assert "\n " not in sidebar
    assert sidebar.count("md-status--group") == 4


def test_a_group_that_is_not_open_is_a_link(docgen: Docgen, tmp_path: Path) -> None:
    answers = {"get": {"responses": {"200": {"description": "OK"}}}}
    contract = {"openapi": "3.1.0", "info": {"title": "Bay", "version": "1"}}
    contract |= {"paths": dict.fromkeys((f"/bay{number}" for number in range(6)), answers)}
    contract |= {"x-tagGroups": [{"name": "Odd", "tags": ["bay1", "bay3"]}, {"name": "Low", "tags": ["bay2", "bay0"]}]}
    (tmp_path / "openapi.json").write_text(json.dumps(contract), encoding="utf-8")
    assert docgen(tmp_path, "init", "--spec", "openapi.json", "--pin", "2026-05-15").code == 0
    assert docgen(tmp_path, "build", "--now", "2026-06-01").code == 0
    links = listed(tmp_path / "build/site/reference/bay2/get-bay2/index.html")
    # in the order of the contract's groups; the resources of none come last, below the first of them
    shown = [link for link in links if re.search(r"bay|^\.\./$", link)]
    assert shown == ["../../bay1/", "../", "../../bay0/", "../../bay4/"]


QUAY = {"type": "object", "properties": {"name": {"type": "string"}, "berth": {"$ref": "#/components/schemas/Berth"}}}
BERTH = {"type": "object", "properties": {"depth": {"type": "integer"}}}


def sent(schema: str) -> dict[str, object]:
    return {"content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}}


@pytest.fixture(scope="module")
def quays(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a contract with an object and with events, of which nothing is deprecated or announced."""
    root = tmp_path_factory.mktemp("quays")
    names = ("quay.built", "quay.closed", "boatLift.raised", "boatLift.lowered", "boatLift.moved", "ping")
    contract = {
        "openapi": "3.1.0",
        "info": {"title": "Quays", "version": "1"},
        "paths": {"/quays": {"get": {"responses": {"200": {"description": "OK", **sent("Quay")}}}}},
        "webhooks": {name: {"post": {"requestBody": sent("Quay"), "responses": {}}} for name in names},
        "components": {"schemas": {"Quay": QUAY, "Berth": BERTH}},
    }
    (root / "openapi.json").write_text(json.dumps(contract), encoding="utf-8")
    init = ("init", "--spec", "openapi.json", "--pin", "2026-05-15")
    for arguments in (init, ("build", "--now", "2026-06-01")):
        with pytest.raises(SystemExit, match=r"^0$"):
            main(["-C", str(root), *arguments])
    return root / "build/site"


@pytest.mark.parametrize(
    ("page", "above"),
    [
        ("reference/objects/Quay/", "Quays"),
        ("reference/quays/get-quays/", "Quays"),
        ("webhooks/quay.built/", "Quay"),
        ("webhooks/boatLift.raised/", "Boat lift"),
        ("webhooks/ping/", "Webhooks"),
    ],
)
def test_a_page_has_its_place_in_the_sidebar(quays: Path, page: str, above: str) -> None:
    html = (quays / page / "index.html").read_text(encoding="utf-8")
    assert _ITEM.findall(html).count("./") == 1
    before = html.partition('<a href="./" class="md-nav__link md-nav__link--active"')[0]
    opened = re.findall(r'for="__nav_[^>]*>\s*<span class="md-nav__icon[^>]*></span>\s*([^<]*?)\s*</label>', before)
    assert opened[-1] == above


def test_the_sidebar_of_an_event_has_its_group_open_and_the_others_closed(quays: Path) -> None:
    links = listed(quays / "webhooks/quay.built/index.html")
    own = [link for link in links if re.search(r"quay\.|boat|ping|^\./$", link)]
    assert own == ["./", "../quay.closed/", "../boatLift.raised/", "../ping/"]
    # a page that is about no event leads to the catalogue alone
    assert not [link for link in listed(quays / "reference/quays/index.html") if "quay.built" in link]


def test_a_group_of_events_has_one_name_everywhere(quays: Path) -> None:
    page = (quays / "webhooks/index.html").read_text(encoding="utf-8")
    assert re.findall(r'class="dg-group"[^>]*>([\w ]+)', page) == ["Quay", "Boat lift", "Other"]
    assert re.findall(r'<option value="(\w+)">([\w ]+)', page) == [("quay", "Quay"), ("boatLift", "Boat lift")]
    assert "text-transform: capitalize" not in next(quays.glob("assets/docgen*.css")).read_text(encoding="utf-8")


def test_a_long_name_may_end_its_line_in_the_sidebar_and_on_the_page(quays: Path) -> None:
    head, _, page = (quays / "webhooks/boatLift.raised/index.html").read_text(encoding="utf-8").partition("<article")
    for part in (head, page):
        assert "boat<wbr>Lift.<wbr>lowered" in part
    assert "quay.<wbr>" not in head + page


def test_where_nothing_is_listed_a_page_leads_on(quays: Path) -> None:
    for name, links in (("deprecations/index.html", 2), ("changelog/promises/index.html", 3)):
        page = (quays / name).read_text(encoding="utf-8").partition('<p class="dg-lede">')[2].partition("</article>")[0]
        assert page.startswith("Nothing is ")
        assert len(re.findall(r'<a [^>]*href="\.\./', page)) == links
    page = (quays / "404.html").read_text(encoding="utf-8").partition(">Sections<")[2]
    assert re.findall(r"<strong>([^<]*)", page)[:3] == ["API reference", "Webhooks", "Changelog"]
