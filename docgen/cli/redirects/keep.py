"""Rules kept by hand in the night, in a project of which other parts may be broken."""

from collections.abc import Sequence
from pathlib import Path  # noqa: TID251 - the shell hands folders to the reports

import click
import msgspec

from docgen.analysis import analysed
from docgen.cli.formats import rendered
from docgen.cli.redirects.rules_by_id import rules_named
from docgen.errors import UsageError
from docgen.model.finding import Finding
from docgen.model.project import Project
from docgen.redirects.edges.output import DIST
from docgen.redirects.edges.schedule import keep_notice, keep_until


def keep(project: Project, ids: Sequence[str], until: int, findings: Sequence[Finding]) -> tuple[Project, str]:
    """The project whose rules of these ids end at `until` (Unix seconds), and the line that says so in each file.

    A file of rules that cannot be read is named in that line, since the edge loses its rules.
    """
    unread = sorted({found.path for found in findings if found.path.startswith("redirects/")})
    _refuse_unread(project, ids, unread)
    rules = [rule for id_ in ids for rule in rules_named(project.redirects, id_)]
    redirects = keep_until(project.redirects, rules, until, project.epoch)
    missing = f"; NOT in here, since they cannot be read: rules of {', '.join(unread)}" if unread else ""
    return msgspec.structs.replace(project, redirects=redirects), keep_notice(rules, until) + missing


def tell_remaining(project: Project, findings: tuple[Finding, ...], root: Path, *, kept: bool) -> None:
    """Say on the standard error stream what is wrong with the project, and stops the next ordinary build.

    `kept` says that the committed files are those of the night.
    """
    errors = [found for found in analysed(project, findings).errors if found.id != "stale-output"]
    if errors:
        click.echo(rendered(errors, "text", root).rstrip("\n"), err=True)
    if kept:
        click.echo(f"until the source says the same, `docgen redirects build --check` finds {DIST} changed", err=True)


def _refuse_unread(project: Project, ids: Sequence[str], unread: Sequence[str]) -> None:
    """UsageError where what cannot be read is the rule itself, or leaves its host's file to another host."""
    instead = "mend it, or delete the marked line of the rule on the edge"
    lost = sorted(set(ids) - {rule.id for rule in project.redirects})
    if unread and lost:
        raise UsageError(f"{', '.join(unread)} cannot be read, and no other file has a rule `{lost[0]}`; {instead}")
    first = project.config.hosts[:1]
    if unread and len(project.config.hosts) > 1 and not any(rule.host in first for rule in project.redirects):
        what = f"the files of {first[0]} would get the rules of another host"
        raise UsageError(f"{', '.join(unread)} cannot be read, so {what}; {instead}")
