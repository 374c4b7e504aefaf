"""One notion of a character that nobody sees, whoever writes the text."""

import json
from datetime import UTC, date, datetime

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from docgen.author.edit import quoted
from docgen.model.finding import Finding, Severity
from docgen.report import FORMATS
from docgen.sunsets.ics import CalendarEvent, calendar
from docgen.wording import escaped, printable, visible

HIDDEN = [
    *("\x00", "\x1b", "\x7f", "\x85", "\u2028", "\u2029", "\ufeff", "\u200b", "\u2060", "\ufffe", "\ud800"),
    *("\u061c", "\u200e", "\u200f", "\u202a", "\u202e", "\u2066", "\u2069"),
]
SEEN = ["é", "\u00a0", "—", "👩\u200d💻", "\u0645\u06cc\u200c\u062e", "\u00ad"]


@pytest.mark.parametrize("mark", HIDDEN, ids=ascii)
def test_what_nobody_sees_is_taken_out_of_every_text(mark: str) -> None:
    assert (printable(f"a{mark}b"), visible(f"a{mark}b")) == ("a b", "ab")
    found = Finding("a.yaml", 3, 9, "enum-mismatch", Severity.ERROR, f"one{mark}two", f"three{mark}four")
    for form in ("text", "github", "sarif", "junit", "codequality"):
        written = FORMATS[form]([found] * 11)
        assert mark not in written and json.dumps(mark)[1:-1] not in written, form
    event = CalendarEvent("uid", datetime(2026, 1, 1, tzinfo=UTC), 0, date(2026, 1, 2), f"one{mark}two")
    assert "SUMMARY:one two\r\n" in calendar("Name", [event])


@pytest.mark.parametrize("text", SEEN)
def test_what_a_language_is_spelled_with_stays(text: str) -> None:
    assert printable(text) == visible(text) == text
    assert escaped(text) == f'"{text}"'


def test_the_lines_of_a_text_stay_its_lines() -> None:
    assert visible("a\r\nb\rc\td\x1b\n") == "a\nb\nc\td\n"
    assert printable("a\r\n\x1bb") == "a b"


@given(st.text(st.characters(codec="utf-8") | st.sampled_from('👩\x1b\u202e"\\')))
def test_a_quoted_text_is_read_back_by_yaml_and_json(text: str) -> None:
    assert yaml.safe_load(quoted(text)) == json.loads(escaped(text)) == text
    assert printable(escaped(text)) == escaped(text)
