"""`docgen spec pull`."""

import re
from pathlib import Path, PurePosixPath  # noqa: TID251 - the shell hands folders to the readers and the writer
from typing import Final, Literal

import click
import msgspec

from docgen.author.pin import with_own_file, with_published_origin
from docgen.cli.contracts import contract_file, contract_of, refuse_invalid, refuse_other_format
from docgen.cli.drafts import coverage_since_base, entry_drafts, write_new
from docgen.cli.network import SECONDS, credential_options, read_credential
from docgen.cli.progress import progress
from docgen.cli.project import now_option, read_complete
from docgen.cli.reports import Reports, refuse_same_file, report_options
from docgen.differ.project import changes
from docgen.entries.digests import contract_digest
from docgen.errors import UsageError
from docgen.load.bundle import Bundle, contract_at, contract_in
from docgen.model.change import Change
from docgen.model.files import Files
from docgen.model.pin import Pin, contract_path
from docgen.model.project import Base, Project
from docgen.openapi.payloads import with_payload_events
from docgen.probe import Credential, read_document, redacted
from docgen.report.changes import FORMATS
from docgen.report.changes.json import changes_content
from docgen.report.json_document import document

Verdict = Literal["unchanged", "additive", "breaking"]
EXIT: Final[dict[Verdict, int]] = {"unchanged": 0, "additive": 7, "breaking": 8}
_URL: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://")


class Pull(msgspec.Struct, frozen=True):
    """A pulled contract compared with that of the current pin; `files` are those that --write would write.

    `layout` describes the file of the contract, for a message.
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
    """Pull the contract, and show whether its changes need a new pin.

    Example: docgen spec pull https://api.example.com/api-spec.json
    """


@command.command("pull", short_help="Read the contract, and compare it with the current pin.")
@click.argument("location", metavar="URL|FILE")
@click.option(
    "--write", "write_it", is_flag=True, help="Write it into the current pin, with drafts, unless it needs a new pin."
)
@click.option("--save", metavar="FILE", help="Save the received contract to a new file, whatever it changes.")
@credential_options
@report_options(("text", "json", "markdown"))
@click.option(
    "--timeout",
    type=SECONDS,
    metavar="SECONDS",
    default=30.0,
    show_default=True,
    help="Seconds for all requests together.",
)
@now_option
@click.pass_obj
def pull(
    root: str,
    location: str,
    write_it: bool,
    save: str | None,
    auth_env: str | None,
    header_env: str | None,
    reports: Reports,
    timeout: float,
    now: str | None,
) -> None:
    """Read the contract, list what changed, and show whether the changes need a new pin.

    A change that breaks customers of the current pin is never written into it, even with --write.

    \b
    Example: docgen spec pull https://api.example.com/api-spec.json --auth-env API_TOKEN --write
    Exit codes: 0 nothing changed; 3 a file cannot be read; 7 the changes can ship under the current pin; 8 they cannot
    """  # noqa: D301 - \b is click's
    refuse_same_file([*([save] if save else []), *(file for _, file in reports.files)])
    read_complete(root, now)  # fails before the download
    shown = redacted(location) if _URL.match(location) else location
    progress(f"reading {shown}")
    bundle = _read_contract(Path(root), location, read_credential(auth_env, header_env), timeout)
    project = read_complete(root, now)  # again: a writer may have changed files during the download
    progress("comparing the contracts")
    pulled = _compare(project, bundle, shown)
    written = write_it and pulled.verdict == "additive"
    if written:
        refuse_other_format(bundle, pulled.pin)
    files = {**({save: contract_file(bundle, save).text} if save else {}), **(pulled.files if written else {})}
    edits = (contract_of(pulled.pin).source.path, pulled.pin.source.path) if written else ()

    def render(form: str) -> str:
        return _report(pulled, form, written).rstrip("\n") + "\n"

    # before what is printed: a reader that closes the pipe early would end the command
    plans = reports.plans(root, render)
    write_new(files, Path(root), show_diff=False, edits=edits, err=reports.stdout != "text", reports=plans)
    reports.print(render)
    raise SystemExit(EXIT[pulled.verdict])


def _read_contract(root: Path, location: str, credential: Credential | None, timeout: float) -> Bundle:
    """The contract in a file or at a URL; UnreadableError (exit code 3) where it is not valid."""
    if not _URL.match(location):
        if credential:
            raise UsageError("--auth-env and --header-env need a URL; leave them out for a file")
        return contract_in(root / location, location)
    received, other = read_document(location, credential, timeout)
    return contract_at(redacted(received.url), received.body, other)


def _compare(project: Project, bundle: Bundle, location: str) -> Pull:
    """Compare a contract with that of the current pin."""
    pin = project.current or (project.pins[-1] if project.pins else None)
    if pin is None:
        raise UsageError("the project has no pin yet; create the first with `docgen init --spec FILE`")
    spec = with_payload_events(bundle.spec, project.config.events.payloads)
    old, candidate = contract_of(pin), msgspec.structs.replace(pin, spec=spec)
    pins = tuple(candidate if known.id == pin.id else known for known in project.pins)
    tried = msgspec.structs.replace(project, pins=pins, base=Base(old.source.path, (pin,), project.entries))
    refuse_invalid(project, candidate, bundle.unresolved)
    layout = "as one document with the parts of its other files" if bundle.files else "as it was received"
    if contract_digest(old) == contract_digest(bundle.spec):
        return Pull(location, pin, "unchanged", (), {}, (), layout)
    found = changes(msgspec.structs.replace(tried, pins=(candidate,))).against.get(pin.id, ())
    if any(change.level == "breaking" for change in found):
        return Pull(location, pin, "breaking", found, {}, (), layout)
    drafts = entry_drafts(project, candidate, coverage_since_base(tried, candidate))
    own = _with_own_file(project, pin)
    path = contract_path(pin.id, own.text.spec.file)
    pin_file = {} if own is pin else {own.source.path: own.source.text}
    files = {path: contract_file(bundle, path).text, **drafts, **pin_file}
    if _URL.match(location):
        files |= with_published_origin(own)
    return Pull(location, pin, "additive", found, files, tuple(drafts), layout)


def _with_own_file(project: Project, pin: Pin) -> Pin:
    """The pin, with a file of its own in place of a contract that another pin has too: that one's must not change."""
    path = contract_path(pin.id, pin.text.spec.file)
    others = {contract_path(other.id, other.text.spec.file) for other in project.pins if other.id != pin.id}
    used_names = [PurePosixPath(entry.source.path).name for entry in project.entries_of(pin)]
    return with_own_file(pin, used_names) if path in others else pin


def _report(pulled: Pull, form: str, written: bool) -> str:
    """The changes and the verdict in a report format."""
    if form == "json":
        about = {"version": 1, "location": pulled.location, "pin": pulled.pin.id, "verdict": pulled.verdict}
        outcome = {"drafts": pulled.drafts, "written": written}
        return document({**about, **outcome, **changes_content(pulled.changes)})
    listed = FORMATS[form](pulled.changes) if pulled.changes else ""
    return listed + "\n".join(["", *_verdict(pulled, written)] if listed else _verdict(pulled, written))


def _verdict(pulled: Pull, written: bool) -> list[str]:
    pin = pulled.pin.id
    if pulled.verdict == "unchanged":
        return [f"{pulled.location} is the contract of {pin}; nothing to do"]
    if pulled.verdict == "breaking":
        file = "FILE" if _URL.match(pulled.location) else pulled.location
        saved = ", with the FILE of --save FILE" if file == "FILE" else ""
        return [
            f"these changes break customers of {pin}, so they need a new pin; {pin} was not changed",
            f"next: docgen new pin DATE --spec {file}{saved}",
        ]
    fits = f"these changes can ship under {pin}: none of them breaks a customer"
    if not pulled.changes:
        fits = f"this contract can ship under {pin}: only descriptions, examples or the layout differ"
    if written:
        return [fits, f"the contract was saved {pulled.layout}"]
    return [fits, *(f"would draft {path}" for path in pulled.drafts), "next: run the same command with --write"]
