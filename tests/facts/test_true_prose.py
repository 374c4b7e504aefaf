"""Guides that were written to be true, with much of the writer's own: what is found in them is known, and stays few."""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest

from docgen.facts import facts
from docgen.load import load
from docgen.prove import prove
from tests.cases import load_yaml
from tests.conftest import REPOSITORY
from tests.facts.conftest import copied

PROSE: Final = Path(__file__).with_name("true_prose")
KNOWN: dict[str, dict[str, list[str]]] = load_yaml((PROSE / "known.yaml").read_text(encoding="utf-8"))
PROJECTS: Final = {
    "aurous": (REPOSITORY, "docs/guides"),
    "harbour": (REPOSITORY / "tests/other/harbour", "docs"),
}
NOW: Final = datetime(2026, 11, 28, tzinfo=UTC)


@pytest.mark.parametrize("name", PROJECTS)
def test_only_what_is_known_is_found_in_true_prose(name: str, tmp_path: Path) -> None:
    original, folder = PROJECTS[name]
    root = copied(original, tmp_path)
    pages = sorted((PROSE / name).iterdir())
    for page in pages:
        shutil.copy(page, root / folder)
    project, _ = load(root, NOW)
    assert project is not None
    found: dict[str, list[str]] = {}
    read = 0
    for fact in facts(project, prove(project)):
        page = Path(fact.source.path).name
        if page in {one.name for one in pages}:
            read += 1
            if fact.state not in ("bound", "unchecked"):
                found.setdefault(page, []).append(fact.text)
    assert read > 10 * len(pages), "the pages are read"
    assert found == KNOWN[name]
