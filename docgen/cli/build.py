"""`docgen build`."""

from pathlib import Path  # noqa: TID251 - the shell hands folders to the builder and the writer

import click
from msgspec.structs import replace

from docgen.check.redirect_edges import OUTPUT_RULES
from docgen.cli.logs import printed_logs
from docgen.cli.options import refuse_address
from docgen.cli.run import (
    Run,
    check_option,
    command_line,
    notice,
    progress,
    project_options,
    refuse,
    report_killed_runs,
)
from docgen.cli.schema import schema_files
from docgen.errors import UsageError
from docgen.model.analysis import Analysis
from docgen.redirects.edges.output import DIST, GENERATED, edge_files
from docgen.report.build import BuildResult, report
from docgen.site.build import build_site
from docgen.write import Owned, files_in, plan


@click.command("build")
@check_option("Only check that the committed output is up to date; exit 4 if it is not.")
@click.option(
    "--draft", is_flag=True, help="Continue despite errors: mark the site as a draft, and write no edge rules."
)
@click.option("--site-url", metavar="URL", help="Build a preview at that address instead: needs --output.")
@click.option("--output", metavar="DIR", type=click.Path(file_okay=False), help="The folder of the preview.")
@click.option("--no-cache", is_flag=True, help="Validate and render everything, and keep no cache for the next build.")
@project_options
def command(run: Run, draft: bool, site_url: str | None, output: str | None, no_cache: bool) -> None:
    """Check, build the site with MkDocs, and write the edge rules.

    The site is built beside the old one, and then replaces it; an error of the check stops the build before that.

    A preview is for the reviewers of a change: each page says so, search engines leave it out, and nothing else is
    written.

    Example: docgen build --now 2026-06-01
    """
    _refuse_options(run, site_url, output)
    analysis = run.analysis(use_cache=not no_cache)
    only, target = "a draft" if draft else "", None
    if site_url and output is not None:
        analysis = _preview(analysis, site_url.rstrip("/"))
        only, target = f"a preview at {site_url}", str((run.folder / output).resolve())
    if not draft:
        refuse(analysis)
    folder = run.root.resolve()
    progress("rendering the edge rules")
    files = {f"{DIST}/{path}": content for path, content in edge_files(analysis.project).items()}
    committed = {**files, **schema_files(analysis.project)}
    owned = Owned(DIST, GENERATED)
    if run.only_check:
        run.write(committed, folder, owned)
        return
    progress("preparing the site")
    report_killed_runs(folder, folder / DIST)
    planned = plan({}, folder) if only else plan(committed, folder, owned)
    # staged first: a site must not announce rules whose edge files cannot be written
    with printed_logs("mkdocs.plugins.docgen"), planned.staged() as commit:
        site = build_site(
            folder,
            analysis,
            after_swap=commit,
            progress=progress,
            draft=draft,
            use_cache=not no_cache,
            site_dir=target,
        )
    for line in planned.lines():
        notice(line)
    findings = analysis.findings
    if not only:  # the build has written what these are about
        findings = tuple(finding for finding in findings if finding.id not in OUTPUT_RULES)
    here = site.relative_to(Path.cwd()) if site.is_relative_to(Path.cwd()) else site
    built = BuildResult(here.as_posix(), files_in(site), files, only, serve=command_line("serve"))
    notice(report(analysis.project, findings, built), nl=False)


def _refuse_options(run: Run, site_url: str | None, output: str | None) -> None:
    """UsageError (exit code 2) for half a preview, one at an invalid address, and one that is only checked."""
    if (site_url is None) != (output is None):
        raise UsageError("a preview has an address and a folder of its own; expected --site-url URL and --output DIR")
    if site_url is None:
        return
    refuse_address("--site-url", site_url)
    if run.only_check:
        raise UsageError("--check compares files that a preview does not write; leave it out")


def _preview(analysis: Analysis, url: str) -> Analysis:
    """The analysis of a preview at an address; UsageError (exit code 2) for that of the site itself."""
    if url == analysis.project.config.site_url.rstrip("/"):
        raise UsageError(f"--site-url: {url} is the address of the site itself; expected another one")
    return replace(analysis, project=replace(analysis.project, preview_url=f"{url}/"))
