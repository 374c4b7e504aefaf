"""The options of the commands that ask live addresses, and the client and the credential made from them.

An option names the environment variable of a credential, and never has its value.
"""

import math
import os
import re
from collections.abc import Callable
from pathlib import Path  # noqa: TID251 - the shell notes which files are read
from typing import Any, Final, TypeVar

import click

from docgen.errors import UsageError
from docgen.load.clock import unix_time
from docgen.load.files import READ
from docgen.probe import Client, Credential, Network, parse_resolve

Command = TypeVar("Command", bound=Callable[..., Any])
_HEADER: Final = re.compile(r"([A-Za-z0-9!#$%&'*+.^_`|~-]+): *([!-~](?:[ -~]*[!-~])?)")


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


def credential_options(command: Command) -> Command:
    """Add the options `--auth-env` and `--header-env` to a command."""
    header = click.option(
        "--header-env", metavar="NAME", help="Environment variable with a whole header, `Name: value`."
    )
    auth = click.option("--auth-env", metavar="NAME", help="Environment variable with the value of Authorization.")
    return auth(header(command))


def read_credential(auth_env: str | None, header_env: str | None) -> Credential | None:
    """The header in an environment variable, whose value is never printed; UsageError (exit code 2) if it has none."""
    if auth_env and header_env:
        raise UsageError("expected --auth-env or --header-env, not both")
    name = auth_env or header_env
    if name is None:
        return None
    value = os.environ.get(name, "").strip()
    header = _HEADER.fullmatch(f"Authorization: {value}" if auth_env else value)
    if header is None:
        expected = "the value of Authorization" if auth_env else "a header such as `X-Api-Key: ...`"
        raise UsageError(f"the environment variable {name} is empty or not a valid header; expected {expected}")
    return Credential(header[1], header[2])
