"""A contract of several files reads as one; nothing outside of its folder is ever opened."""

import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from docgen.errors import UnreadableError
from docgen.load.contract import contract_at
from docgen.load.files import other_file
from docgen.load.spec import parse_spec, read_spec
from docgen.openapi import bundle
from docgen.openapi.pointers import parse_pointer
from docgen.openapi.spec import Spec
from tests.cases import load_yaml

CASES = load_yaml(Path(__file__).with_name("folder_cases.yaml").read_text(encoding="utf-8"))


def written(root: Path, case: dict[str, Any]) -> tuple[Path, Path]:
    """The folder of the contract, and the contract."""
    folder = root / "contract"
    for name, text in case["files"].items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    for name, target in case.get("links", {}).items():
        (folder / name).symlink_to(target)
    (root / "outside.json").write_text('{"B": {}}')
    return folder, folder / next(iter(case["files"]))


def at(spec: Spec, place: str) -> object:
    return spec.at(parse_pointer("/" + place.replace("//", "/~1")))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_parts_of_other_files_become_parts_of_the_document(case: dict[str, Any], tmp_path: Path) -> None:
    folder, path = written(tmp_path, case)
    spec, findings = read_spec(path.name, path.read_bytes(), other_file(folder))
    assert spec is not None
    for place, value in case["becomes"].items():
        assert at(spec, place) == value, place
    said = [f"{found.path}:{found.line}: {found.message}; {found.hint}" for found in sorted(findings)]
    expected = case.get("lost", [])
    assert len(said) == len(expected), said
    for line in expected:
        where, _, words = line.partition(": ")
        assert any(one.startswith(f"{where}: ") and words in one for one in said), (line, said)


def test_without_a_folder_no_other_file_is_followed() -> None:
    text = '{"openapi": "3.1.0", "paths": {},\n "components": {"schemas": {"A": {"$ref": "a.json"}}}}'
    spec, (found,) = parse_spec("specs/api.json", text.encode())
    assert spec is not None
    assert (found.id, found.path, found.line) == ("unresolved-ref", "specs/api.json", 2)
    assert found.message == "`a.json` points to another file, and this contract was given without its folder"
    assert found.hint == "bundle it into one file"


def test_a_document_of_one_file_is_not_copied() -> None:
    spec, findings = read_spec("api.json", b'{"openapi": "3.1.0", "x": {"$ref": "#/y"}, "y": "\\"$ref\\":\\"a.json"}')
    assert spec is not None
    assert findings == ()
    assert spec.document == {"openapi": "3.1.0", "x": {"$ref": "#/y"}, "y": '"$ref":"a.json'}


def test_a_file_that_is_missing_is_asked_for_once() -> None:
    asked: list[str] = []

    def read(name: str) -> bytes:
        asked.append(name)
        raise UnreadableError(f"{name}: file not found")

    schemas = ", ".join(f'"S{number}": {{"$ref": "lost.json#/S{number}"}}' for number in range(50))
    text = f'{{"openapi": "3.1.0", "paths": {{}}, "components": {{"schemas": {{{schemas}}}}}}}'
    assert len(parse_spec("api.json", text.encode(), read)[1]) == 50
    assert asked == ["lost.json"]


def test_maps_that_take_each_other_in_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "_MOST_COPIED", 10_000)
    maps = {
        f"m{level}": {str(name): {"properties": {"$ref": f"#/m{level + 1}"}} for name in range(8)}
        for level in range(17)
    }
    (tmp_path / "o.json").write_text(json.dumps({**maps, "m17": {"x": {}}}), encoding="utf-8")
    text = '{"openapi": "3.1.0", "paths": {}, "components": {"schemas": {"A": {"properties": {"$ref": "o.json#/m0"}}}}}'
    _, found = parse_spec("api.json", text.encode(), other_file(tmp_path))
    assert found
    assert "would copy more than 10,000 values" in found[0].message
    assert found[0].hint == "refer to each schema, not to whole maps of them"


def test_a_thousand_parts_of_one_name_have_names_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers: list[int] = []

    def counting(start: int) -> Iterator[int]:
        for number in count(start):
            numbers.append(number)
            yield number

    monkeypatch.setattr(bundle, "count", counting)
    for number in range(1000):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / "a.json").write_text('{"type": "string"}', encoding="utf-8")
    parts = ", ".join(f'{{"$ref": "{number}/a.json"}}' for number in range(1000))
    text = f'{{"openapi": "3.1.0", "paths": {{}}, "components": {{"schemas": {{"A": {{"anyOf": [{parts}]}}}}}}}}'
    spec, findings = parse_spec("api.json", text.encode(), other_file(tmp_path))
    assert spec
    assert findings == ()
    assert list(spec.schemas())[:4] == ["A", "a", "a.a", "a.2"]
    assert len(spec.schemas()) == 1001
    assert len(numbers) == 998  # each is tried once


def test_files_that_nest_each_other_too_deeply_are_refused_at_the_reference(tmp_path: Path) -> None:
    """Each file is within the bound, and together they are not: no command could walk them."""
    for number in range(6):
        schema: dict[str, Any] = {"properties": {"$ref": f"{number + 1}.json"}}
        for _ in range(90):
            schema = {"properties": {"a": schema}}
        (tmp_path / f"{number}.json").write_text(json.dumps({"a": schema}), encoding="utf-8")
    (tmp_path / "6.json").write_text('{"a": {}}', encoding="utf-8")
    text = '{"openapi": "3.1.0", "paths": {}, "components": {"schemas": {"A": {"properties": {"$ref": "0.json"}}}}}'
    spec, (found,) = parse_spec("api.json", text.encode(), other_file(tmp_path))
    assert spec
    assert (found.path, found.id) == ("0.json", "unresolved-ref")
    assert "`1.json` nests the contract deeper than 200 levels" in found.message
    assert found.hint == "make an inner part a component of its own"


def test_a_file_that_a_mapping_names_is_refused_where_it_is_named(tmp_path: Path) -> None:
    schema: dict[str, Any] = {}
    for _ in range(199):
        schema = {"not": schema}
    (tmp_path / "deep.json").write_text(json.dumps(schema), encoding="utf-8")
    text = """openapi: 3.1.0
paths: {}
components:
  schemas:
    A:
      discriminator:
        propertyName: kind
        mapping: {deep: ./deep.json}
"""
    _, (found,) = parse_spec("api.yaml", text.encode(), other_file(tmp_path))
    assert (found.path, found.line) == ("api.yaml", 8)
    assert "nests the contract deeper than 200 levels" in found.message


def test_a_chain_of_references_to_references_ends(tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / f"{number}.json").write_text(f'{{"$ref": "{number + 1}.json"}}', encoding="utf-8")
    (tmp_path / "30.json").write_text("{}", encoding="utf-8")
    _, (found,) = parse_spec("api.json", b'{"openapi": "3.1.0", "paths": {"$ref": "0.json"}}', other_file(tmp_path))
    assert "is more than 20 references deep" in found.message
    assert found.hint == "refer to the last of these parts"


@pytest.mark.parametrize(
    ("size", "count", "says"),
    [(0, 1000, "more than 1,000 files"), (8_000_001, 7, "more than 64 MB in all its files")],
)
def test_a_contract_at_an_address_has_an_end_whatever_its_server_answers(size: int, count: int, says: str) -> None:
    asked: list[str] = []

    def other(name: str) -> bytes:
        asked.append(name)
        return json.dumps({"items": {"$ref": f"{len(asked)}.json"}}).encode().ljust(size)

    with pytest.raises(UnreadableError) as refused:
        contract_at(
            "https://a.example/api.json",
            b'{"openapi": "3.1.0", "paths": {"/a": {"$ref": "0.json"}},'
            b'"components": {"schemas": {"A": {"$ref": "0.json"}}}}'.ljust(size),
            other,
        )
    assert f"https://a.example/api.json:1:1: the contract has {says}; expected no more" in str(refused.value)
    assert len(asked) == count


def test_a_reference_is_placed_where_it_is_one_and_not_where_its_words_are(tmp_path: Path) -> None:
    text = """openapi: 3.1.0
info: {title: a, version: '1', description: "none.json is not here"}
components:
  schemas:
    A: {example: {$ref: none.json}, description: as none.json says}
    B:
      $ref: none.json
"""
    _, (found,) = parse_spec("api.yaml", text.encode(), other_file(tmp_path))
    assert (found.line, found.column) == (7, 7)
