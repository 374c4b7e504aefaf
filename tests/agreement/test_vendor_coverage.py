"""A line of a changelog is confirmed by what a change shows, and by nothing weaker."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
from vendor_coverage import Step, compare, row, total
from vendor_match import line, match_change, match_line, shown

from docgen.model.change import Change
from tests.cases import load_yaml

CASES: list[dict[str, Any]] = load_yaml(Path(__file__).with_name("vendor_lines.yaml").read_text(encoding="utf-8"))


def change(**given: Any) -> Change:  # noqa: ANN401 - the fields of a change
    blank = {"id": "x", "level": "info", "polarity": "none", "text": "", "fingerprint": ""}
    lists: dict[str, Any] = {"sites": (), "effects": (), "operations": (), "events": ()}
    return msgspec.convert({**blank, **lists, **given}, Change)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_a_line_matches_a_change(case: dict[str, Any]) -> None:
    assert match_line(line(case["line"]), [shown(change(**case["change"]))]) == case["match"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_a_change_matches_a_line(case: dict[str, Any]) -> None:
    expected = "none" if case["match"] == "nothing" else case["match"]
    assert match_change(shown(change(**case["change"])), [line(case["line"])]) == expected


def step(*changes: Change) -> Step:
    entries = [{"text": "Add `memo` to `Item`", "breaking": True}, {"text": "Fixes", "breaking": False}]
    return compare({"old": "1", "new": "2", "entries": entries}, changes)


def test_a_step_is_counted_both_ways() -> None:
    memo = change(selector="Item.memo", pointer="/components/schemas/Item/properties/memo", level="breaking")
    other = change(selector="Page.size", pointer="/components/schemas/Page/properties/size")
    assert row(step(memo, other)) == ("1 to 2", "2", "1", "0", "0", "1", "2", "1", "0", "1", "breaks / breaks")


def test_the_totals_say_how_often_both_flags_agree() -> None:
    memo = change(selector="Item.memo", pointer="/components/schemas/Item/properties/memo", level="breaking")
    assert total([step(memo), step()])[-1] == "agree in 1"
    assert total([step(memo), step()])[1:3] == ("4", "1")
