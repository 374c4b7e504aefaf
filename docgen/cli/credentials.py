"""How a command is given a credential: the name of an environment variable, never the value."""

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
    """`--auth-env` and `--header-env`."""
    header = click.option(
        "--header-env", metavar="NAME", help="The environment variable with a whole header, `Name: value`."
    )
    auth = click.option("--auth-env", metavar="NAME", help="The environment variable with the value of Authorization.")
    return auth(header(command))


def credential_in(auth_env: str | None, header_env: str | None) -> Credential | None:
    """The header that an environment variable holds; its value is never printed. UsageError (exit code 2) for none."""
    if auth_env and header_env:
        raise UsageError("--auth-env and --header-env are both given; expected one of them")
    name = auth_env or header_env
    if name is None:
        return None
    value = os.environ.get(name, "").strip()
    header = _HEADER.fullmatch(f"Authorization: {value}" if auth_env else value)
    if header is None:
        expected = "the value of Authorization" if auth_env else "a header such as `X-Api-Key: ...`"
        raise UsageError(f"the environment variable {name} is empty or no header; expected {expected} in it")
    return Credential(header[1], header[2])
