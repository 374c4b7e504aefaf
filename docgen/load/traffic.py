"""Recorded requests in an access log, a list or an HTTP archive, plain or compressed with gzip."""

from collections.abc import Iterator
from pathlib import Path  # noqa: TID251 - part of the readers
from typing import Final

from docgen.load.lines import open_text, read_lines
from docgen.traffic.log import LogLine, parse_archive, parse_log

_EXPECTED: Final = "an access log, a list or an HTTP archive"


def read_traffic(path: Path, by: str = "") -> Iterator[LogLine]:
    """The requests in a file, one per line; UnreadableError (exit code 3) where it cannot be read."""
    if not path.name.endswith((".har", ".har.gz")):
        yield from parse_log(read_lines(path, _EXPECTED), by)
        return
    with open_text(path, _EXPECTED) as file:
        text = file.read()
    yield from parse_archive(text)
