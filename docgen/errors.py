"""The errors that end a command: one exit code a class, with a message that says what to do next."""

from typing import Final

UNCHANGED: Final = "existing files were not changed"
"""The message of a failed command that wrote nothing."""


class DocgenError(Exception):
    """An error that a user can fix; the command line prints it without a traceback."""

    exit_code = 1


class UsageError(DocgenError):
    """Arguments that are not valid, alone or for this project."""

    exit_code = 2


class NoProjectError(DocgenError):
    """No project in this folder."""

    exit_code = 3


class UnreadableError(DocgenError):
    """An input that cannot be read: a file, a contract, a git ref."""

    exit_code = 3


class WouldChangeError(DocgenError):
    """`--check` found output that differs from what would be written."""

    exit_code = 4


class NetworkError(DocgenError):
    """A live address did not answer."""

    exit_code = 5


class OutputError(DocgenError):
    """Output could not be written; the message says whether files were changed."""

    exit_code = 6
