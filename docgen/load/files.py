"""The files of a project, in the working tree: bytes -> text."""

import os
from codecs import BOM_UTF8
from collections.abc import Callable
from itertools import chain
from pathlib import Path  # noqa: TID251 - this module is the reader
from posixpath import normpath
from typing import TYPE_CHECKING, Final, TypeAlias

from docgen.errors import UnreadableError
from docgen.load.findings import Findings, finding, finding_in
from docgen.positions.source import Source, format_of

if TYPE_CHECKING:
    from docgen.load.commit import Commit  # which imports this module

MAX_MEGABYTES: Final = 64
"""MB of a contract; the largest known ones have about 35."""
OtherFile = Callable[[str], bytes]
"""The bytes of another file by its path from the folder of the contract; UnreadableError says why there are none."""
Tree: TypeAlias = "Folder | Commit"
"""The files of a project by their path from its folder, with `/`: in the working tree, or at a git commit."""
READ: Final[set[Path]] = set()
"""The files that this process has read, which no report may replace."""


def decoded(name: str, data: bytes) -> tuple[Source, Findings]:
    r"""Bytes as text with `\n` and without a byte-order mark; empty, with a finding, where they are not UTF-8.

    A lone CR ends a line too, as in an editor.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data:  # a NUL is in UTF-16 without a mark, not in UTF-8
        return _unreadable(name, "is UTF-16; expected UTF-8", "save it as UTF-8 in your editor")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode()
        message = f"byte 0x{error.object[error.start]:02X} is not UTF-8; expected UTF-8"
        hint = "save it as UTF-8 in your editor"
        return Source(name, ""), (finding_in(Source(name, before), len(before), "encoding", message, hint),)
    return Source(name, text.replace("\r\n", "\n").replace("\r", "\n")), ()


def contract_source(name: str, data: bytes) -> Source:
    """A contract that was read as a source: JSON stays UTF-8."""
    if format_of(name, data) != "json":
        return decoded(name, data)[0]
    data = data.removeprefix(BOM_UTF8)
    return Source(name, data.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in data else data)


def _unreadable(name: str, message: str, hint: str) -> tuple[Source, Findings]:
    source = Source(name, "")
    return source, (finding(source, "encoding", message, hint),)


def repository_of(root: Path) -> Path:
    """The root of the git repository that a folder is in; the folder itself outside of git."""
    folder = root.resolve()
    return next((above for above in (folder, *folder.parents) if (above / ".git").exists()), folder)


def other_file(folder: Path) -> OtherFile:
    """A reader of the files in and below a folder; it raises UnreadableError for a file outside."""

    def read_other(name: str) -> bytes:
        path = (folder / name).resolve()
        if not path.is_relative_to(folder.resolve()):
            raise UnreadableError(
                f"{name}: is a symbolic link out of the contract's folder; expected a file in that folder"
            )
        return read_bytes(path, name)

    return read_other


def read_bytes(path: Path, name: str) -> bytes:
    """The bytes of a contract, at most one more than MAX_MEGABYTES; UnreadableError where it cannot be read."""
    READ.add(path)
    try:
        if path.is_dir():
            raise UnreadableError(f"{name}: is a folder; expected an OpenAPI document")
        limit = MAX_MEGABYTES * 1_000_000
        with path.open("rb") as file:
            # `read` allocates its argument; the size is 0 for a pipe
            return file.read(min(path.stat().st_size or limit, limit) + 1)
    except FileNotFoundError:
        raise UnreadableError(f"{name}: file not found; expected an OpenAPI document") from None
    except (OSError, ValueError) as error:  # `open` raises ValueError for a name with a NUL
        reason = error.strerror if isinstance(error, OSError) else "is not a file name"
        raise UnreadableError(f"{name}: cannot be read: {reason}") from None


class Folder:
    """The working tree. It knows the `texts` that were read, and the paths of all that was read of `contracts`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.texts: dict[str, str] = {}
        self.contracts: set[str] = set()

    def pin_files(self) -> tuple[str, ...]:
        """The files in the folders of the pins, sorted; empty where there is no `changelog/`."""
        return self.files("changelog", "*/*")

    def files(self, folder: str, *patterns: str) -> tuple[str, ...]:
        """The files of a folder that match one of the patterns, sorted by path; empty where there is no folder."""
        matching = set(chain.from_iterable(map((self.root / folder).glob, patterns)))
        return tuple(path.relative_to(self.root).as_posix() for path in sorted(filter(Path.is_file, matching)))

    def all_files(self, folder: str) -> tuple[str, ...]:
        """The paths of everything at any depth of a folder that is not a folder itself, also a link to nothing; sorted.

        Of a folder behind a link, only the files in its direct subfolders are known, which are those that are read.
        """
        below = {*(self.root / folder).glob("**/*"), *(self.root / folder).glob("*/*")}
        return tuple(sorted(path.relative_to(self.root).as_posix() for path in below if not path.is_dir()))

    def has(self, path: str) -> bool:
        """Whether there is something at a path, also a link to nothing."""
        return os.path.lexists(self.root / path)

    def read(self, name: str) -> tuple[Source, Findings]:
        r"""The text of a file, with `\n` and without a byte-order mark, or why it cannot be read."""
        path = self.root / name
        self.texts[name] = ""
        READ.add(path)
        try:
            # a folder or a pipe: what it gives to a reader depends on the system
            if path.exists() and not path.is_file():
                return _unreadable(name, "is not a file; expected a text file", "replace it with a text file")
            data = path.read_bytes()
        except OSError as error:
            reason = f"cannot be read: {error.strerror}; expected a readable file"
            return _unreadable(name, reason, "check its permissions")
        source, findings = decoded(name, data)
        self.texts[name] = source.text
        return source, findings

    def committed(self) -> dict[str, str]:
        """The generated files that are committed, by path: edge rules and editor schemas."""
        paths = (*self.files("redirects/dist", "**/*"), *self.files(".docgen/schema", "*.json"))
        return {path: self.read(path)[0].text for path in paths}

    def contract(self, path: str) -> bytes:
        """The bytes of a contract anywhere in the repository; UnreadableError where it cannot be read."""
        self.contracts.add(path)
        if not (self.root / path).resolve().is_relative_to(repository_of(self.root)):
            raise UnreadableError(f"{path}: is outside of the repository; expected an OpenAPI document in it")
        return read_bytes(self.root / path, path)

    def reader_beside(self, path: str) -> OtherFile:
        """A reader of the files in and below the folder of a file."""
        read_other = other_file((self.root / path).parent)

        def recorded(name: str) -> bytes:
            self.contracts.add(normpath(f"{path}/../{name}"))
            return read_other(name)

        return recorded
