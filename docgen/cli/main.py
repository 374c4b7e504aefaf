"""The entry point: the commands, imported on their first call, and the conversion of errors into exit codes."""

import errno
import os
import re
import shlex
import signal
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from itertools import chain
from keyword import iskeyword
from pathlib import Path  # noqa: TID251 - the shell hands folders to the writer
from typing import Any, Final, NoReturn

import click

from docgen import __version__
from docgen.cli.console import echo, prepare_streams, progress, quiet_option
from docgen.cli.garbage import without_garbage_collection
from docgen.errors import UNCHANGED, DocgenError, OutputError, UnreadableError, UsageError
from docgen.signals import DONE, TERMINATION_SIGNALS

_UNWRITABLE: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS, errno.ETXTBSY)
SOFTWARE: Final = 70
"""EX_SOFTWARE of sysexits.h: an internal error, which is neither a finding nor a mistake of the user."""
_COMMANDS: Final[Mapping[str, str]] = {
    "build": "Check, then build the site and the edge rules.",
    "check": "Check every claim against the contract.",
    "correct": "Add a dated correction to a published entry.",
    "diff": "List what changed between two contracts, and whom it breaks.",
    "explain": "Explain a finding, a change or an error code.",
    "import": "Import an older changelog as history.",
    "init": "Create a project for an API from its OpenAPI document.",
    "new": "Add an entry, an error page, a pin or a map of old URLs.",
    "redirects": "Build, simulate, change and verify the edge rules.",
    "render": "Write the site's pages as a plain MkDocs project.",
    "review": "Say what a change means, for those who decide on it.",
    "schema": "Write the JSON Schemas for editors.",
    "serve": "Preview the site while you write.",
    "spec": "Pull the contract, and show whether it needs a new pin.",
    "sunsets": "List upcoming sunsets and remaining traffic.",
    "upgrade": "List what a customer must do between two pins.",
    "verify": "Check the live API, site and edges against the changelog.",
}


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
        """The command with a name, imported from the module with that name, and a `_` after a keyword of Python."""
        if cmd_name not in self._summaries:
            return None
        module = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        with without_garbage_collection():  # what modules make stays
            command: click.Command = import_module(f"{self._package}.{module}").command
        _accept(command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click's, with the nearest name where there is no such command: click knows none that is not imported."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from docgen.wording import choice, did_you_mean  # only where a name is wrong

            expected = did_you_mean(args[0], self._summaries, f"expected {choice(list(self._summaries))}")
            raise click.UsageError(f"{error.message.rstrip('.')}; {expected}", ctx) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self._summaries.items()))


def _enter(context: click.Context, _: click.Parameter | None, root: str | None) -> None:
    """Run in a folder; without one, where the command line says so before the command."""
    if root or context.parent is None:
        context.find_root().params["root"] = root
        context.obj = Path(root or ".")
        if context.find_root().invoked_subcommand != "diff":  # it must start quickly
            from docgen.cli.run import Run  # it imports all that the other commands need

            context.obj = Run(context.obj)


_FOLDER: Final = click.Path(file_okay=False)
_ANYWHERE: Final = (
    quiet_option(hidden=True),
    click.Option(["-C"], type=_FOLDER, hidden=True, expose_value=False, is_eager=True, callback=_enter),
)
"""Options that are taken after the name of a command, too, where users of other tools and pre-commit write them."""


def _accept(command: click.Command) -> None:
    if _ANYWHERE[0] not in command.params:  # in the tests, one process runs a command many times
        command.params += _ANYWHERE
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            _accept(inner)


@click.group(
    cls=Commands,
    package="docgen.cli",
    summaries=_COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option("-C", "root", type=_FOLDER, help="Run in this folder; default: the nearest project, from here upwards.")
@click.version_option(__version__, prog_name="docgen")
@click.pass_context
def cli(context: click.Context, root: str | None) -> None:
    """Changelog, error pages and redirect rules, checked against the API's contract.

    Example: docgen -C my-api check
    """
    _enter(context, None, root)


cli.params.append(quiet_option(hidden=False))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command line, and exit with the documented code; a user's mistake shows no traceback."""
    # with arguments it runs inside another program (the tests), whose signals and exit it leaves alone
    if arguments is None:
        _install_signal_handlers()
    prepare_streams()
    try:
        code = _run(arguments)
    except OSError:  # even the error stream cannot be written
        code = OutputError.exit_code
    if arguments is None:
        _end_process(code)
    sys.exit(code)


def _install_signal_handlers() -> None:
    """Handle SIGTERM and SIGHUP like SIGINT, so that the command cleans up; a signal that is ignored stays ignored."""
    for number in TERMINATION_SIGNALS:
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)  # it raises KeyboardInterrupt, so `finally` blocks run


def _run(arguments: Sequence[str] | None) -> int:
    """Run the command, print its error, and return the exit code."""
    DONE.clear()
    progress.begin()
    output = sys.stdout
    try:
        code: int = cli.main(args=arguments, prog_name="docgen", standalone_mode=False) or 0
    except SystemExit as stop:
        # on EPIPE click replaces sys.stdout, and exits with 1
        code = 0
        if sys.stdout is output:
            code = (stop.code or 0) if isinstance(stop.code, int | None) else 1
    except (click.exceptions.Abort, KeyboardInterrupt):
        _print_error(f"interrupted; {'; '.join(DONE) or UNCHANGED}")
        code = 130
    except click.ClickException as error:
        progress.clear()
        if isinstance(error, click.NoSuchOption) and error.ctx and not error.possibilities:
            known = chain.from_iterable(option.opts for option in error.ctx.command.params)
            expected = ", ".join(name for name in known if name.startswith("--"))
            error = click.UsageError(f"{error.message.rstrip('.')}; expected one of {expected}", error.ctx)
        error.show()
        code = error.exit_code
    except DocgenError as error:
        _print_error(str(error))
        code = error.exit_code
    except BaseException as error:  # a panic in a Rust library is not an Exception
        code = _system_error(error) or _internal_error(error, arguments)
    finally:
        progress.end()
    return code


def _system_error(error: BaseException) -> int | None:
    """Print an error of the system or of the install with its reason, and return the exit code; None for any other."""
    # before Python 3.13, Path.resolve() raises a RuntimeError instead of ELOOP
    if loop := re.fullmatch("Symlink loop from '(.*)'", str(error)):
        error = OSError(errno.ELOOP, os.strerror(errno.ELOOP), loop[1])
    if isinstance(error, ModuleNotFoundError) and not str(error.name).startswith("docgen"):
        # docgen/docs/installing.md has installs that are enough for some commands
        _print_error(f"this command needs `{error.name}`, which is not installed; install it, or all of aurous-docgen")
        return UsageError.exit_code
    if not isinstance(error, OSError):
        return None
    file = f"{os.fsdecode(error.filename)}: " if isinstance(error.filename, (str, bytes)) else ""
    if error.errno == errno.ENOENT and not file:
        file = "the current folder: "  # only os.getcwd() names no file: the folder was deleted
    if error.errno in _UNWRITABLE:
        _print_error(f"{file}the output could not be written: {error.strerror}")
        return OutputError.exit_code
    if file:
        _print_error(f"{file}cannot be read: {error.strerror}")
        return UnreadableError.exit_code
    return None


def _internal_error(error: BaseException, arguments: Sequence[str] | None) -> int:
    """Print an internal error with a traceback and what a bug report needs (URLs without queries), and return 70."""
    progress.clear()
    sys.excepthook(type(error), error, error.__traceback__)
    words = sys.argv[1:] if arguments is None else arguments
    command = shlex.join(["docgen", *(re.sub(r"(?<=://)(\S*@)?([^?#\s]*)\S*", r"\2", word) for word in words)])
    about = f"docgen {__version__}, Python {sys.version.split()[0]}, {sys.platform}: {command}"
    _print_error(f"internal error: {type(error).__name__}: {error}")
    _print_error(
        f"this is a bug in docgen, not in your files; please report it with the lines above and this one: {about}"
    )
    return SOFTWARE


def _end_process(code: int) -> NoReturn:
    """End the process at once: freeing the objects of a command one by one takes a fifth of the time of a diff."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        code = 0
    except OSError:  # the error was already reported, and the rest of the output is still in the buffer
        code = OutputError.exit_code
    # skips exit handlers, which are not needed: streams are flushed, files are closed, MkDocs has ended
    os._exit(code)


def _print_error(message: str) -> None:
    from docgen.wording import printable  # imported here, so that `--help` is quick

    echo("\n".join(map(printable, f"docgen: {message}".split("\n"))), err=True)
