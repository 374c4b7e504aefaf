"""The file of what a customer uses: a list, an access log (also compressed with gzip), or an HTTP archive."""

from collections.abc import Iterator
from pathlib import Path  # noqa: TID251 - part of the readers
from typing import Final

from docgen.load.lines import opened, read_lines, unreadable
from docgen.upgrade.usage import Line, read_archive, read_usage

_EXPECTED: Final = "a list or an access log"


def read_used(path: Path) -> Iterator[Line]:
    """Its lines, one after the other; bytes that are not UTF-8 are replaced, since any client can send them.

    A file that cannot be read raises UnreadableError (exit code 3).
    """
    if path.suffix != ".har":
        yield from read_usage(read_lines(path, _EXPECTED))
        return
    try:
        with opened(path) as file:
            text = file.read()
    except OSError as error:
        raise unreadable(path, error, _EXPECTED) from None
    yield from read_archive(text)
