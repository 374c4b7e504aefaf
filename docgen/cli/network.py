"""The options of the commands that check live addresses, and the client made from them."""

import math
from collections.abc import Callable
from pathlib import Path  # noqa: TID251 - the shell notes which files are read
from typing import Any, TypeVar

import click

from docgen.load.clock import unix_time
from docgen.load.files import READ
from docgen.probe import Client, Network, parse_resolve

Command = TypeVar("Command", bound=Callable[..., Any])


class FiniteRange(click.FloatRange):
    """A number in a range; nan is refused, which passes the range check of click."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:  # noqa: ANN401 - click's own
        """The number; a usage error of click (exit code 2) for nan."""
        number: float = super().convert(value, param, ctx)
        if math.isnan(number):
            self.fail(f"{value} is not in the range {self._describe_range()}.", param, ctx)
        return number


SECONDS = FiniteRange(0.1, 3600)
FORMATS = ("text", "json", "junit")
_OPTIONS = (
    click.option("--origin", "origins", metavar="URL", multiple=True, help="An edge to check; may be repeated."),
    click.option(
        "--resolve",
        metavar="HOST:PORT:ADDR",
        multiple=True,
        help="Connect to ADDR (IPv6 in brackets) for HOST and PORT, as curl.",
    ),
    click.option(
        "--ca-file", type=click.Path(dir_okay=False), help="Also trust the certificate authorities in this file (PEM)."
    ),
    click.option(
        "--timeout",
        type=SECONDS,
        metavar="SECONDS",
        default=10.0,
        show_default=True,
        help="Seconds for a whole response, retries included.",
    ),
    click.option(
        "--retries",
        type=click.IntRange(0, 10),
        metavar="NUMBER",
        default=2,
        show_default=True,
        help="Retries of a safe request.",
    ),
    click.option(
        "--rate",
        type=FiniteRange(0.01, 1000),
        metavar="NUMBER",
        default=10.0,
        show_default=True,
        help="Maximum number of requests per second.",
    ),
    click.option("--unsafe-methods", is_flag=True, help="Also send POST, PUT, PATCH and DELETE, without a body."),
    click.option("--skip-targets", is_flag=True, help="Do not request the targets of the redirects."),
)


def live_options(command: Command) -> Command:
    """Add the options of all live checks to a command."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def make_client(resolve: tuple[str, ...], ca_file: str | None, timeout: float, retries: int, rate: float) -> Client:
    """A client with these options and the clock of this machine."""
    if ca_file:
        READ.add(Path(ca_file))
    return Client(Network(timeout, retries, rate, ca_file, parse_resolve(resolve)), unix_time)
