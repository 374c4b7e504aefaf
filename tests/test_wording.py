"""What every sentence needs: one notion of a character that nobody sees, one of a plural, one of a date."""

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from types import ModuleType
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen import wording
from docgen.author.edit import quoted
from docgen.claims import KINDS
from docgen.model.claim import EnumClaim, EventsClaim, FieldsClaim
from docgen.model.config import Config
from docgen.model.ending import Ending
from docgen.model.finding import Finding, Severity
from docgen.positions.source import Source
from docgen.render import page
from docgen.render.twins import page as twins
from docgen.report.findings import FORMATS
from docgen.sunsets.calendar import Event, calendar
from docgen.templates import environment
from docgen.wording import counted, day, escaped, hidden, printable, visible
from tests.cases import load_yaml
from tests.sunsets.counters import PROJECT

HIDDEN = [
    *("\x00", "\x1b", "\x7f", "\x85", "\u2028", "\u2029", "\ufeff", "\u200b", "\u2060", "\ufffe", "\ud800"),
    *("\u061c", "\u200e", "\u200f", "\u202a", "\u202e", "\u2066", "\u2069", "\u2064", "\u206a", "\u206f"),
    *("\u00ad", "\u034f", "\u115f", "\u1160", "\u17b4", "\u17b5", "\u180b", "\u180e", "\u180f", "\u3164", "\uffa0"),
    *("\ufe00", "\ufe0e", "\ufe0f", "\ufff0", "\ufff8", "\ufff9", "\ufffb", "\U0001bca0", "\U0001d173", "\U0001d17a"),
    *("\U000e0001", "\U000e0020", "\U000e0041", "\U000e007f", "\U000e0100", "\U000e01ef", "\U000e0fff"),
    *("\u200c", "\u200d"),  # which nothing between two Latin letters needs
]
CASES = load_yaml(Path(__file__).with_name("hidden_characters.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("mark", HIDDEN, ids=ascii)
def test_what_nobody_sees_is_taken_out_of_every_text(mark: str) -> None:
    assert (printable(f"a{mark}b"), visible(f"a{mark}b")) == ("a b", "ab")
    found = Finding("a.yaml", 3, 9, "enum-mismatch", Severity.ERROR, f"one{mark}two", f"three{mark}four")
    for form in ("text", "github", "sarif", "junit", "codequality"):
        written = FORMATS[form]([found] * 11)
        assert mark not in written and json.dumps(mark)[1:-1] not in written, form
    end = Ending(kind="action", name="a", id="action/a", source=Source("a.yaml", ""), ends=0)
    event = Event(end, datetime(2026, 1, 1, tzinfo=UTC), f"one{mark}two", (), "")
    assert "SUMMARY:one two\r\n" in calendar(PROJECT, [event])


@pytest.mark.parametrize("text", CASES["seen"].values(), ids=CASES["seen"])
def test_what_a_language_is_spelled_with_stays(text: str) -> None:
    assert printable(text) == visible(text) == text
    assert escaped(text) == f'"{text}"'
    assert list(hidden(text)) == []


@pytest.mark.parametrize(("text", "left"), CASES["left"].values(), ids=CASES["left"])
def test_what_no_language_is_spelled_with_goes_from_between_it(text: str, left: str) -> None:
    assert visible(text) == left


@given(st.text(st.characters(codec="utf-8") | st.sampled_from([*HIDDEN, *"".join(CASES["seen"].values())])))
def test_what_is_left_has_nothing_hidden(text: str) -> None:
    """The check of what a writer wrote and the removal from what a reader gets are one definition."""
    assert list(hidden(visible(text))) == []
    assert visible(visible(text)) == visible(text)
    assert (list(hidden(text)) == []) == (visible(text) == text) or "\r" in text


def test_what_is_hidden_is_what_unicode_ignores_by_default_beside_controls() -> None:
    """Every format character is hidden but for those that are printed, whatever version of the table a Python has."""
    class_ = re.compile(f"[{wording.HIDDEN}]")
    printed = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD, *range(0x13430, 0x13440)}
    formats = {code for code in range(0x110000) if category(chr(code)) in ("Cf", "Cc", "Zl", "Zp", "Cs")}
    assert {code for code in formats if not class_.match(chr(code))} == printed & formats | {0x09, 0x0A}


def test_the_lines_of_a_text_are_one_in_a_terminal() -> None:
    assert printable("a\r\n\x1bb") == "a b"


@given(st.text(st.characters(codec="utf-8") | st.sampled_from('👩\x1b\u202e"\\')))
def test_a_quoted_text_is_read_back_by_yaml_and_json(text: str) -> None:
    assert load_yaml(quoted(text)) == text
    assert "\\U" in escaped(text) or json.loads(escaped(text)) == text
    assert printable(escaped(text)) == escaped(text)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ((0, "change"), "0 changes"),
        ((1, "change"), "1 change"),
        ((1204, "change"), "1,204 changes"),
        ((1, "entry", "entries"), "1 entry"),
        ((2, "entry", "entries"), "2 entries"),
        ((2, "info"), "2 info"),
    ],
)
def test_a_count_and_its_noun_agree_in_python_and_in_templates(given: tuple[int, str, str], words: str) -> None:
    template = environment("docgen.report").from_string("{{ count|counted(*noun) }}")
    assert counted(*given) == template.render(count=given[0], noun=given[1:]) == words


def test_a_date_is_written_as_people_write_it() -> None:
    assert day(date(2026, 8, 4)) == "4 Aug 2026"


ONE = [
    ("events", EventsClaim(exactly=("a.b",)), "exactly 1 event:"),
    ("events", EventsClaim(planned=("a.b",), for_="v2"), "1 event is planned and not sent yet"),
    ("events", EventsClaim(planned=("a.b",), for_="v2"), "; candidate for v2"),
    ("enum", EnumClaim(at="Job.status", wire=("done",)), "has 1 value on the wire"),
    ("fields", FieldsClaim(at="Job", exactly=("id",)), "has exactly"),
]


@pytest.mark.parametrize(("kind", "claim", "words"), ONE)
@pytest.mark.parametrize("pages", [page, twins], ids=["page", "twin"])
def test_one_is_no_plural_on_a_page(pages: ModuleType, kind: str, claim: object, words: str) -> None:
    template = pages._environment().from_string('{% import "claims.j2" as claims %}{{ claims.show(blocks, link) }}')
    written = template.render(blocks=KINDS[kind].page(claim, {}), link=lambda url: url)
    assert words in re.sub(r"<[^>]+>|&#\d+;", "", written)


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Harbour Parcel API", "the Harbour Parcel API"),
        ("WorkOS", "the WorkOS API"),
        ("Capital", "the Capital API"),
        ("Onfido API v3.6", "the Onfido API v3.6"),
        ("Lago API documentation", "the Lago API documentation"),
        ("Parcels RestAPI", "the Parcels RestAPI"),
        ("Parcel api", "the Parcel api"),
    ],
)
def test_the_title_of_an_api_in_a_sentence(title: str, said: str) -> None:
    assert Config(api=title, feed_authority="docs.example,2026", hosts=()).the_api == said
