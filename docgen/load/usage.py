"""The file of what a customer uses: a list, an access log (also compressed with gzip), or an HTTP archive."""

import gzip
from collections.abc import Iterator
from pathlib import Path  # noqa: TID251 - part of the readers

from docgen.errors import UnreadableError
from docgen.upgrade.usage import Line, read_archive, read_usage


def read_used(path: Path) -> Iterator[Line]:
    """Its lines, one after the other; bytes that are not UTF-8 are replaced, since any client can send them.

    A file that cannot be read raises UnreadableError (exit code 3).
    """
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8-sig", errors="replace") as lines:
            yield from read_archive(lines.read()) if path.suffix == ".har" else read_usage(lines)
    except (OSError, EOFError) as error:
        said = getattr(error, "strerror", None) or str(error)
        raise UnreadableError(f"{path}: cannot be read: {said}; expected a list or an access log") from None
