"""Lies that somebody made who did not know the code: those that are found stay found, and the others are counted."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest

from docgen.check import check
from docgen.differ.project import changes
from docgen.facts import facts
from docgen.load import load
from docgen.model.finding import Severity
from docgen.prove import prove
from tests.cases import load_yaml
from tests.conftest import REPOSITORY
from tests.facts.conftest import copied

LIES: list[dict[str, Any]] = load_yaml(Path(__file__).with_name("strangers.yaml").read_text(encoding="utf-8"))
PROJECTS: Final = {
    "aurous": (REPOSITORY, datetime(2026, 6, 1, tzinfo=UTC)),
    "harbour": (REPOSITORY / "tests/other/harbour", datetime(2026, 8, 1, tzinfo=UTC)),
}
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {name: copied(root, tmp_path_factory.mktemp(name)) for name, (root, _) in PROJECTS.items()}


def is_found(root: Path, now: datetime) -> bool:
    project, findings = load(root, now)
    assert project is not None
    proofs = prove(project)
    every = check(project, proofs, changes(project), findings, facts(project, proofs))
    return any(one.severity is not Severity.INFO and one.id != "stale-output" for one in every)


@pytest.mark.parametrize("case", LIES, ids=lambda case: str(case["lie"])[:70])
def test_a_lie_is_found_as_it_was(case: dict[str, Any], copies: dict[str, Path]) -> None:
    root, now = copies[case["project"]], PROJECTS[case["project"]][1]
    path = root / case["file"]
    before = path.read_text(encoding="utf-8")
    assert case["old"] in before, "the text has changed: write the case anew"
    path.write_text(before.replace(case["old"], case["new"], -1 if case.get("all") else 1), encoding="utf-8")
    try:
        found = is_found(root, now)
    finally:
        path.write_text(before, encoding="utf-8")
    assert found == case["found"], "a lie is found that was not: write `found: true`" if found else case["lie"]
