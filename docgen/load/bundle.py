"""A contract that a command is given, in one file or several: it is read as a whole, or refused."""

from pathlib import Path  # noqa: TID251 - part of the readers
from typing import Final, NamedTuple

from docgen.errors import UnreadableError
from docgen.load.document import OtherFile
from docgen.load.files import MAX_MEGABYTES, contract_source, other_file, read_bytes
from docgen.load.findings import RefusedError, error_message, finding
from docgen.load.spec import parse_spec
from docgen.model.finding import Finding
from docgen.openapi.spec import Spec
from docgen.positions.source import Source

_MOST_FILES: Final = 1000  # at the rate of `docgen verify`, two minutes


class Bundle(NamedTuple):
    """A contract with the parts that other files have of it; its source is the file that refers to them.

    `files` are those, by their path from its folder; `unresolved` are references to what is in no file of the folder.
    """

    spec: Spec
    files: tuple[str, ...]
    unresolved: tuple[Finding, ...]


def read_bundle(name: str, data: bytes, other: OtherFile) -> Bundle:
    """The contract in the bytes of a file, under the name that messages show, with what `other` reads of its folder.

    RefusedError says everything that is wrong: it is none, or a file of it is missing, so that a part would look
    removed.
    """
    source, unreadable = contract_source(name, data)
    if unreadable:
        raise RefusedError(*unreadable)
    files: dict[str, None] = {}

    def noted(file: str) -> bytes:
        files[file] = None
        return other(file)

    spec, findings = parse_spec(source, noted)
    if spec is None or (files and findings):
        raise RefusedError(*findings)
    return Bundle(spec, tuple(files), findings)


def contract_in(path: Path, name: str) -> Bundle:
    """The contract in a file that need not be of the project; UnreadableError (exit code 3) where it is none."""
    return _usable(name, read_bytes(path, name), other_file(path.parent))


def contract_at(url: str, data: bytes, other: OtherFile) -> Bundle:
    """The contract that an address answered with; UnreadableError (exit code 3) where it is none.

    `other` reads its other files at the address: all of them are bounded together, or a server would decide how long
    a command runs and how much memory it takes.
    """
    count, size = 0, len(data)

    def bounded(file: str) -> bytes:
        nonlocal count, size
        count += 1
        body = other(file) if count <= _MOST_FILES else b""
        size += len(body)
        if count > _MOST_FILES or size > MAX_MEGABYTES * 1_000_000:
            limit = f"{_MOST_FILES:,} files" if count > _MOST_FILES else f"{MAX_MEGABYTES} MB in all its files"
            message = f"the contract has more than {limit}; expected no more"
            raise RefusedError(finding(Source(url, ""), 1, 1, "spec-unreadable", message, "publish it as one document"))
        return body

    return _usable(url, data, bounded)


def _usable(name: str, data: bytes, other: OtherFile) -> Bundle:
    try:
        return read_bundle(name, data, other)
    except RefusedError as error:
        raise UnreadableError(error_message(error.findings)) from None
