"""`docgen redirects extend`."""

from pathlib import Path  # noqa: TID251 - the shell hands folders to the readers and the writer

import click

from docgen.author.extend import Extension, extended, stale_mentions
from docgen.cli.project import now_option, read_complete
from docgen.cli.redirects.rules_by_id import find_redirects
from docgen.cli.streams import echo, notice
from docgen.cli.writing import diff_option, write
from docgen.errors import UsageError
from docgen.load.clock import parse_second
from docgen.positions import locate


@click.command("extend")
@click.argument("id_", metavar="ID")
@click.argument("date")
@click.option("--note", required=True, help="Why it ends later; readers see it with its date.")
@diff_option
@now_option
@click.pass_obj
def command(root: str, id_: str, date: str, note: str, show_diff: bool, now: str | None) -> None:
    """Move the sunset of a rule to a later DATE, in the rule and in every entry that promises it.

    DATE is a day (from 00:00 UTC) or an RFC 3339 time. Published entries get a dated correction.

    Example: docgen redirects extend docs-site 2026-11-02 --note "Partners asked for three more months."
    """
    project = read_complete(root, now)
    sunset = parse_second(date)
    if not note.strip():
        raise UsageError("--note is empty; expected why it ends later, which readers see")
    extension = Extension(find_redirects(project, id_), sunset, note)
    files = extended(project, extension)
    write(files, Path(root), only_check=False, show_diff=show_diff)
    stale = tuple(stale_mentions(project, extension))
    for entry, pointer, day in stale:
        line, column = locate(entry.source, pointer)
        place = f"{entry.source.path}:{line}:{column}: `{'.'.join(map(str, pointer))}`"
        echo(f"{place} still names {day}; rewrite it, then docgen correct {entry.slug} --note TEXT", err=True)
    first = "rewrite the texts above, then " if stale else ""
    notice(f"next: {first}docgen redirects build, and deploy; until then the edge ends the rule as before", err=True)
