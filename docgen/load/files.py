"""The reader: bytes of the project -> text, the only place that opens a file."""

from collections.abc import Iterator
from pathlib import Path  # noqa: TID251 - this module is the reader
from typing import Final, NamedTuple, Protocol

from docgen.errors import UnreadableError
from docgen.load.document import OtherFile
from docgen.load.findings import finding
from docgen.load.repository import repository_of
from docgen.model.finding import Finding
from docgen.positions.source import Source

LARGEST: Final = 64
"""The size in MB up to which a contract is read; the largest that are known have about 35."""


def read(root: Path, path: Path) -> tuple[Source, tuple[Finding, ...]]:
    r"""A file as text with `\n`, without a byte-order mark; what is not UTF-8 is a finding and reads as empty."""
    name = path.relative_to(root).as_posix()
    try:
        if path.exists() and not path.is_file():
            return _unreadable(name, "is not a file; expected a text file", "remove it, or put the file there")
        data = path.read_bytes()
    except OSError as error:
        return _unreadable(name, f"cannot be read: {error.strerror}; expected a readable file", "check its permissions")
    return decoded(name, data)


def decoded(name: str, data: bytes) -> tuple[Source, tuple[Finding, ...]]:
    r"""Bytes as text with `\n`, without a byte-order mark; what is not UTF-8 is a finding and reads as empty.

    A lone CR ends a line too, as in an editor.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data:  # no text of UTF-8 has a NUL
        return _unreadable(name, "is UTF-16; expected UTF-8", "save it as UTF-8 in your editor")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return _unreadable(name, f"byte {error.start} is not UTF-8; expected UTF-8", "save it as UTF-8", line)
    return Source(name, text.replace("\r\n", "\n").replace("\r", "\n")), ()


def _unreadable(name: str, message: str, hint: str, line: int = 1) -> tuple[Source, tuple[Finding, ...]]:
    source = Source(name, "")
    return source, (finding(source, line, 1, "encoding", message, hint),)


def kept(path: Path) -> bytes:
    """What a build kept for the next one in a file; nothing where it is missing or cannot be read."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def listed(folder: Path, *patterns: str) -> Iterator[Path]:
    """The files of a folder that match one of the patterns, sorted by path; none where there is no folder."""
    yield from sorted({path for pattern in patterns for path in folder.glob(pattern) if path.is_file()})


def committed(root: Path) -> dict[str, str]:
    """The generated output that stands in the repository: edge rules and editor schemas."""
    paths = [*listed(root / "redirects" / "dist", "**/*"), *listed(root / ".docgen" / "schema", "*.json")]
    return {path.relative_to(root).as_posix(): read(root, path)[0].text for path in paths}


def other_file(folder: Path) -> OtherFile:
    """The reader of the files in a folder and below it; what is outside raises UnreadableError."""

    def read_other(name: str) -> bytes:
        path = (folder / name).resolve()
        if not path.is_relative_to(folder.resolve()):
            raise UnreadableError(
                f"{name}: points outside the contract's folder, by a symbolic link; expected a file in it"
            )
        return bytes_of(path, name)

    return read_other


def bytes_of(path: Path, name: str) -> bytes:
    """The bytes of a contract, up to a little more than the largest that is read; UnreadableError says why none."""
    try:
        if path.is_dir():
            raise UnreadableError(f"{name}: is a folder; expected an OpenAPI document")
        most = LARGEST * 1_000_000
        with path.open("rb") as file:
            return file.read(min(path.stat().st_size or most, most) + 1)  # room for no more than there is
    except FileNotFoundError:
        raise UnreadableError(f"{name}: file not found; expected an OpenAPI document") from None
    except (OSError, ValueError) as error:  # a name with a NUL is a ValueError
        said = error.strerror if isinstance(error, OSError) else "is not a file name"
        raise UnreadableError(f"{name}: cannot be read: {said}") from None


class Tree(Protocol):
    """Files by their path from the project's folder, with `/`: a folder, or a commit of git."""

    def files(self, folder: str) -> tuple[str, ...]:
        """The files in the folders directly below a folder, sorted; none where there is no such folder."""

    def read(self, path: str) -> tuple[Source, tuple[Finding, ...]]:
        """A file as text, or why it is none."""

    def contract(self, path: str) -> bytes:
        """The bytes of a contract, which may stand anywhere in the repository; UnreadableError says why none."""

    def beside(self, path: str) -> OtherFile:
        """The reader of what stands in the folder of a file, and below it."""


class Folder(NamedTuple):
    """The project's folder as it stands."""

    root: Path

    def files(self, folder: str) -> tuple[str, ...]:
        """The files in the folders directly below a folder, sorted; none where there is no such folder."""
        return tuple(path.relative_to(self.root).as_posix() for path in listed(self.root / folder, "*/*"))

    def read(self, path: str) -> tuple[Source, tuple[Finding, ...]]:
        """A file as text, or why it is none."""
        return read(self.root, self.root / path)

    def contract(self, path: str) -> bytes:
        """The bytes of a contract, which may stand anywhere in the repository; UnreadableError says why none."""
        if not (self.root / path).resolve().is_relative_to(repository_of(self.root)):
            raise UnreadableError(f"{path}: leads out of the repository; expected an OpenAPI document in it")
        return bytes_of(self.root / path, path)

    def beside(self, path: str) -> OtherFile:
        """The reader of what stands in the folder of a file, and below it."""
        return other_file((self.root / path).parent)
