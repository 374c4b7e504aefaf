"""A rule that no edge can hold is refused at its line, with what was expected."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from docgen.load.files import Folder
from docgen.load.redirects import parse_redirects, read_redirects
from docgen.model.config import Config, ErrorsConfig
from docgen.positions.source import Source
from docgen.redirects.resolve import RuleContext
from tests.cases import load_yaml

CASES = load_yaml(Path(__file__).with_name("redirect_cases.yaml").read_text(encoding="utf-8"))
RULE = """rules:
  - id: docs
    host: api.example.com
    from: /docs
    to: https://docs.example.com/
    sunset: 2026-08-04T00:00:00Z
    after: 404
"""
CONFIG = Config(
    api="A",
    site_url="https://docs.example.com/",
    feed_authority="docs.example.com,2026",
    hosts=("api.example.com",),
    errors=ErrorsConfig(envelope="Error", code="code", codes=("a",)),
)


AROUND = RuleContext(CONFIG)
OWN = ("Location", "content-length", "Transfer-Encoding", "Cache-Control", "Sunset")
SERVERS = (
    *("SERVER", "Date", "Age", "Via", "Host", "ETag", "Last-Modified", "Accept-Ranges"),
    *("Content-Encoding", "Content-Range", "Connection", "Keep-Alive", "TE", "Trailer", "Upgrade"),
    *("Proxy-Connection", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Authentication-Info"),
)
"""Sent twice, dropped or refused by a server that was tried, or of one connection (RFC 9110, section 7.6.1)."""


def with_line(new: str) -> str:
    """The good rule with another line for the same key."""
    key = new.partition(":")[0]
    return "\n".join(f"    {new}" if line.strip().startswith(f"{key}:") else line for line in RULE.splitlines())


def parsed(text: str) -> list[tuple[int, str, str]]:
    _, findings = parse_redirects(Source("redirects/a.yaml", text), AROUND)
    return [(found.line, found.message, found.hint) for found in findings]


def test_the_rule_itself_passes() -> None:
    assert parsed(RULE) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_rule_is_refused_at_its_line(case: dict[str, Any]) -> None:
    ((line, message, hint),) = parsed(with_line(case["line"]))
    assert (line, hint) == (case["at"], case.get("hint", ""))
    assert case["says"] in message


@pytest.mark.parametrize("key", ["deprecated", "info", "successor", "headers"])
def test_no_value_ends_with_a_line_break(key: str) -> None:
    value = r'{"X-A": "v\n"}' if key == "headers" else r'"https://docs.example.com/\n"'
    ((line, message, _),) = parsed(f"{RULE}    {key}: {value}\n")
    assert line == 8
    assert r"\n" in message


@pytest.mark.parametrize("name", (*OWN, *SERVERS))
def test_a_header_of_the_answer_itself_is_no_extra(name: str) -> None:
    ((line, message, _),) = parsed(f"{RULE}    headers:\n      X-A: a\n      {name}: b\n")
    assert line == 10
    assert f"headers.{name}: docgen or a server writes or drops this header" in message


@pytest.mark.parametrize("headers", ["X-A: a\n      x-a: b", "X-Host: b", "x-deprecated: b"])
def test_no_answer_has_a_header_twice(headers: str) -> None:
    config = msgspec.structs.replace(
        CONFIG, deprecated_header="X-Deprecated", host_headers={"api.example.com": {"x-host": "1"}}
    )
    text = f"{RULE}    deprecated: docs\n    headers:\n      {headers}\n"
    _, (finding,) = parse_redirects(Source("redirects/a.yaml", text), RuleContext(config))
    assert finding.line == len(text.splitlines())
    assert finding.message.endswith("is already on the answer; expected another header")


def test_links_of_a_rule_are_beside_those_of_docgen() -> None:
    links = (
        """    headers: {Link: '<https://docs.example.com/help>; rel="help"'}\n    info: https://docs.example.com/i\n"""
    )
    assert parsed(RULE + links) == []


def test_a_deprecation_without_a_header_is_refused_where_it_would_be_lost() -> None:
    ((line, message, hint),) = parsed(f"{RULE}    deprecated: docs\n")
    assert (line, hint) == (8, "add `deprecated_header` to [tool.docgen], or remove `deprecated`")
    assert message == "deprecated: no header is configured for it, so that no answer would have it"


@pytest.mark.parametrize("key", ["info", "successor"])
@pytest.mark.parametrize("authority", ["", "u:p@docs.example.com", "docs.example.com:99999", "docs..example.com"])
def test_a_link_is_to_a_host(key: str, authority: str) -> None:
    ((line, message, _),) = parsed(f"{RULE}    {key}: https://{authority}/a?b=c#d\n")
    assert line == 8
    assert "expected a host name (RFC 1123), and a port from 1 to 65535 if any" in message


def test_a_deprecation_has_a_year_that_the_web_has_had() -> None:
    ((line, message, _),) = parsed(f"{RULE}    since: 1969-07-20\n")
    assert line == 8
    assert "since: is in the year 1969; expected a year from 2000 on" in message


def test_a_rule_redirects_some_method() -> None:
    methods = "[GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS]"
    ((line, message, _),) = parsed(f"{RULE}    methods: {{except: {methods}}}\n")
    assert line == 8
    assert message.startswith("methods.except: has every method; expected one that the rule redirects")


@pytest.mark.parametrize(("key", "start"), [("from", "/"), ("to", "https://docs.example.com/")])
def test_a_path_is_no_longer_than_a_line_of_every_server(key: str, start: str) -> None:
    longest = start + "a" * (2000 - len(start))
    assert parsed(with_line(f"{key}: {longest}")) == []
    ((_, message, hint),) = parsed(with_line(f"{key}: {longest}a"))
    assert message == f"{key}: has 2,001 characters as clients send it; expected 2,000 at most"
    assert hint == "shorten it: servers refuse longer lines in their configuration"


def test_a_path_counts_as_it_is_sent() -> None:
    """Servers have it percent-encoded: each of these is nine characters there."""
    ((_, message, _),) = parsed(with_line("from: /" + "日" * 223))
    assert message == "from: has 2,008 characters as clients send it; expected 2,000 at most"


@pytest.mark.parametrize(
    ("second", "lines"),
    [("api.example.com", [9]), ("other.example.com", [9]), ("{prod: a.example.com, preprod: b.example.com}", [9, 9])],
)
def test_an_id_is_of_one_rule_whatever_the_host(tmp_path: Path, second: str, lines: list[int]) -> None:
    (tmp_path / "redirects").mkdir()
    again = RULE.removeprefix("rules:\n").replace("host: api.example.com", f"host: {second}")
    (tmp_path / "redirects" / "a.yaml").write_text(RULE + "\n" + again, "utf-8")
    _, findings = read_redirects(Folder(tmp_path), RuleContext(CONFIG))
    assert [(found.id, found.line) for found in findings] == [("duplicate-rule", line) for line in lines]
    assert all(found.hint for found in findings)


def test_a_rule_on_several_hosts_has_one_id(tmp_path: Path) -> None:
    (tmp_path / "redirects").mkdir()
    hosts = "{prod: a.example.com, preprod: b.example.com}"
    (tmp_path / "redirects" / "a.yaml").write_text(RULE.replace("api.example.com", hosts), "utf-8")
    assert read_redirects(Folder(tmp_path), RuleContext(CONFIG))[1] == ()
