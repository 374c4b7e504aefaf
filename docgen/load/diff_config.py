"""`[tool.docgen.diff]` alone: two files can be compared without reading the rest of a project."""

from pathlib import Path  # noqa: TID251 - part of the readers
from typing import TYPE_CHECKING

from docgen.errors import UnreadableError

if TYPE_CHECKING:
    from docgen.model.config import DiffConfig


def read_diff_config(root: Path) -> "DiffConfig | None":
    """What the project in a folder says of changes; None where there is no project, or it says nothing.

    A configuration that cannot be read raises UnreadableError (exit code 3).
    """
    try:
        text = (root / "pyproject.toml").read_bytes()
    except OSError:
        return None
    if b"docgen" not in text or b"diff" not in text or not _has_table(text):
        return None
    from docgen.load.config import read_config  # slow to import, and few projects have that table
    from docgen.load.contract import told  # as above

    config, _, findings = read_config(root)
    if config is None:
        raise UnreadableError(told(findings))
    return config.diff


def _has_table(text: bytes) -> bool:
    import tomllib  # slow to import, and few projects have that table

    try:
        return "diff" in tomllib.loads(text.decode()).get("tool", {}).get("docgen", {})
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        return True
