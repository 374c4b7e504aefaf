"""A group of commands that are imported on their first call, so that `--help` is quick."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any, Final

import click

from docgen.cli.progress import quiet_option

_QUIET: Final = quiet_option(hidden=True)
"""`-q` after the name of a command, where users of other tools write it."""


class Commands(click.Group):
    """The commands of a package, each as `command` in the module with its name; `summaries` is the registry."""

    def __init__(self, *arguments: Any, package: str, summaries: Mapping[str, str], **settings: Any) -> None:  # noqa: ANN401 - click's own
        super().__init__(*arguments, **settings)
        self._package = package
        self._summaries = summaries

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order of the help."""
        return list(self._summaries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command with a name, imported from the module with that name."""
        if cmd_name not in self._summaries:
            return None
        command: click.Command = import_module(f"{self._package}.{cmd_name}").command
        _accept_quiet(command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self._summaries.items()))


def _accept_quiet(command: click.Command) -> None:
    if _QUIET not in command.params:
        command.params.append(_QUIET)
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            _accept_quiet(inner)
