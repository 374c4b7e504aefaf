"""`docgen redirects`: one command a module."""

from collections.abc import Mapping
from typing import Final

import click

from docgen.cli.commands import Commands

_COMMANDS: Final[Mapping[str, str]] = {
    "build": "Write the rules of every configured edge.",
    "extend": "Move a sunset, and all that promises it, to a later day.",
    "plan": "Say rule by rule what a deploy would change.",
    "remove": "Take a rule off the edge, once the upstream answers itself.",
    "simulate": "Print what a client gets before, at and after the sunset.",
    "verify": "Hold a deployed edge against the rules.",
}


@click.group("redirects", cls=Commands, package="docgen.cli.redirects", summaries=_COMMANDS)
def command() -> None:
    """Build the edge rules, see what a client gets, and prove what is deployed.

    Example: docgen redirects build --edge nginx --diff
    """
