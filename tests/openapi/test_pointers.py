"""JSON pointers (RFC 6901) are read, written and followed; an index is one in lists alone."""

from typing import Any

import pytest

from docgen.openapi.pointers import json_pointer, parse_pointer, pointer_of, typed_pointer, value_at
from docgen.positions.source import Pointer

DOCUMENT: dict[str, Any] = {
    "": 0, "a/b": 1, "m~n": 8, "~1": 9, "foo": ["bar", {"0": {"200": [7]}}], "01": 2, "A b": {"é": 3, "%": 4},
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "pointer", "value"),
    [
        ("", (), DOCUMENT),
        ("/", ("",), 0),
        ("/a~1b", ("a/b",), 1),
        ("/m~0n", ("m~n",), 8),
        ("/~01", ("~1",), 9),
        ("/foo/0", ("foo", 0), "bar"),
        ("/foo/2", ("foo", 2), None),
        ("/foo/-", ("foo", "-"), None),
        ("/foo/01", ("foo", "01"), None),
        ("/foo/1/0/200/0", ("foo", 1, 0, 200, 0), 7),
        ("/01", ("01",), 2),
        ("/foo/0/bar", ("foo", 0, "bar"), None),
        ("/foo/10", ("foo", 10), None),
    ],
)
def test_a_pointer_in_text(text: str, pointer: Pointer, value: object) -> None:
    assert parse_pointer(text) == pointer
    assert json_pointer(pointer) == text
    assert value_at(DOCUMENT, pointer) == value


@pytest.mark.parametrize(
    ("ref", "pointer"),
    [("#/A%20b/%C3%A9", ("A b", "é")), ("#/A b/%25", ("A b", "%")), ("#/a~1b", ("a/b",)), ("#/foo/0", ("foo", "0"))],
)
def test_a_reference_has_its_percents_decoded(ref: str, pointer: Pointer) -> None:
    assert pointer_of(ref) == pointer
    assert value_at(DOCUMENT, pointer) is not None


def test_keys_are_indexes_in_lists_and_texts_in_objects() -> None:
    assert typed_pointer(DOCUMENT, ["foo", 1, 0, 200, 0]) == ("foo", 1, "0", "200", 0)
    assert typed_pointer(DOCUMENT, [1, 0]) == ("1", "0")
    assert typed_pointer([[7]], [0, 0]) == (0, 0)
