"""A new pin, and the digests of an old one, as `docgen new pin` writes them."""

from pathlib import Path  # noqa: TID251 - the shell hands folders to the readers and the writer

import msgspec

from docgen.author.guess_config import version_segment
from docgen.author.new import new_entry
from docgen.author.pin import NewPin, frozen, new_pin, upgrade
from docgen.cli.contracts import contract, kept, refuse_invalid, refuse_other_format
from docgen.cli.drafts import entry_drafts, named_pin, put, since_before
from docgen.cli.project import FindingsError, report
from docgen.errors import UsageError
from docgen.load.bundle import Bundle, contract_in
from docgen.load.files import MAX_MEGABYTES, list_files, other_file
from docgen.load.validate import read_model
from docgen.model.draft import MARK
from docgen.model.files import Files
from docgen.model.pin import Pin, PinText, contract_path
from docgen.model.project import Project
from docgen.openapi.spec import Spec
from docgen.positions.source import Source


def open_pin(project: Project, root: Path, asked: NewPin, file: str | None, show_diff: bool) -> None:
    """Write a new pin after the newest one, with drafts of what its contract changes."""
    newest = _newest(project, asked)
    given = contract_in(root / file, file) if file else None
    if given and newest.text.spec.is_elsewhere:
        _refuse_own(given, newest, root)
    if given:
        text = kept(given, newest.text.spec.file)
        asked = msgspec.structs.replace(asked, contract=text, segment=version_segment(given.spec))
    files = {**({} if given else _beside(project, root, newest, asked.id)), **new_pin(asked, newest, project.entries)}
    pin = _pin(files, asked, given.spec if given else contract(newest))
    if given:
        refuse_invalid(project, pin, given.lost)
    drafts = entry_drafts(project, pin, since_before(_with_last(project, pin), pin)) if given else {}
    put(
        {**files, **(drafts or new_entry(upgrade(asked, newest)))},
        root,
        show_diff,
        edits={newest.source.path, *_taken_over(newest)},
    )


def _refuse_own(given: Bundle, newest: Pin, root: Path) -> None:
    """UsageError (exit code 2) for what cannot take the place of a contract outside of changelog/."""
    refuse_other_format(given, newest)
    path, name = contract_path(newest.id, newest.text.spec.file), given.spec.source.path
    if (root / path).resolve() == (root / name).resolve():
        raise UsageError(
            f"{name} is the contract of {newest.id}, which the new pin would change; without --spec, "
            f"{newest.id} keeps a copy as it is now, and the new pin takes the file over"
        )


def _taken_over(pin: Pin) -> tuple[str, ...]:
    """The contract outside of changelog/ that the next pin goes on with."""
    return (contract_path(pin.id, pin.text.spec.file),) if pin.text.spec.is_elsewhere else ()


def _newest(project: Project, asked: NewPin) -> Pin:
    """The pin that a new one follows; UsageError (exit code 2) where it cannot."""
    if not project.pins:
        raise UsageError("the project has no pin to copy yet; `docgen init --spec FILE` makes the first")
    newest = project.pins[-1]
    if asked.id in {pin.id for pin in project.pins}:
        raise UsageError(f"pin {asked.id} already exists; docgen never overwrites what a writer wrote")
    if asked.released <= newest.text.released:
        raise UsageError(
            f"{asked.id} would be released on {asked.released}, and {newest.id} on {newest.text.released}; "
            "expected a later day"
        )
    unfinished = [entry.source for entry in project.entries_of(newest)] + [newest.source]
    if any(MARK in source.text for source in unfinished):
        raise UsageError(f"drafts of {newest.id} are left, and {asked.id} would freeze them; fill them in first")
    return newest


def _beside(project: Project, root: Path, pin: Pin, new: str) -> Files:
    """What the contract of a pin may refer to: the files of its folder that are none of its others."""
    if pin.text.spec.is_elsewhere:
        return {}
    folder = root / "changelog" / pin.id
    own = {"pin.yaml", "live.json", pin.text.spec.file}
    own |= {entry.source.path.removeprefix(f"changelog/{pin.id}/") for entry in project.entries_of(pin)}
    names = (path.relative_to(folder).as_posix() for path in list_files(folder, "**/*"))
    read = other_file(folder)
    contents = {name: read(name) for name in names if name not in own and "/." not in f"/{name}"}
    for name, data in contents.items():
        if len(data) > MAX_MEGABYTES * 1_000_000:
            raise UsageError(
                f"{folder / name} has more than {MAX_MEGABYTES} MB; move what no contract refers to elsewhere"
            )
    return {f"changelog/{new}/{name}": data for name, data in contents.items()}


def _with_last(project: Project, pin: Pin) -> Project:
    return msgspec.structs.replace(project, pins=(*project.pins, pin))


def _pin(files: Files, asked: NewPin, spec: Spec) -> Pin:
    """The new pin as it will be read."""
    path = f"changelog/{asked.id}/pin.yaml"
    source = Source(path, str(files[path]))
    text, wrong = read_model(source, PinText)
    if text is None:
        report(wrong, "text")
        raise FindingsError("the copied pin.yaml would not pass; nothing was written")
    return Pin(asked.id, text, source, spec)


def freeze_pin(project: Project, root: Path, id_: str, show_diff: bool) -> None:
    """Write the digests of a pin that has a successor, and none of them yet."""
    pin = named_pin(project, id_)
    if not project.has_successor(pin):
        raise UsageError(f"no pin follows {id_}, so it stays open; `docgen new pin DATE` freezes it")
    if pin.text.frozen:
        raise UsageError(f"{id_} is frozen already; for the words of an entry: docgen correct SLUG")
    source = frozen(pin, project.entries)
    put({source.path: source.text}, root, show_diff, edits={source.path})
