"""`docgen redirects build`."""

from collections.abc import Mapping, Sequence
from pathlib import Path  # noqa: TID251 - the shell hands folders to the readers and the writer

import click
import msgspec

from docgen.analysis import analysed
from docgen.check.redirect_output import OUTPUT_RULES
from docgen.cli.formats import rendered
from docgen.cli.progress import progress
from docgen.cli.project import now_option, read_project, refuse
from docgen.cli.redirects.rules_by_id import find_redirects
from docgen.cli.streams import echo
from docgen.cli.writing import diff_option, report_killed_runs, write
from docgen.errors import UsageError
from docgen.load.clock import parse_delay, parse_second
from docgen.model.finding import Finding
from docgen.model.project import Project
from docgen.model.redirect import Rule
from docgen.redirects.edges import EDGES
from docgen.redirects.edges.environments import in_environment
from docgen.redirects.edges.output import DIST, GENERATED, edge_files
from docgen.redirects.edges.schedule import keep_notice, keep_until, rehearsal
from docgen.write import Owned, refuse_foreign


@click.command("build")
@click.option("--rules", metavar="FILE", help="Only the rules of this file; needs --output.")
@click.option("--edge", type=click.Choice(list(EDGES)), help="Only this edge.")
@click.option("--env", metavar="NAME", help="Only the rules on the hosts of an environment; needs --output.")
@click.option("--rule", "ids", metavar="ID", multiple=True, help="A rule for --keep-until; may be repeated.")
@click.option("--keep-until", metavar="TIME", help="Let the rules of --rule end then, or after +12h.")
@click.option(
    "--rehearse", metavar="DELAY", help="For staging: let every rule end after +30s, +5m or +2h; needs --output."
)
@click.option("--output", type=click.Path(file_okay=False), help=f"Write to this folder instead of {DIST}.")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 4 if a file would change.")
@diff_option
@now_option
@click.pass_obj
def command(
    root: str,
    rules: str | None,
    edge: str | None,
    env: str | None,
    ids: tuple[str, ...],
    keep_until: str | None,
    rehearse: str | None,
    output: str | None,
    only_check: bool,
    show_diff: bool,
    now: str | None,
) -> None:
    """Write the rules of every configured edge; an error of the check stops it before anything is written.

    With --keep-until no finding stops it, so that in an emergency a rule can go on.

    Example: docgen redirects build --check
    """
    if output == "":
        raise UsageError("--output is empty; expected a folder")
    folder = Path(root, output or DIST)
    _refuse_partial_output(Path(root, DIST), folder, {"--rules": rules, "--env": env, "--rehearse": rehearse})
    if not (only_check or show_diff or folder.resolve() == Path(root, DIST).resolve()):
        report_killed_runs(folder)
        refuse_foreign(folder, Path(root), (), "--output", Owned(".", GENERATED))
    if bool(ids) != (keep_until is not None) or (ids and rehearse is not None):
        raise UsageError("--rule and --keep-until need each other; expected both, without --rehearse")
    read, findings = read_project(root, now) if ids else (_checked_project(root, now, edge), ())
    project, notice = _select_rules(read, Path(root), rules, env), ""
    if keep_until is not None:
        until = parse_delay(keep_until, read.now) if keep_until.startswith("+") else parse_second(keep_until)
        project, notice = keep(project, ids, int(until.timestamp()), findings)
    if rehearse is not None:
        redirects, notice = rehearsal(project.redirects, int(parse_delay(rehearse, project.now).timestamp()))
        project = msgspec.structs.replace(project, redirects=redirects)
    progress("rendering the edge rules")
    files = edge_files(project, [edge] if edge else None, notice)
    whole = not (edge or output or ids)
    write(files, folder, only_check, show_diff, Owned(".", GENERATED) if whole else None)
    if ids:
        report_remaining(read, findings, Path(root), committed=not (output or only_check or show_diff))


def _refuse_partial_output(dist: Path, folder: Path, options: Mapping[str, str | None]) -> None:
    """UsageError (exit code 2) where an option would overwrite the files for production with other ones."""
    inside = folder.resolve().is_relative_to(dist.resolve())
    for option, value in options.items():
        if value is not None and inside:
            raise UsageError(f"{option} must not change {DIST}; expected --output DIR with it")


def _checked_project(root: str, now: str | None, edge: str | None) -> Project:
    """The project, if its check has no error; an edge that is not configured is checked as if it were."""
    project, findings = read_project(root, now)
    edges = dict.fromkeys((*project.config.edges, *([edge] if edge else [])))
    configured = msgspec.structs.replace(project, config=msgspec.structs.replace(project.config, edges=tuple(edges)))
    analysis = analysed(configured, findings, progress)
    # `docgen check` does not list what it finds for an edge that is not configured
    refuse(analysis, excused=lambda found: found.id in OUTPUT_RULES, short=edge is None)
    return project


def _select_rules(project: Project, root: Path, rules: str | None, env: str | None) -> Project:
    """The project with the rules of a file, of an environment, of both, or with all its rules."""
    selected = _in_file(project.rules, root, rules) if rules is not None else project.rules
    return project.with_rules(selected if env is None else in_environment(selected, env))


def _in_file(rules: tuple[Rule, ...], root: Path, file: str) -> tuple[Rule, ...]:
    wanted = (root / file).resolve()
    selected = tuple(rule for rule in rules if (root / rule.source.path).resolve() == wanted)
    if not selected:
        known = sorted({rule.source.path for rule in rules})
        raise UsageError(f"{file}: no rules in this file; expected one of {', '.join(known)}")
    return selected


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
