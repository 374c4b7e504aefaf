"""The contract that a command-line argument names: a file, a pin, or a git commit."""

import re
from datetime import datetime
from pathlib import Path  # noqa: TID251 - part of the readers

import msgspec

from docgen.errors import UnreadableError, UsageError
from docgen.load.document import OtherFile
from docgen.load.files import contract_source, other_file, read_bytes
from docgen.load.findings import error_message
from docgen.load.json_document import Pieces
from docgen.load.spec import read_spec
from docgen.model.finding import Finding
from docgen.openapi.spec import Spec


def read_contract(
    argument: str, root: Path, now: datetime, text: bool, known: Pieces
) -> tuple[Spec, tuple[Finding, ...]]:
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
    if argument.startswith("git:"):
        return _from_git(argument, root, now, text, known)
    path = root / argument
    pin = root / "changelog" / argument / "pin.yaml"
    # a file wins over a pin of the same name: `./` is not needed before it
    if re.fullmatch(r"[\w.-]+", argument) and not path.exists():
        if pin.is_file():
            return _from_pin(argument, root)
        _refuse_unknown_pin(argument, root)
    return _read(argument, read_bytes(path, argument), other_file(path.parent), text, known)


def _refuse_unknown_pin(argument: str, root: Path) -> None:
    """Raise UnreadableError with the project's pins, if it has any; without pins, the argument is taken for a file."""
    pins = sorted(path.parent.name for path in root.glob("changelog/*/pin.yaml"))
    if pins:
        raise UnreadableError(
            f"{argument}: no such pin or file; the pins are {', '.join(pins)}; "
            "for the contract at another commit, write git:REF"
        )


def _read(name: str, data: bytes, other: OtherFile, text: bool, known: Pieces) -> tuple[Spec, tuple[Finding, ...]]:
    spec, findings = read_spec(name, data, other, deep=True, known=known)
    if spec is None:
        raise UnreadableError(error_message(findings))
    if text:
        spec = msgspec.structs.replace(spec, source=contract_source(name, data)[0])
    return spec, findings


def _from_git(argument: str, root: Path, now: datetime, text: bool, known: Pieces) -> tuple[Spec, tuple[Finding, ...]]:
    from docgen.load.commit import reader_at  # most comparisons need no git

    _, ref, *path = argument.split(":", 2)
    if not path:
        return _from_current_pin(argument, ref, root, now)
    folder, read = path[0].rpartition("/")[0], reader_at(root, ref)
    return _read(argument, read(path[0]), lambda name: read(f"{folder}/{name}".lstrip("/")), text, known)


def _from_current_pin(argument: str, ref: str, root: Path, now: datetime) -> tuple[Spec, tuple[Finding, ...]]:
    from docgen.load.changelog import read_pins  # the readers of a project are slow to import
    from docgen.load.commit import Commit, GitTree  # as above
    from docgen.load.git import resolve  # as above
    from docgen.model.pin import current_pin  # as above

    pins, findings = read_pins(Commit(GitTree(root, resolve(root, ref))))
    pin = current_pin(pins, now.date())
    if pin is None:
        message = f"{argument}: no current pin under changelog/; name a file as {argument}:FILE"
        raise UnreadableError("\n".join((message, *([error_message(findings)] if findings else ()))))
    return _require_spec(argument, pin.spec, findings)


def _from_pin(id_: str, root: Path) -> tuple[Spec, tuple[Finding, ...]]:
    from docgen.load.changelog import read_pins  # the readers of a project are slow to import
    from docgen.load.files import Folder  # as above

    pins, findings = read_pins(Folder(root))
    spec = next((pin.spec for pin in pins if pin.id == id_), None)
    return _require_spec(id_, spec, tuple(finding for finding in findings if f"/{id_}/" in finding.path))


def _require_spec(argument: str, spec: Spec | None, findings: tuple[Finding, ...]) -> tuple[Spec, tuple[Finding, ...]]:
    if spec is None:
        raise UnreadableError(error_message(findings) if findings else f"{argument}: its contract cannot be read")
    return spec, findings
