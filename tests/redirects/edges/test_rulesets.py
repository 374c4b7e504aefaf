"""Cloudflare rulesets: nothing here can run them, so their form is held against what is documented."""

import json
import re

import pytest

from docgen.model.redirect import Redirect
from docgen.redirects.edges import EDGES
from docgen.redirects.edges.cloudflare_rulesets import literal, quoted
from docgen.redirects.edges.edge import ALL_FEATURES, Setup
from docgen.redirects.edges.files import clock_mark

from .rules import build, redirects

T = 1_785_801_600
BASE = {"id": "base", "path": "/base", "match": "exact", "to": "https://docs.aurous-labs.com/"}
RULESET = EDGES["cloudflare-rulesets"]
JOINED = re.compile(r'\$\{join\(" and ", local\.(\w+)\[\*\]\.when\)\}')


def written(*rules: Redirect) -> str:
    (text, *_) = RULESET.render(rules, Setup(accepted=ALL_FEATURES)).values()
    return str(text)


def expressions(text: str) -> list[str]:
    """The expressions as Terraform joins them."""
    values = json.loads(text)["locals"]

    def join(match: re.Match[str]) -> str:
        return " and ".join(condition["when"] for condition in values[match[1]])

    return [JOINED.sub(join, rule["expression"]) for rule in values["docgen_redirects"]]


def test_it_says_that_it_is_an_experiment() -> None:
    assert "EXPERIMENTAL" in RULESET.TITLE
    assert "EXPERIMENTAL" in written(build(BASE, T)).splitlines()[2]
    assert "not known" in RULESET.ALTERNATIVES["headers"]


def test_an_exact_rule() -> None:
    path = "raw.http.request.uri.path"
    text = written(build({**BASE, "excluded": ["OPTIONS"]}, T))
    assert expressions(text) == [
        'http.host eq "api.aurous-labs.com" and http.request.timestamp.sec lt 1785801600'
        f' and not http.request.method in {{"OPTIONS"}} and ({path} in {{"/base" "/base/"}})'
    ]
    assert json.loads(text)["locals"]["docgen_redirects"][0]["action_parameters"]["from_value"] == {
        "status_code": 308,
        "target_url": {"value": "https://docs.aurous-labs.com/"},
        "preserve_query_string": True,
    }


def test_brownouts_are_on_the_marked_line_and_a_query_can_be_dropped() -> None:
    rule = build({**BASE, "brownouts": [[1, 2], [5, 9]], "query": "drop"}, T)
    text = written(rule)
    now = "http.request.timestamp.sec"
    clock = f"{now} lt {T} and not ({now} ge 1 and {now} lt 2) and not ({now} ge 5 and {now} lt 9)"
    assert [line for line in text.splitlines() if clock_mark(rule) in line and clock in line]
    assert not [line for line in text.splitlines() if now in line and clock_mark(rule) not in line]
    value = json.loads(text)["locals"]["docgen_redirects"][0]["action_parameters"]["from_value"]
    assert value["preserve_query_string"] is False


def test_a_prefix_rule_is_two_and_keeps_the_raw_rest_of_the_path() -> None:
    text = written(build({**BASE, "match": "prefix", "to": "https://docs.aurous-labs.com/x/", "forever": True}, None))
    at, below = expressions(text)
    assert at.endswith('starts_with(raw.http.request.uri.path, "/base/")) and raw.http.request.uri.path eq "/base"')
    assert below.endswith('and raw.http.request.uri.path ne "/base"')
    targets = [
        rule["action_parameters"]["from_value"]["target_url"] for rule in json.loads(text)["locals"]["docgen_redirects"]
    ]
    assert targets == [
        {"value": "https://docs.aurous-labs.com/x/"},
        {"expression": 'concat("https://docs.aurous-labs.com/x", substring(raw.http.request.uri.path, 5))'},
    ]


def test_a_later_rule_takes_nothing_that_an_earlier_one_covers() -> None:
    _, later, _ = expressions(written(build(BASE, T), build({**BASE, "id": "later", "match": "prefix"}, 2 * T)))
    assert 'and not (raw.http.request.uri.path in {"/base" "/base/"}) and' in later


def test_only_documented_fields_and_one_ref_a_rule() -> None:
    rules = json.loads(written(*redirects(T)))["locals"]["docgen_redirects"]
    assert {frozenset(rule) for rule in rules} == {
        frozenset({"ref", "description", "expression", "action", "action_parameters"})
    }
    assert {rule["action"] for rule in rules} == {"redirect"}
    assert len({rule["ref"] for rule in rules}) == len(rules)


@pytest.mark.parametrize("match", ["exact", "prefix"])
def test_deleting_the_marked_line_keeps_the_rule(match: str) -> None:
    rule = build({**BASE, "match": match}, T)
    lines = written(rule).splitlines(keepends=True)
    kept = [line for line in lines if clock_mark(rule) not in line]
    assert len(kept) == len(lines) - 1
    assert expressions("".join(kept)) == [
        expression.replace(" and http.request.timestamp.sec lt 1785801600", "")
        for expression in expressions("".join(lines))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", '"plain"'),
        ('say "hi"', '"say \\"hi\\""'),
        ("a\\b", '"a\\\\b"'),
        ("${var.secret}", '"$${var.secret}"'),
        ("%{if true}", '"%%{if true}"'),
    ],
)
def test_hostile_values_stay_one_string(text: str, expected: str) -> None:
    assert quoted(text) == expected


def test_terraform_expands_nothing_but_the_conditions() -> None:
    text = written(*redirects(T))
    assert re.findall(r"(?<!\$)\$\{(?!join)|(?<!%)%\{", text) == []
    assert literal("50 % of ${x}") == "50 % of $${x}"


def test_the_rules_of_the_largest_plan() -> None:
    rules = [build({**BASE, "id": f"r{n}", "path": f"/r{n}", "match": "prefix"}, T) for n in range(151)]
    assert [excess.redirect.id for excess in RULESET.excesses(rules, Setup(accepted=ALL_FEATURES))] == ["r150"]
