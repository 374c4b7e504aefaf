"""Reads what a build kept for the next one."""

from pathlib import Path  # noqa: TID251 - part of the readers

from docgen.page_cache import Records, unpack


def read_page_cache(path: Path) -> Records:
    """The records of the file; none where it is missing, cannot be read, or is not whole."""
    try:
        return unpack(path.read_bytes())
    except OSError:
        return {}
