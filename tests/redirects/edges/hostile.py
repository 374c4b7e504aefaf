"""The rules of hostile_rules.yaml as a project loads them, and what an edge does with each."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import yaml

from docgen.load.redirects import parse_redirects
from docgen.model.config import Config
from docgen.model.finding import Finding
from docgen.model.redirect import HeaderRule, Redirect, Rule
from docgen.positions.source import Source
from docgen.redirects.edges import EDGES
from docgen.redirects.edges.files import Setup
from docgen.redirects.paths import example_path
from docgen.redirects.resolve import RuleContext
from tests.cases import load_yaml

from .kinds.kind import HOST, Kind
from .servers import Response, Server

CONFIG = {
    "api": "Aurous Labs API",
    "site_url": "https://docs.aurous-labs.com/",
    "feed_authority": "docs.aurous-labs.com,2026",
    "hosts": [HOST],
    "deprecated_header": "Aurous-Deprecated",
}


class Case(NamedTuple):
    """A rule of the list: its number, its keys, what becomes of it, and what loading makes of it."""

    number: int
    rule: dict[str, Any]
    said: dict[str, Any]
    built: Rule | None
    findings: tuple[Finding, ...]

    @property
    def name(self) -> str:
        return f"{self.number} {self.rule}"[:90].encode("ascii", "backslashreplace").decode()


def _written(value: Any, number: int) -> Any:  # noqa: ANN401 - a value of YAML
    """A value with its repetitions written out, and the number of its rule."""
    if isinstance(value, dict):
        return {_written(key, number): _written(one, number) for key, one in value.items()}
    if not isinstance(value, str):
        return value
    long = re.sub(r"<([^<>*]+)\*(\d+)>", lambda found: found[1] * int(found[2]), value)
    return long.replace("<n>", str(number))


def _case(number: int, row: dict[str, Any]) -> Case:
    common = {"id": f"rule-{number}", "host": HOST, "from": f"/r{number}", "methods": "all"}
    rule = common | {"to": f"https://docs.example.com/{number}"} | _written(row["rule"], number)
    rule = {key: value for key, value in rule.items() if value is not None}
    said = {key: _written(value, number) for key, value in row.items() if key != "rule"}
    text = yaml.safe_dump({"rules": [rule]}, allow_unicode=True, width=100_000)
    rules, findings = parse_redirects(Source("redirects/a.yaml", text), RuleContext(msgspec.convert(CONFIG, Config)))
    return Case(number, rule, said, rules[0] if rules else None, findings)


CASES = [
    _case(number, row)
    for number, row in enumerate(load_yaml((Path(__file__).parent / "hostile_rules.yaml").read_text("utf-8")))
]


def refused_by(kind: Kind, case: Case) -> bool:
    """Whether a finding says that the edge cannot have the rule; no test of headers is run where there can be none."""
    assert case.built
    rules, setup = given(kind, [case])
    setup = msgspec.structs.replace(setup, accepted=frozenset({"headers", "host-headers"}))
    return bool(EDGES[kind.edge].missing_features(case.built, setup) or EDGES[kind.edge].excesses(rules, setup))


def given(kind: Kind, cases: Sequence[Case], now: int = 0, folder: Path | None = None) -> tuple[list[Rule], Setup]:
    """What the edge is given for some cases."""
    return [case.built for case in cases if case.built], kind.setup(now, folder=folder)


def ask(server: Server, case: Case) -> Response:
    assert case.built
    target = case.said.get("get") or example_path(case.built.path) or "/"
    return server.send("GET", target.encode("latin-1"))


def wrong(case: Case, response: Response, kind: Kind) -> str:
    """What the answer has that the list does not say, or the other way round; empty where it is right."""
    assert case.built
    fields = case.said.get("has", {})
    expected = case.said.get("status", 200 if case.said.get("passes") else 308)
    if response.status != expected:
        return f"status {response.status}, not {expected}"
    if expected == 308:
        assert isinstance(case.built, Redirect)
        location = case.said.get("location", case.built.to)
        if response.all("Location") != [location]:
            return f"Location {response.all('Location')}, not {location}"
    if not case.said.get("passes") or isinstance(case.built, HeaderRule):
        for name, value in fields.items() if "headers" not in kind.accepted else ():
            if value not in ", ".join(response.all(name)):
                return f"{name} {response.all(name)}, not {value!r}"
    return ""
