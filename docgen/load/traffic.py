"""The file of who called what: an access log, a list or an HTTP archive, each also compressed with gzip."""

import zlib
from collections.abc import Iterator
from pathlib import Path  # noqa: TID251 - part of the readers
from typing import Final

from docgen.load.lines import opened, read_lines, unreadable
from docgen.traffic.log import LogLine, parse_archive, parse_log

_EXPECTED: Final = "an access log, a list or an HTTP archive"


def read_traffic(path: Path) -> Iterator[LogLine]:
    """Its lines, one after the other; bytes that are not UTF-8 are replaced, since any client can send them.

    A file that cannot be read raises UnreadableError (exit code 3).
    """
    if not path.name.endswith((".har", ".har.gz")):
        yield from parse_log(read_lines(path, _EXPECTED))
        return
    try:
        with opened(path) as file:
            text = file.read()
    except (OSError, EOFError, zlib.error) as error:
        raise unreadable(path, error, _EXPECTED) from None
    yield from parse_archive(text)
