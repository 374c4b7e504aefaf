"""The pages of the reference: every operation and object has one place, every link leads to one, and pins are told."""

import copy
import gzip
import json
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import markdown
import msgspec
import pytest

from docgen import urls
from docgen.differ.project import changes
from docgen.load.project import load
from docgen.load.spec import parse_spec
from docgen.model.analysis import Analysis
from docgen.model.files import Files
from docgen.model.project import Project
from docgen.render import render
from docgen.render.page import MARKDOWN_EXTENSIONS
from docgen.render.publication import Publication
from docgen.render.reference.resources import PageTargets

ROOT = Path(__file__).parents[3]
HARBOUR = ROOT / "tests/other/harbour"
REAL = Path(os.environ.get("DOCGEN_DATA") or ROOT.parent / "shared" / "data") / "real"
AUGUST = datetime(2026, 8, 1, tzinfo=UTC)
LARGEST = 330_000  # bytes of the content of a page: with the frame of a theme and its navigation no page has 400 KB
pytestmark = pytest.mark.slow


class Page(HTMLParser):
    """The ids, the links and the attributes of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.names: set[str] = set()
        self.open_links = 0
        self.nested = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.names |= attributes.keys()
        if attributes.get("id"):
            self.ids.append(str(attributes["id"]))
        if tag == "a":
            self.links.append(str(attributes.get("href")))
            self.nested |= self.open_links > 0
            self.open_links += 1

    def handle_endtag(self, tag: str) -> None:
        self.open_links -= tag == "a"


def loaded(root: Path) -> Project:
    project, findings = load(root, AUGUST)
    assert project is not None
    assert findings == ()
    return project


def of_real(name: str) -> Project:
    """The second project with the contract of a vendor in place of its own."""
    path = next((REAL / name).glob("new.*.gz"))
    spec, findings = parse_spec(path.stem, gzip.decompress(path.read_bytes()))
    assert spec is not None, findings
    project = loaded(HARBOUR)
    pin = msgspec.structs.replace(project.pins[-1], spec=spec)
    return msgspec.structs.replace(project, pins=(pin,), entries=(), errors=(), redirects=())


PROJECTS = ["aurous", "harbour", *(sorted(path.name for path in REAL.iterdir()) if REAL.is_dir() else ())]


@pytest.fixture(scope="module", params=PROJECTS)
def project(request: pytest.FixtureRequest) -> Project:
    own = {"aurous": ROOT, "harbour": HARBOUR}
    return loaded(own[request.param]) if request.param in own else of_real(request.param)


@pytest.fixture(scope="module")
def pages(project: Project) -> dict[str, Page]:
    files = render(Analysis(project, (), changes(project)))
    return dict(parsed(files))


def parsed(files: Files) -> Iterator[tuple[str, Page]]:
    for path, content in files.items():
        if path.startswith(urls.REFERENCE) and path.endswith(".md"):
            html = markdown.markdown(str(content).split("---", 2)[2], extensions=[*MARKDOWN_EXTENSIONS, "toc"])
            assert len(html.encode()) < LARGEST, (path, len(html.encode()))
            yield urls.page_url(path), Page(html)


def test_every_operation_has_its_page_and_the_anchor_that_it_had_in_the_list_of_its_resource(
    project: Project, pages: dict[str, Page]
) -> None:
    spec = project.current.spec if project.current else None
    assert spec is not None
    for operation in spec.operations():
        resource = pages[urls.resource_url(operation.resource)]
        assert resource.ids.count(urls.name_anchor(operation.name)) == 1
    assert set(urls.operation_urls(spec.operations()).values()) <= set(pages)


def test_ids_are_unique(pages: dict[str, Page]) -> None:
    for url, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), url


def test_links_between_pages_of_the_reference_lead_somewhere(pages: dict[str, Page]) -> None:
    lost = []
    for url, page in pages.items():
        for link in page.links:
            target = urlsplit(urljoin(f"https://x.example/{url}", link))
            path = target.path.lstrip("/")
            if target.netloc == "x.example" and path.startswith(urls.REFERENCE):
                there = pages.get(path)
                if there is None or (target.fragment and unquote(target.fragment) not in there.ids):
                    lost.append((url, link))
    assert lost == []


def test_a_strict_policy_holds_and_no_link_is_in_another(pages: dict[str, Page]) -> None:
    for url, page in pages.items():
        assert not {name for name in page.names if name == "style" or name.startswith("on")}, url
        assert not page.nested, url


def test_every_schema_that_has_a_target_is_there(project: Project, pages: dict[str, Page]) -> None:
    publication = Publication(Analysis(project))
    spec = project.current.spec if project.current else None
    assert spec is not None
    for name in spec.schemas():
        selectors = [name, *(f"{name}.{field}" for field in spec.resolve(spec.schemas()[name]).get("properties") or ())]
        for found in filter(None, map(publication.url_of, selectors)):
            url, _, anchor = found.partition("#")
            assert not anchor or anchor in pages[url].ids, found


@pytest.fixture(scope="module")
def harbour() -> Files:
    project = loaded(HARBOUR)
    return render(Analysis(project, (), changes(project)))


def words(files: Files, path: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", str(files[path]))).split())


def test_a_field_and_an_operation_say_since_when(harbour: Files) -> None:
    parcels = words(harbour, "reference/parcels/book-parcel.md")
    assert "weight_g integer required since 2026-07" in parcels
    assert "since 2026-04" not in parcels


def test_an_operation_says_in_which_pin_it_differs(harbour: Files) -> None:
    parcels = str(harbour["reference/parcels/book-parcel.md"])
    assert f'href="../../../{urls.upgrade_url("2026-04", "2026-07")}"' in parcels
    assert "Differs in 2026-04. Since then:" in words(harbour, "reference/parcels/book-parcel.md")


def test_an_operation_links_its_codes_and_its_entries(harbour: Files) -> None:
    parcels = str(harbour["reference/parcels/list-parcels.md"])
    assert 'href="../../../errors/1429.html"' in parcels
    assert 'href="../../../changelog/2026-07/parcels-can-return/"' in parcels


def test_an_entry_links_the_parts_that_it_is_about_to_where_they_are_shown(harbour: Files) -> None:
    entry = str(harbour["changelog/2026-07/weight-in-grams.md"])
    for page in ("objects/Parcel/#field/weight_g", "objects/Booking/#field/weight_g", "parcels/book-parcel/"):
        assert f'href="../../../reference/{page}"' in entry


def test_a_callback_says_what_is_sent_and_what_may_be_answered() -> None:
    project = loaded(HARBOUR)
    spec = project.pins[-1].spec
    assert spec is not None
    document = copy.deepcopy(spec.document)
    document["paths"]["/2026-07/parcels"]["post"]["callbacks"] = {
        "onDelivered": {
            "{$request.body#/notify}": {
                "post": {
                    "description": "The parcel is at its door.",
                    "requestBody": {
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Parcel"}}}
                    },
                    "responses": {"202": {"description": "accepted."}, "204": {"description": "Heard."}},
                }
            },
            "x-note": "no address",
        }
    }
    pin = msgspec.structs.replace(project.pins[-1], spec=msgspec.structs.replace(spec, document=document))
    project = msgspec.structs.replace(project, pins=(*project.pins[:-1], pin))
    assert Publication(Analysis(project)).url_of("event onDelivered") == "reference/parcels/book-parcel/"
    files = render(Analysis(project))
    page, twin = (
        words(files, "reference/parcels/book-parcel.md"),
        words(files, "reference/parcels/book-parcel/index.md.txt"),
    )
    expected = "onDelivered POST {$request.body#/notify} The parcel is at its door. Parcel application/json id string"
    assert expected in page
    assert "202 Accepted 204 No Content Heard." in page
    assert "**`onDelivered`**: POST `{$request.body#/notify}` The parcel is at its door." in twin
    assert "Responses that the API expects: - 202 Accepted - 204 No Content: Heard." in twin
    assert "x-note" not in page


def test_a_stream_and_a_media_type_elsewhere_are_described_by_their_schemas() -> None:
    project = loaded(HARBOUR)
    spec = project.pins[-1].spec
    assert spec is not None
    document = copy.deepcopy(spec.document)
    part = {"schema": {"type": "object", "properties": {"dock": {"type": "string", "example": "D-7"}}}}
    document["components"]["mediaTypes"] = {"Dock": part}
    document["paths"]["/2026-07/parcels"]["post"]["responses"] = {
        "200": {"description": "All.", "content": {"application/jsonl": {"itemSchema": {"properties": {"tide": {}}}}}},
        "202": {"description": "Later.", "content": {"application/json": {"$ref": "#/components/mediaTypes/Dock"}}},
    }
    pin = msgspec.structs.replace(project.pins[-1], spec=msgspec.structs.replace(spec, document=document))
    files = render(Analysis(msgspec.structs.replace(project, pins=(*project.pins[:-1], pin))))
    page = words(files, "reference/parcels/book-parcel.md")
    assert "application/jsonl tide" in page
    assert "application/json dock string" in page
    assert '"dock": "D-7"' in page


GROUPED = """
openapi: 3.1.0
info: {title: Lighthouses, version: "1"}
x-tagGroups:
  - {name: At sea, tags: [Buoy, Nowhere]}
  - {name: On land, tags: [KeeperRota, Buoy]}
  - {tags: [Lamp]}
tags:
  - {name: Lamp, description: "Lights.\\n\\n## Bulbs\\n\\nLast long."}
  - {name: KeeperRota, x-displayName: Keepers}
  - {name: Buoy}
paths:
  /lamps: {get: {tags: [Lamp], summary: Show all, responses: {"200": {$ref: "#/components/responses/Ok"}}}}
  /rota: {get: {tags: [KeeperRota], summary: Show all, responses: {"204": {description: OK}}}}
  /buoys:
    get: {tags: [Buoy], summary: All buoys, responses: {"200": {$ref: "#/components/responses/Ok"}}}
    post:
      tags: [Buoy]
      summary: Add a buoy
      x-codeSamples: [{lang: Shell, label: cURL, source: buoyctl add}, {lang: Ruby, source: Buoy.add}]
      requestBody: {content: {application/json: {schema: {properties: {buoy: {$ref: "#/components/schemas/New"}}}}}}
      responses: {"409": {description: Taken}, "200": {$ref: "#/components/responses/Ok"}}
components:
  responses:
    Ok: {description: OK, content: {application/json: {schema: {$ref: "#/components/schemas/Buoy"}}}}
  schemas:
    Colour: {type: string, enum: [red, green], description: How it is painted.}
    New:
      required: [name, mooring]
      properties:
        name: {type: string}
        mooring: {required: [d, c, b, a], properties: {a: {}, b: {}, c: {}, d: {}, e: {}}}
        lamp: {properties: {colour: {}}}
    Colours: {type: array, items: {$ref: "#/components/schemas/Colour"}}
    Buoy:
      type: object
      properties:
        colour: {$ref: "#/components/schemas/Colour"}
        past: {$ref: "#/components/schemas/Colours"}
        place: {required: [lat], properties: {lat: {}, long: {}}}
"""


@pytest.fixture(scope="module")
def grouped() -> Files:
    return rendered(GROUPED)


def rendered(contract: str) -> Files:
    spec, _ = parse_spec("openapi.yaml", contract.encode())
    project = loaded(HARBOUR)
    pin = msgspec.structs.replace(project.pins[-1], spec=spec)
    return render(Analysis(msgspec.structs.replace(project, pins=(pin,), entries=(), errors=(), redirects=())))


def test_resources_are_in_the_groups_of_their_tags_and_those_of_none_come_last(grouped: Files) -> None:
    index = str(grouped["reference/index.md"])
    assert re.findall(r"<h[34][^>]*>(?:<a [^>]*>)?([^<]*)", index) == [
        "At sea",
        "Buoy",
        "On land",
        "Keepers",
        "Other",
        "Lamp",
    ]
    assert 'href="keeperrota/"' in index
    assert words(grouped, "reference/keeperrota.md").startswith('--- title: "Keepers"')
    assert "[Keepers](" in str(grouped["llms.txt"])
    assert "#### [Keepers](" in str(grouped["reference/index.md.txt"])


def test_the_reference_begins_with_its_resources_and_how_many_operations_each_has(grouped: Files) -> None:
    for name in ("reference/index.md", "reference/index.md.txt"):
        index = str(grouped[name])
        assert re.findall("(?m)^## (.*)", index)[0] == "Resources"
        assert "1 operation" in words(grouped, name).partition("## Contract")[0]


def test_a_tag_that_is_a_programmers_name_is_words_on_every_page_and_its_address_stays() -> None:
    files = rendered("""\
openapi: 3.1.0
info: {title: Berths, version: "1"}
tags: [{name: pilot_boats, description: The boats of pilots.}]
paths:
  /boats: {get: {tags: [pilot_boats], operationId: listBoats, responses: {"204": {description: OK}}}}
""")
    assert words(files, "reference/pilot_boats.md").startswith('--- title: "Pilot boats"')
    for name in ("index.md", "pilot_boats/list-boats.md", "pilot_boats/index.md.txt"):
        assert "Pilot boats" in str(files[f"reference/{name}"])
    assert "[Pilot boats](" in str(files["llms.txt"])


def test_a_resource_begins_with_its_operations_below_the_first_paragraph_of_its_tag(grouped: Files) -> None:
    for path in ("reference/lamp.md", "reference/lamp/index.md.txt"):
        text = words(grouped, path).partition("# Lamp")[2]
        parts = ("Lights", "## Operations", "## About", "Bulbs", "Last long")
        assert [text.index(part) for part in parts] == sorted(text.index(part) for part in parts), path


def test_a_schema_without_fields_is_shown_with_its_resource_and_its_old_address_leads_there(grouped: Files) -> None:
    assert "reference/objects/Colour.md" not in grouped
    page = unescape(str(grouped["reference/buoy.md"]))
    assert '<li id="object/Colour">' in page
    assert "green" in page
    assert 'content="0; url=../../buoy/#object/Colour"' in str(grouped["reference/objects/Colour/index.html"])
    assert "reference/buoy/index.md)" in str(grouped["reference/objects/Colours/index.md.txt"])
    assert "array of string" in words(grouped, "reference/objects/Buoy.md")


def test_an_object_shows_an_example_and_belongs_to_the_resource_of_its_name(grouped: Files) -> None:
    for path in ("reference/objects/Buoy.md", "reference/objects/Buoy/index.md.txt"):
        assert '"colour": "red"' in str(grouped[path])
    assert '<a href="../../buoy/">Buoy</a>' in str(grouped["reference/objects/Buoy.md"])


def test_what_is_folded_says_what_it_requires_and_what_a_body_consists_of_alone_is_open(grouped: Files) -> None:
    page = str(grouped["reference/buoy/post-buoys.md"])
    folded = [unescape(re.sub("<[^>]+>", "", found)) for found in re.findall(r"<summary>(.*?)</summary>", page)]
    assert folded[:3] == [
        "3 fields required: name, mooring.a, mooring.b, mooring.c and 1 more",
        "5 fields required: a, b, c, d",
        "1 field",
    ]
    opened = [" open>" in found for found in re.findall(r'<details class="dg-inner".*?>', page)]
    assert opened == [True, False, False, False]
    assert folded[-1] == "2 fields", "what is answered requires nothing of the reader"
    assert page.index("200 OK") < page.index("409 Conflict"), "success comes first"
    assert "3 fields" not in str(grouped["reference/buoy/post-buoys/index.md.txt"])


def test_a_sample_of_the_contract_takes_the_place_of_the_one_of_its_label(grouped: Files) -> None:
    page, twin = str(grouped["reference/buoy/post-buoys.md"]), str(grouped["reference/buoy/post-buoys/index.md.txt"])
    labels = ["cURL", "Python", "JavaScript", "Ruby"]
    assert re.findall(r'name="sample" id="sample-\d" value="(.*?)"', page) == labels
    assert re.findall(r"^\*\*(.*)\*\*\n\n```", twin, re.M) == labels
    assert "buoyctl add" in page


def test_a_description_does_not_repeat_the_status_before_it() -> None:
    files = rendered("""
openapi: 3.1.0
paths:
  /berths:
    post:
      responses:
        "200": {description: OK, content: {application/json: {schema: {properties: {id: {type: string}}}}}}
        "201": {description: Created}
        "401": {description: "401 Unauthorized - a key is missing."}
        "404": {description: Not found., content: {application/json: {schema: {type: string}}}}
        "409": {description: Conflicting berth}
        "422": {description: Unprocessable entity}
        "5XX": {description: Bad Gateway}
""")
    page, twin = (words(files, f"reference/berths/post-berths{end}") for end in (".md", "/index.md.txt"))
    assert (
        "200 OK object application/json id string 201 Created 401 Unauthorized A key is missing. 404 Not Found string "
        "409 Conflict Conflicting berth 422 Unprocessable Content 5XX Bad Gateway"
    ) in page
    assert (
        "**201 Created** **401 Unauthorized**: A key is missing. **404 Not Found**, string "
        "**409 Conflict**: Conflicting berth **422 Unprocessable Content** **5XX**: Bad Gateway"
    ) in twin
    assert "OK OK" not in page + twin.replace("*", "")


def test_the_other_examples_that_a_contract_names_are_folded() -> None:
    files = rendered("""
openapi: 3.1.0
paths:
  /berths:
    post:
      requestBody:
        content:
          application/json: {examples: {short: {value: {days: 1}}, long: {summary: All summer, value: {days: 90}}}}
      responses: {"200": {description: Booked, content: {application/json: {examples: {short: {value: {id: 7}}}}}}}
""")
    page = words(files, "reference/berths/post-berths.md")
    assert '1 more example Request: All summer ```text { "days": 90 } ```' in page


def test_pages_of_one_title_have_titles_of_their_own_in_the_browser(grouped: Files) -> None:
    longer = {
        path: found[1] for path, text in grouped.items() if (found := re.search('browser_title: "(.*)"', str(text)))
    }
    assert longer == {
        "reference/lamp/get-lamps.md": "Show all (Lamp, GET /lamps)",
        "reference/keeperrota/get-rota.md": "Show all (Keepers, GET /rota)",
        "reference/buoy.md": "Buoy (resource)",
        "reference/objects/Buoy.md": "Buoy (object)",
    }


@pytest.mark.parametrize(
    ("selector", "target"),
    [
        ("Parcel", "reference/objects/Parcel/"),
        ("Parcel.status", "reference/objects/Parcel/#field/status"),
        ("Parcel.dimensions.width_mm", "reference/objects/Parcel/#field/dimensions"),
        ("header X-Harbour-Version", "reference/parcels/list-parcels/"),
        ("security key", "reference/#security/key"),
        ("GET /2026-07/parcels/{id}", "reference/parcels/get-parcel/"),
        ("error 1429", "errors/1429.html"),
        ("Nothing.at.all", None),
        ("GET /nowhere", None),
    ],
)
def test_a_selector_has_its_target(selector: str, target: str | None) -> None:
    assert Publication(Analysis(loaded(HARBOUR))).url_of(selector) == target


def test_a_field_of_a_component_that_refers_to_nothing_has_no_target() -> None:
    project = loaded(HARBOUR)
    spec = project.pins[-1].spec
    assert spec
    lost = {name: {"$ref": f"#/components/{ref}"} for name, ref in (("Lost", "schemas/None"), ("Other", "links/None"))}
    document = {**spec.document, "components": {"schemas": {**spec.schemas(), **lost}}}
    targets = PageTargets(msgspec.structs.replace(spec, document=document))
    assert targets.url_of("Lost.field") is targets.url_of("Other.field") is None


def test_a_schema_is_among_the_objects_of_a_resource_that_uses_it() -> None:
    """The one of its name comes first, also where another is nearer, but not where it does not use the schema."""

    def answer(name: str) -> dict[str, object]:
        content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}
        return {"get": {"responses": {"200": {"description": "OK", "content": content}}}}

    named = {"Fees": {}, "Ships": {"ship": {"$ref": "#/components/schemas/Ship"}}, "Ship": {}}
    schemas = {name: {"properties": {"id": {"type": "string"}, **inner}} for name, inner in named.items()}
    paths = {"/fees": {"get": {"responses": {"204": {"description": "OK"}}}}, "/events": answer("Fees")}
    paths |= {"/ship": answer("Ships"), "/event": answer("Ship")}
    document = {"openapi": "3.1.0", "info": {"title": "Bay", "version": "1"}, "paths": paths}
    spec, _ = parse_spec("bay.json", json.dumps({**document, "components": {"schemas": schemas}}).encode())
    assert spec
    owners = {name: resource.name for resource in PageTargets(spec).resources for name in resource.schemas}
    assert owners == {"Fees": "Events", "Ship": "Ship", "Ships": "Ship"}


def test_a_contract_without_operations_has_no_reference() -> None:
    project = loaded(HARBOUR)
    spec = project.pins[-1].spec
    assert spec is not None
    empty = msgspec.structs.replace(spec, document={**spec.document, "paths": {}})
    pin = msgspec.structs.replace(project.pins[-1], spec=empty)
    files = render(Analysis(msgspec.structs.replace(project, pins=(pin,))))
    assert not [path for path in files if path.startswith(urls.REFERENCE)]
