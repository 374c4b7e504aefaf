"""A character that no reader sees is a finding in what a writer wrote, at its place and by its name."""

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from docgen.load.project import load
from docgen.model.finding import Finding
from tests.cases import load_yaml
from tests.conftest import REPOSITORY

SAMPLE = REPOSITORY / "tests" / "check" / "sample"
SEEN: dict[str, str] = load_yaml((REPOSITORY / "tests/hidden_characters.yaml").read_text(encoding="utf-8"))["seen"]
WRITTEN = {
    "changelog/2026-01-15/widgets.yaml": "A widget is made",
    "changelog/2026-01-15/pin.yaml": "The first contract",
    "redirects/parts.yaml": "rules:",
    "docs/index.md": "The answer is",
    "docs/errors/not_found.md": "title: ",
}
"""A text in each kind of file, which is not in a key or a name."""
NAMES = {
    "\u00ad": "U+00AD",
    "\u3164": "U+3164",
    "\u202e": "U+202E",
    "\u2066": "U+2066",
    "\U000e0041\U000e0042": "U+E0041, U+E0042",
    "\U000e0041\U000e0042\U000e0043\U000e0044": "U+E0041, U+E0042, U+E0043 and 1 more",
}


def hidden_characters(root: Path) -> list[Finding]:
    _, findings = load(root, datetime(2026, 10, 1, tzinfo=UTC))
    return [one for one in findings if one.id == "hidden-character"]


def edited(root: Path, path: str, insert: str) -> tuple[int, int]:
    """Put a comment or a text behind the words of the file; the line and the column of the insert."""
    file = root / path
    text = file.read_text(encoding="utf-8")
    end = text.index(WRITTEN[path]) + len(WRITTEN[path])
    before = text[:end] + (" # " if path.startswith("redirects/") else " ")
    file.write_text(before + insert + text[end:], encoding="utf-8")
    return before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1


@pytest.mark.parametrize("path", WRITTEN)
def test_a_hidden_character_is_named_where_it_is_written(path: str, tmp_path: Path) -> None:
    root = shutil.copytree(SAMPLE, tmp_path / "sample")
    for characters, names in NAMES.items():
        shutil.copytree(SAMPLE, root, dirs_exist_ok=True)
        place = edited(root, path, characters)
        [found] = hidden_characters(root)
        assert (found.path, found.line, found.column) == (path, *place)
        assert found.message == f"hidden character {names}; expected text that a reader can see"


def test_what_a_language_is_spelled_with_is_no_finding(tmp_path: Path) -> None:
    root = shutil.copytree(SAMPLE, tmp_path / "sample")
    for path in WRITTEN:
        edited(root, path, " ".join(SEEN.values()))
    assert hidden_characters(root) == []


def test_a_contract_is_not_what_a_writer_wrote(tmp_path: Path) -> None:
    root = shutil.copytree(SAMPLE, tmp_path / "sample")
    folder = root / "changelog" / "2026-01-15"
    contract = (folder / "api-spec.json").read_text(encoding="utf-8").replace("Read a widget", "Read a wid\u00adget")
    (folder / "api-spec.json").write_text(contract, encoding="utf-8")
    assert hidden_characters(root) == []
    (folder / "api-spec.json").rename(folder / "contract.yaml")
    pin = (folder / "pin.yaml").read_text(encoding="utf-8")
    (folder / "pin.yaml").write_text(pin.replace("spec:\n", "spec:\n  file: contract.yaml\n"), encoding="utf-8")
    assert hidden_characters(root) == []


def test_the_project_is_read_whole_and_the_list_of_findings_ends(tmp_path: Path) -> None:
    """What else is wrong is found in the same run, and a preview shows the page; nobody reads a thousand lines."""
    root = shutil.copytree(SAMPLE, tmp_path / "sample")
    edited(root, "docs/index.md", "a\u00ad" * 1000)
    edited(root, "redirects/parts.yaml", "a\u00ad")
    project, findings = load(root, datetime(2026, 10, 1, tzinfo=UTC))
    assert project is not None
    assert project.complete
    assert len(findings) == 101


def test_a_control_character_that_yaml_refuses_has_its_place_too(tmp_path: Path) -> None:
    root = shutil.copytree(SAMPLE, tmp_path / "sample")
    line, column = edited(root, "changelog/2026-01-15/pin.yaml", "\x1b")
    assert [(one.line, one.column) for one in hidden_characters(root)] == [(line, column)]


def test_the_projects_of_this_repository_have_none() -> None:
    """Neither its own nor those of its tests: text in English, French, Arabic and with emoji."""
    for folder in (REPOSITORY, REPOSITORY / "tests" / "other" / "harbour", SAMPLE):
        assert hidden_characters(folder) == []


def test_a_page_explains_the_finding() -> None:
    page = (REPOSITORY / "docgen/docs/rules/hidden-character.md").read_text(encoding="utf-8")
    assert re.search("U\\+00AD", page)
