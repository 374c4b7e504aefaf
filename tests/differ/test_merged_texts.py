"""The texts of changes as a page and a draft list them: what differs in one name is one line."""

import re

import pytest

from docgen.differ import diff
from docgen.differ.catalogue import ROWS
from docgen.differ.wording import as_lines, in_words, owner
from tests.differ.test_root_causes import with_property

MERGED: tuple[tuple[list[str], list[str]], ...] = (
    (["added the value `a` to `A`"], ["Added the value `a` to `A`"]),
    (["added the value `a` to `A`", "added the value `b` to `A`"], ["Added the values `a` and `b` to `A`"]),
    (["added the value `a` to `A`", "added the value `b` to `B`"],
     ["Added the value `a` to `A`", "Added the value `b` to `B`"]),
    (["made the field `a` of `A` required", "`A.b` can now be null", "made the field `c` of `A` required"],
     ["Made the fields `a` and `c` of `A` required", "`A.b` can now be null"]),
    (["added the operation `GET /a` (schema: `A`)", "added the operation `GET /b`"],
     ["Added the operations `GET /a` and `GET /b`"]),
    (["added the operation `GET /a` (schema: `A`)"], ["Added the operation `GET /a` (schema: `A`)"]),
    (["removed the optional field `a` from `A`", "removed the required field `b` from `A`"],
     ["Removed the optional field `a` from `A`", "Removed the required field `b` from `A`"]),
    (["deprecated the query parameter `a` of `A`", "deprecated the query parameter `b` of `A`"],
     ["Deprecated the query parameters `a` and `b` of `A`"]),
    (["added the optional query parameter `a` to `A`", "added the optional query parameter `b` to `A`"],
     ["Added the optional query parameters `a` and `b` to `A`"]),
    (["removed the discriminator value `a` from `A`", "removed the discriminator value `b` from `A`"],
     ["Removed the discriminator values `a` and `b` from `A`"]),
    (["made the items of the field `a` read-only", "made the items of the field `b` read-only"],
     ["Made the items of the fields `a` and `b` read-only"]),
    (["removed the schema for `a` from `A`", "removed the schema for `b` from `A`"],
     ["Removed the schema for `a` and `b` from `A`"]),
    (["removed the alternatives `a` and `b` from `A`", "removed the alternatives `c` and `b` from `A`"],
     ["Removed the alternatives `a` and `c` and `b` from `A`"]),
    (["an odd ` backtick", "an odd ` backtick"], ["An odd ` backtick"]),
    (["no code"], ["No code"]),
    ([], []),
)  # fmt: skip


@pytest.mark.parametrize(("texts", "lines"), MERGED, ids=lambda value: " | ".join(value)[:60])
def test_changes_that_differ_in_one_name_are_one_line(texts: list[str], lines: list[str]) -> None:
    assert list(as_lines(texts)) == lines


@pytest.mark.parametrize(
    ("most", "line"),
    [
        (3, "Removed the values `0`, `1`, `2` and 2 more from `A`"),
        (0, "Removed values from `A`"),
        (50, "Removed the values `0`, `1`, `2`, `3` and `4` from `A`"),
    ],
)
def test_a_long_list_ends_with_the_count_of_the_others(most: int, line: str) -> None:
    assert as_lines([f"removed the value `{n}` from `A`" for n in range(5)], most) == (line,)


def test_no_sentence_of_a_change_has_two_articles_in_a_row() -> None:
    for action in ROWS:
        head = action.sentence.partition("{name}")[0]
        if head != action.sentence and "{" not in head.replace("{required}", "").replace("{s}", ""):
            texts = [f"{head.format(required='optional', s='')}`{name}`" for name in "ab"]
            (line,) = as_lines(texts)
            assert not re.search(r"the [a-z]+ the ", line), line


def test_without_a_noun_the_first_name_stays() -> None:
    texts = [f"set the maximum length of `A.{n}` to `5`" for n in "abc"]
    assert as_lines(texts, 0) == ("Set the maximum length of `A.a` and 2 more to `5`",)


def test_a_part_belongs_to_the_schema_of_its_pointer() -> None:
    assert (
        owner("issuing.card.status", ("components", "schemas", "issuing.card", "properties", "status"))
        == "issuing.card"
    )
    assert owner("Card.status", ("components", "schemas", "Old", "properties", "status")) == "Card"
    assert owner("GET /v1/a.b", ("paths", "/v1/a.b", "get")) == "GET /v1/a.b"


def test_a_selector_is_named_as_a_reader_does() -> None:
    assert [in_words(name) for name in ("event a.b", "GET /a", "A.b")] == ["the event `a.b`", "`GET /a`", "`A.b`"]


def test_values_that_read_alike_are_shown_in_json() -> None:
    old, new = with_property({"default": "true"}), with_property({"default": True})
    (change,) = diff(old, new)
    assert 'from `"true"` to `true`' in change.text
