"""Findings and changes in every format, as data: `cases/*.yaml` has what goes in and the whole text that comes out."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from docgen import __version__
from docgen.model.change import Change
from docgen.model.finding import Finding
from docgen.positions.source import Source
from docgen.report.changes import FORMATS as CHANGES
from docgen.report.findings import FORMATS
from tests.cases import load_yaml

CASES = sorted(Path(__file__).with_name("cases").glob("*.yaml"))
CHANGE = {
    "polarity": "response",
    "selector": "",
    "pointer": "",
    "sites": [],
    "effects": [],
    "operations": [],
    "events": [],
}


def read(path: Path) -> dict[str, Any]:
    case: dict[str, Any] = load_yaml(path.read_text(encoding="utf-8"))
    return case


def rendered(case: dict[str, Any], form: str) -> str:
    """The report of a case; the version of docgen is written as VERSION."""
    if "changes" in case:
        changes = msgspec.convert([CHANGE | change for change in case["changes"]], list[Change])
        options = {"short": True} if form == "text" else {}
        text = CHANGES[form](changes, Source(*case["source"].values()) if "source" in case else None, **options)
    else:
        text = FORMATS[form](msgspec.convert(case["findings"], list[Finding]))
    return text.replace(f'"version": "{__version__}"', '"version": "VERSION"')


@pytest.mark.parametrize(
    ("path", "form"),
    [pytest.param(path, form, id=f"{path.stem}-{form}") for path in CASES for form in read(path)["expected"]],
)
def test_a_report_is_exactly_this(path: Path, form: str) -> None:
    case = read(path)
    assert rendered(case, form) == case["expected"][form]


@pytest.mark.parametrize(("kind", "formats"), [("findings", FORMATS), ("changes", CHANGES)])
def test_every_format_has_a_case(kind: str, formats: dict[str, Any]) -> None:
    shown = {form for path in CASES if kind in (case := read(path)) for form in case["expected"]}
    assert set(formats) - shown == set()
