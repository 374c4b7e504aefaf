"""What holds for a report of any changes: its length, its growth, and that no text breaks it."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from docgen.model.change import Change
from docgen.model.finding import Finding, Severity
from docgen.report.changes import FORMATS
from docgen.report.findings import FORMATS as OF_FINDINGS
from tests.benchmarks.reports import changes, source
from tests.cases import load_yaml
from tests.counting import calls

HERE = Path(__file__).parent
GITHUB_TAKES = 65_536


@pytest.mark.parametrize("form", FORMATS)
def test_cost_and_length_grow_with_the_changes_and_no_faster(form: str) -> None:
    FORMATS[form](changes(1), source(1))
    sizes = [(changes(count), source(count)) for count in (150, 300, 600)]
    costs = [calls(lambda size=size: FORMATS[form](*size)) for size in sizes]
    lengths = [len(FORMATS[form](*size)) for size in sizes]
    assert all(more <= 2.1 * less for less, more in pairwise(costs)), costs
    assert all(more <= 2.1 * less for less, more in pairwise(lengths)), lengths


def test_a_comment_fits_into_github_and_says_what_it_leaves_out() -> None:
    given = changes(3_000)
    text = FORMATS["markdown"](given)
    assert len(text) < GITHUB_TAKES
    left = [int(number.replace(",", "")) for number in re.findall(r"and ([0-9,]+) more: `docgen diff --all`", text)]
    shown = sum(line.startswith("- ") and " more" not in line for line in text.splitlines())
    assert 0 < shown == 3_000 - sum(left)
    assert text.startswith("**3,000 changes: 1,000 breaking, 1,000 warning, 1,000 info**")


def test_a_short_text_counts_what_it_leaves_out_and_says_how_to_see_it() -> None:
    text = FORMATS["text"](changes(180), short=True)
    assert text.startswith("180 changes: 60 breaking, 60 warning, 60 info\n")
    assert [text.count(f"  ... and 10 more {level}\n") for level in ("breaking", "warning", "info")] == [1, 1, 1]
    assert text.endswith("\n\n`docgen diff --all` lists each change by itself\n")
    whole = FORMATS["text"](changes(180))
    assert whole.count("[response-property-type-changed]") == 180
    assert "more" not in whole


@pytest.mark.parametrize(("count", "folded"), [(35, 0), (36, 1), (2_000, 1)])
def test_many_changes_that_break_nothing_are_folded_away(count: int, folded: int) -> None:
    additions = [msgspec.structs.replace(change, level="info") for change in changes(count)]
    text = FORMATS["markdown"](additions)
    assert (text.count("<details>"), text.count("</details>")) == (folded, folded)


def test_no_single_change_fills_a_comment() -> None:
    long = msgspec.structs.replace(changes(1)[0], text="é" * 100_000, selector="x" * 100_000, operations=("y" * 9_999,))
    assert len(FORMATS["markdown"]([long, *changes(5)]).splitlines()) > 6
    assert "more" not in FORMATS["markdown"]([long, *changes(5)])


def tokens(text: str) -> Iterator[Token]:
    for token in MarkdownIt("commonmark", {"html": True}).enable("strikethrough").enable("table").parse(text):
        yield token
        yield from token.children or []


def test_hostile_text_is_only_text_and_code_in_its_bullet() -> None:
    case = load_yaml((HERE / "cases" / "changes-hostile.yaml").read_text(encoding="utf-8"))
    kinds = {token.type.removesuffix("_open").removesuffix("_close") for token in tokens(case["expected"]["markdown"])}
    assert kinds == {"paragraph", "inline", "text", "strong", "heading", "bullet_list", "list_item", "code_inline"}
    headings = [token.content for token in tokens(case["expected"]["markdown"]) if token.type == "inline"]
    assert [heading for heading in headings if heading in ("Breaking (1)", "Info (2)")] == ["Breaking (1)", "Info (2)"]


def half_a_pair() -> Change:
    return msgspec.structs.replace(changes(1)[0], text="half \ud800 of a pair", selector="a\udfff")


@pytest.mark.parametrize("form", FORMATS)
def test_half_of_a_surrogate_pair_ends_no_report_of_changes(form: str) -> None:
    assert FORMATS[form]([half_a_pair()], source(1)).encode("utf-8", "replace")


@pytest.mark.parametrize("form", OF_FINDINGS)
def test_half_of_a_surrogate_pair_ends_no_report_of_findings(form: str) -> None:
    found = Finding("a.yaml", 1, 1, "enum-mismatch", Severity.ERROR, "half \ud800 of a pair")
    assert OF_FINDINGS[form]([found]).encode("utf-8", "replace")


def test_json_has_the_documented_keys_and_no_other() -> None:
    document = json.loads(FORMATS["json"](changes(4)))
    assert set(document) == {"version", "changes", "reaches", "summary"}
    assert document["summary"] == {"breaking": 2, "warning": 1, "info": 1, "total": 4}
    words = "id level polarity selector pointer sites effects operations events text fingerprint"
    assert all(list(change) == words.split() for change in document["changes"])
    assert set(document["changes"][0]["effects"][0]) == {"id", "level", "polarity", "operations", "events"}


@pytest.mark.parametrize("form", ["sarif", "codequality"])
def test_no_two_of_a_report_have_one_fingerprint(form: str) -> None:
    document: Any = json.loads(FORMATS[form]([*changes(3), *changes(3)], source(3)))
    of = (
        [result["partialFingerprints"]["docgen/v1"] for result in document["runs"][0]["results"]]
        if form == "sarif"
        else [issue["fingerprint"] for issue in document]
    )
    assert len(set(of)) == 6


def test_a_fingerprint_outlives_a_move_to_another_line() -> None:
    found = Finding("a.yaml", 1, 1, "enum-mismatch", Severity.ERROR, "it is not so")
    moved = msgspec.structs.replace(found, line=9, column=4)
    first, second = (json.loads(OF_FINDINGS["codequality"]([one]))[0] for one in (found, moved))
    assert first["fingerprint"] == second["fingerprint"]


@pytest.mark.skipif("MUTANT_UNDER_TEST" in os.environ, reason="what calls a mutant imports json")
def test_a_small_pair_waits_for_no_other_format() -> None:
    """`docgen diff --format json` of a small pair may take three times what reading it takes."""
    code = (
        "import sys, docgen.differ; differ = set(sys.modules); "
        "from docgen.report.changes import FORMATS; FORMATS['json'](()); print(*set(sys.modules) - differ)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    unneeded = {"json", "yaml", "hashlib", "xml.etree.ElementTree", "jinja2", "markupsafe"}
    assert unneeded.isdisjoint(ran.stdout.split())
