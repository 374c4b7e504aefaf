"""`docgen redirects build`."""

from pathlib import Path  # noqa: TID251 - the shell hands folders to the readers and the writer

import click
import msgspec

from docgen.check.redirect_output import OF_OUTPUT
from docgen.cli.project import now_option, read_checked, refuse
from docgen.cli.writing import write
from docgen.edges import EDGES
from docgen.edges.output import DIST, GENERATED, edge_files
from docgen.errors import UsageError
from docgen.model.project import Project
from docgen.write import Owned


@click.command("build")
@click.option("--rules", metavar="FILE", help="Only the rules of this file; needs --output.")
@click.option("--edge", type=click.Choice(list(EDGES)), help="Only this edge.")
@click.option("--output", type=click.Path(file_okay=False), help=f"Write here instead of {DIST}.")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 4 where something would change.")
@click.option("--diff", "show_diff", is_flag=True, help="Write nothing; show the change.")
@now_option
@click.pass_obj
def command(
    root: str,
    rules: str | None,
    edge: str | None,
    output: str | None,
    only_check: bool,
    show_diff: bool,
    now: str | None,
) -> None:
    """Write the rules of every configured edge; an error of the check stops it before anything is written.

    Example: docgen redirects build --check
    """
    if rules and not output:
        raise UsageError(f"--rules leaves out what {DIST} has to hold; expected --output DIR with it")
    checked = read_checked(root, now)
    refuse(checked, besides=lambda found: found.id in OF_OUTPUT)
    project = _only(checked.project, Path(root), rules)
    files = edge_files(project, [edge] if edge else None)
    whole = rules is None and edge is None and output is None
    write(files, Path(root, output or DIST), only_check, show_diff, Owned(".", GENERATED) if whole else None)


def _only(project: Project, root: Path, rules: str | None) -> Project:
    if rules is None:
        return project
    asked = (root / rules).resolve()
    kept = tuple(redirect for redirect in project.redirects if (root / redirect.source.path).resolve() == asked)
    if not kept:
        known = sorted({redirect.source.path for redirect in project.redirects})
        raise UsageError(f"{rules}: no rule stands there; expected one of {', '.join(known)}")
    return msgspec.structs.replace(project, redirects=kept)
