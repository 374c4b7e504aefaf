"""Samples are programs that parse, carry the pin, and send what the contract takes."""

import ast
import gzip
import json
import os
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from docgen.load.spec import parse_spec
from docgen.model.config import Config
from docgen.model.pin import Pin, PinText, Provenance, Versioning
from docgen.openapi.nodes import Node
from docgen.openapi.pointers import pointer_of
from docgen.openapi.spec import Spec
from docgen.openapi.validation.values import ValueValidator
from docgen.positions.source import Source
from docgen.render.reference.operation import other_examples, response_examples
from docgen.render.reference.request import Request, RequestBuilder
from docgen.render.reference.request_samples import curl, javascript, python
from docgen.render.reference.sample import sample
from docgen.render.reference.sample_fits import NO_SAMPLE
from tests.cases import load_yaml

ROOT = Path(__file__).parents[3]
REAL = Path(os.environ.get("DOCGEN_DATA") or ROOT.parent / "shared" / "data") / "real"
CASES: list[dict[str, Any]] = load_yaml(Path(__file__).with_name("requests.yaml").read_text(encoding="utf-8"))
WRITERS = {"curl": curl, "python": python, "javascript": javascript}
# What no value was found for that is certainly right, of more than 1,000 bodies: patterns such as that of an SSH key.
UNMADE = {"adyen-CheckoutService-v71-v72": 1, "github-18.0.0-23.0.2": 4}
# An alternative without a keyword, which every value fits, beside another.
WRONG = {"intercom-2.13-2.14": {"PUT /data_attributes/{data_attribute_id}"}}


def request_builder(spec: Spec, versioning: Versioning | None) -> RequestBuilder:
    config = Config(api="Test API", site_url="https://docs.example/", feed_authority="a,2026", hosts=("host.example",))
    provenance = Provenance(origin="published")
    text = PinText(label="1", released=date(2026, 1, 1), summary="One.", versioning=versioning, spec=provenance)
    return RequestBuilder(config, Pin("2026-01", text, Source("pin.yaml", ""), spec))


def request(case: dict[str, Any]) -> Request:
    base = {"openapi": "3.1.0", "servers": [{"url": "https://api.example.com/v1"}], **case.get("spec", {})}
    operation = {"responses": {}, **case.get("operation", {})}
    document = {**base, "paths": {"/things": {case.get("method", "get"): operation}}}
    spec = Spec(Source("openapi.json", ""), document)
    versioning = msgspec.convert(case["versioning"], Versioning) if "versioning" in case else None
    sender = request_builder(spec, versioning)
    return sender.build(spec.operations()[0])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_a_request_is_written(case: dict[str, Any]) -> None:
    built = request(case)
    for language, write in WRITERS.items():
        code = write(built)
        assert [part for part in case.get("has", {}).get(language, ()) if part not in code] == [], code
        assert [part for part in case.get("lacks", {}).get(language, ()) if part in code] == [], code
    shlex.split(curl(built))
    ast.parse(python(built))


def test_a_body_of_quotes_reaches_the_shell_whole() -> None:
    case = next(case for case in CASES if case["title"] == "a body with a quote in it")
    sent = shlex.split(curl(request(case)))
    assert json.loads(sent[sent.index("-d") + 1]) == request(case).body


SAMPLES: list[dict[str, Any]] = load_yaml(Path(__file__).with_name("samples.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", SAMPLES, ids=lambda case: f"{case['name']} {case['schema']}")
def test_a_value_has_the_meaning_of_its_name(case: dict[str, Any]) -> None:
    schema = {"type": "object", "properties": {case["name"].rpartition(".")[2]: case["schema"]}}
    document = {"openapi": "3.1.0", "paths": {}, "components": {"schemas": {"x": schema}}}
    spec = Spec(Source("openapi.json", ""), document)
    assert sample(spec, Node(case["schema"], ("x",)), "request", case["name"]) == case["gives"]


def test_what_contains_itself_is_null_where_authors_allow_it_beside_the_reference() -> None:
    again = {"$ref": "#/components/schemas/Return", "nullable": True}
    thing = {"type": "object", "required": ["again"], "properties": {"size": {"type": "boolean"}, "again": again}}
    spec = Spec(Source("openapi.json", ""), {"openapi": "3.0.3", "components": {"schemas": {"Return": thing}}})
    made = sample(spec, Node(thing, ("components", "schemas", "Return")), "response")
    assert made == {"size": True, "again": None}


def test_an_example_of_the_contract_is_one_elsewhere() -> None:
    """By the name of the object before it; alone only for names of several words, and where it fits the schema."""
    shown = {"id": {"type": "string", "example": "cus_9"}, "tax_code": {"type": "string", "example": "txcd_1"}}
    thing = {"customer_id": {"type": "string"}, "customer": {"type": "string"}, "tax_code": {"type": "string"},
             "id": {"type": "string"}, "short": {"type": "string", "maxLength": 3}}  # fmt: skip
    schemas = {"Customer": {"properties": shown}, "Thing": {"type": "object", "properties": thing}}
    spec = Spec(Source("openapi.json", ""), {"openapi": "3.1.0", "components": {"schemas": schemas}})
    made = sample(spec, Node(schemas["Thing"], ("components", "schemas", "Thing")), "response")
    assert made == {
        "customer_id": "cus_9", "customer": "cus_9", "tax_code": "txcd_1", "id": "thing_123", "short": "abc",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("path", "schema", "url"),
    [
        ("/customers/{customer}", {"type": "string"}, "/customers/cus_9"),
        ("/customers/{customer_id}", {"type": "string"}, "/customers/cus_9"),
        ("/customers/{id}", {"type": "string"}, "/customers/cus_9"),
        ("/customers/{id}", {"type": "string", "maxLength": 3}, "/customers/abc"),
        ("/things/{thing}", {"type": "string"}, "/things/thing"),
        ("/policies/{id}", {"type": "string"}, "/policies/policy_id"),
        ("/{id}", {"type": "string"}, "/id"),
        ("/users/{username}", {"type": "string"}, "/users/jane-doe"),
        ("/users/{id}", {"type": "integer"}, "/users/123"),
        ("/files/{file_name}", {"type": "string", "example": "a.txt"}, "/files/a.txt"),
    ],
)
def test_a_path_has_an_id_that_the_contract_shows_or_its_name(path: str, schema: dict[str, Any], url: str) -> None:
    parameter = {"name": path.partition("{")[2].partition("}")[0], "in": "path", "required": True, "schema": schema}
    customer = {"properties": {"id": {"type": "string", "example": "cus_9"}}}
    document = {
        "openapi": "3.1.0",
        "paths": {path: {"get": {"parameters": [parameter], "responses": {}}}},
        "components": {"schemas": {"Customer": customer}},
    }
    spec = Spec(Source("openapi.json", ""), document)
    sender = request_builder(spec, None)
    assert sender.build(spec.operations()[0]).url == f"https://host.example{url}"


def contracts() -> Iterator[tuple[str, Path]]:
    yield "aurous", ROOT / "changelog/2026-05-15/api-spec.json"
    yield "harbour", ROOT / "tests/other/harbour/changelog/2026-07/openapi.yaml"


def vendors() -> Iterator[tuple[str, Path]]:
    for folder in sorted(REAL.iterdir()) if REAL.is_dir() else ():
        yield folder.name, next(folder.glob("new.*.gz"))


CONTRACTS = [*contracts(), *(pytest.param(found, marks=pytest.mark.slow, id=found[0]) for found in vendors())]


def read(path: Path) -> Spec:
    data = path.read_bytes()
    text = gzip.decompress(data).decode() if path.suffix == ".gz" else data.decode()
    spec, findings = parse_spec(path.name.removesuffix(".gz"), text.encode())
    assert spec is not None, findings
    return spec


@pytest.fixture(scope="module", params=CONTRACTS, ids=lambda found: found[0])
def contract(request: pytest.FixtureRequest) -> tuple[str, Spec]:
    name, path = request.param
    return name, read(path)


def requests(spec: Spec) -> list[Request]:
    pin = Versioning(carrier="header", name="Api-Version")
    sender = request_builder(spec, pin)
    return [sender.build(operation) for operation in spec.operations()]


def test_every_sample_parses_and_carries_the_pin(contract: tuple[str, Spec]) -> None:
    for built in requests(contract[1]):
        assert "Api-Version: 2026-01" in shlex.split(curl(built))
        program = python(built)
        ast.parse(program)
        assert '"Api-Version": "2026-01"' in program
        assert '"Api-Version": "2026-01"' in javascript(built)


def test_every_sample_of_javascript_passes_the_check_of_node(contract: tuple[str, Spec], tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node on the PATH")
    file = tmp_path / "samples.mjs"
    file.write_text("\n".join(f"{{\n{javascript(built)}\n}}" for built in requests(contract[1])), encoding="utf-8")
    checked = subprocess.run([node, "--check", str(file)], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr


def test_every_body_that_is_made_fits_its_schema(contract: tuple[str, Spec]) -> None:
    name, spec = contract
    unmade, wrong = 0, set()
    for operation in spec.operations():
        body = operation.get("requestBody") or {}
        where = pointer_of(body["$ref"]) if "$ref" in body else (*operation.pointer, "requestBody")
        for media_type, media in (spec.resolve(body).get("content") or {}).items():
            if "schema" in media and ("json" in media_type or "form" in media_type):
                pointer = (*where, "content", media_type, "schema")
                value = sample(spec, Node(media["schema"], pointer), "request")
                unmade += value is NO_SAMPLE
                if value is not NO_SAMPLE and any(ValueValidator(spec, [pointer]).errors(pointer, value)):
                    wrong.add(operation.name)
    assert (unmade, wrong) == (UNMADE.get(name, 0), WRONG.get(name, set()))


def test_a_sample_is_the_same_each_time(contract: tuple[str, Spec]) -> None:
    assert [curl(built) for built in requests(contract[1])] == [curl(built) for built in requests(contract[1])]


@pytest.mark.parametrize("url", ["v1[a", "/v1[a/", "{'allOf': [{'$ref': '#/components'}]}"])
def test_a_relative_server_is_below_the_host(url: str) -> None:
    paths = {"/things": {"get": {"responses": {"200": {"description": "OK"}}}}}
    document = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": paths, "servers": [{"url": url}]}
    spec, _ = parse_spec("api-spec.json", json.dumps(document).encode())
    assert spec is not None
    versioning = Versioning(carrier="path", name="2026-01")
    sender = request_builder(spec, versioning)
    for operation in spec.operations():
        assert sender.build(operation).url.startswith("https://host.example/")


def test_the_examples_of_request_and_response_are_those_of_one_name() -> None:
    """Two that are shown beside each other are read as one exchange."""

    def content(**values: str) -> dict[str, Any]:
        examples: dict[str, dict[str, Any]] = {name: {"value": {"pay": value}} for name, value in values.items()}
        examples["klarna"]["summary"] = "Pay by Klarna"
        return {"application/json": {"schema": {"type": "object"}, "examples": examples}}

    operation = {
        "requestBody": {"content": content(apple="a", card="c", klarna="k")},
        "responses": {"200": {"description": "OK", "content": content(identify="i", klarna="K", card="C")}},
    }
    spec = Spec(Source("openapi.json", ""), {"openapi": "3.1.0", "paths": {"/payments": {"post": operation}}})
    (made,) = spec.operations()
    assert request_builder(spec, None).build(made).body == {"pay": "c"}
    assert [json.loads(example.text) for example in response_examples(spec, made)] == [{"pay": "C"}]
    assert [(example.title, json.loads(example.text)["pay"]) for example in other_examples(spec, made)] == [
        ("Request: apple", "a"),
        ("Request: Pay by Klarna", "k"),
        ("200 OK: identify", "i"),
        ("200 OK: Pay by Klarna", "K"),
    ]


def test_examples_that_are_folded_end_at_a_size() -> None:
    examples = {f"number {number}": {"value": {"pay": "x" * 4_000}} for number in range(9)}
    operation = {"requestBody": {"content": {"application/json": {"examples": examples}}}, "responses": {}}
    spec = Spec(Source("openapi.json", ""), {"openapi": "3.1.0", "paths": {"/payments": {"post": operation}}})
    named = [example.title for example in other_examples(spec, spec.operations()[0])]
    assert named == [f"Request: number {number}" for number in range(1, 5)]


def test_where_a_good_response_has_an_example_no_other_one_is_made() -> None:
    body = {"application/json": {"schema": {"type": "object", "properties": {"id": {"type": "integer"}}}}}
    shown = {"application/json": {**body["application/json"], "example": {"id": 7}}}
    responses = {"200": {"description": "A", "content": body}, "202": {"description": "B", "content": shown}}
    paths = {"/a": {"get": {"responses": responses}}, "/b": {"get": {"responses": {"200": responses["200"]}}}}
    spec = Spec(Source("openapi.json", ""), {"openapi": "3.1.0", "paths": paths})
    real, made = (list(response_examples(spec, operation)) for operation in spec.operations())
    assert [example.title for example in real] == ["202 Accepted"]
    assert [example.title for example in made] == ["200 OK"]
