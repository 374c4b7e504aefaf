"""The files of a git commit, with symbolic links followed as in a checkout, and a project at a commit."""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path  # noqa: TID251 - part of the readers
from posixpath import normpath
from typing import Final, NamedTuple

from docgen.errors import UnreadableError
from docgen.load.files import OtherFile, decoded
from docgen.load.findings import Findings, finding
from docgen.load.git import about, read_blobs, require_output, resolve
from docgen.model.finding import Finding
from docgen.positions.source import Source

CHANGELOG: Final = "changelog"
_LINK, _SUBMODULE = "120000", "160000"
_MAX_LINKS: Final = 40
"""Links that are followed for one path, as in Linux: more are a circle."""
_LFS: Final = re.compile(rb"version https://git-lfs\.github\.com/spec/v1\n(?:.*\n)*?oid sha256:([0-9a-f]{64})\n")


class Entry(NamedTuple):
    """A file, a symbolic link or a submodule at a commit."""

    mode: str
    id: str


class GitTree:
    """The files of a commit, by their path from the root of the repository, with `/`."""

    def __init__(self, root: Path, commit: str) -> None:
        self.root, self.commit = root, commit
        self.entries: dict[str, Entry] = {}
        for line in filter(None, require_output(root, "ls-tree", "-r", "-z", "--full-tree", commit).split(b"\0")):
            kind, _, path = line.partition(b"\t")
            mode, _, id_ = kind.decode().split(" ")
            self.entries[os.fsdecode(path)] = Entry(mode, id_)
        self._blobs: dict[str, bytes | None] = {}

    @cached_property
    def folder(self) -> str:
        """The folder of `root` in the repository: empty, or with `/` at its end."""
        return about(self.root, "show-prefix")

    @cached_property
    def _names(self) -> Mapping[str, list[str]]:
        """The names in each folder."""
        names: dict[str, list[str]] = {"": []}
        for path in self.entries:
            child = path
            while child:
                parent, _, name = child.rpartition("/")
                known = parent in names
                names.setdefault(parent, []).append(name)
                child = "" if known else parent
        return names

    def names(self, folder: str) -> tuple[str, ...]:
        """The names in a folder, sorted; none where it is not a folder. UnreadableError as for `real_path`."""
        real = self.real_path(folder)
        return () if real is None else tuple(sorted(self._names.get(real, ())))

    def below(self, folder: str) -> tuple[str, ...]:
        """The files at any depth of a folder, of which `read` is fast from then on."""
        paths = tuple(path for path in self.entries if path.startswith(f"{folder}/"))
        self.prefetch(paths)
        return paths

    def read(self, path: str) -> bytes:
        """The bytes of a file; UnreadableError (exit code 3) where it cannot be read."""
        real = self.real_path(path)
        if real is None or real not in self.entries:
            raise UnreadableError(f"{path}: file not found")
        data = self._blob(self.entries[real].id)
        if data is None:
            raise UnreadableError(f"{path}: its content is not in this clone; fetch it with `git fetch --refetch`")
        pointer = _LFS.match(data)
        return self._large_file(path, pointer[1].decode()) if pointer else data

    def prefetch(self, paths: Iterable[str]) -> None:
        """Read files by one process, so that `read` is fast for them; those that cannot be read are left to it."""
        ids = dict.fromkeys(self.entries[path].id for path in paths if path in self.entries)
        wanted = [id_ for id_ in ids if id_ not in self._blobs]
        self._blobs.update(zip(wanted, read_blobs(self.root, wanted), strict=True))

    def find(self, path: str) -> str | None:
        """The path of a file or folder without links; None where nothing has that path, or a link leads nowhere."""
        try:
            return self.real_path(path)
        except UnreadableError:
            return None

    def real_path(self, path: str) -> str | None:
        """The path of a file or folder without links; None where nothing has that path.

        UnreadableError where a link leads to nothing, out of the repository or in a circle, or into a submodule.
        """
        steps, at, links = path.split("/")[::-1], list[str](), 0
        while steps:
            step = steps.pop()
            if step == ".." and not at:
                kind = "a symbolic link out" if links else "outside"
                raise UnreadableError(f"{path}: is {kind} of the repository")
            if step == "..":
                at.pop()
            elif step not in ("", "."):
                at.append(step)
            entry = self.entries.get("/".join(at))
            if entry and entry.mode == _SUBMODULE:
                raise UnreadableError(f"{path}: is in the submodule {'/'.join(at)}, and docgen reads no submodules")
            if entry and entry.mode == _LINK:
                links += 1
                steps += self._target(path, entry, links)
                at.pop()
        real = "/".join(at)
        if real in self.entries or real in self._names:
            return real
        if links:
            raise UnreadableError(f"{path}: is {real} through a symbolic link, and that file was not found")
        return None

    def _target(self, path: str, link: Entry, links: int) -> list[str]:
        """The steps of a link's target, last first."""
        if links > _MAX_LINKS:
            raise UnreadableError(f"{path}: is a symbolic link in a circle")
        target = os.fsdecode(self._blob(link.id) or b"")
        if not target or target.startswith("/"):
            raise UnreadableError(f"{path}: is a symbolic link to {target}, which is outside of the repository")
        return target.split("/")[::-1]

    def _blob(self, id_: str) -> bytes | None:
        if id_ not in self._blobs:
            (self._blobs[id_],) = read_blobs(self.root, [id_])
        return self._blobs[id_]

    def _large_file(self, path: str, id_: str) -> bytes:
        """The content of a file that Git LFS keeps outside of the commit."""
        folder = about(self.root, "git-common-dir")
        try:
            return (self.root / folder / "lfs/objects" / id_[:2] / id_[2:4] / id_).read_bytes()
        except OSError:
            message = f"is in Git LFS, and not in this clone; fetch it with `git lfs fetch origin {self.commit[:8]}`"
            raise UnreadableError(f"{path}: {message}") from None


def reader_at(root: Path, ref: str) -> Callable[[str], bytes]:
    """A reader of the files at a git ref by their path from `root`; UnreadableError where there is no such commit.

    The reader raises UnreadableError (exit code 3) for a file that it cannot read.
    """
    tree = GitTree(root, resolve(root, ref))

    def read(path: str) -> bytes:
        try:
            return tree.read(tree.folder + path)
        except UnreadableError as error:
            raise UnreadableError(f"git:{ref}:{error} at {ref}; see `git ls-tree -r --name-only {ref}`") from None

    return read


class Commit:
    """A project at a commit: a tree of files, with the pins always in `changelog/`.

    `changelog` is the folder of the pins from the root of the repository; without it, where it would be now.
    `unreadable` are findings, one for each folder that cannot be listed.
    """

    def __init__(self, tree: GitTree, changelog: str | None = None) -> None:
        self.tree = tree
        self.changelog = tree.folder + CHANGELOG if changelog is None else changelog
        self.unreadable: list[Finding] = []
        self._files = tuple(self._files_of_pins())
        tree.prefetch(tree.find(self._at(path)) or "" for path in self._files)
        tree.below(self.changelog)

    @property
    def folder(self) -> str:
        """The project's folder: empty for the root of the repository, or with `/` at its end."""
        return self.changelog[: self.changelog.rfind("/") + 1]

    def pin_files(self) -> tuple[str, ...]:
        """The files in the folders of the pins."""
        return self._files

    def all_files(self, folder: str) -> tuple[str, ...]:
        """The files at any depth of a folder, of which `read` is fast from then on."""
        at = self._at(folder)
        return tuple(f"{folder}{path.removeprefix(at)}" for path in self.tree.below(at))

    def has(self, path: str) -> bool:
        """Whether the commit has a file."""
        return self.tree.find(self._at(path)) in self.tree.entries

    def read(self, path: str) -> tuple[Source, Findings]:
        """The text of a file, or why it cannot be read."""
        try:
            return decoded(path, self.contract(path))
        except UnreadableError as error:
            return Source(path, ""), (self._unreadable(path, error),)

    def contract(self, path: str) -> bytes:
        """The bytes of a contract anywhere in the repository; UnreadableError where it cannot be read."""
        return self.tree.read(self._at(path))

    def reader_beside(self, path: str) -> OtherFile:
        """A reader of the files in and below the folder of a file."""
        return lambda name: self.contract(normpath(f"{path}/../{name}"))

    def is_same(self, path: str, now: Path) -> bool:
        """Whether a file of now has the content of one here, but for line ends; not where one of the two has none."""
        try:
            return now.read_bytes().replace(b"\r\n", b"\n") == self.contract(path).replace(b"\r\n", b"\n")
        except (OSError, UnreadableError):
            return False

    def pins(self) -> list[str]:
        """The names of the folders with a pin.yaml."""
        return [path.split("/")[1] for path in self._files if path.endswith("/pin.yaml")]

    def _files_of_pins(self) -> Iterator[str]:
        for pin in self._names(CHANGELOG):
            for path in self._names(pin):
                real = self.tree.find(self._at(path))
                if real is None or real in self.tree.entries:  # not a folder
                    yield path

    def _names(self, folder: str) -> list[str]:
        """The paths in a folder; none, with a finding, where it cannot be listed."""
        try:
            return [f"{folder}/{name}" for name in self.tree.names(self._at(folder))]
        except UnreadableError as error:
            self.unreadable.append(self._unreadable(folder, error))
            return []

    def _at(self, path: str) -> str:
        """A path from the project's folder as one from the root of the repository."""
        if path == CHANGELOG or path.startswith(f"{CHANGELOG}/"):
            return f"{self.changelog}{path.removeprefix(CHANGELOG)}"
        return normpath(f"{self.folder}{path}")

    def _unreadable(self, path: str, error: UnreadableError) -> Finding:
        reason = str(error).removeprefix(f"{self._at(path)}: ")
        return finding(Source(path, ""), "encoding", reason, "", 0, 0)
