"""A contract that cannot be used is refused at its place; a usable one reads alike from JSON and YAML."""

import json

import pytest
import yaml
from properties.test_hostile import within

from docgen.load.spec import parse_spec, read_spec

DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "T", "version": "2026-05-15"},
    "paths": {"/a": {"get": {"responses": {"200": {"description": "ok"}}}}},
}


def test_json_and_yaml_give_the_same_document() -> None:
    spec_json, _ = parse_spec("api-spec.json", json.dumps(DOCUMENT).encode())
    text = yaml.safe_dump(DOCUMENT).replace("'2026-05-15'", "2026-05-15").replace("'200'", "200")
    spec_yaml, _ = parse_spec("openapi.yaml", text.encode())
    assert spec_json is not None
    assert spec_yaml is not None
    assert spec_json.document == spec_yaml.document
    assert [operation.name for operation in spec_yaml.operations()] == ["GET /a"]


@pytest.mark.parametrize(
    ("ref", "becomes", "says"),
    [
        ("description.md", {"description": ""}, "points to another file"),
        ("#/x-text", {}, "is left out: `description` is text in OpenAPI"),
    ],
)
def test_a_description_that_is_a_reference_is_left_out_and_the_rest_is_read(
    ref: str, becomes: dict[str, str], says: str
) -> None:
    text = f"openapi: 3.1.0\ninfo:\n  title: T\n  version: '1'\n  description:\n    $ref: '{ref}'\npaths: {{}}\n"
    spec, (found,) = parse_spec("openapi.yaml", text.encode())
    assert spec is not None
    assert spec.document["info"] == {"title": "T", "version": "1", **becomes}
    assert found.id == "unresolved-ref"
    assert f"`{ref}` {says}" in found.message


@pytest.mark.parametrize(
    ("path", "text", "line", "says"),
    [
        ("api-spec.json", '{"openapi": "3.1.0",\n"paths": {', 2, "not valid JSON"),
        ("api-spec.json", "openapi: 3.1.0", 1, "not valid JSON"),
        ("api-spec.json", '{"swagger": "2.0"}', 1, "is OpenAPI 2.0"),
        ("api-spec.json", "[]", 1, "names no OpenAPI version"),
        ("openapi.yaml", "openapi: 3.1.0\npaths: [\n", 3, "not YAML"),
        ("api-spec.json", '{"openapi": "3.1.0", "a": "b NaN",\n"x": NaN}', 2, "NaN is not a valid JSON number"),
        ("api-spec.json", '{"openapi": "3.1.0", "x": -Infinity}', 1, "-Infinity is not a valid JSON number"),
        ("api-spec.json", '{"openapi": "3.1.0", "x": 1e999}', 1, "1e999 is not a valid JSON number"),
        ("api-spec.json", '{"openapi": "3.1.0", "x": ' + "1" * 5000 + "}", 1, "1... is not a valid JSON number"),
    ],
)
def test_an_unusable_contract_is_refused(path: str, text: str, line: int, says: str) -> None:
    spec, (found,) = parse_spec(path, text.encode())
    assert spec is None
    assert (found.id, found.line) == ("spec-unreadable", line)
    assert says in found.message


def test_references_in_a_circle_end() -> None:
    document = DOCUMENT | {
        "components": {"schemas": {"A": {"$ref": "#/components/schemas/B"}, "B": {"$ref": "#/components/schemas/A"}}}
    }
    spec, _ = parse_spec("api-spec.json", json.dumps(document).encode())
    assert spec is not None
    assert spec.resolve(spec.schemas()["A"]) == {}


@pytest.mark.parametrize(
    ("text", "line"),
    [('{"openapi": "3.1.0",\n"paths": {},\n"paths": {}}', 3), ('{"openapi": "3.1.0",\n\t"a": 1,\n\t"a": 2}', 3)],
    ids=["spaces", "tabs"],
)
def test_a_key_that_stands_twice_in_json_is_refused(text: str, line: int) -> None:
    spec, (found,) = parse_spec("api-spec.json", text.encode())
    assert spec is None
    assert (found.id, found.line) == ("duplicate-key", line)


@pytest.mark.slow
@pytest.mark.parametrize("path", ["api.json", "api.yaml"])
def test_thousands_of_references_that_lead_nowhere_are_placed_in_one_pass(path: str) -> None:
    """Searching the text for each of them took minutes."""
    schemas = {f"S{at}": {"properties": {"a": {"$ref": f"#/components/schemas/None{at}"}}} for at in range(5000)}
    document = DOCUMENT | {"components": {"schemas": schemas}}
    text = json.dumps(document, indent=1) if path == "api.json" else yaml.dump(document, Dumper=yaml.CSafeDumper)
    with within(10):
        spec, findings = read_spec(path, text.encode(), deep=True)
    assert spec is not None
    assert len(findings) == 100
    lines = text.split("\n")
    for found in findings:
        assert lines[found.line - 1][found.column - 1 :].lstrip('"').startswith("$ref")
        assert found.message.split("`")[1] in lines[found.line - 1]


def test_a_value_of_an_example_is_no_reference() -> None:
    document = DOCUMENT | {"components": {"schemas": {"A": {"example": {"$ref": "#/none"}, "enum": [{"$ref": "#/b"}]}}}}
    assert read_spec("api.json", json.dumps(document).encode(), deep=True)[1] == ()


def test_a_reference_to_a_component_of_another_file_is_found() -> None:
    """`components` may be in a file of its own: the contract's own references name what it has there."""
    schema = {"schema": {"$ref": "#/components/schemas/A"}}
    paths = {"/a": {"get": {"responses": {"200": {"description": "", "content": {"application/json": schema}}}}}}
    main = DOCUMENT | {"paths": paths, "components": {"$ref": "parts.json"}}
    files = {"parts.json": json.dumps({"schemas": {"A": {"type": "string"}}}).encode()}
    spec, findings = read_spec("api.json", json.dumps(main).encode(), files.__getitem__, deep=True)
    assert spec is not None
    assert findings == ()
