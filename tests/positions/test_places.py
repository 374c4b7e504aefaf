"""Where a value stands: the same for one pointer and for many, and for a text that is both JSON and YAML."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.openapi.pointers import parse_pointer
from docgen.positions import extent, locate
from docgen.positions.source import Pointer, Source
from tests.cases import load_yaml

CASES = load_yaml(Path(__file__).with_name("places.yaml").read_text(encoding="utf-8"))
_TEXTS = st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=6) | st.sampled_from(
    ["😀", "/", "a~b", '"', "\\", "0"]
)
_LONG = st.just("k" * 1100)  # YAML 1.2, section 7.4.2: a key has at most 1024 characters
_VALUES = st.recursive(
    _TEXTS | st.integers() | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXTS, inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_places(case: dict[str, Any]) -> None:
    wanted = {parse_pointer(pointer): tuple(place) for pointer, place in case["places"].items()}
    source = Source("", case["text"])
    assert {pointer: locate(source, pointer) for pointer in wanted} == wanted


@given(st.dictionaries(_TEXTS | _LONG, _VALUES), st.sampled_from([None, 0, 2]), st.booleans())
def test_json_is_placed_where_its_keys_and_items_stand(document: object, indent: int | None, plain: bool) -> None:
    text = json.dumps(document, indent=indent, ensure_ascii=plain)
    source, lines = Source("api.json", text), text.split("\n")
    found = {pointer: locate(source, pointer) for pointer, _ in walked(document, ())}
    for pointer, value in walked(document, ()):
        line, column = found[pointer]
        key = pointer[-1] if pointer else 0
        written = json.dumps(key if isinstance(key, str) else value, indent=indent, ensure_ascii=plain)
        assert lines[line - 1][column - 1 :].startswith(written.split("\n")[0]), pointer


@pytest.mark.slow
@given(st.dictionaries(_TEXTS, _VALUES), st.sampled_from([None, 0, 2]))
def test_a_text_that_is_json_and_yaml_has_the_same_places(document: object, indent: int | None) -> None:
    text = json.dumps(document, indent=indent, ensure_ascii=False)
    as_json, as_yaml = Source("api.json", text), Source("api.yaml", text)
    for pointer, _ in walked(document, ()):
        assert locate(as_json, (*pointer, "none")) == locate(as_yaml, (*pointer, "none")), pointer
        assert extent(as_json, pointer) == extent(as_yaml, pointer), pointer


def walked(node: object, pointer: Pointer) -> list[tuple[Pointer, object]]:
    """Every value of a document with its pointer."""
    members = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [(pointer, node), *(one for key, inner in members for one in walked(inner, (*pointer, key)))]
