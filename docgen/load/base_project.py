"""Where the project was at a commit: its folder may have been moved since."""

import os
import tomllib
from collections.abc import Iterator
from pathlib import Path  # noqa: TID251 - part of the readers
from typing import NamedTuple

from docgen.errors import UnreadableError
from docgen.load.base_commit import CHANGELOG, Commit
from docgen.load.git import require_output
from docgen.load.git_tree import GitTree


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


def _real(tree: GitTree, folder: str) -> str | None:
    try:
        return tree.real_path(folder)
    except UnreadableError:
        return None


def _pins(commit: Commit) -> list[str]:
    return [path.split("/")[1] for path in commit.files(CHANGELOG) if path.endswith("/pin.yaml")]


def _equal_files(commit: Commit, folder: Path) -> int:
    """How many files of the pins a folder has too, with the same content but for line ends."""
    return sum(_same(commit, path, folder / path.removeprefix(f"{CHANGELOG}/")) for path in commit.files(CHANGELOG))


def _same(commit: Commit, path: str, now: Path) -> bool:
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
