"""The entry point: the registry of commands, and the one place that turns an error into an exit code."""

import errno
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path  # noqa: TID251 - the shell hands folders to the writer
from typing import Final, NoReturn

import click

from docgen import __version__
from docgen.cli.commands import Commands
from docgen.errors import DocgenError, OutputError, UnreadableError
from docgen.signals import DONE, ENDING

_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
_UNREADABLE: Final = (errno.EACCES, errno.EPERM, errno.ENAMETOOLONG)
_COMMANDS: Final[Mapping[str, str]] = {
    "build": "Check, then build the site and the edge rules.",
    "check": "Check every claim against the contract.",
    "correct": "Add a dated correction to a published entry.",
    "diff": "Say what changed between two contracts, and whom it breaks.",
    "explain": "Say what a finding, a change or an error code means.",
    "init": "Make a new project for an API from its OpenAPI document.",
    "new": "Add an entry, an error page, a pin or a map; draft from a diff.",
    "redirects": "Build and simulate the edge rules.",
    "render": "Write the site's pages as a plain MkDocs project.",
    "schema": "Write the JSON Schemas for editors.",
    "serve": "Preview the site while you write.",
    "spec": "Pull the contract, and see under which date it fits.",
    "sunsets": "Say what comes due, and who still asks for it.",
    "upgrade": "Say what a customer must do between two pins.",
    "verify": "Hold the live API, its site and its edges against the contract.",
}


@click.group(cls=Commands, package="docgen.cli", summaries=_COMMANDS)
@click.option("-C", "root", default=".", type=click.Path(file_okay=False), help="Run in this folder.")
@click.version_option(__version__, prog_name="docgen")
@click.pass_context
def cli(context: click.Context, root: str) -> None:
    """Changelog, error pages and redirect rules that cannot say what the API does not do.

    Example: docgen -C my-api check
    """
    context.obj = root
    if context.invoked_subcommand != "diff":  # which must start quickly
        from docgen.cli.writing import tell_killed  # as above

        tell_killed(Path(root))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command line; exits with the documented code, and without a traceback for a user's mistake."""
    if arguments is None:
        _heed_signals()
    code = _run(arguments)
    if arguments is None and isinstance(code, int):
        _leave(code)
    sys.exit(code)


def _heed_signals() -> None:
    """End at SIGTERM and SIGHUP as at SIGINT: what is half-done is cleaned up. What a parent ignores stays so."""
    for number in ENDING:
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)


def _run(arguments: Sequence[str] | None) -> int | None:
    """The exit code; None where a command has ended without saying one."""
    DONE.clear()
    try:
        code = cli.main(args=arguments, prog_name="docgen", standalone_mode=False)
    except click.exceptions.Abort:
        _say(f"interrupted; {'; '.join(DONE) or 'existing files were not changed'}")
        code = 130
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except DocgenError as error:
        _say(str(error))
        code = error.exit_code
    except BrokenPipeError:
        code = 0
    except OSError as error:
        code = _of_system(error)
    return code if isinstance(code, int) else None


def _of_system(error: OSError) -> int:
    """The exit code of what the system refuses, with its reason said; the error again where no user can mend it."""
    if error.errno in _FULL:
        _say(f"the output could not be written: {error.strerror}")
        return OutputError.exit_code
    if error.errno in _UNREADABLE and error.filename:
        _say(f"{error.filename}: cannot be read: {error.strerror}")
        return UnreadableError.exit_code
    raise error


def _leave(code: int) -> NoReturn:
    """End the process at once: to free what a command holds, object by object, takes a fifth of the time of a diff."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        code = 0
    except OSError:  # what could not be written is still waiting, and was said
        code = OutputError.exit_code
    os._exit(code)


def _say(message: str) -> None:
    click.echo(f"docgen: {message}", err=True)
