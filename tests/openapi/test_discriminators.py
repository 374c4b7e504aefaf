"""Schemas that inherit from one with a discriminator are found by their `allOf` and by its mapping."""

from pathlib import Path
from typing import Any

import pytest

from docgen.openapi.discriminators import has_mapped_files, subtypes_of
from tests.cases import load_yaml

CASES: list[dict[str, Any]] = load_yaml(Path(__file__).with_name("discriminators.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_what_inherits_from_a_schema(case: dict[str, Any]) -> None:
    document = {"components": {"schemas": case["schemas"]}}
    assert {name: list(found) for name, found in subtypes_of(document).items()} == case["subtypes"]
    assert has_mapped_files(document) is case.get("files", False)


@pytest.mark.parametrize("document", [{}, {"components": []}, {"components": {"schemas": []}}])
def test_a_document_without_schemas_has_none(document: dict[str, Any]) -> None:
    assert subtypes_of(document) == {}
    assert not has_mapped_files(document)
