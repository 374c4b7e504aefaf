"""Selectors find a field however its schema is put together, and at the place where the contract has it."""

from pathlib import Path
from typing import Any

import pytest

from docgen.openapi.pointers import json_pointer
from docgen.openapi.selectors import code_schemas, error_codes, find, pointers
from docgen.openapi.spec import Spec
from docgen.positions.source import Source
from tests.cases import load_yaml

CASES: list[dict[str, Any]] = load_yaml(Path(__file__).with_name("selectors.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["about"])
def test_a_selector_finds_its_part(case: dict[str, Any]) -> None:
    document = {"openapi": "3.1.0", "components": {"schemas": case.get("schemas", {})}, **case.get("document", {})}
    spec = Spec(Source("api.json", ""), document)
    codes = case.get("codes", ())
    codes = tuple(codes) if isinstance(codes, list) else codes
    assert set(case["listed"]) <= set(pointers(spec, codes))
    for selector, place in case["found"].items():
        pointer = find(spec, selector, codes)
        assert (None if pointer is None else json_pointer(pointer)) == place, selector
        assert pointer is None or spec.at(pointer) is not None, selector
    assert list(code_schemas(spec, codes)) == case.get("code_schemas", [])
    assert list(error_codes(spec, codes)) == case.get("error_codes", [])
