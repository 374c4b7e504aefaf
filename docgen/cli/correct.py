"""`docgen correct`."""

from pathlib import Path  # noqa: TID251 - the shell hands folders to the readers and the writer
from typing import Final

import click

from docgen.author.correct import TYPO, corrected, last_digest
from docgen.cli.project import now_option, read_complete
from docgen.cli.writing import diff_option, write
from docgen.entries.corrections import WORDING, listed, needs_note
from docgen.entries.digests import entry_digest
from docgen.errors import UnreadableError, UsageError
from docgen.load.files import decoded
from docgen.load.git import file_versions
from docgen.load.git_tree import reader_at
from docgen.load.validate import read_model
from docgen.model.entry import Entry, EntryText
from docgen.model.project import Project
from docgen.wording import did_you_mean

_VERSIONS: Final = 200  # of one file in git: where the published text is looked for


@click.command("correct")
@click.argument("slug")
@click.option("--note", help="What was wrong, and what is right; readers see it with its date.")
@click.option("--typo", is_flag=True, help="Only the spelling of title, summary, body or steps was corrected.")
@click.option("--against", metavar="REF", help="The commit with the published text; default: HEAD.")
@diff_option
@now_option
@click.pass_obj
def command(
    root: str, slug: str, note: str | None, typo: bool, against: str | None, show_diff: bool, now: str | None
) -> None:
    """Add a dated correction to a published entry whose text you have edited.

    The correction contains a digest of the new text. Comments and layout stay as they are. Where dates, claims or
    anything else than the wording changed, --typo is refused (exit code 2): readers need a note.

    Example: docgen correct status-enum --note "The value is cancelled, not canceled."
    """
    if not note and not typo:
        raise UsageError("expected --note TEXT, which readers see, or --typo if the meaning is the same")
    project = read_complete(root, now)
    entry = _published(project, slug)
    _refuse_unchanged(project, Path(root), entry, against)
    if typo:
        _refuse_facts(project, Path(root), entry, against)
    files = corrected(entry, project.now.date(), note or TYPO, typo=typo)
    write(files, Path(root), only_check=False, show_diff=show_diff)


def _published(project: Project, slug: str) -> Entry:
    """The published entry with a slug; UsageError (exit code 2) where there is none."""
    known = {entry.slug: entry for entry in project.entries}
    if slug not in known:
        raise UsageError(f"entry {slug!r} not found; {did_you_mean(slug, known, 'see changelog/')}")
    if not known[slug].is_visible(project.now.date()):
        day = known[slug].text.published
        raise UsageError(f"{slug!r} will be published on {day}; edit it without a correction")
    return known[slug]


def _refuse_unchanged(project: Project, root: Path, entry: Entry, against: str | None) -> None:
    """UsageError (exit code 2) where the text is unchanged, so that there is nothing to correct."""
    published_digest = None if against else _recorded(project, entry)
    since = "it was published"
    if published_digest is None:
        published_digest, since = _committed(root, entry, against), against or "HEAD"
    if published_digest == entry_digest(entry.source.text):
        raise UsageError(
            f"{entry.source.path}: the text is unchanged since {since}; edit it first, then correct it "
            "(--against REF names the commit with the published text)"
        )


def _refuse_facts(project: Project, root: Path, entry: Entry, against: str | None) -> None:
    """UsageError (exit code 2) where more than the wording changed, or where docgen cannot see that."""
    old = _published_text(project, root, entry, against)
    if old is None:
        raise UsageError(
            f"{entry.source.path}: the published text is not in git, so nothing shows that only wording changed; "
            "name its commit with --against REF, or use --note TEXT"
        )
    facts = needs_note(old, entry.text)
    if facts:
        raise UsageError(
            f"{entry.source.path}: {listed(facts)} changed; expected changes of {listed(WORDING)} only with --typo; "
            "use --note TEXT, which readers see"
        )


def _published_text(project: Project, root: Path, entry: Entry, against: str | None) -> EntryText | None:
    """The published text: of the commit named, or the last one with the recorded digest, or else of HEAD."""
    if against:
        return _parsed(reader_at(root, against)(entry.source.path))
    versions = file_versions(root, entry.source.path, _VERSIONS)
    digest = _recorded(project, entry)
    for data in versions:
        if entry_digest(data.decode("utf-8", "replace")) == digest:
            return _parsed(data)
    # an edit that was committed without its correction hides what was published before it
    newest = versions[0] if versions else b""
    current = entry_digest(entry.source.text)
    return None if entry_digest(newest.decode("utf-8", "replace")) == current else _parsed(newest)


def _parsed(data: bytes) -> EntryText | None:
    source, unreadable = decoded("", data)
    return None if unreadable else read_model(source, EntryText)[0]


def _recorded(project: Project, entry: Entry) -> str | None:
    """The digest of the published text where the entry or its frozen pin has one."""
    frozen = next(pin.text.frozen for pin in project.pins if pin.id == entry.pin)
    return last_digest(entry, frozen.get(entry.source.path.rpartition("/")[2]))


def _committed(root: Path, entry: Entry, against: str | None) -> str | None:
    """The digest of the entry's text at a commit; None where HEAD, the default, has none."""
    try:
        return entry_digest(reader_at(root, against or "HEAD")(entry.source.path).decode("utf-8", "replace"))
    except UnreadableError:
        if against:
            raise
        return None
