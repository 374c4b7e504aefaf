"""A rule without a target adds its headers, or is refused at its line."""

from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from docgen.load.redirects import parse_redirects
from docgen.model.pin import Pin, PinText, Provenance, Versioning
from docgen.model.redirect import HeaderRule
from docgen.positions.source import Source
from docgen.redirects.resolve import RuleContext
from tests.cases import load_yaml
from tests.load.test_redirects import CONFIG

CASES = load_yaml(Path(__file__).with_name("header_rule_cases.yaml").read_text(encoding="utf-8"))


def pin(id_: str, carrier: str) -> Pin:
    text = PinText(
        label="first",
        released=date(2026, 1, 1),
        summary="A.",
        versioning=msgspec.convert({"carrier": carrier, "name": "X-Version"}, Versioning),
        spec=Provenance(origin="published"),
    )
    return Pin(id_, text, Source("pin.yaml", ""), None, None)


CONTEXT = RuleContext(
    msgspec.structs.replace(CONFIG, deprecated_header="X-Deprecated"),
    pins=(pin("2026-01-01", "header"), pin("2025-01-01", "query")),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["rule"].replace("\n    ", " "))
def test_what_a_rule_without_a_target_gives(case: dict[str, Any]) -> None:
    text = f"rules:\n  - id: pay\n    host: api.example.com\n    {case['rule']}\n"
    rules, findings = parse_redirects(Source("redirects/a.yaml", text), CONTEXT)
    if "headers" not in case:
        (found,) = findings
        assert (found.line, case["says"] in found.message) == (case["line"], True), found.message
        assert case.get("hint", found.hint) == found.hint
        return
    (rule,) = rules
    assert not findings
    assert isinstance(rule, HeaderRule)
    assert rule.headers == tuple(case["headers"].items())
    assert rule.version == (("X-Version", "2026-01-01") if "version" in case["rule"] else None)
    assert rule.sunset == (1_785_801_600 if "sunset" in case["rule"] else None)
