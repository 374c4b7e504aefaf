"""The navigation of a large reference: each page has its resource open, and none repeats the whole contract."""

import json
import re
from pathlib import Path

import pytest

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
