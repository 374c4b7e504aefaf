"""The fast way of reading JSON accepts what the exact one accepts, and nothing else; both give the same value."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from docgen.load import json_document
from docgen.load.findings import RefusedError
from docgen.load.json_document import Pieces, read_json
from tests.cases import load_yaml

REAL = Path(__file__).parents[3] / "shared" / "data" / "real"
KEYS = st.one_of(st.sampled_from(["a", "b", ":", "a:b", '"', "\\", "$ref", "é"]), st.text(max_size=3))
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=4), KEYS
)


class TwiceError(Exception):
    """A key that the reference reader has seen before."""


def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _ in pairs}) < len(pairs):
        raise TwiceError
    return dict(pairs)


def text_of(draw: st.DrawFn, text: str) -> str:
    """A string literal of JSON, some of its characters escaped for no reason."""
    ascii_only, escaped = draw(st.booleans()), draw(st.sampled_from(["", ":", "a", ":a"]))
    form = draw(st.sampled_from(["\\u{:04x}", "\\u{:04X}"]))
    literals = (json.dumps(char, ensure_ascii=ascii_only)[1:-1] for char in text)
    return f'"{"".join(form.format(ord(one)) if one in escaped and one else one for one in literals)}"'


@st.composite
def texts(draw: st.DrawFn, levels: int = 5) -> str:
    """JSON texts in which keys may repeat and colons may be escaped, deeper than the pieces that they are read in."""
    space = draw(st.sampled_from(["", " ", "\n", "\t", "\r\n"]))
    kind = draw(st.sampled_from(["object", "object", "array", "scalar"])) if levels else "scalar"
    if kind == "scalar":
        value = draw(SCALARS)
        return text_of(draw, value) if isinstance(value, str) else json.dumps(value)
    inner = draw(st.lists(texts(levels - 1), max_size=3))
    if kind == "array":
        return f"[{space}{f',{space}'.join(inner)}]"
    members = [f"{text_of(draw, draw(KEYS))}{space}:{space}{item}" for item in inner]
    return f"{{{f'{space},'.join(members)}{space}}}"


def refs_of(node: object) -> set[str]:
    """Every `$ref` that is text, found by walking."""
    inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    own = {node["$ref"]} if isinstance(node, dict) and isinstance(node.get("$ref"), str) else set()
    return own.union(*map(refs_of, inner))


@given(texts())
@example('{"a": 1, "a": "\\u003a"}')
@example('{"a\\u003ab": 1, "a": 2, "a": 3}')
@example('{"a": {"b": 1}, "a": {}}')
@example('{"a": 1, "\\u0061": 2}')
@example('{"a": {"a": {"a": {"a": 1}, "a": {"a": 2}}}}')
@example('{"a": {"a": {"a": {"a": 1, "a": 2}}}}')
@example('{"paths": {"$ref": "paths.json"}, "a": {"b": {"c": {"$ref": "a:b"}}}}')
@example('{"a": 123456789012345678901234567890, "b": 1e40, "c": 1.0}')
def test_a_text_is_read_as_python_reads_it_and_a_key_twice_is_found(text: str) -> None:
    try:
        expected: Any = json.loads(text, object_pairs_hook=unique)
    except TwiceError:
        with pytest.raises(RefusedError) as refused:
            read_json("a.json", text.encode())
        assert {found.id for found in refused.value.findings} == {"duplicate-key"}
    else:
        read = read_json("a.json", text.encode())
        assert json.dumps(read.value) == json.dumps(expected)
        assert read.refs == refs_of(expected)


def pieces_of(document: object) -> list[Any]:
    """What stands on the third level of a document."""
    level = [document]
    for _ in range(3):
        level = [value for node in level if isinstance(node, dict) for value in node.values()]
    return level


@pytest.mark.slow
@given(texts(), texts(), st.sampled_from(["{}", "[{}]", '{{"a": {{"a": {{"a": {}, "b": 1}}}}}}']))
def test_what_was_read_before_changes_nothing_that_is_read(first: str, second: str, around: str) -> None:
    known: Pieces = {}
    for text in (first, second, first):
        data = around.format(text).encode()
        try:
            alone = read_json("a.json", data)
        except RefusedError:
            with pytest.raises(RefusedError):
                read_json("a.json", data, known=known)
        else:
            read = read_json("a.json", data, known=known)
            assert read[:2] == alone[:2]
            for part in pieces_of(read.value):
                assert read.piece_refs.get(id(part), refs_of(part)) == refs_of(part)


@pytest.mark.parametrize("limit", ["_MAX_PIECES", "_MAX_COLONS"])
def test_a_document_of_very_many_pieces_is_read_whole(monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    data = b'{"a:": {"b": {"c": 1, "d": {"$ref": "e"}, "e": ":"}}}'
    read, known = read_json("a.json", data), dict[Any, Any]()
    monkeypatch.setattr(json_document, limit, 2)
    monkeypatch.setattr(json_document, "_exact", None)
    assert (read_json("a.json", data, known=known), known) == (read, {})


def test_what_two_texts_write_alike_is_read_once() -> None:
    known: Pieces = {}
    texts = (b'{"a": {"b": {"c": {"d": 1}, "e": [1]}}}', b'{"a": {"b": {"c": {"d": 1}, "e": [2]}}}')
    first, second = (read_json("a.json", data, known=known) for data in texts)
    old, new = first.value["a"]["b"], second.value["a"]["b"]
    assert old["c"] is new["c"]
    assert second.piece_refs == {id(new["c"]): set(), id(new["e"]): set()}
    assert (old["e"], new["e"]) == ([1], [2])


def test_a_byte_order_mark_does_not_slow_the_reading_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_document, "_exact", None)
    assert read_json("a.json", b'\xef\xbb\xbf{"a": 1}').value == {"a": 1}


def test_more_levels_than_are_allowed_are_read_only_on_demand() -> None:
    data = b"[" * 300 + b"]" * 300
    assert read_json("a.json", data, deep=True).value
    with pytest.raises(RefusedError) as refused:
        read_json("a.json", data)
    assert {found.id for found in refused.value.findings} == {"nested-too-deeply"}


@given(st.text(alphabet='{}[]",:\\u0d8ae1-+.NI \n', max_size=12))
def test_no_text_does_more_than_be_refused(text: str) -> None:
    try:
        expected: Any = json.loads(text, object_pairs_hook=unique, parse_constant=lambda name: name)
    except (ValueError, TwiceError):
        with pytest.raises(RefusedError):
            read_json("a.json", text.encode())
        return
    try:
        assert read_json("a.json", text.encode()).value == expected
    except RefusedError as refused:
        assert all("JSON number" in found.message or "surrogate" in found.message for found in refused.findings)


@pytest.mark.slow
@pytest.mark.parametrize(
    "path", sorted(REAL.rglob("*.json*")) or [pytest.param(None, marks=pytest.mark.skip("the real pairs are not here"))]
)
def test_real_contracts_are_beyond_doubt(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import gzip

    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    monkeypatch.setattr(json_document, "_exact", None)
    assert read_json(path.name, data).value == msgspec.json.decode(data)


CASES = load_yaml(Path(__file__).with_name("contract_cases.yaml").read_text(encoding="utf-8"))


def text(case: dict[str, Any]) -> bytes:
    """The text of a case; in `repeat`, a part of it stands many times."""
    made = str(case["text"])
    for mark, (part, times) in case.get("repeat", {}).items():
        made = made.replace(mark, part * times)
    return made.encode(case.get("encoding", "utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_is_no_contract_is_said_at_its_place(case: dict[str, Any]) -> None:
    from docgen.load.spec import read_spec

    spec, findings = read_spec(case.get("path", "api.json"), text(case))
    assert spec is None
    found, says = findings[0], case["finding"]
    assert (found.id, found.line, found.column) == (says["id"], says["line"], says["column"])
    assert says["says"] in f"{found.message} {found.hint}"
    assert "expected" in found.message or found.id in ("duplicate-key", "nested-too-deeply")  # which say it themselves
