"""The contract that a command is given: a file, a pin, a git commit or an address, in one file or several."""

import re
from datetime import datetime
from pathlib import Path  # noqa: TID251 - part of the readers
from typing import Final, NamedTuple

from msgspec.structs import replace

from docgen.errors import UnreadableError, UsageError
from docgen.load.files import MAX_MEGABYTES, OtherFile, contract_source, other_file, read_bytes
from docgen.load.findings import Findings, RefusedError, error_message, finding
from docgen.load.json_document import Pieces
from docgen.load.spec import parse_spec, read_spec
from docgen.openapi.spec import Spec
from docgen.positions.source import Source

_MOST_FILES: Final = 1000  # at the rate of `docgen verify`, two minutes


def read_contract(argument: str, root: Path, now: datetime, text: bool, known: Pieces) -> tuple[Spec, Findings]:
    """The contract that an argument names, and a finding for each unresolved reference in it.

    An argument is a file below `root`, the id of a pin of the project there, `git:REF:FILE`, or `git:REF` for the
    contract of the pin that is current at `now`. With `text`, the text of the document is kept, for positions.
    Contracts with the same `known` share the pieces that they have in common, and a JSON document may be nested deeper
    than `docgen check` allows. UnreadableError (exit code 3) where it cannot be read, UsageError (2) for a URL.
    """
    if re.match(r"https?://", argument):
        raise UsageError(
            f"{argument}: is a URL; expected a file, a pin or git:REF, or run `docgen spec pull {argument}`"
        )
    if argument.startswith("git:") and argument.count(":") == 1:
        return _from_current_pin(argument, root, now)
    # a file wins over a pin of the same name: `./` is not needed before it
    if re.fullmatch(r"[\w.-]+", argument) and not (root / argument).exists():
        if (root / "changelog" / argument / "pin.yaml").is_file():
            return _from_pin(argument, root)
        _refuse_unknown_pin(argument, root)
    data, other = _at_commit(argument, root) if argument.startswith("git:") else _in_folder(root / argument, argument)
    spec, findings = read_spec(argument, data, other, deep=True, known=known)
    if spec is None:
        raise UnreadableError(error_message(findings))
    if text:
        spec = replace(spec, source=replace(contract_source(argument, data), parts=spec.source.parts))
    return spec, findings


def _refuse_unknown_pin(argument: str, root: Path) -> None:
    """Raise UnreadableError with the project's pins, if it has any; without pins, the argument is taken for a file."""
    pins = sorted(path.parent.name for path in root.glob("changelog/*/pin.yaml"))
    if pins:
        raise UnreadableError(
            f"{argument}: no such pin or file; the pins are {', '.join(pins)}; "
            "for the contract at another commit, write git:REF"
        )


def _in_folder(path: Path, name: str) -> tuple[bytes, OtherFile]:
    return read_bytes(path, name), other_file(path.parent)


def _at_commit(argument: str, root: Path) -> tuple[bytes, OtherFile]:
    """The bytes of the file in `git:REF:FILE`, and a reader of those beside it."""
    from docgen.load.commit import reader_at  # most comparisons need no git

    _, ref, path = argument.split(":", 2)
    folder, read = path.rpartition("/")[0], reader_at(root, ref)
    # git has no path that begins with a slash: a file in the root has no folder
    return read(path), lambda name: read(f"{folder}/{name}".lstrip("/"))


def _from_current_pin(argument: str, root: Path, now: datetime) -> tuple[Spec, Findings]:
    from docgen.load.changelog import read_pins  # the readers of a project are slow to import
    from docgen.load.commit import Commit, GitTree  # as above
    from docgen.load.git import resolve  # as above
    from docgen.model.pin import current_pin  # as above

    pins, findings = read_pins(Commit(GitTree(root, resolve(root, argument.removeprefix("git:")))))
    pin = current_pin(pins, now.date())
    if pin is None:
        message = f"{argument}: no current pin under changelog/; name a file as {argument}:FILE"
        raise UnreadableError("\n".join((message, *([error_message(findings)] if findings else ()))))
    return _require_spec(argument, pin.spec, findings)


def _from_pin(id_: str, root: Path) -> tuple[Spec, Findings]:
    from docgen.load.changelog import read_pins  # the readers of a project are slow to import
    from docgen.load.files import Folder  # as above

    pins, findings = read_pins(Folder(root))
    spec = next((pin.spec for pin in pins if pin.id == id_), None)
    return _require_spec(id_, spec, tuple(finding for finding in findings if f"/{id_}/" in finding.path))


def _require_spec(argument: str, spec: Spec | None, findings: Findings) -> tuple[Spec, Findings]:
    if spec is None:
        raise UnreadableError(error_message(findings) if findings else f"{argument}: its contract cannot be read")
    return spec, findings


class Bundle(NamedTuple):
    """A contract with the parts that other files have of it; its source is the file that refers to them.

    `files` are those, by their path from its folder; `unresolved` are references to what is in no file of the folder.
    """

    spec: Spec
    files: tuple[str, ...]
    unresolved: Findings


def _bundle(name: str, data: bytes, other: OtherFile) -> Bundle:
    """The contract in the bytes of a file, under the name that messages show, with what `other` reads of its folder.

    UnreadableError says everything that is wrong: it is none, or a file of it is missing, so that a part would look
    removed.
    """
    files: dict[str, None] = {}

    def noted(file: str) -> bytes:
        files[file] = None
        return other(file)

    spec, findings = parse_spec(name, data, noted)
    if spec is None or (files and findings):
        raise UnreadableError(error_message(findings))
    return Bundle(spec, tuple(files), findings)


def contract_in(path: Path, name: str) -> Bundle:
    """The contract in a file that need not be of the project; UnreadableError (exit code 3) where it is none."""
    return _bundle(name, *_in_folder(path, name))


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
            raise RefusedError(finding(Source(url, ""), "spec-unreadable", message, "publish it as one document"))
        return body

    return _bundle(url, data, bounded)
