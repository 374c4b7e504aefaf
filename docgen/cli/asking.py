"""Questions at a terminal for the arguments of a command that are missing."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import takewhile
from typing import Any

import click

from docgen.cli.run import command_line, echo, progress
from docgen.errors import DocgenError

Question = Callable[[click.Parameter], Any]
"""Asks for a value of a parameter."""


@contextmanager
def asked(values: dict[str, Any], questions: Mapping[str, Question], *optional: str) -> Iterator[None]:
    """Ask for what is missing of the values of this command; for what is `optional`, where anything else is, too.

    Where the command ends early after that, a command line with the answers is printed. A missing option (exit code 2)
    where stdin is not a terminal.
    """
    context = click.get_current_context()
    parameters = {parameter.name: parameter for parameter in context.command.params}
    required = [name for name in questions if not values[name] and name not in optional]
    if required and not sys.stdin.isatty():
        raise click.MissingParameter(ctx=context, param=parameters[required[0]])
    progress.clear()
    try:
        for name in questions if required else ():
            values[name] = values[name] or questions[name](parameters[name])
        yield
    except (DocgenError, click.Abort, KeyboardInterrupt):
        if required:
            words = context.command_path.split()[1:]
            for name, value in values.items():
                words += _words(parameters[name], value)
            echo(f"to go on with your answers: {command_line(*words)}", err=True)
        raise


def _words(parameter: click.Parameter, value: Any) -> list[str]:  # noqa: ANN401 - an answer
    option = f"{parameter.opts[0]}=" if isinstance(parameter, click.Option) else ""
    return [f"{option}{one}" for one in (value if isinstance(value, tuple) else [value]) if one]


def short(
    parameter: click.Parameter,
    refuse: Callable[[str], object] = str,
    known: Iterable[str] = (),
    default: str | None = None,
) -> Any:  # noqa: ANN401 - of the parameter's type
    """A value in one line; what `refuse` raises is the reason to ask again, and Tab completes what is `known`."""

    def accepted(text: str) -> Any:  # noqa: ANN401 - as above
        try:
            if text:
                refuse(text)
        except DocgenError as error:
            raise click.UsageError(str(error)) from None
        return parameter.type(text, parameter)

    _complete([*known, *getattr(parameter.type, "choices", ())])
    label = parameter.human_readable_name.capitalize()
    if explanation := getattr(parameter, "help", None):
        label += f" ({explanation.rstrip('.')})"
    return click.prompt(label, default, type=parameter.type, value_proc=accepted, show_default=bool(default))


def _complete(known: Iterable[str]) -> None:
    """Let Tab complete a whole line, where this Python has readline."""
    with suppress(ImportError):
        import readline

        def match(text: str, state: int) -> str | None:
            return [*(name for name in known if name.startswith(text)), None][state]

        readline.set_completer_delims("")
        readline.set_completer(match)
        is_libedit = "libedit" in str(readline.__doc__)  # as on macOS
        readline.parse_and_bind("bind ^I rl_complete" if is_libedit else "tab: complete")


def long(parameter: click.Parameter) -> str:
    """A text from the user's editor; typed where none is set, or it fails. An empty one aborts."""
    text: str | None = None
    with suppress(click.ClickException):
        if {"VISUAL", "EDITOR"} & os.environ.keys():
            text = click.edit(extension=".md")
    if text is None:
        echo(f"{parameter.human_readable_name.capitalize()}, which ends with an empty line:")
        text = "".join(takewhile(str.strip, sys.stdin))
    if not text.strip():
        raise click.Abort
    return text.strip()
