"""The files of the cache: written where they can be."""

import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path  # noqa: TID251 - part of the writer
from typing import Final, TypeVar

from docgen.errors import OutputError
from docgen.records import RecordCache, sealed, unsealed
from docgen.write.plan import plan

LARGEST: Final = 128_000_000
"""Bytes of a file of many records; a larger one is not kept."""
_LIFETIME: Final = 15 * 60
"""Seconds for which a record is kept that no run used: as long as another run may take that is still under way."""
_Record = TypeVar("_Record")


def write_records(file: Path, cache: RecordCache) -> None:
    """Write the records of this run, if they are others than were read; a folder that cannot be written is no error.

    Nothing is written through a link: its target may have a `.gitignore` of its own.
    """
    data = cache.packed()
    if data is not None and len(data) <= LARGEST:
        with suppress(OutputError, OSError):  # it only costs the next run its cache
            if not (file.is_symlink() or file.parent.is_symlink()):
                plan({file.name: data, ".gitignore": "*\n"}, file.parent).apply()


class RecordFolder:
    """The records in a folder, a file each: of a build of any size, few are in memory.

    A file is complete or not there, and what is in it shows whether it is damaged: a run may end at any time, and
    several may use the folder at once.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, key: str, type_: type[_Record]) -> _Record | None:
        """The record of a key; None where there is none, or one of another shape."""
        file = self._file(key)
        try:
            data = file.read_bytes()
        except OSError:
            return None
        _use(file)
        return unsealed(data, type_)

    def has(self, key: str) -> bool:
        """Whether there is a record of a key, which counts as used; it may be damaged."""
        return _use(self._file(key))

    def put(self, key: str, record: object) -> bool:
        """Keep a record, unless it could not be given back as it was, or cannot be written; whether it is kept."""
        data, file = sealed(record), self._file(key)
        if data is None:
            return False
        new = file.with_name(f"{key}.{secrets.token_hex(4)}")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            new.write_bytes(data)
            new.replace(file)
        except OSError:
            return False
        return True

    def _file(self, key: str) -> Path:
        # of one text, since a build asks for ten thousand
        return Path(f"{self._folder}/{key[:2]}/{key}")

    def drop_unused(self) -> None:
        """Delete what no run has used for a while, and keep the folder from git."""
        with suppress(OSError):  # what stays takes room alone
            (self._folder.parent / ".gitignore").write_text("*\n", encoding="utf-8")
            used = dict(self._last_uses())
            newest = max(used.values(), default=0)
            for file, last in used.items():
                if last < newest - _LIFETIME:
                    Path(file).unlink()

    def _last_uses(self) -> Iterator[tuple[str, float]]:
        # `glob` takes four times as long, which is a tenth of a build after an edit
        for folder in os.scandir(self._folder):
            for file in os.scandir(folder):
                yield file.path, file.stat().st_mtime


def _use(file: Path) -> bool:
    """Mark a file as used, and whether it is there."""
    try:
        os.utime(file)
    except OSError:  # a folder that is only read is of use, too
        return file.is_file()
    return True


def record_folder(folder: Path) -> RecordFolder | None:
    """A folder of records; None through a link, whose target may be anything."""
    return None if folder.is_symlink() or folder.parent.is_symlink() else RecordFolder(folder)
