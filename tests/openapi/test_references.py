"""A reference is taken to the component that it points to or into, or followed to the end of its chain."""

from typing import Any

import pytest

from docgen.openapi.nodes import component_of, has_no_siblings


@pytest.mark.parametrize(
    ("ref", "component"),
    [
        ("#/components/schemas/Image", "#/components/schemas/Image"),
        ("#/components/schemas/Image/properties/url", "#/components/schemas/Image"),
        ("#/components/schemas/A%20b/items", "#/components/schemas/A b"),
        ("#/components", "#"),
        ("#/paths/~1v1~1images/get", "#"),
        ("#/definitions/Image", "#"),
    ],
)
def test_what_a_reference_points_into(ref: str, component: str) -> None:
    assert component_of(ref) == component


@pytest.mark.parametrize(
    ("beside", "alone"),
    [
        ({}, True),
        ({"nullable": True}, True),
        ({"description": "a", "summary": "b", "x-a": 1, "nullable": False}, True),
        ({"description": "a", "deprecated": True}, False),
        ({"maxLength": 1}, False),
    ],
)
def test_what_a_validator_reads_beside_a_reference(beside: dict[str, Any], alone: bool) -> None:
    assert has_no_siblings({"$ref": "#/components/schemas/Image", **beside}) is alone
