"""Reads from a git repository: files at a commit, the merge-base, and whether the clone is shallow.

Paths are relative to `root`, which may be a folder inside the repository.
"""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path  # noqa: TID251 - part of the readers
from typing import Final

from docgen.errors import UnreadableError
from docgen.wording import printable

_FETCH_ALL: Final = """\
this clone is shallow, and the commit is not in it. Fetch the whole history:
    GitHub:  with: {fetch-depth: 0}        below `uses: actions/checkout`
    GitLab:  variables: {GIT_DEPTH: 0}     in the job of .gitlab-ci.yml
    a shell: git fetch --unshallow"""
_HOOK_VARIABLES: Final = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR")
"""What git sets for a hook: the repository of the hook, which need not be the project's."""


def show(root: Path, ref: str, path: str) -> bytes:
    """The bytes of a file at a git ref; UnreadableError (exit code 3) where there is no such commit or file."""
    commit = resolve(root, ref)
    result = _git(root, "cat-file", "blob", f"{commit}:./{path}")
    if result.returncode:
        raise UnreadableError(f"git:{ref}:{path}: file not found at {ref}; see `git ls-tree -r --name-only`")
    return result.stdout


def resolve(root: Path, ref: str) -> str:
    """The commit of a git ref; UnreadableError (exit code 3) where there is none."""
    if ref.startswith("-") or printable(ref) != ref or ":" in ref:
        raise UnreadableError(f"git:{ref}: is not a git ref; expected a branch, a tag or a commit")
    result = _git(root, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")
    if result.returncode == 0:
        return result.stdout.decode().strip()
    if is_shallow(root):
        raise UnreadableError(f"git:{ref}: {_FETCH_ALL}")
    raise UnreadableError(
        f"git:{ref}: no such commit; expected a branch, a tag or a commit. "
        "Fetch a remote branch first, and name it like `origin/main`"
    )


def merge_base(root: Path, ref: str) -> str:
    """The merge-base of HEAD and a git ref; UnreadableError (exit code 3) where there is none, or a shallow clone."""
    commit = resolve(root, ref)
    result = _git(root, "merge-base", commit, resolve(root, "HEAD"))
    if result.returncode == 0:
        return result.stdout.decode().strip()
    if is_shallow(root):
        raise UnreadableError(f"git:{ref}: no merge-base found: {_FETCH_ALL}")
    raise UnreadableError(f"git:{ref}: no common ancestor with HEAD; expected a branch of the same history")


def list_files(root: Path, ref: str, folder: str) -> tuple[str, ...]:
    """The files below a folder at a git ref, sorted; empty where there is no such folder."""
    result = _git(root, "ls-tree", "-r", "-z", "--name-only", resolve(root, ref), "--", f"{folder.rstrip('/')}/")
    return tuple(sorted(name for name in result.stdout.decode("utf-8", "replace").split("\0") if name))


def contents(root: Path, ref: str, folder: str) -> dict[str, bytes]:
    """The bytes of every file below a folder at a git ref, by path, read by one process."""
    commit = resolve(root, ref)
    # `cat-file --batch` takes one name per line
    names = [name for name in list_files(root, commit, folder) if "\n" not in name]
    blobs = _blobs(root, [f"{commit}:./{name}" for name in names])
    return {name: data for name, data in zip(names, blobs, strict=True) if data is not None}


def file_versions(root: Path, path: str, limit: int) -> tuple[bytes, ...]:
    """The distinct contents of a file in its last `limit` commits, newest first."""
    result = _git(root, "log", f"--max-count={limit}", "--format=%H", "--", path)
    blobs = _blobs(root, [f"{commit}:./{path}" for commit in result.stdout.decode().split()])
    return tuple(dict.fromkeys(data for data in blobs if data is not None))


def _blobs(root: Path, names: Sequence[str]) -> list[bytes | None]:
    """The bytes of git objects, read by one process; None for a name that is not a file."""
    result = _git(root, "cat-file", "--batch", stdin="".join(f"{name}\n" for name in names).encode())
    found: list[bytes | None] = []
    offset = 0
    for _ in names:
        header, offset = _next_line(result.stdout, offset)
        kind, _, size = header.partition(b" ")[2].partition(b" ")  # `<object> blob <size>`, or `<name> missing`
        found.append(result.stdout[offset : offset + int(size)] if kind == b"blob" else None)
        offset += int(size) + 1 if kind == b"blob" else 0
    return found


def _next_line(data: bytes, offset: int) -> tuple[bytes, int]:
    """The line at an offset, and the offset of the next line."""
    end = data.index(b"\n", offset)
    return data[offset:end], end + 1


def is_shallow(root: Path) -> bool:
    """Whether the clone lacks a part of its history; UnreadableError (exit code 3) outside of a repository."""
    result = _git(root, "rev-parse", "--is-shallow-repository")
    if result.returncode:
        message = result.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        raise UnreadableError(f"{root}: cannot be read with git: {message or 'not a repository'}")
    return result.stdout.strip() == b"true"


def _git(root: Path, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    inherited = {name: value for name, value in os.environ.items() if name not in _HOOK_VARIABLES}
    # no password prompt, no write to the index of a checkout that is only read, and English messages
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
        raise UnreadableError("git not found on PATH; install it to read another commit") from None
