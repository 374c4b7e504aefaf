"""`docgen redirects build`."""

from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path  # noqa: TID251 - the shell hands folders to the readers and the writer

import click
from msgspec.structs import replace

from docgen.analysis import analysed
from docgen.cli.redirects.plan import edge_option
from docgen.cli.run import (
    Run,
    check_option,
    diff_option,
    echo,
    find_redirects,
    progress,
    project_options,
    refuse,
    rendered,
    report_killed_runs,
)
from docgen.errors import UsageError
from docgen.load.clock import parse_delay, parse_second
from docgen.model.finding import Finding
from docgen.model.project import Project
from docgen.redirects.edges.output import DIST, GENERATED, edge_files
from docgen.redirects.edges.variants import in_environment, keep_notice, keep_until, rehearsal
from docgen.write import Owned, refuse_foreign


@click.command("build")
@click.option("--rules", metavar="FILE", help="Only the rules of this file; needs --output.")
@edge_option("Only this edge.")
@click.option("--env", metavar="NAME", help="Only the rules on the hosts of an environment; needs --output.")
@click.option("--rule", "ids", metavar="ID", multiple=True, help="A rule for --keep-until; may be repeated.")
@click.option("--keep-until", "until", metavar="TIME", help="Let the rules of --rule end then, or after +12h.")
@click.option(
    "--rehearse", metavar="DELAY", help="For staging: let every rule end after +30s, +5m or +2h; needs --output."
)
@click.option("--output", type=click.Path(file_okay=False), help=f"Write to this folder instead of {DIST}.")
@check_option()
@diff_option()
@project_options
def command(
    run: Run,
    rules: str | None,
    edge: str | None,
    env: str | None,
    ids: tuple[str, ...],
    until: str | None,
    rehearse: str | None,
    output: str | None,
) -> None:
    """Write the rules of every configured edge; an error of the check stops it before anything is written.

    With --keep-until no finding stops it, so that in an emergency a rule can go on.

    Example: docgen redirects build --check
    """
    if output == "":
        raise UsageError("--output is empty; expected a folder")
    dist = run.root / DIST
    folder = run.folder / output if output else dist
    _refuse_partial_output(dist, folder, {"--rules": rules, "--env": env, "--rehearse": rehearse})
    shows = run.only_check or run.show_diff
    if not shows and folder.resolve() != dist.resolve():
        report_killed_runs(folder)
        refuse_foreign(folder, run.root, (), "--output", Owned(".", GENERATED))
    if bool(ids) != (until is not None) or (ids and rehearse is not None):
        raise UsageError("--rule and --keep-until need each other; expected both, without --rehearse")
    # in an emergency, what can be read has to do: `--keep-until` checks nothing
    read, findings = run.load() if ids else (_checked_project(run, edge), ())
    project, notice = _with_rules_of(read, run.root, rules and run.from_root(rules), env), ""
    if until is not None:
        project, notice = _kept(project, ids, until, findings)
    if rehearse is not None:
        redirects, notice = rehearsal(project.redirects, int(parse_delay(rehearse, project.now).timestamp()))
        project = replace(project, redirects=redirects)
    progress("rendering the edge rules")
    files = edge_files(project, [edge] if edge else None, notice)
    # files of other edges or rules are left alone where only some are written
    is_whole = not (edge or output or ids)
    run.write(files, folder, Owned(".", GENERATED) if is_whole else None)
    if ids:
        # what stops the next ordinary build
        errors = [finding for finding in analysed(read, findings).errors if finding.id != "stale-output"]
        if errors:
            echo(rendered(errors, "text", run.root).rstrip("\n"), err=True)
        if not (output or shows):
            echo(f"until the sources say so, too, `docgen redirects build --check` finds {DIST} changed", err=True)


def _refuse_partial_output(dist: Path, folder: Path, options: Mapping[str, str | None]) -> None:
    """UsageError (exit code 2) where an option would overwrite the files for production with other ones."""
    inside = folder.resolve().is_relative_to(dist.resolve())
    for option, value in options.items():
        if value is not None and inside:
            raise UsageError(f"{option} must not change {DIST}; expected --output DIR with it")


def _checked_project(run: Run, edge: str | None) -> Project:
    """The project, if its check has no error; an edge that is not configured is checked as if it were."""
    project, findings = run.load()
    config = project.config
    if edge and edge not in config.edges:
        config = replace(config, edges=(*config.edges, edge))
    analysis = analysed(replace(project, config=config), findings, progress)
    # `docgen check` does not list what it finds for an edge that is not configured
    refuse(analysis, short=edge is None)
    return project


def _with_rules_of(project: Project, root: Path, file: str | None, env: str | None) -> Project:
    """The project with the rules of a file, of an environment, of both, or with all its rules."""
    rules = project.rules
    if file is not None:
        wanted = (root / file).resolve()
        rules = tuple(rule for rule in rules if (root / rule.source.path).resolve() == wanted)
        if not rules:
            known = ", ".join(sorted({rule.source.path for rule in project.rules}))
            raise UsageError(f"{file}: no rules in this file; expected one of {known}")
    if env is not None:
        rules = in_environment(rules, env)
    return project.with_rules(rules)


def _kept(project: Project, ids: Sequence[str], time: str, findings: Sequence[Finding]) -> tuple[Project, str]:
    """The project with a new sunset for some rules, and a notice for each generated file.

    The notice names the rule files that cannot be read, since the edge loses their rules.
    """
    unreadable = ", ".join(sorted({finding.path for finding in findings if finding.path.startswith("redirects/")}))
    until = int(parse_second(time, project.now).timestamp())
    if unreadable:
        _refuse_unreadable(project, ids, unreadable)
    rules = list(chain.from_iterable(find_redirects(project, id_) for id_ in ids))
    redirects, notice = keep_until(project.redirects, rules, until, project.epoch), keep_notice(rules, until)
    if unreadable:
        notice += f"; NOT in here, since they cannot be read: rules of {unreadable}"
    return replace(project, redirects=redirects), notice


def _refuse_unreadable(project: Project, ids: Sequence[str], unreadable: str) -> None:
    """UsageError where the rule itself cannot be read, or where the files of one host would get another's rules."""
    instead = "fix it, or delete the marked line of the rule on the edge"
    if missing_ids := sorted(set(ids) - {rule.id for rule in project.redirects}):
        raise UsageError(f"{unreadable} cannot be read, and no other file has a rule `{missing_ids[0]}`; {instead}")
    hosts = project.config.hosts
    if len(hosts) > 1 and not project.redirects_at(hosts[0]):
        what = f"the files of {hosts[0]} would get the rules of another host"
        raise UsageError(f"{unreadable} cannot be read, so {what}; {instead}")
