"""`docgen redirects build`."""

from collections.abc import Mapping
from pathlib import Path  # noqa: TID251 - the shell hands folders to the readers and the writer

import click
import msgspec

from docgen.analysis import analysed
from docgen.check.redirect_output import OUTPUT_RULES
from docgen.cli.project import now_option, read_project, refuse
from docgen.cli.redirects.keep import keep, tell_remaining
from docgen.cli.writing import write
from docgen.errors import UsageError
from docgen.load.clock import parse_delay, parse_second
from docgen.model.project import Project
from docgen.model.redirect import Redirect
from docgen.redirects.edges import EDGES
from docgen.redirects.edges.environments import living_in
from docgen.redirects.edges.output import DIST, GENERATED, edge_files
from docgen.redirects.edges.schedule import rehearsed
from docgen.write import Owned


@click.command("build")
@click.option("--rules", metavar="FILE", help="Only the rules of this file; needs --output.")
@click.option("--edge", type=click.Choice(list(EDGES)), help="Only this edge.")
@click.option("--env", metavar="NAME", help="Only the rules on the hosts of an environment; needs --output.")
@click.option("--rule", "ids", metavar="ID", multiple=True, help="A rule to keep; may be repeated.")
@click.option("--keep-until", metavar="TIME", help="Let the rules of --rule end then, whatever the source says.")
@click.option("--rehearse", metavar="DELAY", help="For staging: let every rule end after +30s, +5m or +2h.")
@click.option("--output", type=click.Path(file_okay=False), help=f"Write here instead of {DIST}.")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 4 where something would change.")
@click.option("--diff", "show_diff", is_flag=True, help="Write nothing; show the change.")
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

    With --keep-until no finding stops it: it is for the night in which a rule must go on.

    Example: docgen redirects build --check
    """
    if output == "":
        raise UsageError("--output is empty; expected a folder")
    folder = Path(root, output or DIST)
    _refuse_partly(Path(root, DIST), folder, {"--rules": rules, "--env": env, "--rehearse": rehearse})
    if bool(ids) != (keep_until is not None) or (ids and rehearse is not None):
        raise UsageError("--rule names what --keep-until moves; expected both of them, and without --rehearse")
    read, findings = read_project(root, now) if ids else (_checked(root, now, edge), ())
    project, notice = _narrowed(read, Path(root), rules, env), ""
    if keep_until is not None:
        project, notice = keep(project, ids, int(parse_second(keep_until).timestamp()), findings)
    if rehearse is not None:
        redirects, notice = rehearsed(project.redirects, int(parse_delay(rehearse, project.now).timestamp()))
        project = msgspec.structs.replace(project, redirects=redirects)
    files = edge_files(project, [edge] if edge else None, notice)
    whole = not (edge or output or ids)
    write(files, folder, only_check, show_diff, Owned(".", GENERATED) if whole else None)
    if ids:
        tell_remaining(read, findings, Path(root), kept=not (output or only_check or show_diff))


def _refuse_partly(dist: Path, folder: Path, given: Mapping[str, str | None]) -> None:
    """UsageError (exit code 2) where what is deployed to production would be overwritten by something else."""
    inside = folder.resolve().is_relative_to(dist.resolve())
    for option, value in given.items():
        if value is not None and inside:
            raise UsageError(f"{option} gives other files than {DIST} has to hold; expected --output DIR with it")


def _checked(root: str, now: str | None, edge: str | None) -> Project:
    """The project without an error; an edge that is not configured is checked as if it were."""
    project, findings = read_project(root, now)
    edges = dict.fromkeys((*project.config.edges, *([edge] if edge else [])))
    asked = msgspec.structs.replace(project, config=msgspec.structs.replace(project.config, edges=tuple(edges)))
    refuse(analysed(asked, findings), besides=lambda found: found.id in OUTPUT_RULES)
    return project


def _narrowed(project: Project, root: Path, rules: str | None, env: str | None) -> Project:
    """The project with the rules of a file, of an environment, of both, or with all."""
    redirects = _in_file(project.redirects, root, rules) if rules is not None else project.redirects
    return msgspec.structs.replace(project, redirects=redirects if env is None else living_in(redirects, env))


def _in_file(redirects: tuple[Redirect, ...], root: Path, file: str) -> tuple[Redirect, ...]:
    asked = (root / file).resolve()
    kept = tuple(redirect for redirect in redirects if (root / redirect.source.path).resolve() == asked)
    if not kept:
        known = sorted({redirect.source.path for redirect in redirects})
        raise UsageError(f"{file}: no rule is in that file; expected one of {', '.join(known)}")
    return kept
