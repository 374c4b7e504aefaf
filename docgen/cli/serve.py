"""`docgen serve`."""

import click

from docgen.analysis import analyse
from docgen.cli.logs import printed_logs
from docgen.cli.run import Run, echo, progress, project_options, rendered
from docgen.load.clock import parse_now
from docgen.load.known_contracts import KnownContracts
from docgen.model.analysis import Analysis
from docgen.site.preview import serve


@click.command("serve")
@click.option("--address", default="127.0.0.1:8000", show_default=True, metavar="HOST:PORT", help="Where to listen.")
@click.option(
    "--allow-host", "hosts", metavar="NAME", multiple=True, help="Also answer for this host; may be repeated."
)
@project_options
def command(run: Run, address: str, hosts: tuple[str, ...]) -> None:
    """Preview the site: it is rebuilt at each edit, and answers /errors/<code> as the docs host does.

    It only answers for localhost and IP addresses, so that no other web page can read a draft. Behind a proxy or a
    tunnel, name the host in the browser's address bar with --allow-host.

    The findings are printed as docgen check prints them. Where a file cannot be read, or the site cannot be built, the
    last site stays, with the errors over each page.

    Example: docgen serve --address 127.0.0.1:8080
    """
    root, contracts = run.root.resolve(), KnownContracts()

    def check() -> tuple[Analysis | None, str]:
        analysis, findings = analyse(root, parse_now(run.now), progress, contracts)
        listed = rendered(findings, "text", root, short=True)
        echo(listed, nl=False)
        return analysis, listed

    with printed_logs("mkdocs.livereload"):
        serve(root, address, check, hosts, progress)
