"""`docgen spec pull`."""

import os
from pathlib import Path  # noqa: TID251 - the shell hands folders to the readers and the writer
from typing import Any, Final, Literal

import click
import msgspec
from msgspec.structs import replace

from docgen.author.pin import contract_file, with_own_file, with_published_origin
from docgen.cli.contracts import (
    URL,
    entry_drafts,
    is_contract_of,
    read_contract,
    refuse_invalid,
    refuse_other_format,
    since_base,
    uncovered_since_base,
)
from docgen.cli.network import credential_options, timeout_option
from docgen.cli.reports import refuse_same_file
from docgen.cli.run import Reports, Run, find_pin, progress, project_options, report_options
from docgen.entries.digests import contract_digest
from docgen.load.base import published_contract
from docgen.load.contract import Bundle
from docgen.model.change import Change
from docgen.model.files import Files, MutableFiles
from docgen.model.pin import Pin
from docgen.model.project import Base, Project
from docgen.probe import Credential, redacted
from docgen.report.changes import FORMATS, content
from docgen.report.json import document

Verdict = Literal["unchanged", "additive", "breaking"]
EXIT: Final[dict[Verdict, int]] = {"unchanged": 0, "additive": 7, "breaking": 8}


class Pull(msgspec.Struct, frozen=True):
    """A pulled contract compared with that of the current pin; `files` are those that --write would write.

    `since` is where the contract of the pin comes from, if the pulled one is the pin's own file, which was edited.
    """

    location: str
    since: str
    bundle: Bundle
    pin: Pin
    verdict: Verdict = "unchanged"
    changes: tuple[Change, ...] = ()
    files: Files = {}
    drafts: tuple[str, ...] = ()


@click.group("spec")
def command() -> None:
    """Pull the contract, and show whether its changes need a new pin.

    Example: docgen spec pull https://api.example.com/api-spec.json
    """


@command.command("pull", short_help="Read the contract, and compare it with the current pin.")
@click.argument("location", metavar="URL|FILE")
@click.option(
    "--against",
    metavar="REF",
    help="Compare with the pin's contract at this commit; for its own file, default: where the branch left main.",
)
@click.option(
    "--write", "write_it", is_flag=True, help="Write it into the current pin, with drafts, unless it needs a new pin."
)
@click.option("--save", metavar="FILE", help="Save the received contract to a new file, whatever it changes.")
@credential_options
@report_options(("text", "json", "markdown"))
@timeout_option(30.0, "Seconds for all requests together.")
@project_options
def pull(
    run: Run,
    location: str,
    against: str | None,
    write_it: bool,
    save: str | None,
    credential: Credential | None,
    reports: Reports,
    timeout: float,
) -> None:
    """Read the contract, list what changed, and show whether the changes need a new pin.

    A change that breaks customers of the current pin is never written into it, even with --write.

    \b
    Example: docgen spec pull https://api.example.com/api-spec.json --auth-env API_TOKEN --write
    Exit codes: 0 nothing changed; 3 a file cannot be read; 7 the changes can ship under the current pin; 8 they cannot
    """  # noqa: D301 - \b is click's
    refuse_same_file([*filter(None, [save]), *(file for _, file in reports.files)], run.folder)
    run.project()  # fails before the download
    shown = redacted(location) if URL.match(location) else location
    progress(f"reading {shown}")
    bundle = read_contract(run.folder, location, credential, timeout)
    project = run.project()  # again: a writer may have changed files during the download
    progress("comparing the contracts")
    pulled = _compare(project, bundle, run.from_root(shown), run.root, against)
    files = MutableFiles()
    edits: list[str] = []
    if save:
        files[os.path.relpath(run.folder / save, run.root)] = contract_file(bundle.spec, save).text
    written = write_it and pulled.verdict == "additive"
    if written:
        refuse_other_format(bundle, pulled.pin)
        files |= pulled.files
        edits = [pulled.pin.contract.source.path, pulled.pin.source.path]

    def render(form: str) -> str:
        return _report(pulled, form, written).rstrip("\n") + "\n"

    # before what is printed: a reader that closes the pipe early would end the command
    run.create(files, edits, err=reports.stdout != "text", reports=reports.plans(render))
    reports.print(render)
    raise SystemExit(EXIT[pulled.verdict])


def _compare(project: Project, bundle: Bundle, location: str, root: Path, against: str | None) -> Pull:
    """Compare a contract with that of the current pin, as it is or as it was at a commit."""
    pin = find_pin(project, None, current=True)
    spec = project.config.events.applied_to(bundle.spec)
    old, since, is_own = pin.contract, "", is_contract_of(pin, root, location)
    if against or (is_own and pin.text.spec.is_elsewhere):
        old, since = published_contract(root, pin, against, project.config.events)
    published, candidate = replace(pin, spec=old), replace(pin, spec=spec)
    pins = tuple(candidate if known.id == pin.id else known for known in project.pins)
    tried = replace(project, pins=pins, base=Base(old.source.path, (published,), project.entries))
    refuse_invalid(project, candidate, bundle.unresolved)
    pulled = Pull(location, since, bundle, pin)
    if contract_digest(old) == contract_digest(bundle.spec):
        return pulled
    changes = since_base(tried, candidate)
    if any(change.level == "breaking" for change in changes):
        return replace(pulled, verdict="breaking", changes=changes)
    drafts = entry_drafts(*uncovered_since_base(tried, candidate))
    pulled = replace(pulled, verdict="additive", changes=changes, files=drafts, drafts=tuple(drafts))
    if is_own:  # it is in place already
        return pulled
    # the file of a contract that another pin has too must not change
    others = {other.contract_path for other in project.pins if other.id != pin.id}
    own = with_own_file(pin, project.entries) if pin.contract_path in others else pin
    files = {own.contract_path: contract_file(bundle.spec, own.contract_path).text, **drafts}
    if own is not pin:
        files[own.source.path] = own.source.text
    if URL.match(location):
        files |= with_published_origin(own)
    return replace(pulled, files=files)


def _report(pulled: Pull, form: str, written: bool) -> str:
    """The changes and the verdict in a report format."""
    if form == "json":
        about: dict[str, Any] = {
            "version": 1,
            "location": pulled.location,
            "pin": pulled.pin.id,
            "verdict": pulled.verdict,
            "drafts": pulled.drafts,
            "written": written,
        }
        return document(about | content(pulled.changes))
    verdict = "\n".join(_verdict(pulled, written))
    if not pulled.changes:
        return verdict
    source = pulled.bundle.spec.source if pulled.since else None
    return f"{FORMATS[form](pulled.changes, source)}\n{verdict}"


def _verdict(pulled: Pull, written: bool) -> list[str]:
    pin, location = pulled.pin.id, pulled.location
    if pulled.verdict == "unchanged":
        of = f"has not changed since {pulled.since}" if pulled.since else f"is the contract of {pin}"
        return [f"{location} {of}; nothing to do"]
    if pulled.verdict == "breaking":
        following = f"next: docgen new pin DATE --spec {location}"
        if URL.match(location):
            following = "next: docgen new pin DATE --spec FILE, with the FILE of --save FILE"
        return [f"these changes break customers of {pin}, so they need a new pin; {pin} was not changed", following]
    fits = f"these changes can ship under {pin}: none of them breaks a customer"
    if not pulled.changes:
        fits = f"this contract can ship under {pin}: only descriptions, examples or the layout differ"
    if not written:
        writing = ["next: run the same command with --write"] if pulled.files else []
        return [fits, *(f"would draft {path}" for path in pulled.drafts), *writing]
    if len(pulled.files) == len(pulled.drafts):
        return [fits]
    if pulled.bundle.files:
        return [fits, "the contract was saved as one document with the parts of its other files"]
    return [fits, "the contract was saved as it was received"]
