"""The options of the commands that ask live addresses, and the client and the credential made from them.

An option names the environment variable of a credential, and never has its value.
"""

import math
import os
import re
from pathlib import Path  # noqa: TID251 - the shell notes which files are read
from typing import Any, Final, NamedTuple

import click

from docgen.cli.options import Decorator, gathered
from docgen.errors import UsageError
from docgen.load.clock import unix_time
from docgen.load.files import READ
from docgen.probe import Client, Credential, Network, parse_resolve

FORMATS: Final = ("text", "json", "junit")
_HEADER: Final = re.compile(r"([A-Za-z0-9!#$%&'*+.^_`|~-]+): *([!-~](?:[ -~]*[!-~])?)")


class FiniteRange(click.FloatRange):
    """A number in a range; nan is refused, which passes the range check of click."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:  # noqa: ANN401 - click's own
        """The number; a usage error of click (exit code 2) for nan."""
        number: float = super().convert(value, param, ctx)
        if math.isnan(number):
            self.fail(f"{value} is not in the range {self._describe_range()}.", param, ctx)
        return number


def timeout_option(seconds: float, explanation: str) -> Decorator:
    """`--timeout` with its default."""
    return click.option(
        "--timeout",
        type=FiniteRange(0.1, 3600),
        metavar="SECONDS",
        default=seconds,
        show_default=True,
        help=explanation,
    )


ca_file_option = click.option(
    "--ca-file", type=click.Path(dir_okay=False), help="Also trust the certificate authorities in this file (PEM)."
)


class Live(NamedTuple):
    """What the options of a live check say: whom it asks, how, and what it leaves out."""

    origins: tuple[str, ...] = ()
    resolve: tuple[str, ...] = ()
    ca_file: str | None = None
    timeout: float = 10
    retries: int = 0
    rate: float = 10
    unsafe_methods: bool = False
    skip_targets: bool = False

    def client(self) -> Client:
        """A client with these options and the clock of this machine."""
        if self.ca_file:  # no report may overwrite it
            READ.add(Path(self.ca_file))
        network = Network(self.timeout, self.retries, self.rate, self.ca_file, parse_resolve(self.resolve))
        return Client(network, unix_time)


live_options: Final = gathered(
    "live",
    Live,
    click.option("--origin", "origins", metavar="URL", multiple=True, help="An edge to check; may be repeated."),
    click.option(
        "--resolve",
        metavar="HOST:PORT:ADDR",
        multiple=True,
        help="Connect to ADDR (IPv6 in brackets) for HOST and PORT, as curl.",
    ),
    ca_file_option,
    timeout_option(10.0, "Seconds for a whole response, retries included."),
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
"""The options of all live checks: a command gets them as the argument `live`."""


def _credential(auth_env: str | None, header_env: str | None) -> Credential | None:
    """The header in one of two environment variables, never printed; UsageError (exit code 2) if it has none."""
    if auth_env and header_env:
        raise UsageError("expected --auth-env or --header-env, not both")
    name = auth_env or header_env
    if name is None:
        return None
    header, expected = os.environ.get(name, "").strip(), "a header such as `X-Api-Key: ...`"
    if auth_env:
        header, expected = f"Authorization: {header}", "the value of Authorization"
    parts = _HEADER.fullmatch(header)
    if parts is None:
        raise UsageError(f"the environment variable {name} is empty or not a valid header; expected {expected}")
    return Credential(*parts.groups())


credential_options: Final = gathered(
    "credential",
    _credential,
    click.option("--auth-env", metavar="NAME", help="Environment variable with the value of Authorization."),
    click.option("--header-env", metavar="NAME", help="Environment variable with a whole header, `Name: value`."),
)
"""The options of a command that may send a credential, which gets them as the argument `credential`."""
