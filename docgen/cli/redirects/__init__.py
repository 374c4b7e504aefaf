"""`docgen redirects`: one command a module."""

from collections.abc import Mapping
from typing import Final

import click

from docgen.cli.commands import Commands

_COMMANDS: Final[Mapping[str, str]] = {
    "build": "Write the rules of every configured edge.",
    "plan": "Say rule by rule what a deploy would change.",
    "simulate": "Print what a client gets before, at and after the sunset.",
}


@click.group("redirects", cls=Commands, package="docgen.cli.redirects", summaries=_COMMANDS)
def command() -> None:
    """Build the edge rules, and see what a client gets.

    Example: docgen redirects build --edge nginx --diff
    """
