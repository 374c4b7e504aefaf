"""The files of the cache: written where they can be, and of a limited size."""

from contextlib import suppress
from pathlib import Path  # noqa: TID251 - part of the writer
from typing import Final

from docgen.errors import OutputError
from docgen.records import RecordCache
from docgen.write.plan import plan

LARGEST: Final = 128_000_000
"""Bytes of one file of the cache; a larger one is not kept."""


def write_records(file: Path, cache: RecordCache) -> None:
    """Write the records of this run, if they are others than were read; a folder that cannot be written is no error.

    Nothing is written through a link: its target may have a `.gitignore` of its own.
    """
    data = cache.packed()
    if data is not None and len(data) <= LARGEST:
        with suppress(OutputError, OSError):  # it only costs the next run its cache
            if not (file.is_symlink() or file.parent.is_symlink()):
                plan({file.name: data, ".gitignore": "*\n"}, file.parent).apply()
