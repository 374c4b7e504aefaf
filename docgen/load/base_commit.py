"""The changelog of a project at a git commit, wherever the project's folder was."""

from collections.abc import Iterator
from posixpath import normpath
from typing import Final

from docgen.errors import UnreadableError
from docgen.load.document import OtherFile
from docgen.load.files import decoded
from docgen.load.findings import finding
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
        """The path of a file without links from the root of the repository; None where it cannot be read."""
        try:
            return self.tree.real_path(self._at(path))
        except UnreadableError:
            return None

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
