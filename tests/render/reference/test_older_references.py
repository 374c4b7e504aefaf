"""The references of older versions: the pages of each lead to those of the others, and the current one is canonical."""

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from docgen import urls
from docgen.differ.project import changes
from docgen.load.project import load
from docgen.model.analysis import Analysis
from docgen.model.files import Files
from docgen.model.project import Project
from docgen.openapi.resolver import Resolver
from docgen.openapi.spec import Operation, Spec
from docgen.positions.source import Source
from docgen.render import render
from docgen.render.reference.resources import unchanged_schemas
from docgen.site.build import build_site
from docgen.sitemap import site
from tests.conftest import REPOSITORY

HARBOUR = REPOSITORY / "tests/other/harbour"
AUGUST = datetime(2026, 8, 1, tzinfo=UTC)


def harbour(*references: str, gone: str = "2026-07") -> Project:
    """Two versions, both with a Note, and a Receipt of it and a Booking; one lacks `GET .../parcels` and a Ticket."""
    project, _ = load(HARBOUR, AUGUST)
    assert project
    pins = []
    for pin in project.pins:
        assert pin.spec
        document: Any = msgspec.json.decode(msgspec.json.encode(pin.spec.document))
        schemas = document["components"]["schemas"]
        schemas["Note"] = {"type": "object", "properties": {"text": {"type": "string"}}}
        held = {"note": {"$ref": "#/components/schemas/Note"}, "booking": {"$ref": "#/components/schemas/Booking"}}
        if pin.id != gone:
            schemas["Ticket"] = {"type": "object", "properties": {"seat": {"type": "string"}}}
            held["ticket"] = {"$ref": "#/components/schemas/Ticket"}
        schemas["Receipt"] = {"type": "object", "properties": held}
        posted = document["paths"][f"/{pin.id}/parcels"]["post"]
        posted["responses"]["202"] = {
            "description": "Later",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Receipt"}}},
        }
        if pin.id == gone:
            del document["paths"][f"/{gone}/parcels"]["get"]
        pins.append(msgspec.structs.replace(pin, spec=msgspec.structs.replace(pin.spec, document=document)))
    config = msgspec.structs.replace(project.config, reference=references)
    return msgspec.structs.replace(project, config=config, pins=tuple(pins))


@pytest.fixture(scope="module")
def files() -> Files:
    project = harbour("2026-04", "2026-07")
    return render(Analysis(project, changes=changes(project)))


def older(files: Files) -> list[str]:
    return [path for path in files if path.startswith("reference/2026-04/")]


def test_the_current_version_alone_has_a_reference_by_default() -> None:
    assert older(render(Analysis(harbour()))) == []


def test_the_pages_are_those_that_the_project_says(files: Files) -> None:
    known = site(harbour("2026-04")).files
    assert older(files)
    assert set(older(files)) == {path for path in known if path.startswith("reference/2026-04/")}


def test_an_operation_leads_to_itself_in_the_other_version(files: Files) -> None:
    current, old = (
        str(files["reference/parcels/book-parcel.md"]),
        str(files["reference/2026-04/parcels/book-parcel.md"]),
    )
    assert 'Other versions: <a href="../../2026-04/parcels/book-parcel/">' in current
    assert 'Other versions: <a href="../../../parcels/book-parcel/">' in old
    assert "is an older version</strong> (supported)" in old
    assert "<strong>Changed since:</strong> removed the optional field <code>ticket</code>" in old
    assert "/changelog/upgrade/2026-04/2026-07/" in old
    assert 'canonical: "https://docs.harbour-parcel.example/reference/parcels/book-parcel/"' in old


def test_what_the_current_version_lacks_leads_to_its_resource_and_is_canonical_itself(files: Files) -> None:
    old = str(files["reference/2026-04/parcels/list-parcels.md"])
    assert '<a href="../../../parcels/">2026&#45;07</a> (current) (not there&#59; leads to its resource)' in old
    assert "canonical:" not in old


def test_the_difference_leads_to_the_older_page(files: Files) -> None:
    box = re.search(r'<div class="dg-differs">.*?</div>', str(files["reference/parcels/book-parcel.md"]))
    assert box
    assert '<a href="../../2026-04/parcels/book-parcel/">this page in 2026&#45;04</a>' in box[0]


def test_an_object_that_differs_is_shown_on_the_page_of_its_resource(files: Files) -> None:
    current, old = str(files["reference/objects/Booking.md"]), str(files["reference/2026-04/parcels.md"])
    assert 'Other versions: <a href="../../2026-04/parcels/#object/Booking">2026&#45;04</a>&#46;' in current
    assert '<li id="object/Booking">' in old
    assert '<a class="dg-small" href="../../objects/Booking/">2026&#45;07</a>' in old
    assert "weight&#95;lb" in old
    assert 'href="../../parcels/#object/Booking"' in str(files["reference/2026-04/parcels/book-parcel.md"])


def test_an_object_that_is_the_same_leads_to_the_current_page(files: Files) -> None:
    assert '<li id="object/Note"><a href="../../objects/Note/">' in str(files["reference/2026-04/parcels.md"])
    assert 'href="../../../objects/Note/"' in str(files["reference/2026-04/parcels/book-parcel.md"])
    same = '<a href="../../2026-04/parcels/">2026&#45;04</a> (the same there&#59; leads to its resource)&#46;'
    assert same in str(files["reference/objects/Note.md"])


def test_an_object_that_refers_to_one_that_differs_is_shown_too(files: Files) -> None:
    old = str(files["reference/2026-04/parcels.md"])
    assert '<li id="object/Receipt">' in old
    assert '<a href="./#object/Booking">Booking</a>' in old


def resolver(schemas: dict[str, Any], version: str = "3.1.0") -> Resolver:
    return Resolver(Spec(Source("", ""), {"openapi": version, "components": {"schemas": schemas}}))


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ({}, {"Outer", "Inner", "Other", "Circle"}),
        ({"Inner": {"type": "string"}}, {"Other"}),
        ({"Other": {"default": True}}, {"Outer", "Inner", "Circle"}),
        ({"Outer": None}, {"Inner", "Other"}),
    ],
)
def test_what_is_unchanged_is_so_with_all_that_it_refers_to(other: dict[str, Any], same: set[str]) -> None:
    schemas = {
        "Outer": {"allOf": [{"$ref": "#/components/schemas/Circle"}]},
        "Circle": {"items": {"$ref": "#/components/schemas/Outer"}, "not": {"$ref": "#/components/schemas/Inner"}},
        "Inner": {"type": "integer"},
        "Other": {"default": 1},
    }
    assert unchanged_schemas(resolver(schemas), resolver(schemas | other)) == same


def test_the_same_text_in_another_form_of_openapi_is_not_the_same() -> None:
    assert unchanged_schemas(resolver({"One": {}}), resolver({"One": {}}, "3.0.3")) == set()


def test_an_object_that_the_current_version_lacks_leads_nowhere(files: Files) -> None:
    of_ticket = str(files["reference/2026-04/parcels.md"]).partition('id="object/Ticket"')[2].partition("</div>")[0]
    assert "<code>Ticket</code>" in of_ticket
    assert "href" not in of_ticket


def test_links_stay_in_the_version_or_lead_to_an_object_that_is_the_same(files: Files) -> None:
    for path in older(files):
        page = re.sub(r'<p class="dg-current">.*?</p>|<a class="dg-small" .*?</a>', "", str(files[path]))
        for href in re.findall(r'<a (?:rel="\w+" )?href="([^"]+)"', page):
            target = urls.link_target(href, path if path.endswith("index.md") else path.replace(".md", "/index.md"))
            assert target
            inside = target.startswith("reference/2026-04")
            same = target in {"reference/objects/Note", "reference/parcels#object/Service"}
            assert inside or same or not target.startswith("reference/"), (path, href)


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
    text = settings.read_text(encoding="utf-8").replace("readthedocs", "material")
    forge = "repo_url: https://forge.example/\nedit_uri: edit/main/docs/\n"
    settings.write_text(f"{text}{forge}", encoding="utf-8")
    built = build_site(tmp_path, Analysis(harbour("2026-04")))
    page = (built / "reference/2026-04/parcels/book-parcel/index.html").read_text(encoding="utf-8")
    assert re.search(r"<title>Book a parcel - .* \(2026-04\)</title>", page)
    canonical = "https://docs.harbour-parcel.example/reference/parcels/book-parcel/"
    assert re.findall(r'<link rel="canonical" href="([^"]+)"', page) == [canonical]
    listed = re.findall(r"reference/2026-04/[^<]*", (built / "sitemap.xml").read_text(encoding="utf-8"))
    assert listed == ["reference/2026-04/parcels/list-parcels/"]
    assert 'href="https://forge.example/edit/main/changelog/2026-04/openapi.yaml"' in page
    newest = (built / "reference/parcels/book-parcel/index.html").read_text(encoding="utf-8")
    assert 'href="https://forge.example/edit/main/changelog/2026-07/openapi.yaml"' in newest
    sidebar = re.findall(r'<a href="([^"]*)" class="md-nav__link', page)
    # the index of the version, the resource, and its operations
    assert {"../../", "../", "./", "../list-parcels/", "../get-parcel/"} <= set(sidebar)
    assert "This page describes 2026-04, an older version; the site describes" in page
    assert "This site describes" in newest
