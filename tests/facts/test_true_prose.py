"""Guides that were written to be true, with much of the writer's own: nothing in them has a finding."""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest

from docgen.facts import facts
from docgen.load.project import load
from tests.facts.conftest import copied
from tests.facts.lies import PROJECTS

PROSE: Final = Path(__file__).with_name("true_prose")
FOLDERS: Final = {"aurous": "docs/guides", "harbour": "docs"}
KNOWN: Final = {"aurous": [], "harbour": ["shipped"]}
"""What is found although it is so: `No parcel has the status` is no denial yet."""
NOW: Final = datetime(2026, 11, 28, tzinfo=UTC)


@pytest.mark.parametrize("name", FOLDERS)
def test_nothing_contradicts_true_prose(name: str, tmp_path: Path) -> None:
    root = copied(PROJECTS[name][0], tmp_path)
    pages = sorted((PROSE / name).iterdir())
    for page in pages:
        shutil.copy(page, root / FOLDERS[name])
    project, _ = load(root, NOW)
    assert project is not None
    names = {page.name for page in pages}
    found = [fact for fact in facts(project) if Path(fact.source.path).name in names]
    assert len(found) > 10 * len(pages), "the pages are read"
    wrong = [fact for fact in found if fact.state == "contradicted"]
    assert [fact.text for fact in wrong] == KNOWN[name], wrong
