"""`docgen render`."""

from pathlib import Path  # noqa: TID251 - the shell hands folders to the writer

import click

from docgen.check.redirect_output import OUTPUT_RULES
from docgen.cli.progress import progress
from docgen.cli.project import now_option, read_analysis, refuse
from docgen.cli.writing import report_killed_runs, write
from docgen.site.build import render_project


@click.command("render")
@click.argument("output", metavar="DIR", type=click.Path(file_okay=False))
@now_option
@click.pass_obj
def command(root: str, output: str, now: str | None) -> None:
    """Write the site as a complete MkDocs project that needs no plugin.

    Example: docgen render build/pages && mkdocs build -f build/pages/mkdocs.yml
    """
    folder, target = Path(root).resolve(), Path(root, output).resolve()
    report_killed_runs(target)
    analysis = read_analysis(root, now)
    refuse(analysis, excused=lambda found: found.id in OUTPUT_RULES)
    progress("rendering the pages")
    write(render_project(folder, target, analysis), target, only_check=False)
