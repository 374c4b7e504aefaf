"""`docgen new pin`: a new pin, or the digests that freeze an old one."""

from datetime import date
from pathlib import Path  # noqa: TID251 - the shell hands folders to the readers and the writer

import click
from msgspec.structs import replace

from docgen.author.guess_config import day_of, version_segment
from docgen.author.new import new_entry
from docgen.author.pin import NewPin, contract_file, frozen, new_pin, upgrade_entry
from docgen.cli.completion import PINS
from docgen.cli.contracts import (
    entry_drafts,
    is_contract_of,
    refuse_invalid,
    refuse_other_format,
    uncovered_since_previous,
)
from docgen.cli.options import day_option
from docgen.cli.run import (
    FindingsError,
    Run,
    diff_option,
    find_pin,
    notice,
    print_findings,
    progress,
    project_options,
)
from docgen.errors import UnreadableError, UsageError
from docgen.load.base import published_contract
from docgen.load.contract import contract_in
from docgen.load.files import MAX_MEGABYTES, Folder, other_file
from docgen.load.validate import read_model
from docgen.model.draft import MARK
from docgen.model.files import Files, MutableFiles
from docgen.model.pin import PIN_ID, Pin, PinText
from docgen.model.project import Project
from docgen.openapi.spec import Spec
from docgen.positions.source import Source


@click.command("pin", short_help="Create a pin, and freeze the newest one.")
@click.argument("id_", metavar="DATE", required=False)
@click.option("--spec", metavar="FILE", help="The contract of the new pin; default: a copy of the one before.")
@click.option(
    "--against", metavar="REF", help="Where the contract is outside of changelog/: the commit before it was edited."
)
@click.option("--label", help="The name of the version, such as v1.1; default: left to the writer.")
@click.option("--freeze", metavar="PIN", shell_complete=PINS, help="Instead: freeze a pin that has a successor.")
@day_option("--released", metavar="DAY", help="The day of release, if DATE is not a date.")
@diff_option()
@project_options
def pin(
    run: Run,
    id_: str | None,
    spec: str | None,
    against: str | None,
    label: str | None,
    freeze: str | None,
    released: date | None,
) -> None:
    """Create changelog/DATE/: a copy of the newest pin, which gets frozen, and drafts of entries for what changed.

    The check fails until a writer has completed the drafts. A contract outside of changelog/ goes on with the new pin,
    and the newest one keeps what it was: at the merge-base with the default branch, or --against.

    Example: docgen new pin 2026-09-30 --label v1.1
    """
    if (id_ is None) == (freeze is None):
        raise UsageError("expected a DATE for a new pin, or --freeze PIN")
    if freeze is not None:
        _freeze(run, freeze)
    if id_ is not None:
        _open(run, run.project(), NewPin(id_, _release(id_, released), label), spec, against)


def _release(id_: str, day: date | None) -> date:
    """The day of release of a pin: `day`, or the date that its id begins with."""
    if not PIN_ID.fullmatch(id_):
        raise UsageError(
            f"{id_!r} is not a valid pin id; expected a date such as 2026-09-30, or letters, digits and `. _ -`"
        )
    released = day or day_of(id_)
    if released is None:
        raise UsageError(f"{id_!r} is not a date; expected one such as 2026-09-30, or --released DAY")
    return released


def _open(run: Run, project: Project, new: NewPin, file: str | None, against: str | None) -> None:
    """Write a new pin after the newest one, with drafts of entries for the changes of its contract.

    Where there are none, an entry announces the pin.
    """
    newest = before = _newest(project, new)
    contract, other_files = newest.contract, MutableFiles()
    progress("reading the contract")
    file = run.from_root(file) if file else None
    if newest.text.spec.is_elsewhere and (file is None or is_contract_of(newest, run.root, file)):
        published = _published(project, run.root, newest, against)
        new, before = new._replace(published=published), replace(newest, spec=published)
    elif against:
        raise UsageError(f"--against is for a contract outside of changelog/ that {newest.id} and {new.id} share")
    elif file:
        bundle = contract_in(run.root / file, file)
        if newest.text.spec.is_elsewhere:
            refuse_other_format(bundle, newest)
        contract = project.config.events.applied_to(bundle.spec)
        refuse_invalid(project, replace(newest, spec=contract), bundle.unresolved)
        text = contract_file(bundle.spec, newest.text.spec.file)
        new = new._replace(contract=text, segment=version_segment(bundle.spec))
    else:
        other_files |= _other_files(project, run.root, newest, new.id)
    files = {**other_files, **new_pin(new, newest, project.entries)}
    pin = _pin(files, new, contract)
    drafts: Files = {}
    if contract is not before.spec:
        with_pin = replace(project, pins=(*project.pins[:-1], before, pin))
        drafts = entry_drafts(*uncovered_since_previous(with_pin, pin))
    edits = [newest.source.path]
    if newest.text.spec.is_elsewhere:  # this pin gets a copy of its contract, whose file becomes that of the new one
        edits.append(newest.contract_path)
    run.create({**files, **(drafts or new_entry(upgrade_entry(new, newest)))}, edits)


def _published(project: Project, root: Path, newest: Pin, against: str | None) -> Spec:
    """The contract that the newest pin keeps, where a new one gets it as it is now."""
    try:
        published, label = published_contract(root, newest, against, project.config.events)
    except UnreadableError as error:
        raise UnreadableError(
            f"{newest.contract_path} is the contract of {newest.id}, "
            f"and what it was before somebody edited it is not known: {error}\n"
            "name a commit that has it with --against REF, or the contract of the new pin with --spec FILE"
        ) from None
    notice(f"{newest.id} keeps its contract as in {label}")
    return published


def _newest(project: Project, new: NewPin) -> Pin:
    """The pin that a new one follows; UsageError (exit code 2) where no new pin can follow it."""
    newest = find_pin(project, None)
    if project.pin(new.id):
        raise UsageError(f"pin {new.id} already exists; docgen never overwrites what a writer wrote")
    if new.released <= newest.text.released:
        raise UsageError(
            f"{new.id} would be released on {new.released}, and {newest.id} on {newest.text.released}; "
            "expected a later day"
        )
    unfinished = [entry.source for entry in project.entries_of(newest)] + [newest.source]
    if any(MARK in source.text for source in unfinished):
        raise UsageError(f"{newest.id} still has drafts, which {new.id} would freeze; complete them first")
    return newest


def _other_files(project: Project, root: Path, pin: Pin, new_id: str) -> Files:
    """The files in a pin's folder that its contract may refer to, by their path in the folder of the new pin."""
    if pin.text.spec.is_elsewhere:
        return {}
    folder = root / "changelog" / pin.id
    own = {"pin.yaml", "live.json", pin.text.spec.file}
    own |= {entry.source.path.removeprefix(f"changelog/{pin.id}/") for entry in project.entries_of(pin)}
    # hidden files are the tools' own
    names, read = Folder(folder).files("", "**/*"), other_file(folder)
    contents = {name: read(name) for name in names if name not in own and "/." not in f"/{name}"}
    for name, data in contents.items():
        if len(data) > MAX_MEGABYTES * 1_000_000:
            raise UsageError(
                f"{folder / name} is larger than {MAX_MEGABYTES} MB; move it elsewhere if the contract does not need it"
            )
    return {f"changelog/{new_id}/{name}": data for name, data in contents.items()}


def _pin(files: Files, new: NewPin, spec: Spec) -> Pin:
    """The new pin as the readers will see it; FindingsError (exit code 1) where it is not valid."""
    path = f"changelog/{new.id}/pin.yaml"
    source = Source(path, str(files[path]))
    text, findings = read_model(source, PinText)
    if text is None:
        print_findings(findings)
        raise FindingsError("the copied pin.yaml is not valid; nothing was written")
    return Pin(new.id, text, source, spec)


def _freeze(run: Run, id_: str) -> None:
    """Write the digests of a pin that has a successor and is not frozen yet; UsageError (exit code 2) for any other."""
    project = run.project()
    pin = find_pin(project, id_)
    if pin.id == project.pins[-1].id:
        raise UsageError(f"{id_} is the newest pin, so it stays open; `docgen new pin DATE` freezes it")
    if pin.text.frozen:
        raise UsageError(f"{id_} is already frozen; to correct an entry, run docgen correct SLUG")
    source = frozen(pin, project.entries)
    run.create({source.path: source.text}, edits=[source.path])
