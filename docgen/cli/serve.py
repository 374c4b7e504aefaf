"""`docgen serve`."""

from pathlib import Path  # noqa: TID251 - the shell hands the folder to the builder

import click

from docgen.cli.project import now_option
from docgen.site import serve


@click.command("serve")
@click.option("--address", default="127.0.0.1:8000", show_default=True, metavar="HOST:PORT", help="Where to listen.")
@now_option
@click.pass_obj
def command(root: str, address: str, now: str | None) -> None:
    """Preview the site: rebuilt at each edit, with /errors/<code> as the docs host answers it.

    Example: docgen serve --address 127.0.0.1:8080
    """
    serve(Path(root).resolve(), address, now)
