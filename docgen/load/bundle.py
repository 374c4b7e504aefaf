"""A contract that a command is given, in one file or several: it is read as a whole, or refused."""

from pathlib import Path  # noqa: TID251 - part of the readers
from typing import NamedTuple

from docgen.errors import UnreadableError
from docgen.load.document import OtherFile
from docgen.load.files import decoded, other_file, read_bytes
from docgen.load.findings import RefusedError, error_message
from docgen.load.spec import parse_spec
from docgen.model.finding import Finding
from docgen.openapi.spec import Spec


class Bundle(NamedTuple):
    """A contract with the parts that other files have of it; its source is the file that refers to them.

    `files` are those, by their path from its folder; `lost` are references to what is in no file of the folder.
    """

    spec: Spec
    files: tuple[str, ...] = ()
    lost: tuple[Finding, ...] = ()


def read_bundle(name: str, data: bytes, other: OtherFile) -> Bundle:
    """The contract in the bytes of a file, under the name that messages show, with what `other` reads of its folder.

    RefusedError says everything that is wrong: it is none, or a file of it is missing, so that a part would look
    removed.
    """
    source, unreadable = decoded(name, data)
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
    return usable(name, read_bytes(path, name), other_file(path.parent))


def usable(name: str, data: bytes, other: OtherFile) -> Bundle:
    """The contract as `read_bundle` reads it; UnreadableError (exit code 3) with what is wrong."""
    try:
        return read_bundle(name, data, other)
    except RefusedError as error:
        raise UnreadableError(error_message(error.findings)) from None
