"""What ends a command: each class has an exit code, and its message says what to do next."""

from typing import Final

UNCHANGED: Final = "existing files were not changed"
"""What a failed command says of the files that were there, where that is so."""


class DocgenError(Exception):
    """A mistake that a user can mend; the command line prints it without a traceback."""

    exit_code = 1


class UsageError(DocgenError):
    """An argument that does not make sense together with the project."""

    exit_code = 2


class NoProjectError(DocgenError):
    """No project in this folder."""

    exit_code = 3


class UnreadableError(DocgenError):
    """An argument that cannot be read: a file, a contract, a reference of git."""

    exit_code = 3


class WouldChangeError(DocgenError):
    """`--check` found output that differs from what would be written."""

    exit_code = 4


class NetworkError(DocgenError):
    """A live address did not answer."""

    exit_code = 5


class OutputError(DocgenError):
    """Output could not be written; the message says which files were changed, mostly none."""

    exit_code = 6
