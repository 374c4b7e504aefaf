"""What a writer puts under `covers` reaches the change that is meant, and no other."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from docgen.entries.coverage import Aliases, aliases, covering_slugs, level_for, needs_entry, owed, subjects
from docgen.load.config import parse_config
from docgen.load.spec import parse_spec
from docgen.model.change import Change
from docgen.model.pin import Pin, PinText
from docgen.model.project import Project
from docgen.openapi.selectors import find, pointers
from docgen.positions.source import Source
from tests.cases import load_yaml

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = load_yaml((HERE / "coverage.yaml").read_text(encoding="utf-8"))
SPEC = """\
openapi: 3.1.0
info: {title: Widgets, version: "1"}
servers: [{url: https://api.widgets.example}]
paths:
  /widgets:
    get:
      parameters:
        - {name: limit, in: query, schema: {type: integer}}
        - {name: Widget-Trace, in: header, schema: {type: string}}
      responses:
        200: {description: All., headers: {Widget-Age: {schema: {type: integer}}}}
webhooks:
  widget.ready: {post: {responses: {204: {description: Received.}}}}
components:
  parameters:
    Version: {name: Widget-Version, in: header, schema: {type: string}}
  securitySchemes:
    bearer: {type: http, scheme: bearer}
  schemas:
    Error: {type: object, properties: {code: {type: string, enum: [not_found, gone]}}}
    EventName: {type: string, enum: [widget.ready]}
    Hook: {type: object, properties: {events: {type: array, items: {$ref: "#/components/schemas/EventName"}}}}
    Part: {type: object, properties: {colour: {type: string}}}
    Size: {type: object, properties: {width: {type: integer}}}
    State: {type: string, enum: [sold]}
    Widget:
      type: object
      properties:
        id: {type: string}
        colour: {type: string}
        state: {$ref: "#/components/schemas/State"}
        size: {$ref: "#/components/schemas/Size"}
        labels: {type: array, items: {type: object, properties: {text: {type: string}}}}
        maker: {oneOf: [{type: object, properties: {name: {type: string}}}, {type: "null"}]}
"""
CONFIG = """\
[tool.docgen]
api = "Widgets"
site_url = "https://docs.widgets.example/"
feed_authority = "docs.widgets.example,2026"
hosts = ["api.widgets.example"]
errors = {envelope = "Error", code = "code", codes = "Error.code"}
"""


@pytest.fixture(scope="module")
def project() -> Project:
    source = Source("pyproject.toml", CONFIG)
    config, _ = parse_config(source)
    spec, wrong = parse_spec("openapi.yaml", SPEC.encode())
    assert config is not None, wrong
    text = msgspec.convert(load_yaml((HERE.parent / "check/sample/changelog/2026-01-15/pin.yaml").read_text()), PinText)
    pin = Pin("2026-01-15", msgspec.structs.replace(text, released=date(2026, 1, 15)), source, spec)
    return Project(config, source, datetime(2026, 6, 1, tzinfo=UTC), (pin,))


def change(given: dict[str, Any]) -> Change:
    plain = {"level": "info", "polarity": "response", "sites": (), "effects": (), "operations": (), "events": ()}
    return msgspec.convert(plain | {"text": "", "fingerprint": ""} | given, Change)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_covers(case: dict[str, Any], project: Project) -> None:
    given = change(case["change"])
    naming = aliases(project, project.pins[0])
    also, shown = naming.of(given), subjects([given], naming)
    for selectors in case["by"]:
        assert covering_slugs({"": selectors}, given, {"": also}), selectors
        assert all(shown.include(selector) for selector in selectors)
    for selectors in case["not_by"]:
        assert not covering_slugs({"": selectors}, given, {"": also}), selectors


COPIES = {
    "id": "request-property-became-required",
    "level": "breaking",
    "selector": "Widget.id",
    "selectors": ["Widget.id", "Part.id"],
    "milder": {"Part.id": "info"},
    "pointer": "/components/schemas/Widget/properties/id",
    "operations": ["GET /widgets"],
    "events": ["widget.ready"],
    "schemas": ["Size"],
}


@pytest.mark.parametrize(
    ("entries", "left"),
    [
        ([], ["Widget.id", "Part.id"]),
        ([["Widget.id"]], ["Part.id"]),
        ([["Part"]], ["Widget.id"]),
        ([["Widget.id"], ["Part.id"]], []),
        ([["Widget", "Part"]], []),
        ([["GET /widgets", "event widget.ready"]], []),
        ([["GET /widgets"], ["event widget.ready"]], ["Widget.id", "Part.id"]),
        ([["Size"]], ["Widget.id", "Part.id"]),
    ],
)
def test_a_change_is_owed_an_entry_at_each_of_its_places(
    entries: list[list[str]], left: list[str], project: Project
) -> None:
    assert list(owed(entries, change(COPIES), aliases(project, project.pins[0]))) == left


@pytest.mark.parametrize(
    ("selectors", "level"),
    [(["Widget.id"], "breaking"), (["Part"], "info"), (["Part", "Widget"], "breaking"), (["GET /widgets"], "breaking")],
)
def test_a_change_has_the_level_of_the_places_that_an_entry_names(selectors: list[str], level: str) -> None:
    assert level_for(selectors, change(COPIES), Aliases((), frozenset(), frozenset(), {})) == level


def test_a_schema_that_came_with_a_change_is_about_it() -> None:
    shown = subjects([change(COPIES)], Aliases((), frozenset(), frozenset(), {}))
    assert shown.include("Size")
    assert shown.include("Size.width")
    assert not shown.include("Sizes")


@pytest.mark.parametrize(
    "selector",
    ["Widget.labels.text", "Widget.maker.name", "security bearer", "server https://api.widgets.example"],
)
def test_what_the_differ_names_a_writer_can_name(selector: str, project: Project) -> None:
    spec = project.pins[0].spec
    assert spec is not None
    assert selector in pointers(spec, project.config.error_codes)
    pointer = find(spec, selector, project.config.error_codes)
    assert pointer is not None
    assert spec.at(pointer) is not None


def test_a_field_behind_a_reference_has_the_name_of_its_own_schema(project: Project) -> None:
    spec = project.pins[0].spec
    assert spec is not None
    known = pointers(spec, project.config.error_codes)
    assert "Size.width" in known
    assert "Widget.size.width" not in known


@pytest.mark.parametrize(
    ("given", "needed"),
    [
        ({"id": "api-tag-added", "selector": "GET /widgets", "pointer": "/paths/~1widgets/get"}, False),
        ({"id": "api-schema-added", "selector": "Size", "pointer": "/components/schemas/Size"}, False),
        (
            {"id": "api-schema-removed", "selector": "Size", "pointer": "/components/schemas/Size", "events": ["a"]},
            True,
        ),
        ({"id": "endpoint-added", "selector": "GET /a", "pointer": "/paths/~1a/get"}, True),
        ({"id": "api-security-tightened", "selector": "", "pointer": "/security"}, True),
    ],
)
def test_what_nothing_shows_needs_no_entry(given: dict[str, Any], needed: bool) -> None:
    assert needs_entry(change(given)) is needed


def test_an_event_that_only_the_pin_before_had_has_its_name(project: Project) -> None:
    (former,) = project.pins
    without, wrong = parse_spec("openapi.yaml", SPEC.replace("widget.ready: {post", "widget.sold: {post").encode())
    assert without is not None, wrong
    released = msgspec.structs.replace(former.text, released=date(2026, 3, 1))
    later = msgspec.structs.replace(former, id="2026-03-01", spec=without, text=released)
    both = msgspec.structs.replace(project, pins=(former, later))
    gone = change({"id": "response-property-enum-value-removed", "selector": "EventName", "pointer": "/x"})
    gone = msgspec.structs.replace(gone, before="widget.ready")
    assert aliases(both, later).of(gone) == ("event widget.ready", "Hook.events")


@pytest.mark.parametrize(
    ("entries", "slugs"),
    [
        ({"list": ["GET /widgets"], "field": ["Widget.colour"]}, ["field"]),
        ({"list": ["GET /widgets"], "other": ["Size"]}, ["list"]),
        ({"other": ["Size"]}, []),
        ({"schema": ["Widget"], "field": ["Widget.colour"], "list": ["GET /widgets"]}, ["field"]),
        ({"schema": ["Widget"], "list": ["GET /widgets"]}, ["schema"]),
    ],
)
def test_an_entry_that_names_a_change_comes_before_one_that_covers_it(
    entries: dict[str, list[str]], slugs: list[str]
) -> None:
    given = {"id": "response-property-type-changed", "selector": "Widget.colour", "pointer": "/x"}
    affected = change({**given, "operations": ["GET /widgets"]})
    assert covering_slugs(entries, affected, dict.fromkeys(entries, ())) == slugs
