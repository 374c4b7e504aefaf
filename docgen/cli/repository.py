"""Paths from the root of the git repository, which CI needs for annotations."""

import re
from os.path import normpath
from pathlib import Path  # noqa: TID251 - the shell looks for the root of the repository

from docgen.load.files import repository_of
from docgen.positions.source import Source


def in_repository(path: str, root: Path) -> str:
    """A path (or `git:REF:PATH`) from `root` as a path from the root of the repository; outside of it, unchanged."""
    named = re.sub(r"^git:[^:]*:", "", path)
    repository, target = repository_of(root), Path(normpath(Path(root.resolve(), named)))
    return target.relative_to(repository).as_posix() if target.is_relative_to(repository) else named


def source_in_repository(source: Source, root: Path) -> Source:
    """The same text under its path from the root of the repository."""
    return Source(in_repository(source.path, root), source.content)
