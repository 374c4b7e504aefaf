"""Drafts are valid files that say what changed, and leave the why."""

from datetime import date

import pytest
from markdown_it import MarkdownIt
from msgspec.structs import replace

from docgen.author.change_groups import grouped
from docgen.author.draft import Destination, draft, drafted, drafted_as_one
from docgen.author.new import NewEntry, new_entry
from docgen.load.validate import read_model
from docgen.model.draft import MARK
from docgen.model.entry import EntryText
from docgen.model.pin import Pin, PinText
from docgen.positions.source import Source
from tests.author.changes import NO_ALIASES, change

DAY = date(2026, 9, 30)
BREAKING = change("api-removed-without-deprecation", "GET /v1/a", level="breaking")
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
    return Destination(Pin(id_, text, source, None), set(used), DAY, (), (), NO_ALIASES, ())


def read(entry: NewEntry) -> EntryText:
    ((path, text),) = new_entry(entry).items()
    read, findings = read_model(Source(path, str(text)), EntryText)
    assert read, findings
    return read


def test_what_may_break_a_client_asks_the_writer_what_it_may_have_to_handle() -> None:
    (made,) = drafted([change("response-property-enum-added", "A.state", level="warning")], destination())
    text = read(made)
    assert (text.impact, text.action.level, text.action.by) == ("non-breaking", "recommended", None)
    assert [step.startswith(MARK) for step in text.action.steps] == [True]


def test_a_draft_says_what_changed_and_covers_it() -> None:
    (made,) = drafted(
        [change("webhook-added", "event a.b", text="added the event `a.b`")], destination(semantics="live")
    )
    text = read(made)
    assert (made.slug, text.kind, text.impact) == ("webhooks-added", "added", "non-breaking")
    assert text.title == f"{MARK} Added the event a.b"
    assert text.summary == f"{MARK} Say in a sentence what changes for clients."
    assert text.covers == ("event a.b",)
    assert text.body.strip() == f"{MARK} Say why this changed, for whom, and how a request or a response looks."
    assert text.action.level == "none"


def test_the_list_of_a_draft_has_what_its_title_leaves_out() -> None:
    texts = ("removed the value `a` from `A` (`b` is left)", "deprecated `A`")
    changes = [change("enum-value-removed", "A", text=text) for text in texts]
    body = read(drafted_as_one("a", changes, destination())).body
    assert all(f"- {line}" in body for line in ("Removed the value `a` from `A` (`b` is left)", "Deprecated `A`"))
    # the list is a part of what is unfinished
    assert body.startswith(MARK)
    assert body.count(MARK) == 1
    assert "- Deprecated" not in read(drafted_as_one("a", changes[1:], destination())).body
    assert "- Removed" in read(drafted_as_one("a", changes[:1], destination())).body


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
        (["deprecated `GET /v1/a` (sunset: `2026-12-01`)"], "Deprecated GET /v1/a"),
        (["deprecated `GET /v1/a` (sunset: `2026-12-01`); also in `GET /v1/b`"], "Deprecated GET /v1/a"),
        (["changed the 200 response (*/*: any) of `GET /v1/a`"], "Changed the 200 response (*/*: any) of GET /v1/a"),
        ([f"moved the sunset of `{'n' * 90}` from `2026-12-01` to `2027-01-01`"], f"Moved the sunset of {'n' * 90}"),
        (
            [f"removed the default of the parameter `{'n' * 60}` of `GET /{'n' * 60}`"],
            f"Removed the default of the parameter {'n' * 60}",
        ),
        (
            [f"changed the 200 response of `GET /{'n' * 60}` from `{'n' * 30}` to `object`: removed the field `x`"],
            f"Changed the 200 response of GET /{'n' * 60}",
        ),
        ([f"removed the tag `{'n' * 120}`"], "1 change to a"),
        ([f"`A.{n * 120}` can now be null" for n in "abc"], "3 changes to a"),
        (
            ["deprecated the query parameter `a` of `A`", "deprecated the query parameter `b` of `A`"],
            "Deprecated the query parameters a and b of A",
        ),
    ],
)
def test_a_title_is_what_a_person_would_write(texts: list[str], title: str) -> None:
    changes = [change("api-removed-without-deprecation", "GET /v1/a", text=text) for text in texts]
    (made,) = drafted(changes, destination())
    assert read(made).title == f"{MARK} {title}"


def test_what_breaks_demands_an_action_whose_steps_and_date_are_left() -> None:
    (made,) = drafted([BREAKING], destination())
    text = read(made)
    assert (text.kind, text.impact, text.action.level) == ("removed", "breaking", "required")
    assert text.action.by == date(2026, 12, 29)  # after the notice of the policy
    assert f"  by: 2026-12-29  # {MARK} " in str(*new_entry(made).values())
    assert text.action.steps[0].startswith(MARK)


@pytest.mark.parametrize(("days", "day"), [(30, "2026-10-30"), (10**9, "9999-12-31"), (None, "2026-12-29")])
def test_the_day_to_act_by_is_that_of_the_policy(days: int | None, day: str) -> None:
    pin = destination().pin
    policy = replace(pin.text.policy, notice_days=days) if days and pin.text.policy else None
    made = draft(
        "a",
        grouped([BREAKING], NO_ALIASES)[0],
        replace(destination(), pin=replace(pin, text=replace(pin.text, policy=policy))),
    )
    assert read(made).action.by == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("operations", "events", "summary"),
    [
        ((), (), "Say in a sentence what changes for clients."),
        (("GET /b", "GET /a"), (), "Affects clients of GET /a and GET /b."),
        (("GET /a",), ("a.b",), "Affects clients of GET /a and event a.b."),
        (("GET /a", "GET /b", "GET /c", "GET /d"), (), "Affects clients of GET /a, GET /b, GET /c and 1 more."),
        (("GET /" + "a" * 300,), (), "Say in a sentence what changes for clients."),
    ],
)
def test_a_summary_names_whom_the_changes_touch(
    operations: tuple[str, ...], events: tuple[str, ...], summary: str
) -> None:
    (made,) = drafted([replace(BREAKING, operations=operations, events=events)], destination())
    assert read(made).summary == f"{MARK} {summary}"


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
    assert "…" not in text.title
    if count > 1:
        assert f"{count - 1} more" in text.title or f"{count:,} changes" in text.title
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
    made = [change("endpoint-added", "GET /v1/a", text=one) for one in (text, "b")]
    read_ = read(*drafted(made, destination()))
    html = MarkdownIt("commonmark").render(read_.body)
    for tag in ("<b>", "<script>", "<a ", "<img", "<h1>", "<em>"):
        assert tag not in html
    assert html.count("<li>") == 2
