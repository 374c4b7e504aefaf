"""The schemas of authored files say of each key what the docstring of its field says."""

import copy
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest

from docgen import schemas
from docgen.load.project import load
from docgen.model.entry import Correction, EntryText
from docgen.schemas import AUTHORED, completions, schema


@pytest.mark.parametrize(
    ("type_", "key", "description"),
    [
        ("EntryText", "announce", "Show the entry before `published`."),
        ("EventsClaim", "for", "The label that a planned event is a candidate for."),
        ("Correction", "ended", "The end that was promised until then; `docgen redirects extend` writes it."),
        ("Correction", "note", "Plain text."),
    ],
)
def test_a_key_is_described_by_the_docstring_of_its_field(type_: str, key: str, description: str) -> None:
    assert schema(EntryText)["definitions"][type_]["properties"][key]["description"] == description


@pytest.mark.parametrize("kind", AUTHORED)
def test_the_description_of_a_key_is_one_line(kind: str) -> None:
    for definition in schema(AUTHORED[kind])["definitions"].values():
        assert not any("\n" in part.get("description", "") for part in definition.get("properties", {}).values())


class Record(msgspec.Struct):
    """A record of a page that has an authored part."""

    corrections: tuple[Correction, ...]


def test_an_authored_part_of_a_record_is_described() -> None:
    ended = schema(Record)["definitions"]["Correction"]["properties"]["ended"]
    assert ended["description"].startswith("The end that was promised until then;")


def test_without_sources_a_schema_lacks_its_descriptions_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def without_source(module: object) -> str:
        raise OSError("could not get source code")

    described = schema(EntryText)["definitions"]["EventsClaim"]["properties"]["for"]
    monkeypatch.setattr(schemas, "getsource", without_source)
    schemas._docstrings.cache_clear()
    bare = schema(EntryText)["definitions"]["EventsClaim"]["properties"]["for"]
    schemas._docstrings.cache_clear()
    assert described == {"description": "The label that a planned event is a candidate for.", **bare}


@pytest.fixture(scope="module")
def known(uncorrected: Path) -> dict[str, list[str]]:
    project, _ = load(uncorrected, datetime(2026, 6, 1, tzinfo=UTC))
    assert project is not None
    return completions(project)


COMPLETED = {
    ("EnumClaim", "at"): "Generation.status",
    ("EnumClaim", "wire"): "succeeded",
    ("EventsClaim", "exactly"): "image.completed",
    ("FieldsClaim", "exactly"): "created_at",
    ("RedirectClaim", "rule"): "docs-site",
    ("ResponseClaim", "operation"): "GET /v1/images",
}


@pytest.mark.parametrize("place", COMPLETED)
def test_an_editor_completes_what_the_project_has(known: dict[str, list[str]], place: tuple[str, str]) -> None:
    document = schema(EntryText, known)
    definition, key = place
    (kind,) = {kind for kind in known if f'"#/definitions/{kind}"' in json.dumps(_property(document, definition, key))}
    assert COMPLETED[place] in document["definitions"][kind]["enum"]
    assert document["definitions"][kind]["enum"] == sorted(set(known[kind]))


def test_every_operation_is_one_of_them(known: dict[str, list[str]]) -> None:
    assert "every-operation" in known["Operation"]


@pytest.mark.parametrize("kind", AUTHORED)
def test_completions_change_nothing_that_is_accepted(known: dict[str, list[str]], kind: str) -> None:
    """Each completed place is the place as the check sees it, beside an enum of values that this takes."""
    plain, document = schema(AUTHORED[kind]), schema(AUTHORED[kind], known)
    jsonschema.Draft7Validator.check_schema(document)
    added = {name: document["definitions"].pop(name) for name in known if name in document["definitions"]}
    assert not added.keys() & plain["definitions"].keys()

    def without(node: Any) -> Any:  # noqa: ANN401 - any JSON
        if isinstance(node, list):
            return [without(item) for item in node]
        if not isinstance(node, dict):
            return node
        first, *rest = node.get("anyOf", [None])
        name = str(first.get("$ref")).rpartition("/")[2] if isinstance(first, dict) else ""
        if name not in added:
            return {key: without(value) for key, value in node.items()}
        (accepted,) = rest
        assert all(jsonschema.Draft7Validator(accepted).is_valid(value) for value in added[name]["enum"])
        return {"description": node["description"], **accepted}

    assert without(copy.deepcopy(document)) == plain


def _property(document: dict[str, Any], definition: str, key: str) -> object:
    return document["definitions"][definition]["properties"][key]
