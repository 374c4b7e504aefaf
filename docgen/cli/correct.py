"""`docgen correct`."""

from collections.abc import Iterator
from pathlib import Path  # noqa: TID251 - the shell hands folders to the readers
from typing import Final

import click

from docgen.author.correct import TYPO, corrected
from docgen.cli.completion import SLUGS
from docgen.cli.run import Run, diff_option, project_options
from docgen.entries.corrections import WORDING, Published, listed, needs_note, published, published_words
from docgen.entries.digests import entry_digest
from docgen.errors import UsageError
from docgen.load.commit import reader_at
from docgen.load.files import decoded
from docgen.load.git import file_versions
from docgen.load.validate import read_model
from docgen.model.entry import Entry
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.positions.source import Source
from docgen.wording import did_you_mean

_VERSIONS: Final = 200  # of one file in git: where the published text is looked for
_NOT_IN_GIT: Final = (
    "the published text is not in git, and a correction keeps the words before; name its commit with --against REF"
)
Part = Entry | Pin


@click.command("correct")
@click.argument("name", metavar="SLUG|PIN", shell_complete=SLUGS)
@click.option("--note", help="What was wrong, and what is right; readers see it with its date.")
@click.option("--typo", is_flag=True, help="Only spelling was corrected: feeds do not carry it.")
@click.option("--against", metavar="REF", help="The commit with the published text; default: HEAD.")
@diff_option()
@project_options
def command(run: Run, name: str, note: str | None, typo: bool, against: str | None) -> None:
    """Add a dated correction to a published entry, or to the pin.yaml of a released pin, that you have edited.

    The correction keeps the words before, which the page shows beside those of now, and a digest of the new text.
    Comments and layout stay as they are. Where dates, claims or anything else than the wording changed, --typo is
    refused (exit code 2): readers need a note.

    Example: docgen correct status-enum --note "The value is cancelled, not canceled."
    """
    if not note and not typo:
        raise UsageError("expected --note TEXT, which readers see, or --typo for a typing mistake")
    project = run.project()
    part = _published(project, name)
    old = _published_source(project, run.root, part, against)
    if typo:
        if old is None:
            raise UsageError(f"{part.source.path}: {_NOT_IN_GIT}, or use --note TEXT")
        _refuse_facts(part, old)
    run.write(corrected(part, (old or part.source).text, project.today, note or TYPO, typo=typo))


def _published(project: Project, name: str) -> Part:
    """The published entry with a slug or a path, or the released pin with an id; UsageError (exit code 2) without."""
    if name in project.history.names:
        raise UsageError(f"{name!r} is history, which needs no correction: edit its file")
    of_path = {entry.source.path: entry for entry in project.entries}
    part = project.entry(name) or project.pin(name) or of_path.get(name)
    if part is None:
        known = [*(pin.id for pin in project.pins), *(entry.slug for entry in project.entries)]
        raise UsageError(f"entry or pin {name!r} not found; {did_you_mean(name, known, 'see changelog/')}")
    day = part.text.published if isinstance(part, Entry) else part.text.released
    if day > project.today and not part.text.announce:
        raise UsageError(f"{name!r} will be published on {day}; edit it without a correction")
    return part


def _refuse_facts(part: Part, old: Source) -> None:
    """UsageError (exit code 2) where more than the wording changed."""
    text = read_model(old, type(part.text))[0]
    was = Published(published_words(old.text), text.corrections if text else ())
    facts = needs_note(was, published(part))
    if facts:
        raise UsageError(
            f"{part.source.path}: {listed(facts)} changed; expected changes of {listed(WORDING)} only with --typo; "
            "use --note TEXT, which readers see"
        )


def _published_source(project: Project, root: Path, part: Part, against: str | None) -> Source | None:
    """The published text: of the commit named, or the last one with the recorded digest, or else of HEAD.

    None where git has no such file. UsageError (exit code 2) where the text is that of now, so that there is nothing to
    correct, or where git has only that of now.
    """
    path, now = part.source.path, entry_digest(part.source.text)
    recorded = None if against else _recorded(project, part)
    sources = list(_versions(root, path, against))
    # a correction that is not committed yet has a digest that no commit has
    original = next((source for source in sources if entry_digest(source.text) == recorded), None)
    if original is None and sources:
        original = sources[0]
    known = entry_digest(original.text) if original else None
    if now == (recorded or known):
        since = "it was published" if recorded else against or "HEAD"
        raise UsageError(
            f"{path}: the text is unchanged since {since}; edit it first, then correct it "
            "(--against REF names the commit with the published text)"
        )
    if now == known:  # the recorded text is older than the history that git has here
        raise UsageError(f"{path}: {_NOT_IN_GIT}")
    return original


def _versions(root: Path, path: str, against: str | None) -> Iterator[Source]:
    """The texts of a file in git, the newest first, or that of one commit; without those that cannot be read."""
    versions = (reader_at(root, against)(path),) if against else file_versions(root, path, _VERSIONS)
    for data in versions:
        source, unreadable = decoded(path, data)
        if not unreadable:
            yield source


def _recorded(project: Project, part: Part) -> str | None:
    """The digest of the published text where the text or its frozen pin has one."""
    pin = project.pin_of(part) if isinstance(part, Entry) else part
    recorded = pin.text.frozen.get(part.source.path.rpartition("/")[2]) if pin else None
    for correction in part.text.corrections:
        recorded = correction.digest or recorded
    return recorded
