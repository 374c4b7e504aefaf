"""`--keep-until`: rules that go on in an emergency, even where other parts of the project are broken."""

from collections.abc import Sequence
from pathlib import Path  # noqa: TID251 - the shell hands folders to the reports

import msgspec

from docgen.analysis import analysed
from docgen.cli.formats import rendered
from docgen.cli.redirects.rules_by_id import find_redirects
from docgen.cli.streams import echo
from docgen.errors import UsageError
from docgen.model.finding import Finding
from docgen.model.project import Project
from docgen.redirects.edges.output import DIST
from docgen.redirects.edges.schedule import keep_notice, keep_until


def keep(project: Project, ids: Sequence[str], until: int, findings: Sequence[Finding]) -> tuple[Project, str]:
    """The project with a new sunset `until` (Unix seconds) for these rules, and a notice for each generated file.

    The notice names the rule files that cannot be read, since the edge loses their rules.
    """
    unreadable = sorted({found.path for found in findings if found.path.startswith("redirects/")})
    _refuse_unreadable(project, ids, unreadable)
    rules = [rule for id_ in ids for rule in find_redirects(project, id_)]
    redirects = keep_until(project.redirects, rules, until, project.epoch)
    missing = f"; NOT in here, since they cannot be read: rules of {', '.join(unreadable)}" if unreadable else ""
    return msgspec.structs.replace(project, redirects=redirects), keep_notice(rules, until) + missing


def report_remaining(project: Project, findings: tuple[Finding, ...], root: Path, *, committed: bool) -> None:
    """Print the errors that stop the next ordinary build to stderr; `committed`: the committed files changed."""
    errors = [found for found in analysed(project, findings).errors if found.id != "stale-output"]
    if errors:
        echo(rendered(errors, "text", root).rstrip("\n"), err=True)
    if committed:
        echo(f"until the sources say so, too, `docgen redirects build --check` finds {DIST} changed", err=True)


def _refuse_unreadable(project: Project, ids: Sequence[str], unreadable: Sequence[str]) -> None:
    """UsageError where the rule itself cannot be read, or where the files of one host would get another's rules."""
    instead = "fix it, or delete the marked line of the rule on the edge"
    missing_ids = sorted(set(ids) - {rule.id for rule in project.redirects})
    if unreadable and missing_ids:
        raise UsageError(
            f"{', '.join(unreadable)} cannot be read, and no other file has a rule `{missing_ids[0]}`; {instead}"
        )
    first = project.config.hosts[:1]
    if unreadable and len(project.config.hosts) > 1 and not any(rule.host in first for rule in project.redirects):
        what = f"the files of {first[0]} would get the rules of another host"
        raise UsageError(f"{', '.join(unreadable)} cannot be read, so {what}; {instead}")
