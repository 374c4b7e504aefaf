"""The files of a contract's folder: where a reference from one to another leads, and why it cannot be followed."""

import re
from collections.abc import Callable
from posixpath import dirname, join, normpath
from typing import Any, Final
from urllib.parse import unquote

import msgspec

from docgen.errors import UnreadableError
from docgen.openapi.pointers import pointer_of, value_at
from docgen.positions.source import Pointer

ReadFile = Callable[[str], Any]
"""The value in a file by its path from the folder; None where it holds none, UnreadableError where there is none."""

Target = tuple[str, Pointer]
"""A file, by its path from the folder, and a place in it."""

_MANY: Final = 100  # nobody reads more of the same


class LostReference(msgspec.Struct, frozen=True):
    """A reference that is not followed: the file in which it stands, by its path from the folder, and why."""

    file: str
    ref: str
    why: str
    hint: str = "put the part there, or fix the reference"


class Folder:
    """The files that references lead to, each read once; references of a file lead from that file's own folder."""

    def __init__(self, main: str, document: Any, read: ReadFile | None) -> None:  # noqa: ANN401 - any JSON
        self.main, self.lost = main, list[LostReference]()
        self._read = read
        self._files: dict[str, Any] = {main: document}
        self._unread: dict[str, UnreadableError] = {}
        self._said: set[tuple[str, str]] = set()

    def at(self, target: Target) -> Any:  # noqa: ANN401 - any JSON
        """What stands at a place of a file; None where nothing does."""
        return value_at(self._files[target[0]], target[1])

    def target(self, ref: str, base: str) -> Target | None:
        """Where a reference in a file leads; None for one within the contract itself, and for one that is lost."""
        path, _, fragment = ref.partition("#")
        if not path and base == self.main:
            return None
        if why := self._unfit(path, fragment, base):
            self.lose(ref, base, *why)
            return None
        file = normpath(join(dirname(base), unquote(path))) if path else base
        target = file, pointer_of(f"#{fragment}") if fragment else ()
        try:
            self._open(file)
        except UnreadableError as error:
            self.lose(ref, base, f"cannot be followed: {error}", "put the file there, or fix the reference")
            return None
        if self.at(target) is None:
            self.lose(ref, base, f"is not found in {file}")
            return None
        return target

    def lose(self, ref: str, base: str, *why: str) -> None:
        """Note that a reference in a file is not followed, once, with why and perhaps a hint."""
        if (base, ref) not in self._said and len(self.lost) < _MANY:
            self._said.add((base, ref))
            self.lost.append(LostReference(base, ref, *why))

    def _unfit(self, path: str, fragment: str, base: str) -> tuple[str, str] | None:
        beside = "put the file into the contract's folder, and refer to it by a relative path"
        if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", path):
            return "points outside the contract's folder, to another place or the network", beside
        file = normpath(join(dirname(base), unquote(path)))
        if file.startswith(("/", "../")) or file == ".." or "\\" in file or "\0" in file:
            return "points outside the contract's folder", beside
        if fragment and not fragment.startswith("/"):
            return "has a fragment that is not a JSON pointer", "write it as `#/` and the keys that lead to the part"
        if self._read is None and path and file != self.main:
            return "points to another file, and this contract was given without its folder", "bundle it into one file"
        return None

    def _open(self, file: str) -> None:
        if file in self._unread:
            raise self._unread[file]
        if file not in self._files and self._read is not None:
            try:
                self._files[file] = self._read(file)
            except UnreadableError as error:
                self._unread[file] = error
                raise
