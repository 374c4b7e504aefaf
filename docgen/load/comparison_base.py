"""The base that a project is compared with: a git commit at the merge-base, or a contract in a file."""

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
"""The suffixes of a contract's file; any other argument is a git ref."""


def read_base(root: Path, against: str, project: Project) -> tuple[Base, tuple[Finding, ...]]:
    """The base that `--against` names, with a finding for each unreadable file of it that the project accepts.

    A git ref is read at its merge-base with HEAD; a file replaces the contract of the current pin. UnreadableError
    (exit code 3) where the base, or a file of it that is not accepted, cannot be read: its changes would be missed.
    """
    if against.endswith(CONTRACTS):
        return _from_file(root, against, project), ()
    return _from_git(root, against.removeprefix("git:"), project)


class Commit(NamedTuple):
    """The changelog of a project at a git commit, by path, and the reader of the project's other files there."""

    contents: Mapping[str, bytes]
    read_other: OtherFile

    @classmethod
    def at(cls, root: Path, commit: str) -> "Commit":
        """The project in a folder at a git commit."""
        return cls(git.contents(root, commit, "changelog"), partial(git.show, root, commit))

    def files(self, folder: str) -> tuple[str, ...]:
        """The files in the direct subfolders of a folder, sorted; empty where there is no such folder."""
        parents = (PurePosixPath(name).parent.parent.as_posix() for name in self.contents)
        return tuple(name for name, parent in zip(self.contents, parents, strict=True) if parent == folder)

    def read(self, path: str) -> tuple[Source, tuple[Finding, ...]]:
        """The text of a file, or why it cannot be read."""
        return decoded(path, self.contents[path])

    def contract(self, path: str) -> bytes:
        """The bytes of a contract anywhere in the repository; UnreadableError where it cannot be read."""
        return self.contents[path] if path in self.contents else self.read_other(path)

    def reader_beside(self, path: str) -> OtherFile:
        """A reader of the files in and below the folder of a file."""
        return lambda name: self.contract(normpath(PurePosixPath(path).parent / name))


def _from_git(root: Path, ref: str, project: Project) -> tuple[Base, tuple[Finding, ...]]:
    commit = git.merge_base(root, ref)
    tree, label = Commit.at(root, commit), f"{ref} at {commit[:8]}"
    pins, wrong_pins = read_pins(tree)
    entries, wrong_entries = read_entries(tree)
    unreadable = tuple(_unreadable(label, (*wrong_pins, *wrong_entries)))
    _refuse_unreadable(label, [found for found in unreadable if not project.accepted.allows_unreadable(found.path)])
    # against an empty base nothing is a change, so a wrong ref would pass unnoticed
    notes = () if pins or wrong_pins else _no_pins(label, project.config_source)
    return Base(label, pins, entries), (*unreadable, *notes)


def _unreadable(label: str, findings: Sequence[Finding]) -> Iterator[Finding]:
    for path in sorted({found.path for found in findings}):
        first = min(found for found in findings if found.path == path)
        message = f"cannot be read in {label}, so it is not compared: line {first.line}: {first.message}"
        yield finding(Source(path, ""), 0, 0, "base-unreadable", message)


def _refuse_unreadable(label: str, findings: Sequence[Finding]) -> None:
    """Raise UnreadableError (exit code 3) for findings on the base, with the entries that would accept them."""
    if findings:
        files = "\n".join(f"{found.path}: {found.message}" for found in findings)
        entries = "\n".join(
            f"  - {{what: {BASE_UNREADABLE}, at: {found.path}, why: ..., who: ..., until: YYYY-MM-DD}}"
            for found in findings
        )
        raise UnreadableError(f"{files}\nfix it in {label}, or accept it in {ACCEPTED}:\naccepted:\n{entries}")


def _no_pins(label: str, config: Source) -> Iterator[Finding]:
    message = f"{label} has no pin under changelog/, so there is nothing to compare"
    note = finding(config, 0, 0, "base-without-project", message)
    yield msgspec.structs.replace(note, severity=Severity.INFO)


def _from_file(root: Path, name: str, project: Project) -> Base:
    spec, current = contract_in(root / name, name).spec, project.current
    return Base(name, (msgspec.structs.replace(current, spec=spec),) if current else ())
