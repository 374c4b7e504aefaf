"""The references of older versions: the pages of each lead to those of the others, and the current one is canonical."""

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from docgen import urls
from docgen.load.project import load
from docgen.model.analysis import Analysis
from docgen.model.files import Files
from docgen.model.project import Project
from docgen.openapi.spec import Operation
from docgen.render import render
from docgen.site.build import build_site
from docgen.sitemap import site
from tests.conftest import REPOSITORY

HARBOUR = REPOSITORY / "tests/other/harbour"
AUGUST = datetime(2026, 8, 1, tzinfo=UTC)


def harbour(*references: str, gone: str = "2026-07") -> Project:
    """Two versions, of which one lacks `GET .../parcels`."""
    project, _ = load(HARBOUR, AUGUST)
    assert project
    pins = []
    for pin in project.pins:
        assert pin.spec
        document: Any = msgspec.json.decode(msgspec.json.encode(pin.spec.document))
        if pin.id == gone:
            del document["paths"][f"/{gone}/parcels"]["get"]
        pins.append(msgspec.structs.replace(pin, spec=msgspec.structs.replace(pin.spec, document=document)))
    config = msgspec.structs.replace(project.config, reference=references)
    return msgspec.structs.replace(project, config=config, pins=tuple(pins))


@pytest.fixture(scope="module")
def files() -> Files:
    return render(Analysis(harbour("2026-04", "2026-07")))


def older(files: Files) -> list[str]:
    return [path for path in files if path.startswith("reference/2026-04/")]


def test_the_current_version_alone_has_a_reference_by_default() -> None:
    assert older(render(Analysis(harbour()))) == []


def test_the_pages_are_those_that_the_project_says(files: Files) -> None:
    known = site(harbour("2026-04")).files
    assert older(files)
    assert set(older(files)) <= known


def test_an_operation_leads_to_itself_in_the_other_version(files: Files) -> None:
    current, old = (
        str(files["reference/parcels/book-parcel.md"]),
        str(files["reference/2026-04/parcels/book-parcel.md"]),
    )
    assert 'Other versions: <a href="../../2026-04/parcels/book-parcel/">' in current
    assert 'Other versions: <a href="../../../parcels/book-parcel/">' in old
    assert "is an older version</strong> (supported)" in old
    assert "/changelog/upgrade/2026-04/2026-07/" in old
    assert 'canonical: "https://docs.harbour-parcel.example/reference/parcels/book-parcel/"' in old


def test_what_the_current_version_lacks_leads_to_its_resource_and_is_canonical_itself(files: Files) -> None:
    old = str(files["reference/2026-04/parcels/list-parcels.md"])
    assert '<a href="../../../parcels/">2026&#45;07</a> (current) (does not have this; its resource)' in old
    assert "canonical:" not in old


def test_the_difference_leads_to_the_older_page(files: Files) -> None:
    assert '<a href="../../2026-04/objects/Booking/">' in str(files["reference/objects/Booking.md"])


def test_links_stay_in_the_version(files: Files) -> None:
    for path in older(files):
        page = re.sub(r'<p class="dg-current">.*?</p>', "", str(files[path]))
        for href in re.findall(r'<a (?:rel="\w+" )?href="([^"]+)"', page):
            target = urls.link_target(href, path if path.endswith("index.md") else path.replace(".md", "/index.md"))
            assert target
            assert not target.startswith("reference/") or target.startswith("reference/2026-04"), (path, href)


def test_programs_and_the_search_read_the_current_version_alone(files: Files) -> None:
    read = [text for path, text in files.items() if not path.startswith("reference/") and "changelog/" not in path]
    assert not [text for text in read if "reference/2026-04" in str(text)]
    assert not [path for path in older(files) if path.endswith(urls.TWIN)]


def test_a_resource_that_is_called_like_a_version_keeps_its_address() -> None:
    operation = msgspec.structs.replace(
        harbour().pins[0].contract.operations()[0], value={"tags": ["V1"], "responses": {}}
    )
    assert isinstance(operation, Operation)
    assert urls.resource_url(operation.resource) == "reference/v1/"
    assert urls.older_reference("v1", [operation]) == "reference/v1~/"
    assert urls.older_reference("objects", []) == "reference/objects~/"


def test_a_version_that_is_not_there_is_found_at_its_line(tmp_path: Path) -> None:
    shutil.copytree(HARBOUR, tmp_path, dirs_exist_ok=True)
    settings = tmp_path / "pyproject.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("[tool.docgen]\n", '[tool.docgen]\nreference = ["2026-05"]\n'), encoding="utf-8")
    _, (finding,) = load(tmp_path, AUGUST)
    assert (finding.id, finding.line) == ("schema-mismatch", text.split("[tool.docgen]\n")[0].count("\n") + 2)
    assert finding.message == "reference[0]: `2026-05` not found; expected the id of a version with a contract"


@pytest.mark.slow
def test_the_site_names_the_version_and_lists_canonical_pages_alone(tmp_path: Path) -> None:
    shutil.copytree(HARBOUR, tmp_path, dirs_exist_ok=True)
    settings = tmp_path / "mkdocs.yml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("readthedocs", "material"), encoding="utf-8")
    built = build_site(tmp_path, Analysis(harbour("2026-04")))
    page = (built / "reference/2026-04/parcels/book-parcel/index.html").read_text(encoding="utf-8")
    assert re.search(r"<title>Book a parcel - .* \(2026-04\)</title>", page)
    canonical = "https://docs.harbour-parcel.example/reference/parcels/book-parcel/"
    assert re.findall(r'<link rel="canonical" href="([^"]+)"', page) == [canonical]
    listed = re.findall(r"reference/2026-04/[^<]*", (built / "sitemap.xml").read_text(encoding="utf-8"))
    assert listed == ["reference/2026-04/parcels/list-parcels/"]
    sidebar = re.findall(r'<a href="([^"]*)" class="md-nav__link', page)
    assert {"../../", "../", "./"} <= set(sidebar)
