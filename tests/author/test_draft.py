"""Drafts are valid files that say what changed, and leave the why."""

from datetime import date

import pytest
from markdown_it import MarkdownIt

from docgen.author.draft import Destination, drafted, drafted_as_one
from docgen.author.new import NewEntry, new_entry
from docgen.load.validate import read_model
from docgen.model.change import Change
from docgen.model.draft import MARK
from docgen.model.entry import EntryText
from docgen.model.pin import Pin, PinText
from docgen.positions.source import Source
from tests.author.changes import change

DAY = date(2026, 9, 30)
PIN = """\
label: v1
released: 2026-09-30
summary: A date-pin.
versioning: {carrier: header, name: Api-Version}
policy:
  notice_days: 90
  breaking: {text: a, owner: b, evidence: c, review_by: 2027-01-01}
  additions: {text: a, owner: b, evidence: c, review_by: 2027-01-01}
wildcard: {semantics: SEMANTICS, text: t}
spec: {origin: published}
"""


def destination(*used: str, semantics: str = "snapshot", id_: str = "2026-09-30") -> Destination:
    source = Source(f"changelog/{id_}/pin.yaml", PIN.replace("SEMANTICS", semantics))
    text, findings = read_model(source, PinText)
    assert text, findings
    return Destination(Pin(id_, text, source, None), set(used), DAY)


def read(entry: NewEntry) -> EntryText:
    ((path, text),) = new_entry(entry).items()
    read, findings = read_model(Source(path, str(text)), EntryText)
    assert read, findings
    return read


def test_a_draft_says_what_changed_and_covers_it() -> None:
    (made,) = drafted(
        [change("webhook-added", "event a.b", text="added the event `a.b`")], destination(semantics="live")
    )
    text = read(made)
    assert (made.slug, text.kind, text.impact) == ("webhooks-added", "added", "non-breaking")
    assert text.title == "Added the event a.b"
    assert text.covers == ("event a.b",)
    assert "- Added the event `a.b`" in text.body
    assert text.action.level == "none"
    assert text.body.count(MARK) == 1


@pytest.mark.parametrize(
    ("texts", "title"),
    [
        (["removed the value `a: b` from `A`; also in `B`"], "Removed the value a: b from A"),
        (["changed `A.b` from `C` to `D`: added the field `x` to it"], "Changed A.b from C to D"),
        (["removed the maximum of `A.b` (was `5`)"], "Removed the maximum of A.b"),
        ([f"removed the value `{n}` from `A`" for n in "abc"], "Removed the values a, b and c from A"),
        ([f"removed the value `{n * 30}` from `A`" for n in "abcd"], "Removed values from A"),
        ([f"removed the operation `GET /v1/a/{n * 30}`" for n in "abcd"], "Removed operations for a"),
        (["`A.b` can now be null", "made `A.b` read-only"], "A.b can now be null, and 1 more change"),
    ],
)
def test_a_title_is_what_a_person_would_write(texts: list[str], title: str) -> None:
    changes = [change("api-removed-without-deprecation", "GET /v1/a", text=text) for text in texts]
    (made,) = drafted(changes, destination())
    assert read(made).title == title


def test_what_breaks_demands_an_action_whose_steps_and_date_are_left() -> None:
    (made,) = drafted([change("api-removed-without-deprecation", "GET /v1/a", level="breaking")], destination())
    text = read(made)
    assert (text.kind, text.impact, text.action.level) == ("removed", "breaking", "required")
    assert text.action.by is None
    assert text.action.steps[0].startswith(MARK)


def test_a_new_event_under_a_snapshot_wildcard_demands_an_action() -> None:
    added = change("webhook-added", "event a.b")
    assert read(*drafted([added], destination())).action.level == "required"
    assert read(*drafted([added], destination(semantics="live"))).action.level == "none"


def test_slugs_are_stable_and_never_taken() -> None:
    changes = [change("response-optional-property-added", "UsageEvent.a"), change("webhook-added", "event a.b")]
    slugs = [draft.slug for draft in drafted(changes, destination("webhooks-added"))]
    assert slugs == ["usage-event-added", "webhooks-added-2026-09-30"]
    assert slugs == [draft.slug for draft in drafted(changes[::-1], destination("webhooks-added"))]
    used = destination("webhooks-added", "webhooks-added-2026-09-30", "usage-event-added")
    assert [draft.slug for draft in drafted(changes, used)] == [
        "usage-event-added-2026-09-30",
        "webhooks-added-2026-09-30-2",
    ]


def test_one_draft_of_everything_under_a_slug_of_the_writer() -> None:
    changes = [change("endpoint-added", "GET /v1/a"), change("webhook-removed", "event a.b", level="breaking")]
    text = read(drafted_as_one("big-step", changes, destination()))
    assert (text.kind, text.impact, set(text.covers)) == ("changed", "breaking", {"GET /v1/a", "event a.b"})


@pytest.mark.parametrize("count", [1, 2, 40, 1000])
@pytest.mark.parametrize("long", ["x", "a text of some length", "word " * 100, "ümläut 🎉 " * 60])
def test_title_and_summary_fit_whatever_the_number_and_length(count: int, long: str) -> None:
    changes = [change("endpoint-added", f"GET /v1/a/{n}", text=f"{long} {n}" if n else long) for n in range(count)]
    (made,) = drafted(changes, destination())
    text = read(made)
    assert len(text.title) <= 120
    if count > 1:
        assert f"{count - 1} more" in text.title
    assert len(text.covers) == count


HOSTILE = (
    "the value `<script>` was added to <b>x</b>",
    "an *odd* number of ` backticks [x](javascript:y) ![z](u)",
    "# heading\n- list: {{ pin.current }} \"quoted\" 'single' \\ back",
    "nul \x00 escape \x1b[31m surrogate \ud800 right to left \u202e",
    "a\tb\u2028c\u0085d: [e, f] & *g !h %i @j",
    "`code` | table | $ref #/components/x",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_of_the_contract_is_no_markup(text: str) -> None:
    made: Change = change("endpoint-added", "GET /v1/a", text=text)
    read_ = read(*drafted([made], destination()))
    html = MarkdownIt("commonmark").render(read_.body)
    for tag in ("<b>", "<script>", "<a ", "<img", "<h1>", "<em>"):
        assert tag not in html
    assert html.count("<li>") == 1
