"""The standard streams, made fit for any text: a terminal's encoding, or a closed stream, ends no command."""

import io
import os
import sys
from typing import Final

import click

_MODES: Final = {"stdin": ("r", os.O_RDONLY), "stdout": ("w", os.O_WRONLY), "stderr": ("w", os.O_WRONLY)}


def prepare_streams() -> None:
    """Escape what an encoding lacks instead of failing, and let a stream that is closed lead nowhere."""
    for name, (mode, flags) in _MODES.items():
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, flags), mode, encoding="utf-8"))
        elif mode == "w" and isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal in ASCII shows \u20ac rather than a traceback


def print_report(text: str, form: str) -> None:
    """Print a report in a format: for people in the encoding of the terminal, for programs in UTF-8 everywhere."""
    click.echo(text if form == "text" else text.encode("utf-8", "replace"), nl=False)
