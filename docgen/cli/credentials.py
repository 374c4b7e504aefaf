"""Credentials of a command: an option names the environment variable, and never has the value."""

import os
import re
from collections.abc import Callable
from typing import Any, Final, TypeVar

import click

from docgen.errors import UsageError
from docgen.probe import Credential

Command = TypeVar("Command", bound=Callable[..., Any])
_HEADER: Final = re.compile(r"([A-Za-z0-9!#$%&'*+.^_`|~-]+): *([!-~](?:[ -~]*[!-~])?)")


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
