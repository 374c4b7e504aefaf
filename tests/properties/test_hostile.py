"""The differ ends without an error of its own, whatever stands in the documents that the reader lets pass."""

import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from docgen.differ import diff
from docgen.load.spec import parse_spec, read_spec
from docgen.openapi.spec import Spec
from properties.places import has
from tests.cases import load_yaml

CASES: list[dict[str, Any]] = load_yaml(Path(__file__).with_name("hostile.yaml").read_text(encoding="utf-8"))
NOW = datetime(2026, 10, 1, tzinfo=UTC)
ITEM = {"schema": {"$ref": "#/components/schemas/Item"}}
PLAIN: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Shop", "version": "1"},
    "paths": {
        "/items": {
            "post": {
                "parameters": [{"name": "filter", "in": "query", **ITEM}],
                "requestBody": {"content": {"application/json": ITEM}},
                "responses": {"200": {"description": "An answer", "content": {"application/json": ITEM}}},
            }
        }
    },
    "components": {
        "schemas": {
            "Item": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}},
            "Order": {"type": "object", "properties": {"total": {"type": "integer"}}},
        }
    },
}


def laid_over(document: Any, patch: Any) -> Any:  # noqa: ANN401 - nodes of JSON
    if not (isinstance(document, dict) and isinstance(patch, dict)):
        return patch
    return document | {key: laid_over(document.get(key), value) for key, value in patch.items()}


def replaced(document: dict[str, Any], schema: Any) -> dict[str, Any]:  # noqa: ANN401 - a node of JSON
    """A document with another schema under the component Item."""
    components = document["components"]
    schemas = components["schemas"] | {"Item": schema}
    return document | {"components": components | {"schemas": schemas}}


def parsed(document: Any) -> Spec | None:  # noqa: ANN401 - nodes of JSON
    """What the reader makes of a document: a contract, or a refusal with its reason."""
    spec, refusals = parse_spec("contract.json", json.dumps(document).encode())
    assert spec or all(refusal.message for refusal in refusals)
    return spec


@cache
def hostile(index: int) -> Spec | None:
    case = CASES[index]
    document = laid_over(PLAIN, case.get("document", {}))
    return parsed(replaced(document, case["schema"]) if "schema" in case else document)


@contextmanager
def within(seconds: int) -> Iterator[None]:
    """What does not end fails, before it has taken all memory: seconds of the processor, since others may use it."""

    def late(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def compared(base: Spec, revision: Spec) -> None:
    for annotations in (False, True):
        with within(5):
            diff(base, revision, now=NOW, annotations=annotations)


@pytest.mark.parametrize("index", range(len(CASES)), ids=lambda index: CASES[index]["title"])
def test_it_ends(index: int) -> None:
    spec, plain = hostile(index), parsed(PLAIN)
    assert plain
    if spec:
        compared(plain, spec)
        compared(spec, plain)
        assert diff(spec, spec, now=NOW) == ()


@pytest.mark.slow
def test_each_beside_each_other_ends_and_its_places_are_there() -> None:
    specs = [(case["title"], hostile(index)) for index, case in enumerate(CASES)]
    for (name, one), (other_name, other) in product(specs, specs):
        if one and other:
            try:
                with within(5):
                    changes = diff(one, other, now=NOW)
            except Exception as error:
                raise AssertionError(f"{name} beside {other_name}") from error
            sites = [site for change in changes for site in change.sites]
            lost = [site for site in sites if not has(one.document, site) and not has(other.document, site)]
            assert lost == [], f"{name} beside {other_name}"


def test_most_of_it_reaches_the_differ() -> None:
    """What the reader refuses tests the reader; here that must be the lesser part."""
    assert sum(hostile(index) is not None for index in range(len(CASES))) > len(CASES) / 2


def nested(levels: int, leaf: dict[str, Any]) -> dict[str, Any]:
    schema = leaf
    for level in range(levels):
        inner = schema
        schema = (
            {"type": "object", "properties": {"in": inner}},
            {"type": "array", "items": inner},
            {"allOf": [inner]},
            {"oneOf": [inner, {"type": "string"}]},
        )[level % 4]
    return schema


@pytest.mark.parametrize("levels", [1, 8, 32, 100])
def test_schemas_in_each_other_end(levels: int) -> None:
    sides = [nested(levels, {"type": kind}) for kind in ("boolean", "integer")]
    base, revision = (parsed(replaced(PLAIN, side)) for side in sides)
    assert base and revision
    assert {change.level for change in diff(base, revision)} == {"breaking"}


def chain(length: int, link: str, leaf: str) -> dict[str, Any]:
    schemas: dict[str, Any] = {"C0": {"type": leaf}}
    for index in range(1, length):
        ref = {"$ref": f"#/components/schemas/C{index - 1}"}
        schemas[f"C{index}"] = ref if link == "alias" else {"type": "object", "properties": {"next": ref}}
    last = {"schema": {"$ref": f"#/components/schemas/C{length - 1}"}}
    body = {"post": {"requestBody": {"content": {"application/json": last}}}}
    return laid_over(PLAIN, {"components": {"schemas": schemas}, "paths": {"/items": body}})  # type: ignore[no-any-return]


@pytest.mark.slow
@pytest.mark.parametrize("link", ["alias", "property"])
def test_a_chain_of_five_thousand_references_is_followed_to_its_end(link: str) -> None:
    documents = (json.dumps(chain(5000, link, leaf)).encode() for leaf in ("string", "integer"))
    base, revision = (read_spec("contract.json", document)[0] for document in documents)
    assert base and revision
    assert "POST /items" in {place for change in diff(base, revision) for place in change.operations}
