"""The files of a contract's folder: the targets of their references to each other, and why one cannot be followed."""

from collections.abc import Callable
from contextlib import suppress
from posixpath import dirname, join, normpath
from typing import Any, NamedTuple
from urllib.parse import unquote

from docgen.errors import UnreadableError
from docgen.openapi.nodes import NO_POINTER, is_address, is_reference
from docgen.openapi.pointers import pointer_of, value_at
from docgen.positions.source import Pointer
from docgen.wording import MANY

ReadFile = Callable[[str], Any]
"""The value in a file by its path from the folder; None where it holds none, UnreadableError where there is none."""

Target = tuple[str, Pointer]
"""A file, by its path from the folder, and a place in it."""


class UnresolvedReference(NamedTuple):
    """A reference that is not followed: its file, by the path from the folder, its place in that, and why."""

    file: str
    pointer: Pointer
    ref: str
    why: str
    hint: str = "put the part there, or fix the reference"


class _UnfollowedError(Exception):
    """Why a reference cannot be followed, and perhaps a hint: the end of a sentence about it."""


class Folder:
    """The files that references name, each read once; a reference is relative to the folder of its own file."""

    def __init__(self, main: str, document: Any, read: ReadFile | None) -> None:  # noqa: ANN401 - any JSON
        self.main, self.unresolved = main, dict[tuple[str, str], UnresolvedReference]()
        self.refused: set[str] = set()
        self._read = read
        self._files: dict[str, Any] = {main: document}
        self._unread: dict[str, UnreadableError] = {}

    def at(self, target: Target) -> Any:  # noqa: ANN401 - any JSON
        """The value at a place of a file; None where there is none."""
        return value_at(self._files[target[0]], target[1])

    def target(self, ref: str, at: Target, *, noted: bool = True) -> Target | None:
        """The place that a reference at another one names; None within the contract itself, and for a lost one.

        That one is `noted`, unless it may be none.
        """
        if ref[:1] in ("", "#") and at[0] == self.main:
            return None
        try:
            file, pointer = self._named(ref, at[0])
            place = self._through(file, pointer)
            if self._files[place[0]] is None:  # whoever read it says why
                if noted:
                    self.refused.add(place[0])
                return None
            if self.at(place) is None:
                raise _UnfollowedError(f"is not found in {file}")
        except _UnfollowedError as error:
            if noted:
                self.note_unresolved(ref, at, *error.args)
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
            # noted where the reference is followed for itself
            with suppress(_UnfollowedError):
                target = self._named(node["$ref"], target[0])
        return target

    def _through(self, file: str, pointer: Pointer) -> Target:
        """A place of a file, also where a map above it is a reference to another one."""
        place: Target = (file, ())
        for key in pointer:
            file, above = self.end(place, str(key))
            place = file, (*above, key)
        return place

    def note_unresolved(self, ref: str, at: Target, *why: str) -> None:
        """Note that a reference at a place is not followed, once a file, with why and perhaps a hint."""
        if len(self.unresolved) < MANY:
            self.unresolved.setdefault((at[0], ref), UnresolvedReference(*at, ref, *why))

    def _named(self, ref: str, base: str) -> Target:
        """The place that a reference in a file names, whether there is something or not."""
        path, _, fragment = ref.partition("#")
        beside = "put the file into the contract's folder, and refer to it by a relative path"
        if is_address(path):
            raise _UnfollowedError("points outside the contract's folder, to another place or the network", beside)
        file = normpath(join(dirname(base), unquote(path))) if path else base
        # a backslash is a separator on Windows, and no path has a NUL
        if file.startswith(("/", "../")) or file == ".." or "\\" in file or "\0" in file:
            raise _UnfollowedError("points outside the contract's folder", beside)
        if fragment and not fragment.startswith("/"):
            raise _UnfollowedError(NO_POINTER, "write it as `#/` and the keys of the part")
        if file not in self._files:
            self._open(file)
        return file, pointer_of(f"#{fragment}") if fragment else ()

    def _open(self, file: str) -> None:
        if self._read is None:
            why = "points to another file, and this contract was given without its folder"
            raise _UnfollowedError(why, "bundle it into one file")
        try:
            if file in self._unread:
                raise self._unread[file]
            self._files[file] = self._read(file)
        except UnreadableError as error:
            self._unread[file] = error
            why = f"cannot be followed: {error}"
            raise _UnfollowedError(why, "put the file there, or fix the reference") from None
