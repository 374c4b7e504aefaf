"""What writing would change: `--check` and `--diff` print the plan, `apply` carries it out."""

import difflib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from fnmatch import fnmatchcase
from pathlib import Path  # noqa: TID251 - part of the writer
from typing import NamedTuple

import msgspec

from docgen.errors import UNCHANGED, OutputError
from docgen.model.files import Files
from docgen.signals import uninterrupted
from docgen.write.staging import staged


class Owned(NamedTuple):
    """The files that docgen owns, and so may delete: those in a folder that match a pattern by name or by parent."""

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

    def lines(self) -> Iterator[str]:
        """A line for each change, such as `update redirects/dist/nginx/docgen-redirects.conf`."""
        for verb, paths in (("create", self.create), ("update", self.update), ("delete", self.delete)):
            for path in paths:
                yield f"{verb} {path}"

    def diff(self) -> str:
        """The change as a unified diff."""
        return "".join(map(self._diff, sorted((*self.create, *self.update, *self.delete))))

    def _diff(self, path: str) -> str:
        old, new = "", self.desired.get(path, "")  # a file to delete is not desired
        if path not in self.create:
            old = _text(self.root / path)
        if not isinstance(new, str):
            new = "(binary)\n"
        return "".join(difflib.unified_diff(old.splitlines(True), new.splitlines(True), f"a/{path}", f"b/{path}"))

    def apply(self, done: str = "") -> None:
        """Write and delete all files or none; `done` is what an interruption message says after that.

        OutputError (exit code 6) where the disk is full or read-only; it names the files that were already replaced, if
        any. UsageError (2) where a device or a pipe is at the path of a file.
        """
        with self.staged() as commit, uninterrupted(done):
            commit()

    def staged(self) -> AbstractContextManager[Callable[[], None]]:
        """The new contents staged beside their files, and a function that commits them; uncalled, nothing changes.

        An existing file keeps its line endings.
        """
        contents = {path: _bytes(self.desired[path], self.root / path) for path in (*self.create, *self.update)}
        return staged(self.root, contents, self.delete)


def plan(desired: Files, root: Path, owned: Owned | None = None) -> Plan:
    """The plan for writing `desired` below `root`; existing files that are `owned` and not desired are deleted.

    Line endings do not count as a difference. OutputError (exit code 6) for a file that cannot be read.
    """
    create: list[str] = []
    update: list[str] = []
    try:
        for path, content in desired.items():
            file = root / path
            if not file.is_file():
                create.append(path)
            elif content != (file.read_bytes() if isinstance(content, bytes) else _text(file)):
                update.append(path)
        delete = sorted(set(_owned_paths(root, owned)) - desired.keys()) if owned else ()
    except OSError as error:
        raise OutputError(f"{error.filename or root}: {error.strerror}; {UNCHANGED}") from error
    return Plan(root, desired, tuple(create), tuple(update), tuple(delete))


def _owned_paths(root: Path, owned: Owned) -> Iterator[str]:
    for path in (root / owned.folder).rglob("*"):
        if path.is_file() and _matches(path.relative_to(root / owned.folder), owned):
            yield path.relative_to(root).as_posix()


def all_owned(folder: Path, owned: Owned | None) -> bool:
    """Whether a folder has no other files than those that are owned in it; without `owned`, whether it is empty."""
    if owned is None:
        return not any(folder.iterdir())
    return all(_matches(path.relative_to(folder), owned) for path in folder.rglob("*") if not path.is_dir())


def _matches(path: Path, owned: Owned) -> bool:
    return any(fnmatchcase(part, owned.pattern) for part in path.parts)


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")


def _bytes(content: str | bytes, path: Path) -> bytes:
    if isinstance(content, bytes):
        return content
    windows = path.is_file() and b"\r\n" in path.read_bytes()
    return (content.replace("\r\n", "\n").replace("\n", "\r\n") if windows else content).encode()
