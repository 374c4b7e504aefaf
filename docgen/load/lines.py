"""The lines of a text file of any size, plain or compressed with gzip (`.gz`), and the requests in a log."""

import gzip
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path  # noqa: TID251 - part of the readers
from typing import Final, TextIO

from docgen.errors import UnreadableError
from docgen.load.files import READ
from docgen.traffic.log import LogLine, parse_archive, parse_log

MAX_LINE: Final = 2**20
"""Characters of a line that are read: the rest is skipped, so that no file fills the memory."""
_LOG: Final = "an access log, a list or an HTTP archive"


@contextmanager
def open_text(path: Path, expected: str) -> Iterator[TextIO]:
    """A file opened as text; bytes that are not UTF-8 are replaced, since clients can send such bytes into a log.

    UnreadableError (exit code 3) where it cannot be read; its message ends with what was `expected`.
    """
    READ.add(path)
    opened: Callable[..., TextIO] = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8-sig", errors="replace", newline="\n") as file:
            yield file
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableError(f"{path}: cannot be read: {reason}; expected {expected}") from None


def read_lines(path: Path, expected: str) -> Iterator[str]:
    """The lines of a file, one at a time in memory; UnreadableError as for `open_text`."""
    with open_text(path, expected) as file:
        while line := file.readline(MAX_LINE):
            yield line
            while not line.endswith("\n") and (line := file.readline(MAX_LINE)):
                pass


def read_traffic(path: Path, by: str = "") -> Iterator[LogLine]:
    """The requests in a file, one per line; UnreadableError (exit code 3) where it cannot be read."""
    if not path.name.endswith((".har", ".har.gz")):
        yield from parse_log(read_lines(path, _LOG), by)
        return
    with open_text(path, _LOG) as file:
        text = file.read()
    yield from parse_archive(text)
