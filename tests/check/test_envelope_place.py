"""A name of `[tool.docgen]` that no contract has is one finding, at its key, and without others."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from docgen.load.project import load

SAMPLE = Path(__file__).with_name("sample")
TABLE = '[tool.docgen.errors]\nenvelope = "Error"\ncode = "code"\ncodes = "Error.code"\n'


@pytest.mark.parametrize(
    ("table", "line", "says"),
    [
        ("# [tool.docgen.errors]\n# envelope = 'Old'\n[tool.docgen.errors]\nenvelope = 'Errors'\n", 13, "has `Errors`"),
        ("[tool.docgen . errors]\n'envelope' = 'Lost'\ncode = 'code'\n", 11, "envelope: no contract has `Lost`"),
        ('[tool.docgen.events]\nname = "meta.kind"\n' + TABLE, 11, "no event of a contract has a name at `meta.kind`"),
        (TABLE.replace("Error.code", "ErrorCode"), 13, "errors.codes: no contract has `ErrorCode`"),
    ],
)
def test_the_place_of_what_no_contract_has(table: str, line: int, says: str, tmp_path: Path) -> None:
    root = shutil.copytree(SAMPLE, tmp_path / "sample")
    config = root / "pyproject.toml"
    text = config.read_text(encoding="utf-8")
    assert TABLE in text
    config.write_text(text.replace(TABLE, table), encoding="utf-8")
    _, (found,) = load(root, datetime(2026, 8, 1, tzinfo=UTC))
    assert (found.path, found.line, found.column, found.id) == ("pyproject.toml", line, 1, "schema-mismatch")
    assert says in found.message
