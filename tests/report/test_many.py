"""A short text counts what is many of a kind; it hides no file with an error, and nothing that is not accepted."""

from pathlib import Path
from typing import Any

import pytest

from docgen.model.finding import Finding, Severity
from docgen.report import findings as report
from tests.cases import load_yaml
from tests.conftest import Docgen

CASES = load_yaml(Path(__file__).with_name("many.yaml").read_text(encoding="utf-8"))


def findings(case: dict[str, Any]) -> list[Finding]:
    return [
        Finding(path, first + number, 1, id_, Severity(severity), "it is wrong", "mend it", accepted=accepted)
        for path, first, severity, id_, count, accepted in case["findings"]
        for number in range(count)
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_a_short_report_counts_what_is_many_of_a_kind(case: dict[str, Any]) -> None:
    lines = [line for line in report.text(findings(case), short=True).splitlines() if not line.startswith("  ")]
    assert [line.partition(":1: ")[0].partition(" (`")[0].partition("; run")[0] for line in lines] == case["lines"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_a_whole_report_lists_each(case: dict[str, Any]) -> None:
    listed = [line for line in report.text(findings(case)).splitlines() if ": it is wrong [" in line]
    assert len(listed) == len(findings(case))


def test_check_lists_all_where_it_is_asked_to(aurous: Path, docgen: Docgen) -> None:
    page = aurous / "docs/index.md"
    dead = "".join(f"`GET /v1/teapots/{number}`\n\n" for number in range(20))
    page.write_text(page.read_text(encoding="utf-8") + f"\n\n{dead}", encoding="utf-8")
    short, whole = (docgen(aurous, "check", *more, "--now", "2026-06-01") for more in ((), ("--all",)))
    assert short.out.splitlines()[-1] == whole.out.splitlines()[-1]
    assert whole.out.count("docs/index.md:") == 20
    assert short.out.count("docs/index.md:") == 3
    assert "... and 17 more unbound-fact in docs/index.md (`docgen check --all` lists them)\n" in short.out
    assert (short.code, whole.code) == (1, 1)
