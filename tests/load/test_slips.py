"""A slip of the pen is one finding, on the line with the slip."""

from pathlib import Path
from typing import Any, Final

import msgspec
import pytest

from docgen.facts.texts.passages import head_of
from docgen.load.validate import read_model
from docgen.model.entry import EntryText
from docgen.model.error_page import ErrorText
from docgen.model.pin import PinText
from docgen.model.redirect import RuleFile
from docgen.positions.source import Source
from tests.cases import load_yaml

CASES = load_yaml(Path(__file__).with_name("slips.yaml").read_text(encoding="utf-8"))
SAMPLE: Final = Path(__file__).parents[1] / "check" / "sample"
FILES: Final[dict[str, tuple[str, type[msgspec.Struct]]]] = {
    "E": ("changelog/2026-01-15/widgets.yaml", EntryText),
    "P": ("changelog/2026-01-15/pin.yaml", PinText),
    "R": ("redirects/parts.yaml", RuleFile),
    "C": ("docs/errors/not_found.md", ErrorText),
}


def found(path: str, text: str, model: type[msgspec.Struct]) -> list[tuple[int, int, str]]:
    source = Source(path, text)
    _, findings = read_model(head_of(source) if path.endswith(".md") else source, model)
    return [(one.line, one.column, f"{one.message} {one.hint}") for one in findings]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['in']} {case['new']}")
def test_a_slip_is_named_once_on_its_line(case: dict[str, Any]) -> None:
    path, model = FILES[case["in"]]
    text = (SAMPLE / path).read_text(encoding="utf-8")
    assert not found(path, text, model)
    assert case["old"] in text
    ((line, column, words),) = found(path, text.replace(case["old"], case["new"], 1), model)
    assert (line, column) == (case["line"], case.get("column", column)), words
    assert case["says"] in words
    assert case.get("hint", "") in words


def test_each_of_several_slips_is_named() -> None:
    path, model = FILES["E"]
    text = (SAMPLE / path).read_text(encoding="utf-8")
    for old, new in (("kind: ", "kind:"), ("areas: [widgets]", "areas: [widgets"), ("summary:", "sumary:")):
        text = text.replace(old, new)
    assert [line for line, _, _ in found(path, text, model)] == [2, 4, 7]
