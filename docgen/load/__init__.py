"""The only readers: a repository -> one frozen Project, and a finding for everything that could not be read."""

from datetime import datetime
from pathlib import Path  # noqa: TID251 - part of the readers
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docgen.load.findings import Findings
    from docgen.model.project import Project

__all__ = ["load"]


def load(root: Path, now: datetime, against: str | None = None) -> "tuple[Project | None, Findings]":
    """The project in a folder at the time `now`, and every error of every file.

    The project is None only where its configuration cannot be read; where another file cannot be read, it is marked
    as not complete. `against` is the base to compare with: a git ref, at the merge-base, or a contract for the current
    pin. NoProjectError for a folder without a project, UnreadableError (exit code 3) for a base that cannot be read.
    """
    # imported here, so that reading one contract does not import the readers of a whole project
    from docgen.load.project import read_project

    return read_project(root, now, against)
