"""A contract whose schemas unfold without end is refused where they do, by counting: the same on every machine."""

import json
from typing import Any

import pytest

from docgen.load.spec import parse_spec
from docgen.openapi import unfolding
from docgen.openapi.spec import Spec
from docgen.openapi.unfolding import MOST, unfolded_too_far
from docgen.positions.source import Source


def ref(name: object) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def contract(schemas: dict[str, Any]) -> Spec:
    document = {"openapi": "3.1.0", "info": {}, "paths": {}, "components": {"schemas": schemas}}
    return Spec(Source("api-spec.json", json.dumps(document, indent=1)), document)


def twice(keyword: str, inner: dict[str, str]) -> dict[str, Any]:
    if keyword in ("not", "items"):
        return {keyword: {"anyOf": [inner, inner]}}
    if keyword == "if":
        return {"if": inner, "then": inner, "else": inner}
    return {keyword: {"a": inner, "b": inner} if keyword == "dependentSchemas" else [inner, inner]}


KEYWORDS = ["allOf", "anyOf", "oneOf", "not", "items", "if", "dependentSchemas"]


@pytest.mark.parametrize("keyword", KEYWORDS)
@pytest.mark.parametrize("order", [1, -1])
def test_forty_doublings_are_refused_where_the_first_is_too_many(keyword: str, order: int) -> None:
    levels = {f"D{level}": twice(keyword, ref(f"D{level + 1}")) for level in range(40)} | {"D40": {"type": "string"}}
    ((pointer, message),) = unfolded_too_far(contract(dict(list(levels.items())[::order])))
    assert pointer[:2] == ("components", "schemas")
    assert f"{MOST:,}" in message
    assert 25 <= int(str(pointer[2])[1:]) <= 32


@pytest.mark.parametrize("keyword", KEYWORDS)
def test_eight_doublings_are_fine(keyword: str) -> None:
    levels = {f"D{level}": twice(keyword, ref(f"D{level + 1}")) for level in range(8)} | {"D8": {"type": "string"}}
    assert list(unfolded_too_far(contract(levels))) == []


@pytest.mark.parametrize("keyword", KEYWORDS)
def test_doublings_where_openapi_has_no_schemas_are_refused_where_a_schema_refers_to_them(keyword: str) -> None:
    spec = contract({"Fine": {"type": "string"}, "Thing": {"$ref": "#/x-levels/D0"}, "Too": {"$ref": "#/x-levels/D1"}})
    levels = {f"D{at}": twice(keyword, {"$ref": f"#/x-levels/D{at + 1}"}) for at in range(40)}
    document = {**spec.document, "x-levels": {**levels, "D40": {"type": "string"}}}
    ((pointer, message),) = unfolded_too_far(Spec(spec.source, document))
    assert pointer == ("components", "schemas", "Thing")
    assert f"{MOST:,}" in message


def test_circles_and_properties_are_fine() -> None:
    names = [f"S{number}" for number in range(60)]
    circle = {name: {"type": "object", "properties": {other: ref(other) for other in names}} for name in names}
    assert list(unfolded_too_far(contract(circle))) == []
    assert list(unfolded_too_far(contract({"A": {"allOf": [ref("B"), ref("A")]}, "B": {"anyOf": [ref("A")]}}))) == []


def test_a_chain_that_each_schema_unfolds_again_is_too_much_together() -> None:
    chain = {f"C{level}": {"allOf": [ref(f"C{level + 1}")]} for level in range(3000)} | {"C3000": {"type": "string"}}
    ((pointer, _),) = unfolded_too_far(contract(chain))
    assert pointer == ("components",)


@pytest.mark.parametrize(("most", "found"), [(12, []), (11, [("components",)])])
def test_as_many_schemas_together_as_there_may_be(monkeypatch: pytest.MonkeyPatch, most: int, found: list[str]) -> None:
    monkeypatch.setattr(unfolding, "MOST_TOGETHER", most)
    few = {"A": {"allOf": [ref("B")]}, "B": {"anyOf": [{}, {}]}}  # 5 for A, 4 for its reference, 3 for B
    assert [pointer for pointer, _ in unfolded_too_far(contract(few))] == found


def test_the_reader_names_the_line_and_refuses_the_contract() -> None:
    levels = {f"D{level}": twice("allOf", ref(f"D{level + 1}")) for level in range(40)} | {"D40": {"type": "string"}}
    source = contract(levels).source
    spec, (found,) = parse_spec(source.path, source.data)
    assert spec is None
    assert found.id == "unfolds-too-far"
    assert '"D27"' in source.text.split("\n")[found.line - 1]
