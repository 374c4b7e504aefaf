"""`docgen sunsets` says what comes due and who still asks, for a person, a program, an issue and a calendar."""

import gzip
import json
import re
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import vobject
from markdown_it import MarkdownIt

from tests.conftest import REPOSITORY, Docgen, accept

NOW = ("--now", "2026-07-06T12:00:00Z")
LATE = ("--now", "2026-08-20")
LINE = '{client} - - [{time} +0000] "GET /docs HTTP/1.1" {status} 0 "-" "{agent}"\n'


def told(docgen: Docgen, root: Path, *options: str) -> dict[str, Any]:
    ran = docgen(root, "sunsets", "--format", "json", *options)
    document: dict[str, Any] = json.loads(ran.out)
    due = [one["id"] for one in document["sunsets"] if one["fails"]]
    assert (ran.code, document["summary"]["due"]) == (bool(due), len(due)), ran.err
    return document


def states(document: dict[str, Any]) -> dict[str, str]:
    return {one["id"]: one["state"] for one in document["sunsets"]}


def write_log(root: Path, name: str = "access.log", agent: str = "curl/8") -> None:
    lines = [
        LINE.format(client="10.0.0.1", time="05/Jul/2026:10:00:00", status=308, agent=agent),
        LINE.format(client="10.0.0.2", time="05/Jul/2026:11:00:00", status=308, agent=agent),
        LINE.format(client="10.0.0.2", time="05/Aug/2026:11:00:00", status=404, agent=agent),
        "garbage\n",
    ]
    data = "".join(lines).encode()
    (root / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)


@pytest.fixture
def aurous(aurous: Path) -> Path:
    """Without what this repository accepts: its rules stay as examples."""
    (aurous / ".docgen/accepted.yaml").unlink()
    return aurous


@pytest.fixture
def harbour(tmp_path: Path) -> Path:
    """A copy of the other vendor's project, free to be edited."""
    root = tmp_path / "harbour"
    shutil.copytree(REPOSITORY / "tests" / "other" / "harbour", root)
    return root


@pytest.mark.parametrize(
    ("now", "within", "state"),
    [
        ("2026-07-04T23:59:59Z", "30d", "later"),
        ("2026-07-05T00:00:00Z", "30d", "near"),
        ("2026-08-03T23:59:59Z", "1h", "near"),
        ("2026-08-04T00:00:00Z", "1h", "passed"),
        ("2026-09-03T00:00:00Z", "30d", "passed"),
        ("2026-09-03T00:00:01Z", "30d", "overdue"),
        ("2026-09-03T00:00:01Z", "52w", "passed"),
    ],
)
def test_the_window_lies_on_both_sides_of_now(aurous: Path, docgen: Docgen, now: str, within: str, state: str) -> None:
    assert states(told(docgen, aurous, "--now", now, "--within", within))["redirect/docs-site"] == state


@pytest.mark.slow
@pytest.mark.parametrize("now", ["2026-08-04", "2026-12-24"])
@pytest.mark.parametrize(("until", "fails"), [("2027-05-01", False), ("2026-08-01", True), (None, True)])
def test_it_fails_on_what_the_nightly_check_fails_on(
    aurous: Path, docgen: Docgen, now: str, until: str | None, fails: bool
) -> None:
    rules = ("docs-site", "legacy-generations", "legacy-video-generations")
    if until:
        accept(aurous, *(f"what: sunset-passed, at: {rule}, why: A, who: B, until: {until}" for rule in rules))
    document = told(docgen, aurous, "--now", now)
    nightly = docgen(aurous, "check", "--calendar", "--now", now, "--format", "json")
    warnings = [one for one in json.loads(nightly.out)["findings"] if one["id"] == "sunset-passed"]
    due = [one["redirect"]["rule"] for one in document["sunsets"] if one["fails"] and one["redirect"]]
    assert [one["accepted"] is None for one in document["sunsets"] if one["redirect"]] == [fails] * 3
    assert sorted(due) == sorted(rules if fails else ())
    assert [not one.get("accepted") for one in warnings] == [fails] * 3
    assert ("because of --calendar: " in nightly.err and "sunset-passed (3)" in nightly.err) == fails


def test_an_operation_that_outlives_its_sunset_is_left_to_do(harbour: Path, docgen: Docgen) -> None:
    spec = harbour / "changelog/2026-07/openapi.yaml"
    text = spec.read_text(encoding="utf-8")
    at = text.index("      operationId:")
    spec.write_text(f"{text[:at]}      deprecated: true\n      x-sunset: '2026-12-24'\n{text[at:]}", encoding="utf-8")
    (found,) = (one for one in told(docgen, harbour, "--now", "2027-04-01")["sunsets"] if one["kind"] == "operation")
    assert (found["state"], found["fails"]) == ("overdue", True)
    ran = docgen(harbour, "check", "--calendar", "--now", "2027-04-01")
    assert "was 2026-12-24, and the contract still has it [sunset-passed]" in ran.out
    assert ran.code == 1


def test_what_ends_and_leaves_nothing_to_do_is_no_failure(harbour: Path, docgen: Docgen) -> None:
    pin = harbour / "changelog/2026-04/pin.yaml"
    dates = "released: 2026-04-01\ndeprecated: 2026-08-02\nretired: 2026-08-03"
    pin.write_text(pin.read_text(encoding="utf-8").replace("released: 2026-04-01", dates), encoding="utf-8")
    document = told(docgen, harbour, "--now", "2026-08-04")
    assert {one["id"]: (one["state"], one["fails"]) for one in document["sunsets"] if "pin" in one["kind"]} == {
        "pin-deprecated/2026-04": ("passed", False),
        "pin-retired/2026-04": ("passed", False),
    }


def test_a_failure_has_its_reasons(aurous: Path, docgen: Docgen) -> None:
    ran = docgen(aurous, "sunsets", "--format", "ics", *NOW)
    assert ran.err.startswith(
        "docgen: exit code 1, because of 3 sunsets:\n  redirect legacy-generations: ends in 29 days, within"
    )
    ran = docgen(aurous, "sunsets", "--now", "2026-12-24")
    assert (
        "  redirect docs-site: the sunset of `docs-site` was 2026-08-04; the edge no longer redirects it: " in ran.err
    )
    assert "docgen redirects remove docs-site --upstream URL" in ran.err
    assert "3 sunsets passed more than 30 days ago, with something left to do" in ran.out


def test_a_rule_that_was_removed_is_due_no_more(aurous: Path, docgen: Docgen) -> None:
    rules = aurous / "redirects/docs-site.yaml"
    rules.write_text(rules.read_text(encoding="utf-8") + "    removed: 2026-08-10\n", encoding="utf-8")
    assert "redirect/docs-site" not in states(told(docgen, aurous, *LATE))


@pytest.mark.parametrize(
    ("after", "then"), [("404", "404 Not Found"), ("410", "410 Gone"), ("upstream", "the API's own response")]
)
def test_what_a_rule_leaves_behind_is_said(aurous: Path, docgen: Docgen, after: str, then: str) -> None:
    rules = aurous / "redirects/docs-site.yaml"
    text = rules.read_text(encoding="utf-8").replace("after: 404", f"after: {after}")
    rules.write_text(text, encoding="utf-8")
    (found,) = (one for one in told(docgen, aurous, *NOW)["sunsets"] if one["id"] == "redirect/docs-site")
    assert found["then"] == then


def test_a_date_that_an_entry_repeats_is_told_once(aurous: Path, docgen: Docgen) -> None:
    found = states(told(docgen, aurous, *NOW))
    assert {"redirect/docs-site", "redirect/legacy-generations"} <= set(found)
    assert "action/docs-site-moved" not in found


def test_pins_notices_actions_and_operations_are_due_too(harbour: Path, docgen: Docgen) -> None:
    pin = harbour / "changelog/2026-04/pin.yaml"
    dates = "released: 2026-04-01\ndeprecated: 2026-12-02\nretired: 2027-01-02"
    pin.write_text(pin.read_text(encoding="utf-8").replace("released: 2026-04-01", dates), encoding="utf-8")
    spec = harbour / "changelog/2026-07/openapi.yaml"
    text = spec.read_text(encoding="utf-8")
    at = text.index("      operationId:")
    spec.write_text(f"{text[:at]}      deprecated: true\n      x-sunset: '2026-12-24'\n{text[at:]}", encoding="utf-8")
    entry = harbour / "changelog/2026-07/parcels-can-return.yaml"
    claim = "  - notice: {from: 2026-07-01, days: 183, until: 2026-12-31}\n"
    text = entry.read_text(encoding="utf-8").replace("claims:\n", f"claims:\n{claim}")
    entry.write_text(text if claim in text else f"{text}claims:\n{claim}", encoding="utf-8")
    document = told(docgen, harbour, "--now", "2026-11-25", "--within", "40d")
    days = {one["kind"]: one["day"] for one in document["sunsets"]}
    assert days == {
        "redirect": "2026-12-01",
        "action": "2026-12-01",
        "pin-deprecated": "2026-12-02",
        "operation": "2026-12-24",
        "notice": "2026-12-31",
        "pin-retired": "2027-01-02",
        "review": "2027-06-01",
    }
    assert len({one["id"] for one in document["sunsets"]}) == len(document["sunsets"])


def test_a_customer_may_act_until_the_end_of_the_day(harbour: Path, docgen: Docgen) -> None:
    def state(now: str) -> str:
        return states(told(docgen, harbour, "--now", now))["action/weight-in-grams"]

    assert (state("2026-12-01T23:59:59Z"), state("2026-12-02T00:00:00Z")) == ("near", "passed")


@pytest.mark.parametrize("form", ["text", "json", "ics"])
def test_the_last_day_of_all_is_a_day_to_act_by(harbour: Path, docgen: Docgen, form: str) -> None:
    entry = harbour / "changelog/2026-07/weight-in-grams.yaml"
    entry.write_text(re.sub("(?m)^  by: .*", "  by: 9999-12-31", entry.read_text(encoding="utf-8")), encoding="utf-8")
    ran = docgen(harbour, "sunsets", "--format", form, "--within", "99999w", "--now", "2026-07-06")
    assert ran.code == 1, ran.err
    assert "9999" in ran.out


@pytest.mark.parametrize("name", ["access.log", "access.log.gz"])
def test_who_still_asks_is_a_sentence(aurous: Path, docgen: Docgen, name: str) -> None:
    write_log(aurous, name)
    out = docgen(aurous, "sunsets", "--log", name, *LATE).out
    assert "4 lines of the logs, from 5 Jul 2026, 10:00 UTC to 5 Aug 2026, 11:00 UTC; 1 could not be read\n" in out
    first, last = "5 Jul 2026, 10:00 UTC", "5 Aug 2026, 11:00 UTC"
    assert f"3 requests from 2 clients, the first at {first}, the last at {last}\n" in out
    assert "after the sunset: 1 request from 1 client, 404\n" in out
    assert "no request in the logs\n" in out
    assert "10.0.0" not in out
    assert re.search(r"\n    caller +requests  first        last\n    [0-9a-f]{10} +2  5 Jul 2026   5 Aug 2026\n", out)
    out = docgen(aurous, "sunsets", "--log", name, "--show-callers", *LATE).out
    assert "    10.0.0.2                         2  5 Jul 2026   5 Aug 2026\n" in out


def write_accounts(root: Path, count: int) -> None:
    call = {"method": "GET", "host": "api.aurous-labs.com", "path": "/docs", "status": 308, "ts": 1_783_245_600}
    lines = (json.dumps({**call, "user": {"account": f"acct|{number:02}"}}) for number in range(count))
    (root / "access.log").write_text("\n".join([*lines, json.dumps(call)]), encoding="utf-8")


def test_callers_by_a_field_are_a_table_in_every_format(aurous: Path, docgen: Docgen) -> None:
    write_accounts(aurous, 21)
    by = ("sunsets", "--log", "access.log", "--by", "user.account", *LATE)
    assert "acct" not in "".join(docgen(aurous, *by, "--format", form).out for form in ("text", "json", "markdown"))
    out = docgen(aurous, *by, "--show-callers").out
    assert "22 requests from 21 clients" in out
    assert re.search(r"\n    acct\|19 +1  5 Jul 2026   5 Jul 2026\n    2 others\n", out)
    out = docgen(aurous, *by, "--show-callers", "--format", "markdown").out
    assert "\n\n| Caller | Requests | First | Last |\n|---|---:|---|---|\n| `acct\\|00` | 1 | 5 Jul 2026 |" in out
    traffic = json.loads(docgen(aurous, *by, "--show-callers", "--format", "json").out)["sunsets"]
    (found,) = (one["traffic"]["callers"] for one in traffic if one["id"] == "redirect/docs-site")
    assert found["acct|00"] == {"calls": 1, "first": 1_783_245_600, "last": 1_783_245_600}
    assert list(found)[20:] == ["acct|20", "unknown"]


def test_a_field_needs_a_log_of_records(aurous: Path, docgen: Docgen) -> None:
    write_log(aurous)
    ran = docgen(aurous, "sunsets", "--log", "access.log", "--by", "account", *LATE)
    assert ran.code == 3
    assert "access.log: no JSON line; expected a JSON log with the field `account` for --by" in ran.err


UNKNOWN = '2026-08-05T11:00:00Z 10.0.0.1 "GET /docs HTTP/1.1" 308\n'


def test_a_log_of_an_unknown_format_is_refused_with_its_line(aurous: Path, docgen: Docgen) -> None:
    (aurous / "a.log").write_text("# one\n" + UNKNOWN * 3, encoding="utf-8")
    ran = docgen(aurous, "sunsets", "--log", "a.log", *LATE)
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith(f"docgen: a.log:2: unknown log format: {UNKNOWN.strip()}; expected ")
    (aurous / "a.log").write_text(UNKNOWN * 2 + LINE.format(client="a.b", time="x", status=308, agent="") * 2, "utf-8")
    assert "2 could not be read" in docgen(aurous, "sunsets", "--log", "a.log", *LATE).out


LAST = "5 Aug 2026, 11:00 UTC"
CALLED = f"1 request from 1 client, the last at {LAST}; when they have moved, remove the rule"
AFTER = [
    ("05/Aug/2026:11:00:00", "GET /docs", f"still called after its sunset: {CALLED}"),
    (
        "05/Aug/2026:11:00:00",
        "GET /v1",
        f"no request since its sunset in the logs, which end at {LAST}: the rule can be removed",
    ),
    ("03/Aug/2026:11:00:00", "GET /docs", "the logs end before its sunset; read later ones before you remove the rule"),
    ("-", "GET /docs", "its requests in the logs have no time; read logs that have before you remove the rule"),
]


@pytest.mark.parametrize("form", ["text", "json", "markdown", "ics"])
@pytest.mark.parametrize(("time", "request_", "advice"), AFTER, ids=["called", "quiet", "too early", "no time"])
@pytest.mark.parametrize("now", ["2026-08-20", "2027-02-20"], ids=["in the window", "long ago"])
def test_the_log_says_whether_a_rule_can_be_removed(
    aurous: Path, docgen: Docgen, form: str, now: str, time: str, request_: str, advice: str
) -> None:
    line = LINE.format(client="10.0.0.1", time=time, status=404, agent="curl/8").replace("GET /docs", request_)
    (aurous / "access.log").write_text(line, encoding="utf-8")
    ran = docgen(aurous, "sunsets", "--log", "access.log", "--format", form, "--now", now)
    assert plain(f"{advice}: docgen redirects remove docs-site") in plain(ran.out.replace("\r\n ", ""))


def plain(report: str) -> str:
    """A report without spaces, quotes and escapes, which each format has others of."""
    return re.sub(r'[\s"`\\,]', "", report).replace("command:", ":")


def test_lines_without_a_host_leave_open_whether_a_rule_can_be_removed(harbour: Path, docgen: Docgen) -> None:
    line = LINE.format(client="10.0.0.1", time="05/Jan/2027:10:00:00", status=301, agent="x").replace("/docs", "/t/1")
    (harbour / "access.log").write_text(line, encoding="utf-8")
    out = docgen(harbour, "sunsets", "--log", "access.log", "--now", "2027-02-20").out
    assert out.count("the logs have lines without a host; name it with --host before you remove the rule: ") == 2
    host = ("--host", "track.harbour-parcel.example")
    out = docgen(harbour, "sunsets", "--log", "access.log", *host, "--now", "2027-02-20").out
    assert "still called after its sunset: 1 request from 1 client" in out


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
@pytest.mark.parametrize("record", [{"ts": -1e17}, {"ts": 1e17}, {"headers": {"User-Agent": ["\ud800"]}}])
def test_no_line_of_a_log_stops_it(aurous: Path, docgen: Docgen, record: dict[str, Any], form: str) -> None:
    line = json.dumps(
        {"request": {"method": "GET", "host": "api.aurous-labs.com", "uri": "/docs", **record}, "status": 308, **record}
    )
    (aurous / "access.log").write_text(f"{line}\n", encoding="utf-8")
    ran = docgen(aurous, "sunsets", "--log", "access.log", "--format", form, *LATE)
    assert ran.code == 1
    assert "1 request " in ran.out or '"hits": 1' in ran.out


def test_several_hosts_need_a_name_for_lines_without_one(harbour: Path, docgen: Docgen) -> None:
    line = LINE.format(client="10.0.0.1", time="05/Jul/2026:10:00:00", status=301, agent="x").replace("/docs", "/t/1")
    (harbour / "access.log").write_text(line, encoding="utf-8")
    log = ("--log", "access.log", "--now", "2026-11-25")
    out = docgen(harbour, "sunsets", *log).out
    assert "1 without a host were ignored: name it with --host" in out
    assert out.count("no request in the logs with its host\n") == 2
    document = told(docgen, harbour, "--host", "Track.harbour-parcel.example", *log)
    hits = {one["id"]: one["traffic"]["hits"] for one in document["sunsets"] if one["traffic"]}
    assert hits == {"redirect/shipments": 0, "redirect/tracking-page": 1}


@pytest.mark.parametrize("file", ["redirects/docs-site.yaml", "changelog/2026-05-15/pin.yaml", "pyproject.toml"])
def test_a_project_that_cannot_be_read_is_not_due(aurous: Path, docgen: Docgen, file: str) -> None:
    path = aurous / file
    path.write_text(path.read_text(encoding="utf-8") + "\n[ {\n", encoding="utf-8")
    ran = docgen(aurous, "sunsets", *NOW)
    assert ran.code == 3, ran.err
    assert file in ran.out
    assert "could not be read" in ran.err


def test_nothing_due_is_no_failure(aurous: Path, docgen: Docgen) -> None:
    ran = docgen(aurous, "sunsets", "--now", "2026-06-01")
    assert ran.code == 0
    assert ran.out.startswith("Aurous Labs API: No sunset within 30 days\n\nLater\n\n  4 Aug 2026, 00:00 UTC")


@pytest.mark.parametrize(
    ("options", "code", "says"),
    [
        (("--within", "30"), 2, "expected a number and d, h or w"),
        (("--within", "-1d"), 2, "expected a number and d, h or w"),
        (("--host", "api.aurous-labs.com"), 2, "expected --log"),
        (("--show-callers",), 2, "expected --log"),
        (("--by", "account"), 2, "expected --log"),
        (("--addresses",), 2, "No such option"),
        (("--log", "nowhere.log"), 3, "nowhere.log: cannot be read"),
        (("--log", "words.log"), 3, "words.log:1: unknown log format: no request; expected "),
        (("--log", "docs"), 3, "docs: cannot be read"),
        (("--log", "broken.gz"), 3, "broken.gz: cannot be read"),
        (
            ("--log", "a.log", "--host", "x.example"),
            2,
            "no rule is on x.example; expected one of api.",
        ),
    ],
)
def test_a_mistake_is_named(aurous: Path, docgen: Docgen, options: tuple[str, ...], code: int, says: str) -> None:
    (aurous / "words.log").write_text("no request\nanywhere\n", encoding="utf-8")
    (aurous / "broken.gz").write_bytes(gzip.compress(b"x\n" * 999)[:-9])
    ran = docgen(aurous, "sunsets", *options, *NOW)
    assert ran.code == code, ran.out + ran.err
    assert says in ran.err


HOSTILE = "@octocat [x](https://evil.example) | `c` #1 <b> --> https://evil.example/ \x1b[31m"


def test_markdown_mentions_nobody_links_nowhere_and_keeps_its_table(aurous: Path, docgen: Docgen) -> None:
    write_log(aurous, agent=HOSTILE)
    ran = docgen(aurous, "sunsets", "--format", "markdown", "--log", "access.log", *LATE)
    title, mark, *rest, report = ran.out.splitlines()
    assert title == "# 3 sunsets passed in the last 30 days"
    assert mark.startswith("<!-- docgen-sunsets ")
    assert report == "<!-- docgen report -->"
    assert not any(word in ran.out for word in ("@octocat", "https://evil", "#1 ", "\x1b"))
    tokens = MarkdownIt("commonmark").enable("table").parse("\n".join(rest))
    links = {
        str(child.attrs["href"]) for token in tokens for child in token.children or () if child.type == "link_open"
    }
    assert links and all(link.startswith("https://docs.aurous-labs.com/changelog/") for link in links)
    assert [token.type for token in tokens].count("tr_open") == 4 + 3
    kinds = {child.type for token in tokens for child in token.children or ()} | {token.type for token in tokens[1:]}
    assert not {"html_inline", "html_block"} & kinds


def test_the_mark_stays_until_something_else_is_due(aurous: Path, docgen: Docgen) -> None:
    def mark(now: str) -> str:
        return docgen(aurous, "sunsets", "--format", "markdown", "--now", now).out.splitlines()[1]

    assert mark("2026-07-10") == mark("2026-08-20")
    assert mark("2026-06-01") != mark("2026-07-10")


def calendar(docgen: Docgen, root: Path, *options: str) -> tuple[str, list[Any]]:
    out = docgen(root, "sunsets", "--format", "ics", *options).out
    return out, list(vobject.readOne(out).vevent_list)


def test_the_calendar_is_what_another_parser_reads(harbour: Path, docgen: Docgen) -> None:
    _, events = calendar(docgen, harbour, "--now", "2026-11-25T01:02:03.5Z")
    found = {event.uid.value: event for event in events}
    assert len(found) == len(events) == 6
    rule = found["tag:docs.harbour-parcel.example,2026:sunset/redirect/shipments"]
    assert rule.dtstart.value.isoformat() == "2026-12-01T00:00:00+00:00"
    assert rule.dtstamp.value.isoformat() == "2026-11-25T01:02:03+00:00"
    assert rule.sequence.value == "0"
    assert rule.valarm.trigger.value == timedelta(days=-30)
    assert "docgen redirects extend shipments" in rule.description.value
    action = found["tag:docs.harbour-parcel.example,2026:sunset/action/weight-in-grams"]
    assert action.dtstart.value == date(2026, 12, 1)


def test_the_calendar_is_folded_and_ends_lines_with_crlf(harbour: Path, docgen: Docgen) -> None:
    config = harbour / "pyproject.toml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("Harbour Parcel API", "Hafen, \\\\; " + "Päckchen" * 20), encoding="utf-8")
    out, _ = calendar(docgen, harbour, "--now", "2026-06-01")
    lines = out.split("\r\n")
    assert lines[-1] == "" and "\n" not in "".join(lines)
    assert max(len(line.encode()) for line in lines) <= 75
    assert (out, 0) == (calendar(docgen, harbour, "--now", "2026-06-01")[0], 0)


@pytest.mark.parametrize(("day", "sequence"), [("2026-07-06", "1"), ("2026-07-07", "0")])
def test_a_correction_raises_the_sequence_from_its_day_on(
    aurous: Path, docgen: Docgen, day: str, sequence: str
) -> None:
    entry = aurous / "changelog/2026-05-15/docs-site-moved.yaml"
    correction = f"corrections:\n  - {{date: {day}, note: The sunset moved.}}\n"
    entry.write_text(entry.read_text(encoding="utf-8") + correction, encoding="utf-8")
    _, events = calendar(docgen, aurous, *NOW)
    assert {event.uid.value.rpartition("/")[2]: event.sequence.value for event in events}["docs-site"] == sequence
