"""A writer's mistake is named at its place with what was expected, and words keep the form that was typed."""

from pathlib import Path
from typing import Annotated, Any

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from docgen.load.validate import read_model
from docgen.model.claim import EnumClaim
from docgen.model.entry import EntryText
from docgen.model.pin import PinText
from docgen.model.redirect import RuleFile
from docgen.positions.source import Source
from tests.cases import load_yaml

CASES = load_yaml(Path(__file__).with_name("yaml_cases.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_mistake_is_named_at_its_place(case: dict[str, Any]) -> None:
    _, findings = read_model(Source("entry.yaml", case["text"]), EntryText)
    expected = case["finding"]
    said = [(f.id, f.line, f.column, f"{f.message} {f.hint}") for f in findings]
    assert any(
        (found_id, line, column) == (expected["id"], expected["line"], expected["column"]) and expected["says"] in words
        for found_id, line, column, words in said
    ), said


@pytest.mark.parametrize("levels", [201, 900])
@pytest.mark.parametrize("closed", [True, False])
def test_more_levels_than_a_file_has_are_refused_where_they_begin(levels: int, closed: bool) -> None:
    text = "title: " + "[" * levels + "]" * levels * closed
    _, (found,) = read_model(Source("entry.yaml", text), EntryText)
    assert (found.id, found.line, found.column) == ("yaml-syntax", 1, 7 + 200)
    assert "nesting exceeds 200 levels; expected" in found.message


class Even(msgspec.Struct):
    """A type whose schema has a keyword that no type of docgen has."""

    number: Annotated[int, msgspec.Meta(multiple_of=2)]


def test_a_keyword_that_docgen_has_no_words_for_is_told_too() -> None:
    _, (found,) = read_model(Source("even.yaml", "number: 3\n"), Even)
    assert (found.id, found.line, found.message) == ("schema-mismatch", 1, "number: 3 is not a multiple of 2")


def test_all_mistakes_of_a_file_are_reported_at_once() -> None:
    _, findings = read_model(Source("entry.yaml", "titel: A\nkind: add\npublished: soon\n"), EntryText)
    assert {(f.line, f.id) for f in findings} >= {
        (1, "schema-mismatch"),
        (2, "schema-mismatch"),
        (3, "schema-mismatch"),
    }


@pytest.mark.parametrize(
    "typed", ["2026-05-15", "no", "on", "yes", "12:30", "010", "1_000", "0x10", "1e3", "true", "308"]
)
def test_a_word_stays_the_text_that_was_typed(typed: str) -> None:
    claim, findings = read_model(Source("c.yaml", f"at: Thing.status\nwire: [{typed}]\n"), EnumClaim)
    assert not findings
    assert claim is not None
    assert claim.wire == (typed,)


def test_a_number_is_a_number_only_where_one_is_expected() -> None:
    rule = "rules:\n  - {id: a, host: a.example, from: /x, to: /y, status: 308, after: 410}\n"
    file, findings = read_model(Source("r.yaml", rule), RuleFile)
    assert not findings
    assert file is not None
    assert (file.rules[0].status, file.rules[0].after) == (308, 410)


@given(
    st.text(alphabet=st.characters(blacklist_categories=["Cs"]), max_size=120),
    st.sampled_from([EntryText, PinText, RuleFile]),
)
def test_no_text_gives_a_traceback(text: str, model: type[msgspec.Struct]) -> None:
    _, findings = read_model(Source("any.yaml", text), model)
    assert all(found.line >= 1 and found.message for found in findings)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=10),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["title", "claims", "action", "kind", "covers", "events", "x"]), inner, max_size=4
            )
        ),
        max_leaves=12,
    )
)
def test_no_shape_gives_a_traceback(value: object) -> None:
    text = yaml.safe_dump(value, allow_unicode=True)
    found, findings = read_model(Source("any.yaml", text), EntryText)
    assert found is None
    assert findings
