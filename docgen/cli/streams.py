"""The standard streams: a terminal's encoding or a closed stream must not end a command."""

import io
import os
import sys
from typing import Final

import click

_MODES: Final = {"stdin": ("r", os.O_RDONLY), "stdout": ("w", os.O_WRONLY), "stderr": ("w", os.O_WRONLY)}


def prepare_streams() -> None:
    """Escape characters that an encoding lacks, and open closed streams on the null device."""
    for name, (mode, flags) in _MODES.items():
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, flags), mode, encoding="utf-8"))
        elif mode == "w" and isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal in ASCII shows \u20ac rather than a traceback


def print_report(text: str, form: str) -> None:
    """Print a report: text in the terminal's encoding, formats for programs always in UTF-8."""
    click.echo(text if form == "text" else text.encode("utf-8", "replace"), nl=False)
