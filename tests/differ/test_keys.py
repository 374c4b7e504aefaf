"""Two schemas differ where a validator or a client reads them in another way: words for people are no difference."""

from typing import Any

import pytest

from docgen.differ.keys import differs, strip_annotations

Json = dict[str, Any]


def with_property(name: str, schema: Json) -> Json:
    return {"type": "object", "properties": {name: schema}}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"description": "a"}, {"description": "b"}, False),
        ({"type": "string"}, {"type": "string", "title": "A"}, False),
        ({"x-internal": 1}, {"x-internal": 2}, False),
        ({"x-sunset": "2027-01-01"}, {"x-sunset": "2027-02-01"}, True),
        ({"type": "string"}, {"type": "integer"}, True),
        ({"type": "string"}, {"type": "string", "maxLength": 1}, True),
        ({"enum": ["a", "b"]}, {"enum": ["b", "a"]}, False),
        ({"enum": ["a", "b"]}, {"enum": ["a", "c"]}, True),
        ({"const": {"title": "a"}}, {"const": {"title": "b"}}, True),
        ({"allOf": [{"title": "a"}]}, {"allOf": [{"title": "b"}]}, False),
        ({"allOf": [{}]}, {"allOf": [{}, {}]}, True),
        (with_property("a", {"description": "a"}), with_property("a", {"description": "b"}), False),
        (with_property("title", {"type": "string"}), with_property("title", {"type": "integer"}), True),
        (with_property("enum", {"description": "a"}), with_property("enum", {"description": "b"}), False),
    ],
)
def test_schemas_differ_in_more_than_annotations(old: Json, new: Json, expected: bool) -> None:
    assert differs(old, new) == differs(new, old) == expected
    assert (strip_annotations(old) != strip_annotations(new)) == expected
