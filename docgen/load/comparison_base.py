"""What a project is compared with: a commit of git at the merge-base, or a contract in a file."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path, PurePosixPath  # noqa: TID251 - part of the readers
from posixpath import normpath
from typing import Final, NamedTuple

import msgspec

from docgen.errors import UnreadableError
from docgen.load import git
from docgen.load.bundle import contract_in
from docgen.load.changelog import read_entries, read_pins
from docgen.load.document import OtherFile
from docgen.load.files import decoded
from docgen.load.findings import finding
from docgen.model.accepted import ACCEPTED, BASE_UNREADABLE
from docgen.model.finding import Finding, Severity
from docgen.model.project import Base, Project
from docgen.positions.source import Source

CONTRACTS: Final = (".json", ".yaml", ".yml")
"""How the name of a contract ends; every other argument is a reference of git."""


def read_base(root: Path, against: str, project: Project) -> tuple[Base, tuple[Finding, ...]]:
    """The base that `--against` names, with a finding for each file of it that is accepted as unreadable.

    A reference is read at the commit where HEAD parted from it; a file stands for the current pin's contract.
    One that cannot be read raises UnreadableError (exit code 3), and so does any other file of the base: what is not
    compared would pass unseen.
    """
    if against.endswith(CONTRACTS):
        return _from_file(root, against, project), ()
    return _from_git(root, against.removeprefix("git:"), project)


class Commit(NamedTuple):
    """The project's changelog as it was at a commit, by path, and the reader of every other file of it."""

    contents: Mapping[str, bytes]
    elsewhere: OtherFile

    @classmethod
    def at(cls, root: Path, commit: str) -> "Commit":
        """The project in a folder as it was at a commit."""
        return cls(git.contents(root, commit, "changelog"), partial(git.show, root, commit))

    def files(self, folder: str) -> tuple[str, ...]:
        """The files in the folders directly below a folder, sorted; none where there is no such folder."""
        parents = (PurePosixPath(name).parent.parent.as_posix() for name in self.contents)
        return tuple(name for name, parent in zip(self.contents, parents, strict=True) if parent == folder)

    def read(self, path: str) -> tuple[Source, tuple[Finding, ...]]:
        """A file as text, or why it is none."""
        return decoded(path, self.contents[path])

    def contract(self, path: str) -> bytes:
        """The bytes of a contract, which may stand anywhere in the repository; UnreadableError says why none."""
        return self.contents[path] if path in self.contents else self.elsewhere(path)

    def beside(self, path: str) -> OtherFile:
        """The reader of what stands in the folder of a file, and below it."""
        return lambda name: self.contract(normpath(PurePosixPath(path).parent / name))


def _from_git(root: Path, ref: str, project: Project) -> tuple[Base, tuple[Finding, ...]]:
    commit = git.merge_base(root, ref)
    tree, label = Commit.at(root, commit), f"{ref} at {commit[:8]}"
    pins, wrong_pins = read_pins(tree)
    entries, wrong_entries = read_entries(tree)
    unreadable = tuple(_unreadable(label, (*wrong_pins, *wrong_entries)))
    _refuse(label, [found for found in unreadable if not project.accepted.allows_unreadable(found.path)])
    # an empty base would let every change pass as if nothing had been published
    notes = () if pins or wrong_pins else _empty(label, project.config_source)
    return Base(label, pins, entries), (*unreadable, *notes)


def _unreadable(label: str, findings: Sequence[Finding]) -> Iterator[Finding]:
    for path in sorted({found.path for found in findings}):
        first = min(found for found in findings if found.path == path)
        message = f"{label} this file cannot be read, so nothing is compared with it: line {first.line}: "
        yield finding(Source(path, ""), 0, 0, "base-unreadable", message + first.message)


def _refuse(label: str, findings: Sequence[Finding]) -> None:
    """UnreadableError (exit code 3) with every file of the base that is not accepted, and what would accept it."""
    if findings:
        files = "\n".join(f"{found.path}: in {found.message}" for found in findings)
        entries = "\n".join(
            f"  - {{what: {BASE_UNREADABLE}, at: {found.path}, why: ..., who: ..., until: YYYY-MM-DD}}"
            for found in findings
        )
        raise UnreadableError(f"{files}\nrepair it in {label}, or accept it in {ACCEPTED}:\naccepted:\n{entries}")


def _empty(label: str, config: Source) -> Iterator[Finding]:
    message = f"{label} has no pin under changelog/, so there is nothing to compare"
    note = finding(config, 0, 0, "base-without-project", message)
    yield msgspec.structs.replace(note, severity=Severity.INFO)


def _from_file(root: Path, name: str, project: Project) -> Base:
    spec, current = contract_in(root / name, name).spec, project.current
    return Base(name, (msgspec.structs.replace(current, spec=spec),) if current else ())
