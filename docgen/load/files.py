"""The reader: bytes of the project -> text, the only place that opens a file."""

from collections.abc import Iterator
from pathlib import Path  # noqa: TID251 - this module is the reader
from typing import NamedTuple, Protocol

from docgen.load.yaml_text import finding
from docgen.model.finding import Finding
from docgen.model.source import Source


def read(root: Path, path: Path) -> tuple[Source, tuple[Finding, ...]]:
    r"""A file as text with `\n`, without a byte-order mark; what is not UTF-8 is a finding and reads as empty."""
    name = path.relative_to(root).as_posix()
    try:
        data = path.read_bytes()
    except OSError as error:
        return _unreadable(name, f"cannot be read: {error.strerror}; expected a readable file", "check its permissions")
    return decoded(name, data)


def decoded(name: str, data: bytes) -> tuple[Source, tuple[Finding, ...]]:
    """The bytes of a file as text; what is not UTF-8 is a finding and reads as empty."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data:  # no text of UTF-8 has a NUL
        return _unreadable(name, "is UTF-16; expected UTF-8", "save it as UTF-8 in your editor")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return _unreadable(name, f"byte {error.start} is not UTF-8; expected UTF-8", "save it as UTF-8", line)
    return Source(name, text.replace("\r\n", "\n")), ()


def _unreadable(name: str, message: str, hint: str, line: int = 1) -> tuple[Source, tuple[Finding, ...]]:
    source = Source(name, "")
    return source, (finding(source, line, 1, "encoding", message, hint),)


def listed(folder: Path, *patterns: str) -> Iterator[Path]:
    """The files of a folder that match one of the patterns, sorted by path; none where there is no folder."""
    yield from sorted({path for pattern in patterns for path in folder.glob(pattern) if path.is_file()})


def committed(root: Path) -> dict[str, str]:
    """The generated output that stands in the repository: edge rules and editor schemas."""
    paths = [*listed(root / "redirects" / "dist", "**/*"), *listed(root / ".docgen" / "schema", "*.json")]
    return {path.relative_to(root).as_posix(): read(root, path)[0].text for path in paths}


class Tree(Protocol):
    """Files by their path from the project's folder, with `/`: a folder, or a commit of git."""

    def files(self, folder: str) -> tuple[str, ...]:
        """The files in the folders directly below a folder, sorted; none where there is no such folder."""

    def read(self, path: str) -> tuple[Source, tuple[Finding, ...]]:
        """A file as text, or why it is none."""


class Folder(NamedTuple):
    """The project's folder as it stands."""

    root: Path

    def files(self, folder: str) -> tuple[str, ...]:
        """The files in the folders directly below a folder, sorted; none where there is no such folder."""
        return tuple(path.relative_to(self.root).as_posix() for path in listed(self.root / folder, "*/*"))

    def read(self, path: str) -> tuple[Source, tuple[Finding, ...]]:
        """A file as text, or why it is none."""
        return read(self.root, self.root / path)
