"""A correction keeps the words before: they and the text of now give the text as it was, whatever was edited."""

from datetime import date
from itertools import pairwise

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from docgen.author.edit import with_item
from docgen.entries.corrections import (
    Published,
    changed_facts,
    changes_of_corrections,
    words_before,
    words_not_kept,
    words_of,
)
from docgen.model.entry import Correction
from docgen.positions.source import Source

LINES = st.lists(
    st.sampled_from(["", "a", "b", "The value is `x`.", "  - indented", "é: \u2028 #", "'\"\\"]), max_size=6
)
TEXTS = st.one_of(
    st.text(max_size=12), LINES.map("\n".join), LINES.map(lambda lines: "".join(f"{one}\n" for one in lines))
)
CONTENTS = st.fixed_dictionaries(
    {"body": TEXTS},
    optional={"title": TEXTS, "action": st.fixed_dictionaries({}, optional={"steps": LINES, "by": TEXTS})},
)


def correction(before: dict[str, str], note: str = "x") -> Correction:
    return Correction(date=date(2026, 6, 1), note=note, before=before)


@given(st.lists(CONTENTS, min_size=2, max_size=4))
def test_corrections_one_after_the_other_give_back_each_text(contents: list[dict[str, object]]) -> None:
    versions = [words_of(one) for one in contents]
    made = tuple(correction(words_before(old, new), str(index)) for index, (old, new) in enumerate(pairwise(versions)))
    now = Published(versions[-1], made)
    assert all(words_not_kept(Published(old, made[:index]), now) == () for index, old in enumerate(versions))
    assert [one for one, _ in changes_of_corrections(now)] == list(made)


@given(CONTENTS, CONTENTS, CONTENTS)
def test_other_words_before_are_not_those_of_the_text(
    old: dict[str, object], new: dict[str, object], other: dict[str, object]
) -> None:
    kept = correction(words_before(words_of(other), words_of(new)))
    found = words_not_kept(Published(words_of(old), ()), Published(words_of(new), (kept,)))
    assert bool(found) == (words_of(old) != words_of(other))


@given(CONTENTS, CONTENTS)
def test_what_is_kept_is_read_from_the_file_as_it_was_written(old: dict[str, object], new: dict[str, object]) -> None:
    kept = words_before(words_of(old), words_of(new))
    written = with_item(Source("a.yaml", "title: x\n"), "corrections", {"note": "x", "before": kept}).text
    assert yaml.load(written, Loader=yaml.BaseLoader)["corrections"] == [{"note": "x", "before": kept}]  # noqa: S506


@pytest.mark.parametrize(
    ("old", "new", "before"),
    [
        ({"title": "a"}, {"title": "b"}, {"title": "a"}),
        ({"title": "a"}, {"title": "a", "kind": "b"}, {"kind": ""}),
        ({"body": "a\nb\nc\n"}, {"body": "a\nx\nc\n"}, {"body/2-2": "b\n"}),
        ({"body": "a\nb\nc\n"}, {"body": "a\nc\n"}, {"body/2-1": "b\n"}),
        ({"body": "a\nc\n"}, {"body": "a\nb\nc\n"}, {"body/2-2": ""}),
        ({"steps": ["a", "b"]}, {"steps": ["a", "c"]}, {"steps/2-2": "b\n"}),
        ({"policy": {"notice_days": 90}}, {"policy": {"notice_days": 30}}, {"policy.notice_days": "90"}),
    ],
)
def test_what_is_kept_is_what_differs(old: dict[str, object], new: dict[str, object], before: dict[str, str]) -> None:
    assert words_before(words_of(old), words_of(new)) == before


@pytest.mark.parametrize(
    ("old", "new", "facts"),
    [
        ({"summary": "a", "action": {"steps": ["a"]}}, {"summary": "b", "action": {"steps": ["b"]}}, ()),
        ({"policy": {"breaking": {"text": "a"}}}, {"policy": {"breaking": {"text": "b"}}}, ()),
        (
            {"policy": {"breaking": {"owner": "a"}}},
            {"policy": {"breaking": {"owner": "b"}}},
            ("policy.breaking.owner",),
        ),
        ({"claims": [{"attested": {"text": "a"}}]}, {"claims": [{"attested": {"text": "b"}}]}, ("claims",)),
        ({"action": {"by": "a"}}, {"action": {"by": "b"}}, ("action.by",)),
    ],
)
def test_wording_is_told_from_facts(old: dict[str, object], new: dict[str, object], facts: tuple[str, ...]) -> None:
    assert changed_facts(words_of(old), words_of(new)) == facts
