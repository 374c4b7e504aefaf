"""`docgen serve`."""

from pathlib import Path  # noqa: TID251 - the shell hands the folder to the builder

import click

from docgen.cli.project import now_option
from docgen.site.build import serve


@click.command("serve")
@click.option("--address", default="127.0.0.1:8000", show_default=True, metavar="HOST:PORT", help="Where to listen.")
@click.option("--allow-host", "hosts", metavar="NAME", multiple=True, help="Answer for this host too; may be repeated.")
@now_option
@click.pass_obj
def command(root: str, address: str, hosts: tuple[str, ...], now: str | None) -> None:
    """Preview the site: rebuilt at each edit, with /errors/<code> as the docs host answers it.

    It answers for localhost and IP addresses, so that no page elsewhere can read a draft. Behind a proxy or a tunnel,
    --allow-host names the host that the browser asks for.

    Example: docgen serve --address 127.0.0.1:8080
    """
    serve(Path(root).resolve(), address, now, hosts)
