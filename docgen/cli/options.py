"""Options that several commands have: noted in the run, or gathered into one argument."""

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from inspect import signature
from pathlib import Path  # noqa: TID251 - the shell hands folders to the readers
from typing import Any, Final

import click

from docgen.errors import UsageError
from docgen.load.root import find_root

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]
NOW_HELP: Final = "Run as of a date, an RFC 3339 time or @epoch; default: the clock."


def noted(name: str, attribute: str, **settings: Any) -> Decorator:  # noqa: ANN401 - click's settings
    """An option whose value is an attribute of the `Run`, and no argument of the command."""

    def note(context: click.Context, _: click.Parameter, value: object) -> None:
        setattr(context.obj, attribute, value)

    return click.option(name, expose_value=False, callback=note, **settings)


def project_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--now` of a command that reads the project, which gets its `Run` as the first argument."""
    return noted("--now", "now", metavar="TIME", help=NOW_HELP)(click.pass_obj(command))


def diff_option(explanation: str = "Write nothing; show the change.") -> Decorator:
    """`--diff` of a command that writes."""
    return noted("--diff", "show_diff", is_flag=True, help=explanation)


def check_option(explanation: str = "Write nothing; exit 4 if a file would change.") -> Decorator:
    """`--check` of a command that writes."""
    return noted("--check", "only_check", is_flag=True, help=explanation)


def project_of(folder: Path) -> Path:
    """The project's folder: that of `-C`, or else the nearest one from here upwards."""
    given = click.get_current_context().find_root().params["root"]
    return folder if given else find_root(folder)


def refuse_address(place: str, url: str) -> None:
    """UsageError for what is not the address of a site: https, and neither a query nor a fragment."""
    if not re.fullmatch(r"https://[a-z0-9.-]+(:[0-9]+)?(/[!$-;=@-~]*)?", url):
        raise UsageError(f"{place}: {url!r} is not a valid site URL; expected one such as https://docs.example.com/")


def gathered(argument: str, make: Callable[..., Any], *options: Decorator) -> Decorator:
    """The options of a command, which gets one argument for all: what `make` makes of their values."""

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def with_argument(*arguments: Any, **given: Any) -> Any:  # noqa: ANN401 - the command's own
            given[argument] = make(**{name: given.pop(name) for name in signature(make).parameters})
            return command(*arguments, **given)

        # as decorators are written one below the other: the last is applied first, and the help lists them in order
        decorated: Callable[..., Any] = with_argument
        for option in reversed(options):
            decorated = option(decorated)
        return decorated

    return add


def day_option(name: str, **settings: Any) -> Decorator:  # noqa: ANN401 - click's settings
    """An option with a day, which the command gets as a date, or None."""

    def day(_: click.Context, __: click.Parameter, moment: datetime | None) -> date | None:
        return moment.date() if moment else None

    return click.option(name, type=click.DateTime(["%Y-%m-%d"]), callback=day, **settings)
