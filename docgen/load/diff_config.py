"""The settings of a project for `docgen diff`, read without the rest of the project."""

from datetime import date
from pathlib import Path  # noqa: TID251 - part of the readers
from typing import TYPE_CHECKING

from docgen.errors import UnreadableError

if TYPE_CHECKING:
    from docgen.model.accepted import Acceptance
    from docgen.model.config import DiffConfig


def read_diff_config(root: Path, today: date) -> "tuple[DiffConfig | None, tuple[Acceptance, ...]]":
    """The table `[tool.docgen.diff]` of the project in a folder, or None, and what the project accepts on a day.

    UnreadableError (exit code 3) where one of the two files cannot be read.
    """
    return _table(root), _accepted(root, today)


def _table(root: Path) -> "DiffConfig | None":
    try:
        text = (root / "pyproject.toml").read_bytes()
    except OSError:
        return None
    if b"docgen" not in text or b"diff" not in text or not _has_table(text):
        return None
    from docgen.load.config import read_config  # slow to import, and few projects have that table
    from docgen.load.findings import error_message  # as above

    config, _, findings = read_config(root)
    if config is None:
        raise UnreadableError(error_message(findings))
    return config.diff


def _accepted(root: Path, today: date) -> "tuple[Acceptance, ...]":
    if not any((root / ".docgen").glob("accepted.y*ml")):
        return ()
    from docgen.load.accepted import read_accepted  # slow to import, and few projects accept anything
    from docgen.load.findings import error_message  # as above

    accepted, findings = read_accepted(root)
    if findings:
        raise UnreadableError(error_message(findings))
    return accepted.in_force(today)


def _has_table(text: bytes) -> bool:
    import tomllib  # slow to import, and few projects have that table

    try:
        return "diff" in tomllib.loads(text.decode()).get("tool", {}).get("docgen", {})
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError):
        return True
