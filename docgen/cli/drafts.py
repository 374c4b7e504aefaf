"""Drafts of entries for what no entry tells, as `new entry --from-diff`, `new pin` and `spec pull` make them."""

from collections.abc import Iterable
from pathlib import Path  # noqa: TID251 - the shell hands folders to the readers and the writer

import click
import msgspec

from docgen.author.draft import Place, drafted, drafted_as
from docgen.author.new import new_entry
from docgen.author.pin import NewPin, new_pin, upgrade
from docgen.cli.project import FindingsError, report
from docgen.differ import diff
from docgen.differ.ignore import ignored
from docgen.errors import UnreadableError, UsageError
from docgen.load.files import read
from docgen.load.git import merge_base, show
from docgen.load.spec import parse_spec
from docgen.load.validate import read_model
from docgen.model.change import Change, Policy
from docgen.model.draft import MARK
from docgen.model.files import Files
from docgen.model.pin import Pin, PinText
from docgen.model.project import Project
from docgen.model.source import Source
from docgen.model.spec import Spec
from docgen.write import plan


def changes_of(project: Project, base: Spec, revision: Spec) -> tuple[Change, ...]:
    """What a contract changes of another, at the levels that the project gives, without what it ignores."""
    config = project.config.diff
    levels = {id_: override.level for id_, override in config.levels.items()}
    changes = diff(base, revision, policy=Policy(config.policy, levels), now=project.now)
    return tuple(change for change in changes if not ignored(change, config.ignore, project.now.date()))


def uncovered(project: Project, pin: Pin, changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes that no entry of the pin tells."""
    return tuple(changes)


def before(project: Project, pin: Pin) -> Pin:
    """The pin that was released before; UsageError (exit code 2) where the pin is the first."""
    earlier = project.pins[: project.pins.index(pin)]
    if not earlier:
        raise UsageError(f"{pin.id} is the first pin, so no pin is there to compare it with; expected --against FILE")
    return earlier[-1]


def contract(pin: Pin) -> Spec:
    """The contract of a pin; a complete project has it."""
    if pin.spec is None:
        raise UsageError(f"the contract of {pin.id} could not be read; `docgen check` says why")
    return pin.spec


def entry_drafts(project: Project, pin: Pin, changes: Iterable[Change], slug: str | None = None) -> Files:
    """The drafts of the changes that no entry tells: one a group, or one of all of them under a slug."""
    left = uncovered(project, pin, changes)
    place = Place(pin, {entry.slug for entry in project.entries}, max(project.now.date(), pin.text.released))
    if not left:
        return {}
    made = (drafted_as(slug, left, place),) if slug else drafted(left, place)
    return {path: text for entry in made for path, text in new_entry(entry).items()}


def draft_entries(
    project: Project, root: Path, slug: str | None, pin_id: str | None, against: str | None, show_diff: bool
) -> None:
    """Write the drafts of what a pin changes and no entry tells, against the pin before or a base."""
    pin = _asked(project, pin_id, current=against is not None)
    base = base_of(project, root, pin, against) if against else contract(before(project, pin))
    files = entry_drafts(project, pin, changes_of(project, base, contract(pin)), slug)
    if not files:
        click.echo(f"no change of {pin.id} waits for an entry; nothing was written")
        return
    put(files, root, show_diff)


def _asked(project: Project, pin_id: str | None, current: bool) -> Pin:
    """The pin of an id; without one, the current or the newest."""
    known = {pin.id: pin for pin in project.pins}
    if not known:
        raise UsageError("the project has no pin yet; expected changelog/<date>/pin.yaml")
    if pin_id is None:
        return (project.current if current else None) or project.pins[-1]
    if pin_id not in known:
        raise UsageError(f"there is no pin {pin_id!r}; expected one of {', '.join(known)}")
    return known[pin_id]


def base_of(project: Project, root: Path, pin: Pin, against: str) -> Spec:
    """The contract in a file, or that of the pin where this branch parted from a reference of git."""
    file = root / against
    if file.is_file():
        return read_contract(file, against)
    path = contract(pin).source.path
    try:
        data = show(root, merge_base(root, against.removeprefix("git:")), path)
    except UnreadableError as error:
        raise UnreadableError(f"{against}: there is no such file, and no such commit: {error}") from None
    return parsed(Source(path, data.decode("utf-8-sig", "replace").replace("\r\n", "\n")))


def read_contract(file: Path, name: str) -> Spec:
    """The contract in a file that need not be of the project; UnreadableError (exit code 3) where it is none."""
    if not file.is_file():
        raise UnreadableError(f"{name}: there is no such file; expected an OpenAPI document")
    source, wrong = read(file.parent, file)
    if wrong:
        raise UnreadableError(f"{name}: {wrong[0].message}")
    return parsed(Source(name, source.text))


def parsed(source: Source) -> Spec:
    """The contract in a text; UnreadableError (exit code 3) where it is none."""
    spec, wrong = parse_spec(source)
    if spec is None:
        first = wrong[0]
        raise UnreadableError(f"{first.path}:{first.line}:{first.column}: {first.message}")
    return spec


def open_pin(project: Project, root: Path, asked: NewPin, file: str | None, show_diff: bool) -> None:
    """Write a new pin after the newest one, with drafts of what its contract changes."""
    if not project.pins:
        raise UsageError("the project has no pin to copy yet; `docgen init --spec FILE` makes the first")
    newest = project.pins[-1]
    if asked.id in {pin.id for pin in project.pins}:
        raise UsageError(f"the pin {asked.id} is there already; docgen never overwrites what a writer wrote")
    if asked.released <= newest.text.released:
        raise UsageError(
            f"{asked.id} would be released on {asked.released}, and {newest.id} on {newest.text.released}; "
            "expected a later day"
        )
    given = read_contract(root / file, file) if file else None
    asked = msgspec.structs.replace(asked, contract=given.source if given else None)
    files = {**new_pin(asked, newest, project.entries)}
    pin = _pin(files, asked, given or contract(newest))
    drafts = entry_drafts(project, pin, changes_of(project, contract(newest), contract(pin)))
    put({**files, **(drafts or new_entry(upgrade(asked, newest)))}, root, show_diff, edits={newest.source.path})


def _pin(files: Files, asked: NewPin, spec: Spec) -> Pin:
    """The new pin as it will be read."""
    path = f"changelog/{asked.id}/pin.yaml"
    source = Source(path, str(files[path]))
    text, wrong = read_model(source, PinText)
    if text is None:
        report(wrong, "text")
        raise FindingsError("the copied pin.yaml would not pass; nothing was written")
    return Pin(asked.id, text, source, spec)


def put(files: Files, root: Path, show_diff: bool, edits: Iterable[str] = (), err: bool = False) -> None:
    """Write new files, and those that are edited; a file that a writer wrote is never overwritten.

    With `err` the lines go to the standard error stream, since another report has the output.
    """
    planned = plan(files, root)
    taken = sorted(set(planned.update) - set(edits))
    if taken:
        raise UsageError(f"{', '.join(taken)} exists; docgen never overwrites what a writer wrote")
    if show_diff:
        click.echo(planned.diff(), nl=False)
        return
    planned.apply()
    for path in (*planned.create, *planned.update):
        click.echo(f"{'wrote' if path in planned.create else 'edited'} {path}", err=err)
    left = sum(str(text).count(MARK) for text in files.values())
    if left:
        click.echo(f"{left} places are left to you: look for {MARK}; the check refuses the files until then", err=err)
