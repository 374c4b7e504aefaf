"""The names of a contract by their kind: a name of a schema may have dots, and an error code spaces."""

from typing import Any

from docgen.answers.names import ContractNames
from docgen.model.config import Config
from docgen.openapi.spec import Spec
from docgen.positions.source import Source

BASE = {"properties": {"unit": {"enum": ["mm", "in"]}}}
SIZE = {"allOf": [{"$ref": "#/components/schemas/Measure"}, {"properties": {"width": {"properties": {"of": {}}}}}]}
DOCUMENT: dict[str, Any] = {"components": {"schemas": {"Measure": BASE, "api.parcel.Size": SIZE}}}
CONFIG = Config(api="Parcels", site_url="https://docs.example/", feed_authority="docs.example,2026", hosts=())


def test_a_schema_with_dots_has_its_fields_below_its_whole_name() -> None:
    names = ContractNames(Spec(Source("api-spec.json", ""), DOCUMENT), CONFIG)
    assert names.fields == {"Measure": ("unit",), "api.parcel.Size": ("width", "width.of", "unit")}
    assert names.enums == {"Measure.unit": ("mm", "in"), "api.parcel.Size.unit": ("mm", "in")}
