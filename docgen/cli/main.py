"""The entry point: the registry of commands, and the one place that turns an error into an exit code."""

import errno
import os
import re
import shlex
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path  # noqa: TID251 - the shell hands folders to the writer
from typing import Final, NoReturn

import click

from docgen import __version__
from docgen.cli.commands import Commands
from docgen.cli.streams import prepare_streams
from docgen.errors import UNCHANGED, DocgenError, OutputError, UnreadableError
from docgen.write.signals import DONE, TERMINATION_SIGNALS

_UNWRITABLE: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS, errno.ETXTBSY)
SOFTWARE: Final = 70
"""EX_SOFTWARE of sysexits.h: an error that nobody foresaw, which is neither a finding nor a mistake of the user's."""
_COMMANDS: Final[Mapping[str, str]] = {
    "build": "Check, then build the site and the edge rules.",
    "check": "Check every claim against the contract.",
    "correct": "Add a dated correction to a published entry.",
    "diff": "List what changed between two contracts, and whom it breaks.",
    "explain": "Explain a finding, a change or an error code.",
    "init": "Make a new project for an API from its OpenAPI document.",
    "new": "Add an entry, an error page, a pin or a map; draft from a diff.",
    "redirects": "Build and simulate the edge rules.",
    "render": "Write the site's pages as a plain MkDocs project.",
    "schema": "Write the JSON Schemas for editors.",
    "serve": "Preview the site while you write.",
    "spec": "Pull the contract, and show which date its changes need.",
    "sunsets": "List upcoming sunsets and remaining traffic.",
    "upgrade": "List what a customer must do between two pins.",
    "verify": "Check the live API, site and edges against the contract.",
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
    # called with arguments it is a part of another program (the tests), whose signals and exit are not ours
    if arguments is None:
        _heed_signals()
    prepare_streams()
    try:
        code = _run(arguments)
    except OSError:  # the error stream is full, too: nothing can be said
        code = OutputError.exit_code
    if arguments is None:
        _leave(code)
    sys.exit(code)


def _heed_signals() -> None:
    """End at SIGTERM and SIGHUP as at SIGINT: what is half-done is cleaned up. What a parent ignores stays so."""
    for number in TERMINATION_SIGNALS:
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)  # KeyboardInterrupt: every `finally` is run


def _run(arguments: Sequence[str] | None) -> int:
    """The exit code."""
    DONE.clear()
    code: object
    output = sys.stdout
    try:
        code = cli.main(args=arguments, prog_name="docgen", standalone_mode=False)
    except SystemExit as stop:
        broken_pipe = sys.stdout is not output  # click puts another there, and ends with 1
        code = 0 if broken_pipe else stop.code if isinstance(stop.code, int | None) else 1
    except (click.exceptions.Abort, KeyboardInterrupt):
        _say(f"interrupted; {'; '.join(DONE) or UNCHANGED}")
        code = 130
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except DocgenError as error:
        _say(str(error))
        code = error.exit_code
    except OSError as error:
        code = _of_system(error, arguments)
    except RuntimeError as error:
        loop = re.fullmatch("Symlink loop from '(.*)'", str(error))  # what Path.resolve() has for ELOOP before 3.13
        refused = OSError(errno.ELOOP, os.strerror(errno.ELOOP), loop[1]) if loop else None
        code = _of_system(refused, arguments) if refused else _of_docgen(error, arguments)
    except BaseException as error:  # what a library in Rust panics with is no Exception
        code = _of_docgen(error, arguments)
    return code if isinstance(code, int) else 0


def _of_system(error: OSError, arguments: Sequence[str] | None) -> int:
    """The exit code of what the system refuses, with its file and its reason."""
    file = f"{os.fsdecode(error.filename)}: " if isinstance(error.filename, (str, bytes)) else ""
    if error.errno == errno.ENOENT and not file:
        file = "the current folder: "  # only os.getcwd() names no file: somebody has removed it
    if error.errno in _UNWRITABLE:
        _say(f"{file}the output could not be written: {error.strerror}")
        return OutputError.exit_code
    if file:
        _say(f"{file}cannot be read: {error.strerror}")
        return UnreadableError.exit_code
    return _of_docgen(error, arguments)


def _of_docgen(error: BaseException, arguments: Sequence[str] | None) -> int:
    """The exit code of docgen's own fault, with the traceback and what a report of it needs; no query of an address."""
    sys.excepthook(type(error), error, error.__traceback__)
    words = sys.argv[1:] if arguments is None else arguments
    command = shlex.join(["docgen", *(re.sub(r"(?<=://)(\S*@)?([^?#\s]*)\S*", r"\2", word) for word in words)])
    about = f"docgen {__version__}, Python {sys.version.split()[0]}, {sys.platform}: {command}"
    _say(f"internal error: {type(error).__name__}: {error}")
    _say(f"this is a bug in docgen, not in your files; please report it with the lines above and this one: {about}")
    return SOFTWARE


def _leave(code: int) -> NoReturn:
    """End the process at once: to free what a command holds, object by object, takes a fifth of the time of a diff."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        code = 0
    except OSError:  # what could not be written is still waiting, and was said
        code = OutputError.exit_code
    # no handler at exit is lost: the streams are flushed, the writer has closed its files, MkDocs has ended
    os._exit(code)


def _say(message: str) -> None:
    from docgen.wording import printable  # imported here, so that `--help` is quick

    click.echo("\n".join(map(printable, f"docgen: {message}".split("\n"))), err=True)
