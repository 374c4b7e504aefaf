"""A frozen pin must not fail over line endings, comments or format, and must fail over content."""

from typing import Final

import pytest

from docgen.entries.digests import entry_digest

SAME: Final = [
    ('{"a": 1, "b": [true, null]}', "b: [true, ~]\na: 1\n"),
    ("a: 1\nb: two\n", "# a comment\r\nb: 'two'\r\na: 1\r\n"),
    ('{"200": "x"}', "200: x\n"),
    ('{"n": 1.5}', "n: 1.5\n"),
    ('{"day": "2026-05-15", "no": "no", "n": "010"}', "day: 2026-05-15\nno: no\nn: 010\n"),
    ("\ufeff{}", "{}"),
    ("a: {", "a: {\r\n"),
]
OTHER: Final = [
    ('{"a": 1}', '{"a": "1"}'),
    ('{"a": [1, 2]}', '{"a": [2, 1]}'),
    ("a: x\n", "a: X\n"),
    ("a: {", "a: ["),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_content_has_the_same_digest(one: str, other: str) -> None:
    assert entry_digest(one) == entry_digest(other)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_other_content_has_another_digest(one: str, other: str) -> None:
    assert entry_digest(one) != entry_digest(other)


def test_a_digest_never_changes_from_one_version_of_docgen_to_the_next() -> None:
    expected = "587d62a15610f926134a30a38e2003d269eba9c0df9d8eb827854bef834d9d46"
    assert entry_digest('{"é": 1e2}') == expected


def test_corrections_are_not_part_of_what_an_entry_said() -> None:
    entry = "title: A\nbody: |\n  One.\n"
    corrected = entry + "corrections:\n  - date: 2026-06-01\n    note: A word.\n"
    assert entry_digest(corrected) == entry_digest(entry)
    assert entry_digest(corrected.replace("One.", "Two.")) != entry_digest(entry)
