"""The JSON Schema of an event takes the payloads of that event and no others, in two validators as it is."""

import copy
import gzip
import json
import os
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
import msgspec
import pytest

from docgen.load.project import load
from docgen.load.spec import parse_spec
from docgen.model.analysis import Analysis
from docgen.model.claim import Claim
from docgen.model.config import Config
from docgen.model.files import Files
from docgen.model.pin import Pin
from docgen.openapi.pointers import parse_pointer, pointer_of, value_at
from docgen.openapi.spec import Spec
from docgen.positions.source import Source
from docgen.prove import prove
from docgen.render import render
from docgen.render.event_payloads import EventPayloads
from docgen.render.event_views import EventView
from tests.cases import load_yaml
from tests.conftest import REPOSITORY

CASES: list[dict[str, Any]] = load_yaml(Path(__file__).with_name("event_schemas.yaml").read_text(encoding="utf-8"))
REAL = Path(os.environ.get("DOCGEN_DATA") or REPOSITORY.parent / "shared" / "data") / "real"
CONFIG = Config(api="T", site_url="https://docs.example.com/", feed_authority="docs.example.com,2026", hosts=("x",))
STATUSES = ("components", "schemas", "Generation", "properties", "status", "enum")
SITE = "https://docs.aurous-labs.com/"
Json = Any


def references(node: Json) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(ref := node.get("$ref"), str):
            yield ref
        for child in node.values():
            yield from references(child)
    elif isinstance(node, list):
        for child in node:
            yield from references(child)


def validators(schema: Json) -> list[Callable[[Json], bool]]:
    """Two validators for a schema that is valid, and has all that it refers to."""
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    refs = [*references(schema)]
    assert [ref for ref in refs if ref[:8] != "#/$defs/" or value_at(schema, pointer_of(ref)) is None] == []
    assert jsonschema_rs.meta.is_valid(schema)
    return [jsonschema.Draft202012Validator(schema).is_valid, jsonschema_rs.Draft202012Validator(schema).is_valid]


def payloads(spec: Spec, *claims: Json) -> EventPayloads:
    return EventPayloads(spec, CONFIG, [msgspec.convert(claim, Claim) for claim in claims])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_a_schema_takes_the_payloads_of_its_event_alone(case: dict[str, Any]) -> None:
    examples = case.get("examples", {})
    webhooks = {
        key: {"post": {"requestBody": {"content": {"application/json": {"schema": schema} | example}}, "responses": {}}}
        for key, schema in case.get("webhooks", {}).items()
        for example in ({"example": examples[key]} if key in examples else {},)
    }
    webhooks |= case.get("items", {})
    document = {"openapi": case.get("openapi", "3.1.0"), "components": {"schemas": case["schemas"]}}
    plain = Spec(Source("api.json", ""), document | ({"webhooks": webhooks} if webhooks else {}))
    spec = plain.with_payload_events(case.get("payloads", ()))
    before = copy.deepcopy(spec.document)
    found = payloads(spec, *case.get("claims", ()))
    for event in case["event"] if isinstance(case["event"], list) else [case["event"]]:
        takes_its_own(case, found, event)
    assert spec.document == before


def takes_its_own(case: dict[str, Any], found: EventPayloads, event: str) -> None:
    schema = found.json_schema(event, "https://docs.example.com/schema.json")
    if "accepts" not in case:
        assert (schema, found.example(event)) == (None, None)
        return
    assert schema is not None
    assert schema["$id"] == "https://docs.example.com/schema.json"
    if "name_at" in case:
        assert found.name_at(event) == (tuple(case["name_at"]) if case["name_at"] else None)
    for is_valid in validators(schema):
        assert [value for value in (*case["accepts"], found.example(event)) if not is_valid(value)] == []
        assert [value for value in case["refuses"] if is_valid(value)] == []
    for pointer, part in case.get("has", {}).items():
        assert value_at(schema, parse_pointer(pointer)) == part, pointer


@pytest.mark.slow
def test_the_type_is_that_of_the_event_beside_more_fields_than_can_be_listed() -> None:
    many = {
        f"f{n}": {"type": "object", "properties": {f"g{m}": {"type": "string"} for m in range(80)}} for n in range(80)
    }
    schema = {"type": "object", "properties": {"type": {"enum": ["a.b", "a.c"]}, **many}}
    webhook = {"post": {"requestBody": {"content": {"application/json": {"schema": schema}}}, "responses": {}}}
    spec = Spec(Source("api.json", ""), {"openapi": "3.1.0", "webhooks": {"a.b": webhook, "a.c": webhook}})
    found = payloads(spec).json_schema("a.b", "https://docs.example.com/schema.json")
    assert found
    assert found["properties"]["type"] == {"const": "a.b"}


@pytest.fixture(scope="module")
def aurous() -> tuple[Spec, Files]:
    project, _ = load(REPOSITORY, datetime(2026, 6, 1, tzinfo=UTC))
    assert project
    assert project.current
    assert project.current.spec
    return project.current.spec, render(Analysis(project, prove(project)))


def published(files: Files) -> dict[str, Json]:
    listed = json.loads(files["events.json"])["events"]
    urls = {event["name"]: event["json_schemas"][0]["url"] for event in listed if event["json_schemas"]}
    return {name: (url, json.loads(files[url.removeprefix(SITE)])) for name, url in urls.items()}


def test_an_event_has_its_schema_under_its_id_wherever_it_is_named(aurous: tuple[Spec, Files]) -> None:
    spec, files = aurous
    found = published(files)
    assert [*found] == [*spec.events()]
    for name, (url, schema) in found.items():
        assert schema["$id"] == url == f"{SITE}webhooks/{name}/2026-05-15.schema.json"
        assert f'href="{url.rpartition("/")[2]}"' in files[f"webhooks/{name}.md"]
        assert url in files[f"webhooks/{name}/index.md.txt"]
        assert f"([JSON Schema]({url}))" in files["llms.txt"]


def test_a_payload_of_another_event_or_with_a_reserved_status_or_without_a_field_is_refused(
    aurous: tuple[Spec, Files],
) -> None:
    spec, files = aurous
    found = published(files)
    for name, (_, schema) in found.items():
        media = spec.webhook(name).child("post", "requestBody", "content", "application/json")
        examples = [example["value"] for example in media.value["examples"].values()]
        wrong = [{**example, "type": other} for example in examples for other in found if other != name]
        for example in examples:
            wrong += [{key: value for key, value in example.items() if key != left} for left in schema["required"]]
            if "status" in example["data"]:
                others = {*spec.at(STATUSES)} - {example["data"]["status"]}
                wrong += [{**example, "data": {**example["data"], "status": other}} for other in others]
        for is_valid in validators(schema):
            assert examples
            assert all(map(is_valid, examples))
            assert [value for value in wrong if is_valid(value)] == []


def test_each_pin_has_its_own_schema_by_the_claims_up_to_it(aurous: tuple[Spec, Files]) -> None:
    project, _ = load(REPOSITORY, datetime(2026, 6, 1, tzinfo=UTC))
    assert project
    (pin,) = project.pins
    text = msgspec.structs.replace(pin.text, released=date(2026, 5, 1))
    earlier = msgspec.structs.replace(pin, id="2026-05-01", text=text)
    both = msgspec.structs.replace(project, pins=(earlier, pin))
    files = render(Analysis(both, prove(both)))
    listed = next(one for one in json.loads(files["events.json"])["events"] if one["name"] == "image.completed")
    assert [schema["pin"] for schema in listed["json_schemas"]] == ["2026-05-15", "2026-05-01"]
    now, then = (json.loads(files[one["url"].removeprefix(SITE)]) for one in listed["json_schemas"])
    status = now["properties"]["data"]["properties"]["status"]
    assert status["const"] == "succeeded"
    assert "expired" in json.dumps(then), "no claim of that day says otherwise"


def test_an_event_that_is_named_by_its_key_no_more_is_not_gone() -> None:
    project, _ = load(REPOSITORY, datetime(2026, 6, 1, tzinfo=UTC))
    assert project
    (pin,) = project.pins
    assert pin.spec
    webhook = pin.spec.document["webhooks"]["image.completed"]
    unnamed, named = copy.deepcopy(webhook), copy.deepcopy(webhook)
    for item, schema in ((unnamed, {}), (named, {"properties": {"type": {"const": "image.completed"}}})):
        item["post"]["requestBody"]["content"]["application/json"] = {"schema": schema}
    text = msgspec.structs.replace(pin.text, released=date(2026, 5, 1))
    earlier = msgspec.structs.replace(with_webhook(pin, unnamed), id="2026-05-01", text=text)
    both = msgspec.structs.replace(project, pins=(earlier, with_webhook(pin, named)))
    files = render(Analysis(both, prove(both)))
    page = str(files["webhooks/imageDone.md"])
    assert 'This event is now called</strong> <a href="../image.completed/">' in page
    assert "no longer sent" not in page + str(files["webhooks/index.md"]).lower()
    assert "Not in 2026-05-01" not in str(files["webhooks/image.completed.md"])
    assert "Now called image.completed." in str(files["llms.txt"])
    listed = {event["name"]: event for event in json.loads(files["events.json"])["events"]}
    assert listed["image.completed"]["since"] == listed["imageDone"]["since"] == "2026-05-01"
    assert not listed["imageDone"]["fired"]


def with_webhook(pin: Pin, item: Json) -> Pin:
    assert pin.spec
    spec = Spec(pin.spec.source, {**pin.spec.document, "webhooks": {"imageDone": item}})
    return msgspec.structs.replace(pin, spec=spec)


def test_a_payload_that_the_configuration_names_is_an_event_like_others() -> None:
    project, _ = load(REPOSITORY, datetime(2026, 6, 1, tzinfo=UTC))
    assert project
    assert project.current
    assert project.current.spec
    spec = project.current.spec.with_payload_events(("ErrorEnvelope",))
    pins = (msgspec.structs.replace(project.current, spec=spec),)
    changed = msgspec.structs.replace(project, pins=pins)
    files = render(Analysis(changed, prove(changed)))
    event = next(one for one in json.loads(files["events.json"])["events"] if one["name"] == "ErrorEnvelope")
    assert event["fired"]
    assert value_at(spec.written, parse_pointer(event["schema"])) == spec.schemas()["ErrorEnvelope"]
    _, schema = published(files)["ErrorEnvelope"]
    assert not any(is_valid({}) for is_valid in validators(schema))
    page = files["webhooks/ErrorEnvelope.md"]
    assert "## Payload" in page
    assert "## Delivery" not in page, "the contract does not say how it is sent"


def test_what_is_shown_as_a_payload_fits(aurous: tuple[Spec, Files]) -> None:
    _, files = aurous
    for name, (_, schema) in published(files).items():
        fence = str(files[f"webhooks/{name}/index.md.txt"]).partition("```json\n")[2].partition("\n```")[0]
        assert all(is_valid(json.loads(fence)) for is_valid in validators(schema))


@pytest.mark.slow
@pytest.mark.parametrize(("name", "events"), [("github-webhooks-8.5.1-12.1.0", 261)])
def test_the_events_of_a_vendor(name: str, events: int) -> None:
    path = next((REAL / name).glob("new.*.gz"), None)
    if path is None:
        pytest.skip(f"no {REAL / name}: contracts of others are not in this repository")
    spec, findings = parse_spec(path.stem, gzip.decompress(path.read_bytes()))
    assert spec, findings
    found = payloads(spec)
    shown = 0
    for event in spec.events():
        schema = found.json_schema(event, f"https://docs.example.com/{event}")
        assert schema
        example = found.example(event)
        shown += example is not None
        for is_valid in validators(schema):
            assert example is None or is_valid(example), event
            assert not is_valid([]), event
    assert len(spec.events()) == events
    assert shown > events * 0.95


LONG = "This event occurs when something happens to an item. " + "For more information, see the guide. " * 5


@pytest.mark.parametrize(
    ("operation", "summary"),
    [
        ({"summary": "An item is sold.", "description": LONG}, "An item is sold."),
        ({"summary": LONG, "description": "The `item` was sold."}, "The `item` was sold."),
        ({"summary": LONG, "description": LONG}, "This event occurs when something happens to an item."),
        ({"description": LONG}, "This event occurs when something happens to an item."),
        ({}, ""),
    ],
)
def test_a_list_has_a_short_text_on_an_event_or_one_sentence(operation: dict[str, str], summary: str) -> None:
    assert EventView("item.sold", operation).summary == summary
