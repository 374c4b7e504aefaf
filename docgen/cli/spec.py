"""`docgen spec pull`."""

import json
import re
from pathlib import Path  # noqa: TID251 - the shell hands folders to the readers and the writer
from typing import Final, Literal

import click
import msgspec

from docgen.author.provenance import published_at
from docgen.cli.contracts import contract, kept, refuse_invalid, refuse_other_format
from docgen.cli.credentials import credential_in, credential_options
from docgen.cli.drafts import entry_drafts, put, since_base
from docgen.cli.network import SECONDS
from docgen.cli.project import now_option, progress, read_complete
from docgen.cli.streams import print_report
from docgen.differ.project import changes
from docgen.entries.digests import contract_digest
from docgen.errors import UsageError
from docgen.load.bundle import Bundle, contract_in, usable
from docgen.model.change import Change
from docgen.model.files import Files
from docgen.model.pin import Pin
from docgen.model.project import Base, Project
from docgen.probe import Credential, read_document, redacted
from docgen.report.changes import FORMATS

Verdict = Literal["unchanged", "additive", "breaking"]
EXIT: Final[dict[Verdict, int]] = {"unchanged": 0, "additive": 7, "breaking": 8}
_URL: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://")


class Pulled(msgspec.Struct, frozen=True):
    """What was pulled, held against the contract of the current pin; `files` is what --write would write.

    `layout` says how it would be kept.
    """

    location: str
    pin: Pin
    verdict: Verdict
    changes: tuple[Change, ...]
    files: Files
    drafts: tuple[str, ...]
    layout: str


@click.group("spec")
def command() -> None:
    """Pull the contract, and show which date its changes need.

    Example: docgen spec pull https://api.example.com/api-spec.json
    """


@command.command("pull")
@click.argument("location", metavar="URL|FILE")
@click.option("--write", "write_it", is_flag=True, help="Put it into the current pin, with the drafts, where it fits.")
@click.option("--save", metavar="FILE", help="Save the received contract to a new file, whatever it changes.")
@credential_options
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text")
@click.option("--timeout", type=SECONDS, metavar="SECONDS", default=30.0, show_default=True, help="Seconds in all.")
@now_option
@click.pass_obj
def pull(
    root: str,
    location: str,
    write_it: bool,
    save: str | None,
    auth_env: str | None,
    header_env: str | None,
    form: str,
    timeout: float,
    now: str | None,
) -> None:
    """Read the contract, show what it changes, and say whether the current date may carry it.

    Exit code 0 where nothing changed, 7 where the current date can carry it, 8 where it needs a new date; then
    nothing is written into the current pin, even with --write.

    Example: docgen spec pull https://api.example.com/api-spec.json --auth-env API_TOKEN --write
    """
    read_complete(root, now)  # so that nobody waits for a contract that cannot be taken in
    given = _received(Path(root), location, credential_in(auth_env, header_env), timeout)
    project = read_complete(root, now)  # as it is now: a writer may have gone on meanwhile
    pulled = _held(project, given, redacted(location) if _URL.match(location) else location)
    written = write_it and pulled.verdict == "additive"
    if written:
        refuse_other_format(given, pulled.pin)
    files = {**({save: kept(given, save).text} if save else {}), **(pulled.files if written else {})}
    edits = (contract(pulled.pin).source.path, pulled.pin.source.path) if written else ()
    if files:  # before the report, so that a reader who has seen enough of it stops nothing
        put(files, Path(root), show_diff=False, edits=edits, err=form != "text")
    print_report(_told(pulled, form, written).rstrip("\n") + "\n", form)
    raise SystemExit(EXIT[pulled.verdict])


def _received(root: Path, location: str, credential: Credential | None, timeout: float) -> Bundle:
    """The contract in a file, or at an address; UnreadableError (exit code 3) where it is none."""
    if not _URL.match(location):
        if credential:
            raise UsageError("a file needs no header; expected --auth-env and --header-env with an address")
        return contract_in(root / location, location)
    progress(f"reading {redacted(location)}")
    received, other = read_document(location, credential, timeout)
    return usable(redacted(received.url), received.body, other)


def _held(project: Project, given: Bundle, location: str) -> Pulled:
    """A contract against that of the current pin, with the files that would take it in."""
    pin = project.current or (project.pins[-1] if project.pins else None)
    if pin is None:
        raise UsageError("the project has no pin yet; `docgen init --spec FILE` makes the first")
    old, taken = contract(pin), msgspec.structs.replace(pin, spec=given.spec)
    pins = tuple(taken if known.id == pin.id else known for known in project.pins)
    tried = msgspec.structs.replace(project, pins=pins, base=Base(old.source.path, (pin,), project.entries))
    refuse_invalid(project, taken, given.lost)
    layout = "as one document with the parts of its other files" if given.files else "as it was received"
    if contract_digest(old) == contract_digest(given.spec):
        return Pulled(location, pin, "unchanged", (), {}, (), layout)
    found = changes(msgspec.structs.replace(tried, pins=(taken,))).against.get(pin.id, ())
    if any(change.level == "breaking" for change in found):
        return Pulled(location, pin, "breaking", found, {}, (), layout)
    drafts = entry_drafts(project, taken, since_base(tried, taken))
    files = {old.source.path: kept(given, old.source.path).text, **drafts}
    if _URL.match(location):
        files |= published_at(pin)
    return Pulled(location, pin, "additive", found, files, tuple(drafts), layout)


def _told(pulled: Pulled, form: str, written: bool) -> str:
    """The changes and the verdict in one of the formats."""
    if form == "json":
        about = {"version": 1, "location": pulled.location, "pin": pulled.pin.id, "verdict": pulled.verdict}
        outcome = {"drafts": pulled.drafts, "written": written}
        return json.dumps({**about, **outcome, **json.loads(FORMATS["json"](pulled.changes))}, indent=2)
    listed = FORMATS[form](pulled.changes) if pulled.changes else ""
    return listed + "\n".join(["", *_verdict(pulled, written)] if listed else _verdict(pulled, written))


def _verdict(pulled: Pulled, written: bool) -> list[str]:
    pin = pulled.pin.id
    if pulled.verdict == "unchanged":
        return [f"{pulled.location} is the contract of {pin}; there is nothing to do"]
    if pulled.verdict == "breaking":
        file = "FILE" if _URL.match(pulled.location) else pulled.location
        saved = ", where FILE is what --save FILE keeps" if file == "FILE" else ""
        return [
            f"it breaks customers of {pin}, so it needs a new date; nothing of {pin} was written",
            f"next: docgen new pin DATE --spec {file}{saved}",
        ]
    fits = f"it fits under {pin}: nothing in it breaks a customer"
    if not pulled.changes:
        fits = f"it fits under {pin}: descriptions, examples or the layout differ, and nothing needs an entry"
    if written:
        return [fits, f"the contract is kept {pulled.layout}"]
    return [fits, *(f"would draft {path}" for path in pulled.drafts), "next: the same command with --write"]
