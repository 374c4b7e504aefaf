"""What a command prints: its reports and notices, and a line that says what it is doing.

The line is on stderr: at a terminal it goes away by itself, elsewhere there is one now and then.
"""

import io
import os
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final

import click

_MODES: Final = {"stdin": ("r", os.O_RDONLY), "stdout": ("w", os.O_WRONLY), "stderr": ("w", os.O_WRONLY)}
_FIRST: Final = 0.5
"""Seconds of silence at a terminal: with the start of Python, a user waits less than a second for the first word."""
_TICK: Final = 0.2
_RARELY: Final = 15.0
"""Seconds between two lines where nobody looks on, as in the log of CI."""
_COUNTED: Final = 5
"""Seconds from which the line at a terminal counts them, so that it is seen to live."""


class Progress:
    """The line of the command that runs; `quiet` shows none. The thread that draws it starts with the first call."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.begin()

    def begin(self) -> None:
        """Forget the command before: this process may run several."""
        self.quiet = False
        self._started = time.monotonic()
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None
        self._doing = self._shown = ""

    def __call__(self, doing: str) -> None:
        """Show `doing` until the next call or until something is printed, if the command runs long enough."""
        from docgen.wording import printable  # imported here, so that `--help` is quick

        self._doing = printable(doing)  # an address in it may come from a file
        if not self.quiet and self._thread is None:
            draw, pause = (self._draw, _TICK) if _is_terminal() else (self._log, _RARELY)
            self._thread = threading.Thread(target=self._run, args=(self._ended, draw, pause), daemon=True)
            self._thread.start()

    def clear(self) -> None:
        """Remove the line, since something is about to be printed."""
        with self._lock:
            self._doing = ""
            if self._shown:
                self._shown = ""
                _write(_over(""))

    def end(self) -> None:
        """Remove the line for good: the command is done."""
        self._ended.set()
        self.clear()

    def _run(self, ended: threading.Event, draw: Callable[[float], None], pause: float) -> None:
        while not ended.wait(pause):
            with self._lock:
                if self._doing and not ended.is_set():
                    draw(time.monotonic() - self._started)

    def _draw(self, seconds: float) -> None:
        elapsed = f" {seconds:.0f} s" if seconds >= _COUNTED else ""
        line = f"{self._doing} ...{elapsed}"[: _columns() - 1]
        if seconds >= _FIRST and line != self._shown:
            self._shown = line
            _write(_over(line))

    def _log(self, seconds: float) -> None:
        _write(f"docgen: {self._doing} ... {seconds:.0f} s\n")


def _over(line: str) -> str:
    """A line in place of the one before, by spaces: a console of Windows may print the sequence that erases one."""
    return f"\r{' ' * (_columns() - 1)}\r{line}"


def _is_terminal() -> bool:
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


def _columns() -> int:
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or 80
    except OSError:
        return 80


def _write(text: str) -> None:
    with suppress(OSError, ValueError):  # a stream that is closed or full: what the command prints reports it
        sys.stderr.write(text)
        sys.stderr.flush()


progress: Final = Progress()


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


def _silence(context: click.Context, option: click.Parameter, value: bool) -> None:
    progress.quiet = progress.quiet or value


def quiet_option(*, hidden: bool) -> click.Option:
    """`-q`, which is taken before the command and after it; it is listed in one help only."""
    words = "Print findings, errors and what was asked for alone: no progress, no list of what was written."
    return click.Option(
        ["-q", "--quiet"], is_flag=True, expose_value=False, hidden=hidden, callback=_silence, help=words
    )
