"""A hand-written page names the pin that it is written for, in its front matter and in its name."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from docgen.load.files import Folder
from docgen.load.markdown import pages_of, read_written
from docgen.load.project import load
from docgen.model.pin import Pin
from tests.conftest import REPOSITORY


@pytest.fixture(scope="module")
def pins() -> tuple[Pin, ...]:
    """2026-04 and 2026-07."""
    project, _ = load(REPOSITORY / "tests/other/harbour", datetime(2026, 8, 1, tzinfo=UTC))
    assert project
    return project.pins


def write(root: Path, **files: str) -> None:
    (root / "docs").mkdir()
    for name, text in files.items():
        (root / "docs" / f"{name}.md").write_text(text, encoding="utf-8")


def test_the_page_of_a_pin_replaces_the_one_before_it(tmp_path: Path, pins: tuple[Pin, ...]) -> None:
    files = {"a": "Always.\n", "a.2026-04": "---\npin: 2026-04\n---\n", "a.2026-07": "---\npin: 2026-07\n---\n"}
    write(tmp_path, **files, b="---\npin: true\n---\n")
    written, findings = read_written(Folder(tmp_path), pins, "docs")
    assert findings == ()
    assert {file.page for file in written} == {"docs/a.md", "docs/b.md"}
    for current, pin in ((None, None), (pins[0], "2026-04"), (pins[1], "2026-07")):
        assert [(file.page, file.pin) for file in pages_of(written, pins, current)] == [
            ("docs/a.md", pin),
            ("docs/b.md", None),
        ]


@pytest.mark.parametrize(
    ("name", "text", "line", "says", "hint"),
    [
        (
            "b",
            "---\ntitle: B\npin: 2026-08\n---\n",
            3,
            "unknown pin `2026-08`; expected one of 2026-04, 2026-07",
            "did you mean `2026-0",
        ),
        ("a.2026-07", "---\ntitle: B\n---\n", 1, "its front matter does not have `pin: 2026-07`", "or rename the file"),
        ("a.2026-07", "---\ntitle: B\npin: 2026-04\n---\n", 3, "does not have `pin: 2026-07`", "or rename the file"),
        ("c", "---\ntitle: B\npin: 2026-04\n---\n", 0, "", ""),
    ],
    ids=["a pin that is not there", "a name without its pin", "a name with another pin", "a name without a pin"],
)
def test_a_pin_that_the_name_or_the_project_does_not_have_is_told(
    name: str, text: str, line: int, says: str, hint: str, tmp_path: Path, pins: tuple[Pin, ...]
) -> None:
    write(tmp_path, a="Always.\n", **{name: text})
    _, findings = read_written(Folder(tmp_path), pins, "docs")
    assert [(found.path, found.line) for found in findings] == ([(f"docs/{name}.md", line)] if line else [])
    assert all(says in found.message and hint in found.hint for found in findings)


def test_a_project_without_pins_has_no_page_for_one(tmp_path: Path) -> None:
    write(tmp_path, a="---\npin: 2026-04\n---\n")
    _, (found,) = read_written(Folder(tmp_path), (), "docs")
    assert found.message == "unknown pin `2026-04`; the project has no pin"
    assert found.hint == "`pin` is the folder of a pin under changelog/"


def test_a_page_has_one_version_for_a_pin(tmp_path: Path, pins: tuple[Pin, ...]) -> None:
    write(tmp_path, **{"a": "---\n\npin: 2026-04\n---\n", "a.2026-04": "---\n\npin: 2026-04\n---\n"})
    _, (found,) = read_written(Folder(tmp_path), pins, "docs")
    assert (found.id, found.line) == ("duplicate-page", 3)
    assert "docs/a.md already has a version for the pin 2026-04" in found.message
