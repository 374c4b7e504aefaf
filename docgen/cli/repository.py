"""Where the project lies in its git repository: what CI annotates has a path from the root of that."""

import re
from os.path import normpath
from pathlib import Path  # noqa: TID251 - the shell looks for the root of the repository

from docgen.load.repository import repository_of
from docgen.positions.source import Source


def in_repository(path: str, root: Path) -> str:
    """A path from `root`, also as `git:REF:PATH`, as one from the root of the repository; outside of it, as it is."""
    named = re.sub(r"^git:[^:]*:", "", path)
    repository, target = repository_of(root), Path(normpath(Path(root.resolve(), named)))
    return target.relative_to(repository).as_posix() if target.is_relative_to(repository) else named


def source_in_repository(source: Source, root: Path) -> Source:
    """The same text under its path from the root of the repository."""
    return Source(in_repository(source.path, root), source.text)
