"""The judgement on an edge, without an edge: what is as promised, and the cause of what is not."""

import re
from pathlib import Path
from typing import Any

import pytest

from docgen.verify.http_exchange import Reply, escape_untrusted
from docgen.verify.live_findings import LIVE_FINDINGS
from docgen.verify.location import host_of
from docgen.verify.questions import UNSAFE, is_near_sunset, questions
from tests.cases import load_yaml
from tests.conftest import REPOSITORY
from tests.redirects.edges.rules import redirects
from tests.verify.answers import T, findings_at

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = load_yaml((HERE / "cases.yaml").read_text(encoding="utf-8"))
WHEN = {"before": T - 2, "after": T + 2}


@pytest.mark.parametrize("when", WHEN)
def test_what_the_oracle_says_is_as_promised(when: str) -> None:
    findings = findings_at(WHEN[when])
    assert len(findings) > 10
    assert [one for about in findings.values() for one in about] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_case(case: dict[str, Any]) -> None:
    findings = findings_at(WHEN[case["when"]], case["rule"], case["otherwise"])
    assert sorted(one.id for about in findings.values() for one in about) == sorted(case["finds"]), findings


def test_every_cause_is_shown_by_a_case() -> None:
    broken = " ".join(path.read_text(encoding="utf-8") for path in (HERE / "broken").glob("*.conf"))
    commands = (HERE / "test_verify.py").read_text(encoding="utf-8")
    deployments = load_yaml((HERE / "deployments.yaml").read_text(encoding="utf-8"))
    header_rules = load_yaml((HERE / "header_rules.yaml").read_text(encoding="utf-8"))["rows"]
    listed = {one for case in (*CASES, *deployments) for one in case["finds"]}
    listed |= {one for row in header_rules for found in row["finds"].values() for one in found}
    assert [
        finding_id
        for finding_id in LIVE_FINDINGS
        if finding_id not in listed and finding_id not in broken and finding_id not in commands
    ] == []


def test_the_same_answers_give_the_same_findings_in_the_same_order() -> None:
    wrong = {"GET /docs": {"status": 301, "drop": ["Link", "Sunset"]}}
    assert findings_at(T - 2, "docs-site", wrong) == findings_at(T - 2, "docs-site", wrong)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("30", 30), ("Tue, 04 Aug 2026 00:01:00 GMT", 60), ("Mon, 03 Aug 2026 00:00:00 GMT", 0), ("soon", 0), ("-1", 0)],
)
def test_a_pause_that_is_asked_for_is_in_seconds_or_until_a_date(value: str, seconds: float) -> None:
    assert Reply(429, (("Retry-After", value),)).retry_after(T) == seconds
    assert Reply(429).retry_after(T) == 0


def test_a_rule_is_asked_about_politely() -> None:
    """About thirty requests, and once up to seven beside the rules: a night in CI is no load."""
    for rule in redirects(T):
        assert len(questions(redirects(T), T, unsafe=True, only=rule.id)) <= 43, rule.id
        assert len(questions(redirects(T), T, only=rule.id)) <= 39, rule.id


@pytest.mark.parametrize("now", WHEN.values())
def test_what_changes_something_is_asked_only_when_asked_for_and_where_a_rule_answers(now: int) -> None:
    rules = redirects(T)
    assert not [one for one in questions(rules, now) if one.request.method in UNSAFE]
    unsafe = [one for one in questions(rules, now, unsafe=True) if one.request.method in UNSAFE]
    assert {one.redirect.id for one in unsafe} >= {"docs-site", "legacy-generations"}
    assert ("hooks" in {one.redirect.id for one in unsafe}) == (now < T)
    assert ("PATCH", "hooks") not in {(one.request.method, one.redirect.id) for one in unsafe}


@pytest.mark.parametrize(
    ("sent", "received", "near"),
    [
        (T - 3, T - 2.1, False),
        (T - 1.5, T - 1.4, True),
        (T - 0.1, T + 0.1, True),
        (T + 0.2, T + 0.3, True),
        (T + 2, T + 2.1, False),
    ],
)
def test_an_exchange_beside_a_sunset_proves_nothing(sent: float, received: float, near: bool) -> None:
    rules = redirects(T)
    (address,) = [one for one in questions(rules, T, only="docs-site") if one.aspect == "address"]
    assert is_near_sunset(rules, address, sent, received) == near


def test_a_rule_that_another_takes_is_not_asked_about_where_that_one_answers() -> None:
    targets = {one.request.target for one in questions(redirects(T), T, only="archive") if one.aspect != "hostile"}
    assert "/archive" not in targets
    assert any(target.startswith("/archive/a") for target in targets)


@pytest.mark.parametrize(
    ("location", "host"),
    [
        ("https://Docs.Example.com/x", "docs.example.com"),
        ("https://docs.example.com:8443", "docs.example.com"),
        ("//evil.com/x", "evil.com"),
        ("\\\\evil.com", "evil.com"),
        ("/\\evil.com", "evil.com"),
        ("https:/\\evil.com", "evil.com"),
        ("https://docs.example.com@evil.com", "evil.com"),
        (" https://evil.com", "evil.com"),
        ("/docs//evil.com", ""),
        ("/x", ""),
        ("", ""),
    ],
)
def test_the_host_is_the_one_that_a_browser_opens(location: str, host: str) -> None:
    assert host_of(location) == host


def test_a_stranger_writes_nothing_on_the_terminal() -> None:
    assert escape_untrusted("\x1b[2Jcaf\xe9\r\n") == "\\x1b[2Jcaf\\xe9\\r\\n"
    assert len(escape_untrusted("x" * 10_000)) < 400


def test_the_page_lists_every_cause() -> None:
    page = (REPOSITORY / "docgen/docs/verify.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\[([a-z-]+)\]\(rules/", page)) == {*LIVE_FINDINGS, "live-check-failed"}
