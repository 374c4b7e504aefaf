"""The changelog of a project at a git commit, wherever the project's folder was: it may have been moved since."""

import os
import tomllib
from collections.abc import Iterator
from pathlib import Path  # noqa: TID251 - part of the readers
from posixpath import normpath
from typing import Final, NamedTuple

from docgen.errors import UnreadableError
from docgen.load.document import OtherFile
from docgen.load.files import decoded
from docgen.load.findings import finding
from docgen.load.git import require_output
from docgen.load.git_tree import GitTree
from docgen.model.finding import Finding
from docgen.positions.source import Source

CHANGELOG: Final = "changelog"


class Commit:
    """A project at a commit: its files by their path from its folder, with the pins always in `changelog/`.

    `changelog` is the folder of the pins from the root of the repository; without it, where it would be now.
    `unreadable` are findings, one for each folder that cannot be listed.
    """

    def __init__(self, tree: GitTree, changelog: str | None = None) -> None:
        self.tree = tree
        self.changelog = tree.folder + CHANGELOG if changelog is None else changelog
        listed = tuple(self._list())
        self.unreadable = tuple(one for one in listed if isinstance(one, Finding))
        self._present = tuple(one for one in listed if isinstance(one, str) and not self._is_folder(one))
        tree.prefetch(path for path in map(self._real, self._present) if path)
        tree.prefetch(path for path in tree.entries if path.startswith(f"{self.changelog}/"))

    @property
    def folder(self) -> str:
        """The project's folder: empty for the root of the repository, or with `/` at its end."""
        return self.changelog[: self.changelog.rfind("/") + 1]

    def files(self, folder: str) -> tuple[str, ...]:
        """The files in the folders of the pins; a folder other than `changelog` has none here."""
        return self._present if folder == CHANGELOG else ()

    def all_files(self, folder: str) -> tuple[str, ...]:
        """The files at any depth of a folder, of which `read` is fast from then on."""
        at = f"{self._at(folder)}/"
        found = [path for path in self.tree.entries if path.startswith(at)]
        self.tree.prefetch(found)
        return tuple(f"{folder}/{path.removeprefix(at)}" for path in found)

    def has(self, path: str) -> bool:
        """Whether the commit has a file."""
        return self._real(path) in self.tree.entries

    def read(self, path: str) -> tuple[Source, tuple[Finding, ...]]:
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

    def _list(self) -> Iterator[str | Finding]:
        """What is in the folders of the pins, and a finding for each folder that cannot be listed."""
        try:
            pins = self.tree.names(self.changelog)
        except UnreadableError as error:
            pins = ()
            yield self._unreadable(CHANGELOG, error)
        for path in (f"{CHANGELOG}/{pin}" for pin in pins):
            try:
                yield from [f"{path}/{name}" for name in self.tree.names(self._at(path))]
            except UnreadableError as error:
                yield self._unreadable(path, error)

    def _real(self, path: str) -> str | None:
        return _real(self.tree, self._at(path))

    def _is_folder(self, path: str) -> bool:
        real = self._real(path)
        return real is not None and real not in self.tree.entries

    def _at(self, path: str) -> str:
        """A path from the project's folder as one from the root of the repository."""
        if path == CHANGELOG or path.startswith(f"{CHANGELOG}/"):
            return f"{self.changelog}{path.removeprefix(CHANGELOG)}"
        return normpath(f"{self.folder}{path}")

    def _unreadable(self, path: str, error: UnreadableError) -> Finding:
        reason = str(error).removeprefix(f"{self._at(path)}: ")
        return finding(Source(path, ""), 0, 0, "encoding", reason)


class Candidate(NamedTuple):
    """A folder of pins at the commit, and why it may be that of the project."""

    equal: int
    """Files that are the same in the project now."""
    pins: int
    """Pins that the project has now."""
    folder: str

    @property
    def likeness(self) -> tuple[int, int]:
        """How much of it the project has: the candidate with the most is the project."""
        return self.equal, self.pins


class AmbiguousError(Exception):
    """Several folders of the commit may be that of the project, or one that has nothing in common with it."""


def project_at(root: Path, commit: str) -> Commit:
    """The project in a folder as it was at a commit, in its own folder or in the one that it was moved from.

    Without pins where the commit has no such project. AmbiguousError where several folders may be the project's.
    """
    tree = GitTree(root, commit)
    here = Commit(tree)
    if here.unreadable or any(path.endswith("/pin.yaml") for path in here.files(CHANGELOG)):
        return here
    candidates = sorted(_candidates(root, tree), reverse=True)
    if not candidates:
        return here
    best = candidates[0]
    if best.likeness == (0, 0) or [one.likeness for one in candidates].count(best.likeness) > 1:
        raise AmbiguousError(
            " or ".join(sorted(f"{one.folder}/" for one in candidates if one.likeness == best.likeness))
        )
    return Commit(tree, best.folder)


def _candidates(root: Path, tree: GitTree) -> Iterator[Candidate]:
    """The folders of pins that are no longer there, or less like what is there now than like the project."""
    top = Path(os.fsdecode(require_output(root, "rev-parse", "--show-toplevel").removesuffix(b"\n")))
    ours = root / CHANGELOG
    for folder in _folders_of_pins(tree):
        commit = Commit(tree, folder)
        equal, pins = _equal_files(commit, ours), sum((ours / pin / "pin.yaml").is_file() for pin in _pins(commit))
        there = top / folder
        if there.exists() and not there.samefile(ours) and equal <= _equal_files(commit, there):
            continue
        if not _is_left_out(root, folder) and (equal or pins or _is_project(commit)):
            yield Candidate(equal, pins, folder)


def _folders_of_pins(tree: GitTree) -> list[str]:
    """Every folder with a pin, once, by its path without links where it has several."""
    named = {path.rpartition("/")[0].rpartition("/")[0] for path in tree.entries if path.endswith("/pin.yaml")}
    # a folder of pins, or of a pin, can be a link
    parts = (path.split("/") for path in tree.entries)
    named |= {
        "/".join(steps[: index + 1])
        for steps in parts
        for index, step in enumerate(steps)
        if step.casefold() == CHANGELOG
    }
    known: dict[str, str] = {}
    for folder in sorted(named - {""}, key=lambda name: (name.rpartition("/")[2].casefold() != CHANGELOG, name)):
        real = _real(tree, folder)
        if real and _pins(Commit(tree, folder)):
            known.setdefault(real, folder)
    return list(known.values())


def _real(tree: GitTree, path: str) -> str | None:
    """The path of a file or folder without links from the root of the repository; None where it cannot be read."""
    try:
        return tree.real_path(path)
    except UnreadableError:
        return None


def _pins(commit: Commit) -> list[str]:
    return [path.split("/")[1] for path in commit.files(CHANGELOG) if path.endswith("/pin.yaml")]


def _equal_files(commit: Commit, folder: Path) -> int:
    """How many files of the pins a folder has too, with the same content but for line ends."""
    return sum(is_same(commit, path, folder / path.removeprefix(f"{CHANGELOG}/")) for path in commit.files(CHANGELOG))


def is_same(commit: Commit, path: str, now: Path) -> bool:
    """Whether a file has the same content now as at a commit, but for line ends; not where one of the two has none."""
    try:
        return now.read_bytes().replace(b"\r\n", b"\n") == commit.contract(path).replace(b"\r\n", b"\n")
    except (OSError, UnreadableError):
        return False


def _is_left_out(root: Path, folder: str) -> bool:
    """Whether a sparse checkout leaves out a folder that is still in the index."""
    listed = require_output(root, "ls-files", "-z", "-t", "--full-name", "--", f":(top,literal){folder}")
    return any(line.startswith(b"S ") for line in listed.split(b"\0"))


def _is_project(commit: Commit) -> bool:
    """Whether the folder has the configuration of a project."""
    try:
        text = commit.contract("pyproject.toml").decode("utf-8-sig", "replace")
        return "docgen" in tomllib.loads(text).get("tool", {})
    except (UnreadableError, tomllib.TOMLDecodeError):
        return False
