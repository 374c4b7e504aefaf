"""Where a project was at a git commit: its folder may have been moved since."""

from collections.abc import Iterator
from pathlib import Path  # noqa: TID251 - part of the readers

from docgen.errors import UnreadableError
from docgen.load.commit import CHANGELOG, Commit, GitTree
from docgen.load.git import about, require_output
from docgen.load.root import docgen_table


class AmbiguousError(Exception):
    """Several folders of the commit may be that of the project, or one that has nothing in common with it."""


def project_at(root: Path, commit: str) -> Commit:
    """The project in a folder as it was at a commit, in its own folder or in the one that it was moved from.

    Without pins where the commit has no such project. AmbiguousError where several folders may be the project's.
    """
    tree = GitTree(root, commit)
    here = Commit(tree)
    if here.unreadable or here.pins():
        return here
    candidates = dict(_candidates(root, tree))
    if not candidates:
        return here
    # the one that is most like the project is the project
    most = max(candidates.values())
    best = [folder for folder, likeness in candidates.items() if likeness == most]
    if most == (0, 0) or len(best) > 1:
        raise AmbiguousError(" or ".join(sorted(f"{folder}/" for folder in best)))
    return Commit(tree, best[0])


def _candidates(root: Path, tree: GitTree) -> Iterator[tuple[str, tuple[int, int]]]:
    """The folders of pins that are no longer there, or less like what is there now than like the project.

    Each with the number of files that are the same in the project now, and of pins that the project has now.
    """
    top = Path(about(root, "show-toplevel"))
    ours = root / CHANGELOG
    for folder in _folders_of_pins(tree):
        commit, there = Commit(tree, folder), top / folder
        equal = _equal_files(commit, ours)
        pins = sum((ours / pin / "pin.yaml").is_file() for pin in commit.pins())
        if there.exists() and not there.samefile(ours) and equal <= _equal_files(commit, there):
            continue
        if not _is_left_out(root, folder) and (equal or pins or _is_project(commit)):
            yield folder, (equal, pins)


def _folders_of_pins(tree: GitTree) -> list[str]:
    """Every folder with a pin, once, by its path without links where it has several."""
    folders: dict[str, str] = {}
    for folder in sorted(_named_folders(tree), key=lambda name: (not _is_changelog(name), name)):
        real = tree.find(folder)
        if real and Commit(tree, folder).pins():
            folders.setdefault(real, folder)
    return list(folders.values())


def _named_folders(tree: GitTree) -> set[str]:
    """The folders two levels above a pin.yaml, and those that are named like one of pins: either can be a link."""
    folders = set()
    for path in tree.entries:
        if path.endswith("/pin.yaml"):
            folders.add(path.rpartition("/")[0].rpartition("/")[0])
        while path:
            if _is_changelog(path):
                folders.add(path)
            path = path.rpartition("/")[0]
    return folders - {""}


def _is_changelog(folder: str) -> bool:
    return folder.rpartition("/")[2].casefold() == CHANGELOG


def _equal_files(commit: Commit, folder: Path) -> int:
    """How many files of the pins a folder has too, with the same content but for line ends."""
    return sum(commit.is_same(path, folder / path.removeprefix(f"{CHANGELOG}/")) for path in commit.pin_files())


def _is_left_out(root: Path, folder: str) -> bool:
    """Whether a sparse checkout leaves out a folder that is still in the index."""
    listed = require_output(root, "ls-files", "-z", "-t", "--full-name", "--", f":(top,literal){folder}")
    return any(line.startswith(b"S ") for line in listed.split(b"\0"))


def _is_project(commit: Commit) -> bool:
    """Whether the folder has the configuration of a project."""
    try:
        return docgen_table(commit.contract("pyproject.toml")) is not None
    except (UnreadableError, ValueError, RecursionError):
        return False
