"""Reads from a git repository: commits, the merge-base, objects, and whether the clone is shallow."""

import os
import subprocess
from collections.abc import Sequence
from datetime import UTC, date, datetime
from io import BytesIO
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


def resolve(root: Path, ref: str) -> str:
    """The commit of a git ref; UnreadableError (exit code 3) where there is none."""
    if not ref or ref.startswith("-") or printable(ref) != ref or ":" in ref:
        raise UnreadableError(f"git:{ref}: is not a git ref; expected a branch, a tag or a commit")
    result = run_git(root, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")
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
    result = run_git(root, "merge-base", commit, resolve(root, "HEAD"))
    if result.returncode == 0:
        return result.stdout.decode().strip()
    if is_shallow(root):
        raise UnreadableError(f"git:{ref}: no merge-base found: {_FETCH_ALL}")
    raise UnreadableError(f"git:{ref}: no common ancestor with HEAD; expected a branch of the same history")


def default_branch(root: Path) -> str | None:
    """The branch that others are merged into: what a remote names, or one with a usual name; None without either."""
    remotes = run_git(root, "for-each-ref", "--format=%(symref:short)", "refs/remotes/*/HEAD").stdout.decode().split()
    for name in (*remotes, "origin/main", "origin/master", "main", "master"):
        if run_git(root, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}").returncode == 0:
            return name
    return None


def commit_day(root: Path, commit: str) -> date:
    """The day, in UTC, on which a commit was made or last rewritten."""
    return datetime.fromtimestamp(int(require_output(root, "show", "-s", "--format=%ct", commit)), UTC).date()


def file_versions(root: Path, path: str, limit: int) -> tuple[bytes, ...]:
    """The distinct contents of a file in its last `limit` commits, newest first."""
    result = run_git(root, "log", f"--max-count={limit}", "--format=%H", "--", path)
    blobs = read_blobs(root, [f"{commit}:./{path}" for commit in result.stdout.decode().split()])
    return tuple(dict.fromkeys(data for data in blobs if data is not None))


def is_tracked(path: Path) -> bool:
    """Whether git tracks a file, or any in a folder; also where its name has other upper and lower case there.

    Not without git.
    """
    try:
        listed = run_git(path.parent, "ls-files", "-z", "--", f":(icase,literal){path.name}")
    except UnreadableError:
        return False
    others = [path.parent / os.fsdecode(name) for name in listed.stdout.split(b"\0") if name]
    return any(other.exists() and (path.is_dir() or other.samefile(path)) for other in others)


def read_blobs(root: Path, names: Sequence[str]) -> list[bytes | None]:
    """The bytes of git objects, read by one process; None for one that is missing or not a file."""
    result = run_git(root, "cat-file", "--batch", stdin="".join(f"{name}\n" for name in names).encode())
    printed, blobs = BytesIO(result.stdout), list[bytes | None]()
    for _ in names:
        # `<object> blob <size>`, or `<name> missing`; nothing where git stopped at a damaged object
        kind, _, size = printed.readline().partition(b" ")[2].partition(b" ")
        blobs.append(printed.read(int(size)) if kind == b"blob" else None)
        if kind == b"blob":
            printed.readline()
    return blobs


def is_shallow(root: Path) -> bool:
    """Whether the clone lacks a part of its history; UnreadableError (exit code 3) outside of a repository."""
    return about(root, "is-shallow-repository") == "true"


def about(root: Path, what: str) -> str:
    """What git knows about a repository: an option of `git rev-parse`; UnreadableError as for `require_output`."""
    return os.fsdecode(require_output(root, "rev-parse", f"--{what}").removesuffix(b"\n"))


def require_output(root: Path, *arguments: str) -> bytes:
    """What a git command prints; UnreadableError (exit code 3) with git's own message where it fails."""
    result = run_git(root, *arguments)
    if result.returncode:
        message = result.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        raise UnreadableError(f"{root}: cannot be read with git: {message or 'not a repository'}")
    return result.stdout


def run_git(root: Path, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run git in a folder; UnreadableError (exit code 3) where git is not installed."""
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
