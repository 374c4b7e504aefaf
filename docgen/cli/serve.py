"""`docgen serve`."""

import click

from docgen.cli.logs import printed_logs
from docgen.cli.run import Run, now_option, progress
from docgen.site.build import serve


@click.command("serve")
@click.option("--address", default="127.0.0.1:8000", show_default=True, metavar="HOST:PORT", help="Where to listen.")
@click.option(
    "--allow-host", "hosts", metavar="NAME", multiple=True, help="Also answer for this host; may be repeated."
)
@now_option
@click.pass_obj
def command(run: Run, address: str, hosts: tuple[str, ...]) -> None:
    """Preview the site: it is rebuilt at each edit, and answers /errors/<code> as the docs host does.

    It only answers for localhost and IP addresses, so that no other web page can read a draft. Behind a proxy or a
    tunnel, name the host in the browser's address bar with --allow-host.

    Example: docgen serve --address 127.0.0.1:8080
    """
    with printed_logs("mkdocs.livereload"):
        serve(run.root.resolve(), address, run.now, hosts, progress)
