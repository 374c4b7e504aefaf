"""A contract that is read again is the same one, unless one of its files or the settings for its events changed."""

import json
from pathlib import Path

import pytest

from docgen.load.files import other_file
from docgen.load.known_contracts import KnownContracts
from docgen.model.config import NO_EVENTS, EventsConfig
from docgen.openapi.spec import Spec

_WHOLE = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {}}
_SPLIT = {**_WHOLE, "paths": {"/boats": {"$ref": "boats.json"}}}


class _Reader:
    def __init__(self, folder: Path) -> None:
        self.folder, self.known = folder, KnownContracts()

    def read(self, contract: dict[str, object], events: EventsConfig = NO_EVENTS) -> tuple[Spec | None, int]:
        data = json.dumps(contract).encode()
        spec, findings = self.known.read("api.json", data, other_file(self.folder), events)
        return spec, len(findings)


@pytest.fixture
def reader(tmp_path: Path) -> _Reader:
    (tmp_path / "boats.json").write_text(json.dumps({"get": {"responses": {}}}), encoding="utf-8")
    return _Reader(tmp_path)


@pytest.mark.parametrize("contract", [_WHOLE, _SPLIT], ids=["one file", "two files"])
def test_the_same_contract_is_one_object(reader: _Reader, contract: dict[str, object]) -> None:
    spec, _ = reader.read(contract)
    assert spec is not None
    assert reader.read(contract)[0] is spec


def test_another_text_or_other_settings_make_another(reader: _Reader) -> None:
    spec, _ = reader.read(_WHOLE)
    with_path, _ = reader.read({**_WHOLE, "paths": {"/boats": {}}})
    assert with_path is not None
    assert list(with_path.document["paths"]) == ["/boats"]
    named, _ = reader.read(_WHOLE, EventsConfig(name="type"))
    assert named is not None
    assert (named is spec, named.event_name) == (False, "type")


def test_a_change_of_another_file_is_seen(reader: _Reader) -> None:
    reader.read(_SPLIT)
    (reader.folder / "boats.json").write_text(json.dumps({"post": {"responses": {}}}), encoding="utf-8")
    spec, _ = reader.read(_SPLIT)
    assert spec is not None
    assert [operation.name for operation in spec.operations()] == ["POST /boats"]


def test_a_file_that_is_missing_is_found_when_it_is_there(reader: _Reader) -> None:
    boats = (reader.folder / "boats.json").read_bytes()
    (reader.folder / "boats.json").unlink()
    assert [reader.read(_SPLIT)[1] for _ in range(2)] == [1, 1]
    (reader.folder / "boats.json").write_bytes(boats)
    spec, findings = reader.read(_SPLIT)
    assert spec is not None
    assert (len(spec.operations()), findings) == (1, 0)


def test_what_is_wrong_is_said_each_time(reader: _Reader) -> None:
    assert [reader.read({"openapi": "2.0"}) for _ in range(2)] == [(None, 1), (None, 1)]
