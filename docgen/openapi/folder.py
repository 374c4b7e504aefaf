"""The files of a contract's folder: the targets of their references to each other, and why one cannot be followed."""

from collections.abc import Callable
from contextlib import suppress
from posixpath import dirname, join, normpath
from typing import Any
from urllib.parse import unquote

import msgspec

from docgen.errors import UnreadableError
from docgen.openapi.pointers import pointer_of, value_at
from docgen.openapi.references import NO_POINTER, is_address, is_reference
from docgen.positions.source import Pointer
from docgen.wording import MANY

ReadFile = Callable[[str], Any]
"""The value in a file by its path from the folder; None where it holds none, UnreadableError where there is none."""

Target = tuple[str, Pointer]
"""A file, by its path from the folder, and a place in it."""


class UnresolvedReference(msgspec.Struct, frozen=True):
    """A reference that is not followed: its file, by the path from the folder, its place in that, and why."""

    file: str
    pointer: Pointer
    ref: str
    why: str
    hint: str = "put the part there, or fix the reference"


class Folder:
    """The files that references name, each read once; a reference is relative to the folder of its own file."""

    def __init__(self, main: str, document: Any, read: ReadFile | None) -> None:  # noqa: ANN401 - any JSON
        self.main, self.unresolved = main, list[UnresolvedReference]()
        self._read = read
        self._files: dict[str, Any] = {main: document}
        self._unread: dict[str, UnreadableError] = {}
        self._noted: set[tuple[str, str]] = set()

    def at(self, target: Target) -> Any:  # noqa: ANN401 - any JSON
        """The value at a place of a file; None where there is none."""
        return value_at(self._files[target[0]], target[1])

    def target(self, ref: str, at: Target) -> Target | None:
        """The place that a reference at another one names; None within the contract itself, and for a lost one."""
        path, _, fragment = ref.partition("#")
        base = at[0]
        if not path and base == self.main:
            return None
        if why := self._unfit(path, fragment, base):
            self.note_unresolved(ref, at, *why)
            return None
        try:
            target = self._named(path, fragment, base)
        except UnreadableError as error:
            self.note_unresolved(ref, at, f"cannot be followed: {error}", "put the file there, or fix the reference")
            return None
        place = self._through(target)
        if self.at(place) is None:
            self.note_unresolved(ref, at, f"is not found in {target[0]}")
            return None
        return place

    def end(self, target: Target, key: str | None = None) -> Target:
        """The place where the references of a place end, or the first on the way to it that has a key."""
        seen = set[Target]()
        while target not in seen:
            seen.add(target)
            node = self.at(target)
            if not is_reference(node) or key in node:
                break
            path, _, fragment = node["$ref"].partition("#")
            if not self._unfit(path, fragment, target[0]):
                # noted where the reference is followed for itself
                with suppress(UnreadableError):
                    target = self._named(path, fragment, target[0])
        return target

    def _through(self, target: Target) -> Target:
        """A place of a file, also where a map above it is a reference to another one."""
        place: Target = (target[0], ())
        for key in target[1]:
            file, above = self.end(place, str(key))
            place = file, (*above, key)
        return place

    def _named(self, path: str, fragment: str, base: str) -> Target:
        """The place that a reference in a file names; UnreadableError where its file cannot be read."""
        file = normpath(join(dirname(base), unquote(path))) if path else base
        self._open(file)
        return file, pointer_of(f"#{fragment}") if fragment else ()

    def note_unresolved(self, ref: str, at: Target, *why: str) -> None:
        """Note that a reference at a place is not followed, once a file, with why and perhaps a hint."""
        if (at[0], ref) not in self._noted and len(self.unresolved) < MANY:
            self._noted.add((at[0], ref))
            self.unresolved.append(UnresolvedReference(*at, ref, *why))

    def _unfit(self, path: str, fragment: str, base: str) -> tuple[str, str] | None:
        beside = "put the file into the contract's folder, and refer to it by a relative path"
        if is_address(path):
            return "points outside the contract's folder, to another place or the network", beside
        file = normpath(join(dirname(base), unquote(path)))
        if file.startswith(("/", "../")) or file == ".." or "\\" in file or "\0" in file:
            return "points outside the contract's folder", beside
        if fragment and not fragment.startswith("/"):
            return NO_POINTER, "write it as `#/` and the keys of the part"
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
