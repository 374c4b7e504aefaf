"""What is written of a contract of several files reads as that contract, in both formats."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.author.pin import single_document
from docgen.load.spec import parse_spec
from docgen.openapi.spec import Spec
from docgen.positions.source import Source

_HARD = [
    "no",
    "Yes",
    "2026-05-15",
    "12:30",
    "010",
    "0o17",
    "0x1F",
    "1e3",
    ".5",
    ".inf",
    "~",
    "null",
    "<<",
    "=",
    "@a",
    "!t",
]
_TEXTS = st.text(st.characters(codec="utf-8"), max_size=8) | st.sampled_from(_HARD)
_SCALARS = _TEXTS | st.integers() | st.booleans() | st.none() | st.floats(allow_nan=False, allow_infinity=False)
_VALUES = st.recursive(_SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3))


@pytest.mark.parametrize("path", ["api.json", "api.yaml", "api.yml"])
@given(value=_VALUES)
def test_it_reads_as_what_it_was(path: str, value: object) -> None:
    document: dict[str, Any] = {"openapi": "3.1.0", "paths": {}, "x-any": value}
    source = single_document(Spec(Source("openapi/main.yaml", ""), document), path)
    spec, findings = parse_spec(path, source.data)
    assert spec is not None, findings
    assert spec.document == document


def test_what_stands_twice_is_written_twice() -> None:
    shared = {"type": "string"}
    document: dict[str, Any] = {"openapi": "3.1.0", "x-a": shared, "x-b": shared}
    assert "&" not in single_document(Spec(Source("main.yaml", ""), document), "api.yaml").text
