"""The only writer: a plan of what would change, then the change, all of it or none of a file."""

import difflib
import os
import shutil
import tempfile
from fnmatch import fnmatchcase
from pathlib import Path  # noqa: TID251 - this module is the writer

import msgspec

from docgen.errors import OutputError
from docgen.model.files import Files


class Owned(msgspec.Struct, frozen=True):
    """The files that docgen generates: those of a folder whose name, or a folder's above them, matches a pattern."""

    folder: str
    pattern: str


class Plan(msgspec.Struct, frozen=True):
    """What writing would do below a folder: paths to create, to update and to delete."""

    root: Path
    desired: Files
    create: tuple[str, ...]
    update: tuple[str, ...]
    delete: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.create or self.update or self.delete)

    def lines(self) -> tuple[str, ...]:
        """A line for each change, as a person reads it."""
        named = (("create", self.create), ("update", self.update), ("delete", self.delete))
        return tuple(f"{verb} {path}" for verb, paths in named for path in paths)

    def diff(self) -> str:
        """The change as a unified diff."""
        return "".join(self._diff(path) for path in sorted((*self.create, *self.update, *self.delete)))

    def _diff(self, path: str) -> str:
        old = _text(self.root / path) if path not in self.create else ""
        new = self.desired.get(path, "") if path not in self.delete else ""
        new = new if isinstance(new, str) else "(binary)\n"
        return "".join(difflib.unified_diff(old.splitlines(True), new.splitlines(True), f"a/{path}", f"b/{path}"))

    def apply(self) -> None:
        """Write and delete; each file appears whole or stays as it was. A full or read-only disk raises OutputError."""
        try:
            for path in (*self.create, *self.update):
                _write(self.root / path, self.desired[path])
            for path in self.delete:
                (self.root / path).unlink()
        except OSError as error:
            raise OutputError(
                f"{error.filename or self.root}: cannot be written: {error.strerror}; nothing was lost"
            ) from error


def plan(desired: Files, root: Path, owned: Owned | None = None) -> Plan:
    """What writing `desired` below `root` would change; `owned` says which existing files are ours to delete.

    Line endings do not count as a difference, and those of a file that is there stay. What cannot be looked at raises
    OutputError.
    """
    try:
        return _plan(desired, root, owned)
    except OSError as error:
        raise OutputError(f"{error.filename or root}: {error.strerror}; nothing was written") from error


def _plan(desired: Files, root: Path, owned: Owned | None) -> Plan:
    existing = {path for path in desired if (root / path).is_file()}
    update = tuple(path for path in desired if path in existing and not _same(root / path, desired[path]))
    create = tuple(path for path in desired if path not in existing)
    delete = tuple(path for path in _listed(root, owned) if path not in desired) if owned else ()
    return Plan(root, desired, create, update, delete)


def _listed(root: Path, owned: Owned) -> list[str]:
    folder = root / owned.folder
    paths = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path.relative_to(root).as_posix() for path in paths if _matches(path.relative_to(folder), owned))


def _matches(path: Path, owned: Owned) -> bool:
    return any(fnmatchcase(part, owned.pattern) for part in path.parts)


def _same(path: Path, content: str | bytes) -> bool:
    return path.read_bytes() == content if isinstance(content, bytes) else _text(path) == content


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")


def _write(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    data = content if isinstance(content, bytes) else _with_line_ends(content, path).encode()
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _with_line_ends(content: str, path: Path) -> str:
    """The text with the line ends that the file has, if it is there."""
    windows = path.is_file() and b"\r\n" in path.read_bytes()
    return content.replace("\r\n", "\n").replace("\n", "\r\n") if windows else content


def swap(built: Path, destination: Path) -> None:
    """Put a folder that was built beside the destination in its place; the old one stays until the new one is whole."""
    old = destination.with_name(f".{destination.name}.old")
    shutil.rmtree(old, ignore_errors=True)  # what a killed run may have left
    try:
        if destination.exists():
            destination.replace(old)
        built.replace(destination)
    except BaseException as error:
        if old.exists() and not destination.exists():
            old.replace(destination)
        if not isinstance(error, OSError):
            raise
        raise OutputError(f"{destination}: cannot be replaced: {error.strerror}; the old site stays") from error
    shutil.rmtree(old, ignore_errors=True)
