"""The schemas of authored files say of each key what the docstring of its field says."""

import msgspec
import pytest

from docgen import schemas
from docgen.model.entry import Correction, EntryText
from docgen.schemas import AUTHORED, schema


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
