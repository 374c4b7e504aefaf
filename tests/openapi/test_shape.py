"""A contract with anything in a wrong place is refused at that place, or everything that reads it works."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.load.spec import parse_spec
from docgen.model.config import Config, ErrorsConfig
from docgen.openapi.selectors import error_codes
from docgen.openapi.selectors import pointers as selectors
from docgen.openapi.shape import malformed
from docgen.positions.source import Pointer

SAMPLE = json.loads((Path(__file__).parent.parent / "check/sample/changelog/2026-01-15/api-spec.json").read_text())
CONFIG = Config(
    api="Widget API",
    site_url="https://docs.example.com/",
    feed_authority="docs.example.com,2026",
    hosts=("api.example.com",),
    errors=ErrorsConfig(envelope="Error", code="code", codes="ErrorCode"),
)
JUNK = st.sampled_from([None, 7, "x", [], {}, [1], {"a": 1}, {"$ref": "#/nope"}, True])


def pointers(node: Any, pointer: Pointer = ()) -> Iterator[Pointer]:  # noqa: ANN401 - any JSON
    yield pointer
    members = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, member in members:
        yield from pointers(member, (*pointer, key))


def replaced(pointer: Pointer, value: object) -> dict[str, Any]:
    document = msgspec.json.decode(msgspec.json.encode(SAMPLE))
    node = document
    for key in pointer[:-1]:
        node = node[key]
    node[pointer[-1]] = value
    return document  # type: ignore[no-any-return] # the sample is a mapping


@settings(deadline=None, max_examples=300)
@given(st.sampled_from([pointer for pointer in pointers(SAMPLE) if pointer]), JUNK)
def test_nothing_gives_a_traceback(pointer: Pointer, value: object) -> None:
    spec, findings = parse_spec("api-spec.json", json.dumps(replaced(pointer, value)).encode())
    if spec is None:
        assert findings
    else:
        assert isinstance(selectors(spec, CONFIG.error_codes), dict)
        assert isinstance(error_codes(spec, CONFIG.error_codes), dict)


@pytest.mark.parametrize(
    ("pointer", "value", "says"),
    [
        (("paths",), [], "paths is not a mapping"),
        (("components", "schemas"), [1], "components.schemas is not a mapping"),
        (("info", "title"), 7, "info.title is not text"),
        (("info",), True, "info is not a mapping"),
        (("components", "schemas", "Widget"), 7, "components.schemas.Widget is not a mapping"),
    ],
)
def test_the_place_is_named(pointer: Pointer, value: object, says: str) -> None:
    _, findings = parse_spec("api-spec.json", json.dumps(replaced(pointer, value), indent=1).encode())
    assert [found.message.split(";")[0] for found in findings] == [says]
    assert findings[0].line > 1


def test_the_skeleton_of_a_document_has_nothing_inside_of_its_parts() -> None:
    document = {
        "info": {"title": 7},
        "paths": {"/a": {"get": {"tags": 7}, "$ref": 7}},
        "components": {"schemas": {"A": {"required": 7}, "B": 7}, "responses": 7},
    }
    assert [".".join(map(str, place.pointer)) for place in malformed(document, skeleton=True)] == [
        "paths./a.$ref",
        "components.schemas.B",
        "components.responses",
    ]


REFERRED = {"description": "ok", "content": {"$ref": "#/components/schemas/content"}}


@pytest.mark.parametrize("section", ["paths", "webhooks", "x-webhooks"])
@pytest.mark.parametrize("skeleton", [True, False])
def test_no_content_is_a_reference(section: str, *, skeleton: bool) -> None:
    operation = {"requestBody": REFERRED, "responses": {"200": REFERRED, "204": None, "x-a": 1}}
    schema = {"properties": {"content": {"$ref": "#/components/schemas/A"}}}
    document = {
        section: {"/a": {"post": operation, "parameters": []}},
        "components": {"responses": {"A": REFERRED}, "requestBodies": {"A": REFERRED}, "schemas": {"A": schema}},
    }
    assert {".".join(map(str, place.pointer)) for place in malformed(document, skeleton=skeleton)} >= {
        f"{section}./a.post.requestBody.content.$ref",
        f"{section}./a.post.responses.200.content.$ref",
        "components.responses.A.content.$ref",
        "components.requestBodies.A.content.$ref",
    }
