"""A contract as a command line names it: a file, a pin, or a commit of git."""

import re
from datetime import datetime
from pathlib import Path  # noqa: TID251 - part of the readers

from docgen.errors import UnreadableError, UsageError
from docgen.load.document import OtherFile
from docgen.load.files import bytes_of, decoded, other_file
from docgen.load.findings import told
from docgen.load.json_pieces import Pieces
from docgen.load.spec import read_spec
from docgen.model.finding import Finding
from docgen.openapi.spec import Spec


def read_contract(
    argument: str, root: Path, now: datetime, text: bool = False, known: Pieces | None = None
) -> tuple[Spec, tuple[Finding, ...]]:
    """The contract that an argument names, and the references in it that lead nowhere.

    An argument is a file below `root`, the id of a pin of the project there, `git:REF:FILE`, or `git:REF` for the
    contract of the pin that is current at `now`. With `text`, the text of the document is kept, for positions;
    with `known`, contracts share what they write alike, and a JSON document may have more levels than `docgen check`
    can walk.
    One that cannot be read raises UnreadableError (exit code 3), an address UsageError (2).
    """
    if re.match(r"https?://", argument):
        raise UsageError(f"{argument}: is an address; `docgen spec pull {argument}` fetches a contract and compares it")
    if argument.startswith("git:"):
        return _from_git(argument, root, now, text, known)
    path = root / argument
    pin = root / "changelog" / argument / "pin.yaml"
    if re.fullmatch(r"[\w.-]+", argument) and not path.exists():
        if pin.is_file():
            return _of_pin(argument, root)
        _refuse_unknown_pin(argument, root)
    return _read(argument, bytes_of(path, argument), other_file(path.parent), text, known)


def _refuse_unknown_pin(argument: str, root: Path) -> None:
    """Raise UnreadableError with the pins of the project, if there are any; else the argument can only be a file."""
    pins = sorted(path.parent.name for path in root.glob("changelog/*/pin.yaml"))
    if pins:
        raise UnreadableError(
            f"{argument}: no pin and no file of that name; the pins are {', '.join(pins)}. "
            "A contract of another commit is git:REF"
        )


def _read(
    name: str, data: bytes, other: OtherFile, text: bool, known: Pieces | None
) -> tuple[Spec, tuple[Finding, ...]]:
    spec, findings = read_spec(name, data, other, deep=known is not None, known=known)
    if spec is None:
        raise UnreadableError(told(findings))
    return (Spec(decoded(name, data)[0], spec.document, spec.refs) if text else spec), findings


def _from_git(
    argument: str, root: Path, now: datetime, text: bool, known: Pieces | None
) -> tuple[Spec, tuple[Finding, ...]]:
    from docgen.load.git import show  # not every command asks git

    _, ref, *path = argument.split(":", 2)
    if not path:
        return _current(argument, ref, root, now)
    folder = path[0].rpartition("/")[0]

    def beside(name: str) -> bytes:
        return show(root, ref, f"{folder}/{name}".lstrip("/"))

    return _read(argument, show(root, ref, path[0]), beside, text, known)


def _current(argument: str, ref: str, root: Path, now: datetime) -> tuple[Spec, tuple[Finding, ...]]:
    from docgen.load.changelog import read_pins  # as above
    from docgen.load.comparison_base import Commit  # the readers of a project are slow to import
    from docgen.load.git import resolve  # as above
    from docgen.model.pin import current  # as above

    pins, findings = read_pins(Commit.at(root, resolve(root, ref)))
    pin = current(pins, now.date())
    if pin is None:
        why = f"\n{told(findings)}" if findings else ""
        raise UnreadableError(f"{argument}: has no current pin under changelog/; name a file as {argument}:FILE{why}")
    return _whole(argument, pin.spec, findings)


def _of_pin(id_: str, root: Path) -> tuple[Spec, tuple[Finding, ...]]:
    from docgen.load.changelog import read_pins  # the readers of a project are slow to import
    from docgen.load.files import Folder  # as above

    pins, findings = read_pins(Folder(root))
    spec = next((pin.spec for pin in pins if pin.id == id_), None)
    return _whole(id_, spec, tuple(found for found in findings if f"/{id_}/" in found.path))


def _whole(argument: str, spec: Spec | None, findings: tuple[Finding, ...]) -> tuple[Spec, tuple[Finding, ...]]:
    if spec is None:
        raise UnreadableError(told(findings) if findings else f"{argument}: its contract cannot be read")
    return spec, findings
