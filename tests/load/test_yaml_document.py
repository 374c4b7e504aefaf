"""A contract in YAML is read as OpenAPI means it, and as the same contract in JSON."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.load.json_document import read_json
from docgen.load.yaml_document import read_yaml
from docgen.positions.source import Source


def value(text: str) -> Any:  # noqa: ANN401 - any JSON
    return read_yaml(Source("api.yaml", f"x: {text}\n")).value["x"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no", "no"),
        ("on", "on"),
        ("Yes", "Yes"),
        ("true", True),
        ("FALSE", False),
        ("12:30", "12:30"),
        ("1_000", "1_000"),
        ("010", 10),
        ("0x1F", 31),
        ("-7", -7),
        ("1.5", 1.5),
        ("1.0e+3", 1000.0),
        ("2026-05-15", "2026-05-15"),
        ("2026-05-15T00:00:00Z", "2026-05-15T00:00:00Z"),
        ("'1'", "1"),
        ('"null"', "null"),
        ("~", None),
        ("", None),
        ("=", "="),
        ("{200: a, no: b, 1.0: c, null: d}", {"200": "a", "no": "b", "1.0": "c", "null": "d"}),
        ("[&a {p: 1}, *a, {<<: *a, q: 2}, {<<: *a, p: 3}]", [{"p": 1}, {"p": 1}, {"p": 1, "q": 2}, {"p": 3}]),
        ("[&a {p: 1}, &b {p: 2, q: 2}, {<<: [*a, *b]}]", [{"p": 1}, {"p": 2, "q": 2}, {"p": 1, "q": 2}]),
    ],
)
def test_a_value_is_what_openapi_means(text: str, expected: object) -> None:
    read = value(text)
    assert read == expected
    assert type(read) is type(expected)


def test_aliases_that_stay_small_are_accepted() -> None:
    assert value(f"[&a [1, 2, 3], {', '.join(['*a'] * 1000)}]")[1000] == [1, 2, 3]


def test_what_an_alias_adds_in_depth_counts() -> None:
    from docgen.load.findings import RefusedError

    deep = "[" * 150 + "1" + "]" * 150
    with pytest.raises(RefusedError) as refused:
        value(f"[&a {deep}, {'[' * 60}*a{']' * 60}]")
    assert refused.value.findings[0].id == "nested-too-deeply"


TEXT = st.text(st.characters(min_codepoint=32, max_codepoint=0xD7FF, exclude_characters="\x7f\x85"), max_size=5)
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), TEXT)
DOCUMENTS = st.recursive(
    LEAVES, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXT, inner, max_size=3)), max_leaves=8
)


@given(DOCUMENTS)
def test_json_is_yaml(document: object) -> None:
    text = json.dumps({"x": document})
    assert read_yaml(Source("a", text)).value == read_json("a", text.encode()).value == {"x": document}
