"""What a git repository holds at another commit: files, the merge-base, and whether the clone is shallow.

Paths are relative to `root`, which may be a folder inside the repository.
"""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path  # noqa: TID251 - part of the readers
from typing import Final

from docgen.errors import UnreadableError
from docgen.wording import printable

_SHALLOW: Final = """\
this clone is shallow, and the commit is not in it. Fetch the whole history:
    GitHub:  with: {fetch-depth: 0}        below `uses: actions/checkout`
    GitLab:  variables: {GIT_DEPTH: 0}     in the job of .gitlab-ci.yml
    a shell: git fetch --unshallow"""
_OF_A_HOOK: Final = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR")
"""What git tells a hook about the folder that it runs in, which need not be the project's."""


def show(root: Path, ref: str, path: str) -> bytes:
    """The bytes of a file at a reference; UnreadableError (exit code 3) where there is no such commit or file."""
    commit = resolve(root, ref)
    ran = _git(root, "cat-file", "blob", f"{commit}:./{path}")
    if ran.returncode:
        raise UnreadableError(f"git:{ref}:{path}: file not found at {ref}; see `git ls-tree -r --name-only`")
    return ran.stdout


def resolve(root: Path, ref: str) -> str:
    """The commit that a reference names; UnreadableError (exit code 3) where it names none."""
    if ref.startswith("-") or printable(ref) != ref or ":" in ref:
        raise UnreadableError(f"git:{ref}: is not a git ref; expected a branch, a tag or a commit")
    ran = _git(root, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")
    if ran.returncode == 0:
        return ran.stdout.decode().strip()
    if shallow(root):
        raise UnreadableError(f"git:{ref}: {_SHALLOW}")
    raise UnreadableError(
        f"git:{ref}: git knows no such commit; expected a branch, a tag or a commit. "
        "A branch of the server has to be fetched first, and is named like `origin/main`"
    )


def merge_base(root: Path, ref: str) -> str:
    """The commit at which HEAD parted from a reference.

    Where there is none, UnreadableError (exit code 3) says what to do; on a shallow clone that is to fetch the rest.
    """
    commit = resolve(root, ref)
    ran = _git(root, "merge-base", commit, resolve(root, "HEAD"))
    if ran.returncode == 0:
        return ran.stdout.decode().strip()
    if shallow(root):
        raise UnreadableError(f"git:{ref}: the commit at which this branch parted from it is unknown: {_SHALLOW}")
    raise UnreadableError(f"git:{ref}: has no commit in common with HEAD; expected a branch of the same history")


def listed(root: Path, ref: str, folder: str) -> tuple[str, ...]:
    """The files below a folder at a reference, sorted; none where it has no such folder."""
    ran = _git(root, "ls-tree", "-r", "-z", "--name-only", resolve(root, ref), "--", f"{folder.rstrip('/')}/")
    return tuple(sorted(name for name in ran.stdout.decode("utf-8", "replace").split("\0") if name))


def contents(root: Path, ref: str, folder: str) -> dict[str, bytes]:
    """The bytes of every file below a folder at a reference, by path, read by one process however many they are."""
    commit = resolve(root, ref)
    # `cat-file --batch` takes a name a line
    names = [name for name in listed(root, commit, folder) if "\n" not in name]
    blobs = _blobs(root, [f"{commit}:./{name}" for name in names])
    return {name: data for name, data in zip(names, blobs, strict=True) if data is not None}


def versions(root: Path, path: str, most: int) -> tuple[bytes, ...]:
    """The different contents that a file had in the history of HEAD, the newest first, of its last `most` commits."""
    ran = _git(root, "log", f"--max-count={most}", "--format=%H", "--", path)
    blobs = _blobs(root, [f"{commit}:./{path}" for commit in ran.stdout.decode().split()])
    return tuple(dict.fromkeys(data for data in blobs if data is not None))


def _blobs(root: Path, names: Sequence[str]) -> list[bytes | None]:
    """The bytes of objects by their names, read by one process; None for one that is no file."""
    ran = _git(root, "cat-file", "--batch", stdin="".join(f"{name}\n" for name in names).encode())
    found: list[bytes | None] = []
    at = 0
    for _ in names:
        header, at = _line(ran.stdout, at)
        kind, _, size = header.partition(b" ")[2].partition(b" ")  # `<object> blob <size>`, or `<name> missing`
        found.append(ran.stdout[at : at + int(size)] if kind == b"blob" else None)
        at += int(size) + 1 if kind == b"blob" else 0
    return found


def _line(data: bytes, at: int) -> tuple[bytes, int]:
    """The line that begins at a place, and where the next one does."""
    end = data.index(b"\n", at)
    return data[at:end], end + 1


def shallow(root: Path) -> bool:
    """Whether the clone lacks a part of its history; UnreadableError (exit code 3) where there is no repository."""
    ran = _git(root, "rev-parse", "--is-shallow-repository")
    if ran.returncode:
        said = ran.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        raise UnreadableError(f"{root}: cannot be read with git: {said or 'not a repository'}")
    return ran.stdout.strip() == b"true"


def _git(root: Path, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    inherited = {name: value for name, value in os.environ.items() if name not in _OF_A_HOOK}
    # never ask for a password, never write into the index of a checkout that is only read; English for what is parsed
    environment = inherited | {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    try:
        return subprocess.run(  # noqa: S603 - a list of arguments, none of which can be taken for an option
            ["git", "-C", str(root), *arguments],  # noqa: S607 - the user's own git
            input=stdin,
            capture_output=True,
            check=False,
            env=environment,
        )
    except FileNotFoundError:
        raise UnreadableError("git is not installed, or not on PATH; it is needed to read another commit") from None
