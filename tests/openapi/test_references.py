"""A reference is taken to the component that it points to or into."""

import pytest

from docgen.openapi.references import component_of


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
