"""The lines of a text file of any size, plain or compressed with gzip (`.gz`)."""

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path  # noqa: TID251 - part of the readers
from typing import Final, TextIO

from docgen.errors import UnreadableError
from docgen.load.files import READ

MAX_LINE: Final = 2**20
"""Characters of a line that are read: the rest is skipped, so that no file fills the memory."""


def open_text(path: Path) -> TextIO:
    """A file opened as text; bytes that are not UTF-8 are replaced, since clients can send such bytes into a log."""
    READ.add(path)
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8-sig", errors="replace", newline="\n")
    return path.open(encoding="utf-8-sig", errors="replace", newline="\n")


def read_lines(path: Path, expected: str) -> Iterator[str]:
    """The lines of a file, one at a time in memory.

    UnreadableError (exit code 3) where it cannot be read; its message ends with what was `expected`.
    """
    try:
        with open_text(path) as file:
            while line := file.readline(MAX_LINE):
                yield line
                while not line.endswith("\n") and (line := file.readline(MAX_LINE)):
                    pass
    except (OSError, EOFError, zlib.error) as error:
        raise read_error(path, error, expected) from None


def read_error(path: Path, error: Exception, expected: str) -> UnreadableError:
    """The error for a file that cannot be read."""
    reason = getattr(error, "strerror", None) or str(error)
    return UnreadableError(f"{path}: cannot be read: {reason}; expected {expected}")
