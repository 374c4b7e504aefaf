"""An envelope that no contract has is said at its key, however the table of it is written."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from docgen.analysis import analyse

SAMPLE = Path(__file__).with_name("sample")
TABLE = '[tool.docgen.errors]\nenvelope = "Error"\n'


@pytest.mark.parametrize(
    ("table", "line"),
    [
        ("# [tool.docgen.errors]\n# envelope = 'Old'\n[tool.docgen.errors]\nenvelope = 'Lost'\n", 13),
        ("[tool.docgen . errors]\n'envelope' = 'Lost'\n", 11),
    ],
)
def test_the_place_of_an_unknown_envelope(table: str, line: int, tmp_path: Path) -> None:
    root = shutil.copytree(SAMPLE, tmp_path / "sample")
    config = root / "pyproject.toml"
    config.write_text(config.read_text(encoding="utf-8").replace(TABLE, table), encoding="utf-8")
    analysis, _ = analyse(root, datetime(2026, 8, 1, tzinfo=UTC))
    assert analysis is not None
    found = [one for one in analysis.findings if one.id == "error-without-envelope" and one.path == "pyproject.toml"]
    assert [(one.line, one.column) for one in found] == [(line, 1)]
