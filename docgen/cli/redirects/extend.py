"""`docgen redirects extend`."""

import click

from docgen.author.rules import Extension, extended, stale_mentions
from docgen.cli.completion import RULES
from docgen.cli.run import Run, diff_option, echo, find_redirects, notice, project_options
from docgen.errors import UsageError
from docgen.load.clock import parse_second
from docgen.model.redirect import utc
from docgen.positions import location


@click.command("extend")
@click.argument("id_", metavar="ID", shell_complete=RULES)
@click.argument("date")
@click.option("--note", required=True, help="Why it ends later; readers see it with its date.")
@diff_option()
@project_options
def command(run: Run, id_: str, date: str, note: str) -> None:
    """Move the sunset of a rule to a later DATE, in the rule and in every entry that promises it.

    DATE is a day (from 00:00 UTC), an RFC 3339 time, or +90d after the present sunset. Published entries get a dated
    correction.

    Example: docgen redirects extend docs-site 2026-11-02 --note "Partners asked for three more months."
    """
    project = run.project()
    if not note.strip():
        raise UsageError("--note is empty; expected why it ends later, which readers see")
    rules = find_redirects(project, id_)
    present = utc(rules[0].sunset or project.epoch)
    extension = Extension(rules, parse_second(date, present, "dw"), note)
    run.write(extended(project, extension))
    following = "docgen redirects build, and deploy; until then the edge ends the rule as before"
    stale = tuple(stale_mentions(project, extension))
    for entry, pointer, day in stale:
        place = f"{location(entry.source, pointer)}: `{'.'.join(map(str, pointer))}`"
        echo(f"{place} still names {day}; rewrite it, then docgen correct {entry.slug} --note TEXT", err=True)
    if stale:
        following = f"rewrite the texts above, then {following}"
    notice(f"next: {following}", err=True)
