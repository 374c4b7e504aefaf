"""`docgen redirects`: one command a module."""

from collections.abc import Mapping
from typing import Final

import click

from docgen.cli.main import Commands

_COMMANDS: Final[Mapping[str, str]] = {
    "announce": "Write rules that add headers, from the announced deprecations.",
    "build": "Write the rules of every configured edge.",
    "extend": "Move a sunset, and all that promises it, to a later day.",
    "plan": "Show what a deploy would change, rule by rule.",
    "remove": "Remove a rule from the edge, once the upstream answers itself.",
    "simulate": "Print what a client gets before, at and after the sunset.",
    "verify": "Check a deployed edge against the rules.",
}


@click.group("redirects", cls=Commands, package="docgen.cli.redirects", summaries=_COMMANDS)
def command() -> None:
    """Build the edge rules, simulate what a client gets, and verify what is deployed.

    Example: docgen redirects build --edge nginx --diff
    """
