"""The standard streams: a terminal's encoding or a closed stream must not end a command."""

import io
import os
import sys
from typing import Final

import click

from docgen.cli.progress import progress

_MODES: Final = {"stdin": ("r", os.O_RDONLY), "stdout": ("w", os.O_WRONLY), "stderr": ("w", os.O_WRONLY)}


def prepare_streams() -> None:
    """Escape characters that an encoding lacks, and open closed streams on the null device."""
    for name, (mode, flags) in _MODES.items():
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, flags), mode, encoding="utf-8"))
        elif mode == "w" and isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal in ASCII shows \u20ac rather than a traceback


def echo(text: str | bytes, *, nl: bool = True, err: bool = False) -> None:
    """Print to stdout, or to stderr, in place of the line of progress."""
    progress.clear()
    click.echo(text, nl=nl, err=err)  # noqa: TID251 - the one place that prints


def notice(text: str, *, nl: bool = True, err: bool = False) -> None:
    """Print what nobody asked for: what was written, what comes next. `--quiet` leaves it out."""
    if not progress.quiet:
        echo(text, nl=nl, err=err)
