"""A rule that no edge can hold is refused at its line, with what was expected."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from docgen.load.redirects import RuleContext, parse_redirects, read_redirects
from docgen.model.config import Config, ErrorsConfig
from docgen.positions.source import Source

CASES = yaml.safe_load(Path(__file__).with_name("redirect_cases.yaml").read_text(encoding="utf-8"))
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


@pytest.mark.parametrize("name", ["Location", "content-length", "Transfer-Encoding", "Cache-Control", "Sunset"])
def test_a_header_of_the_answer_itself_is_no_extra(name: str) -> None:
    ((line, message, _),) = parsed(f"{RULE}    headers:\n      X-A: a\n      {name}: b\n")
    assert line == 10
    assert f"headers.{name}: docgen or the server writes this header" in message


@pytest.mark.parametrize(
    ("second", "lines"),
    [("api.example.com", [9]), ("other.example.com", [9]), ("{prod: a.example.com, preprod: b.example.com}", [9, 9])],
)
def test_an_id_is_of_one_rule_whatever_the_host(tmp_path: Path, second: str, lines: list[int]) -> None:
    (tmp_path / "redirects").mkdir()
    again = RULE.removeprefix("rules:\n").replace("host: api.example.com", f"host: {second}")
    (tmp_path / "redirects" / "a.yaml").write_text(RULE + "\n" + again, "utf-8")
    _, findings = read_redirects(tmp_path, RuleContext(CONFIG))
    assert [(found.id, found.line) for found in findings] == [("duplicate-rule", line) for line in lines]
    assert all(found.hint for found in findings)


def test_a_rule_on_several_hosts_has_one_id(tmp_path: Path) -> None:
    (tmp_path / "redirects").mkdir()
    hosts = "{prod: a.example.com, preprod: b.example.com}"
    (tmp_path / "redirects" / "a.yaml").write_text(RULE.replace("api.example.com", hosts), "utf-8")
    assert read_redirects(tmp_path, RuleContext(CONFIG))[1] == ()
