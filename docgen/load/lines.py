"""The lines of a text file of any size, also compressed with gzip (`.gz`)."""

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path  # noqa: TID251 - part of the readers
from typing import Final, TextIO

from docgen.errors import UnreadableError

LONGEST: Final = 2**20
"""Characters of a line that are read: what stands behind them is left out, so that no file fills the memory."""


def opened(path: Path) -> TextIO:
    """A file as text; bytes that are not UTF-8 are replaced, since any client can send them to a log."""
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8-sig", errors="replace", newline="\n")
    return path.open(encoding="utf-8-sig", errors="replace", newline="\n")


def read_lines(path: Path, expected: str) -> Iterator[str]:
    """The lines of a file, one after the other; only one of them is in memory.

    A file that cannot be read raises UnreadableError (exit code 3), which says what was `expected`.
    """
    try:
        with opened(path) as file:
            while line := file.readline(LONGEST):
                yield line
                while not line.endswith("\n") and (line := file.readline(LONGEST)):
                    pass
    except (OSError, EOFError, zlib.error) as error:
        raise unreadable(path, error, expected) from None


def unreadable(path: Path, error: Exception, expected: str) -> UnreadableError:
    """Why a file was not read, as a user can mend it."""
    said = getattr(error, "strerror", None) or str(error)
    return UnreadableError(f"{path}: cannot be read: {said}; expected {expected}")
