"""A JSON value is meant to be an object of the contract where it has what identifies one, or nearly all of it."""

import json
from typing import Any, Final

import pytest

from docgen import parse_spec
from docgen.facts.samples.ties import alike_schemas

TEXT: Final = {"type": "string"}
PETS: Final = {
    "Pet": {
        "oneOf": [{"$ref": "#/components/schemas/Dog"}, {"$ref": "#/components/schemas/Fish"}],
        "discriminator": {"propertyName": "kind", "mapping": {"dog": "#/components/schemas/Dog"}},
    },
    "Dog": {"type": "object", "properties": {"kind": TEXT, "name": TEXT, "breed": TEXT}},
    "Fish": {"type": "object", "properties": {"kind": {"const": "fish"}, "name": TEXT, "water": TEXT}},
    "Order": {
        "type": "object",
        "required": ["id", "pet", "price", "paid"],
        "properties": dict.fromkeys(("id", "pet", "price", "paid", "note"), TEXT),
    },
}
CASES: Final[list[tuple[Any, tuple[str, ...]]]] = [
    ({"kind": "fish", "name": "Bubbles"}, ("Fish",)),
    ({"kind": "fish", "name": "Bubbles", "wager": "salt"}, ("Fish",)),
    ({"kind": "fish", "title": "A recipe"}, ()),
    ({"kind": "dog", "name": "Rex"}, ("Dog",)),
    ({"kind": "cat", "name": "Tom"}, ()),
    ({"id": "1", "pet": "2", "price": "3", "payed": "4", "note": "5"}, ("Order",)),
    ({"id": "1", "pet": "2", "note": "5"}, ()),
    ({"id": "1", "pet": "2", "price": "3", "paid": "4", "table": "5", "seat": "6"}, ()),
    ([{"kind": "fish", "name": "Bubbles"}], ()),
]


@pytest.mark.parametrize(("value", "names"), CASES)
def test_the_schemas_that_a_value_is_like(value: object, names: tuple[str, ...]) -> None:
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Pets", "version": "1"},
        "paths": {},
        "components": {"schemas": PETS},
    }
    assert alike_schemas(value, parse_spec(json.dumps(document))) == names
