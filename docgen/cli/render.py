"""`docgen render`."""

import click

from docgen.cli.run import Run, progress, project_options, refuse, report_killed_runs
from docgen.site.build import render_project


@click.command("render")
@click.argument("output", metavar="DIR", type=click.Path(file_okay=False))
@project_options
def command(run: Run, output: str) -> None:
    """Write the site as a complete MkDocs project that needs no plugin.

    Example: docgen render build/pages && mkdocs build -f build/pages/mkdocs.yml
    """
    target = (run.folder / output).resolve()
    report_killed_runs(target)
    analysis = run.analysis()
    refuse(analysis)
    progress("rendering the pages")
    run.write(render_project(run.root.resolve(), target, analysis), target)
