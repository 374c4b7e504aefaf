"""What a page says of the pins that somebody can be on, and how a statement was verified: the cases of pins.yaml."""

import re
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest

from docgen.differ.project import changes
from docgen.load.project import load
from docgen.model.analysis import Analysis
from docgen.model.project import Project
from docgen.prove import prove
from docgen.render import render
from tests.cases import load_yaml

ROOT: Final = Path(__file__).parents[2]
PROJECTS: Final = {
    "aurous": (ROOT, datetime(2026, 6, 1, tzinfo=UTC)),
    "harbour": (ROOT / "tests/other/harbour", datetime(2026, 8, 1, tzinfo=UTC)),
}
CASES: list[dict[str, Any]] = load_yaml(Path(__file__).with_name("pins.yaml").read_text(encoding="utf-8"))


def of(case: dict[str, Any]) -> Project:
    project, findings = load(*PROJECTS[case["project"]])
    assert project is not None
    assert findings == ()
    *older, newest = project.pins
    if "gone" in case:
        assert newest.spec
        document = msgspec.json.decode(msgspec.json.encode(newest.spec.document))
        document["components"]["schemas"]["ProblemCode"]["enum"].remove(case["gone"])
        newest = msgspec.structs.replace(newest, spec=msgspec.structs.replace(newest.spec, document=document))
    if "retired" in case:
        (pin,) = older
        older = [msgspec.structs.replace(pin, text=msgspec.structs.replace(pin.text, retired=date(2026, 7, 2)))]
    return msgspec.structs.replace(project, pins=(*older, newest))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["about"])
def test_a_page_says_of_pins_and_proofs(case: dict[str, Any]) -> None:
    project = of(case)
    source = str(render(Analysis(project, prove(project), changes(project)))[case["page"]])
    read = re.sub(r" (?=[.,?:])", "", " ".join(unescape(re.sub(r"<[^>]+>", " ", source)).split()))
    for words in case["words"]:
        assert words in read, read
    for words in case.get("not", ()):
        assert words not in read
