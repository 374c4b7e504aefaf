"""What a command is doing is shown on stderr while it runs, leaves nothing on the screen, and `-q` silences it."""

import os
import pty
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from docgen.cli import console as module
from docgen.cli.console import echo, notice, progress
from tests.conftest import REPOSITORY, Docgen

NOW = ("--now", "2026-06-01")


class Stream:
    """A stderr that keeps what is written to it; `until` waits for a text in it, however busy the machine is."""

    def __init__(self, *, terminal: bool) -> None:
        self.terminal = terminal
        self.text = ""
        self.changed = threading.Condition()

    def isatty(self) -> bool:
        return self.terminal

    def fileno(self) -> int:
        raise OSError

    def write(self, text: str) -> int:
        with self.changed:
            self.text += text
            self.changed.notify_all()
        return len(text)

    def flush(self) -> None:
        pass

    def until(self, words: str) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: words in self.text, timeout=30), self.text


def screen(text: str) -> list[str]:
    """The lines that a terminal shows in the end."""
    assert "\x1b" not in text, "a console of Windows may print it"
    lines = []
    for line in text.replace("\r\n", "\n").split("\n"):
        shown = ""
        for part in line.split("\r"):
            shown = part + shown[len(part) :]
        lines.append(shown.rstrip(" "))
    return lines


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("_FIRST", "_TICK", "_RARELY"):
        monkeypatch.setattr(module, name, 0.001)
    progress.begin()
    yield
    progress.end()


@pytest.fixture
def stderr_of(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Stream]:
    """Makes stderr a terminal, or a file; called in the test, since pytest sets it at the start of each phase."""

    def replace(kind: str) -> Stream:
        stream = Stream(terminal=kind == "terminal")
        monkeypatch.setattr(sys, "stderr", stream)
        monkeypatch.delenv("TERM", raising=False)
        return stream

    return replace


def test_a_terminal_shows_one_line_and_keeps_none(stderr_of: Callable[[str], Stream]) -> None:
    stderr = stderr_of("terminal")
    progress("reading the project")
    stderr.until("reading the project ...")
    progress("writing page 1 of 2")
    stderr.until("writing page 1 of 2 ...")
    assert screen(stderr.text) == ["writing page 1 of 2 ..."]
    echo("printed", err=True)
    assert screen(stderr.text) == ["printed", ""]
    progress("writing page 2 of 2")
    stderr.until("writing page 2 of 2 ...")
    progress.end()
    assert screen(stderr.text) == ["printed", ""]
    progress("nothing is drawn after the end")
    assert screen(stderr.text) == ["printed", ""]


def test_a_line_is_never_wider_than_the_terminal_and_never_obeyed_by_it(stderr_of: Callable[[str], Stream]) -> None:
    stderr = stderr_of("terminal")
    progress("\x1b[2J" + "x" * 200)
    stderr.until("xxx")
    assert screen(stderr.text) == [" [2J" + "x" * 75]


def test_elsewhere_lines_are_whole_and_stay(stderr_of: Callable[[str], Stream]) -> None:
    stderr = stderr_of("file")
    progress("checking the contract")
    stderr.until("docgen: checking the contract ... 0 s\n")
    progress.end()
    assert set(stderr.text.splitlines()) == {"docgen: checking the contract ... 0 s"}


@pytest.mark.parametrize("kind", ["terminal", "file"])
def test_quiet_shows_neither_progress_nor_notices(stderr_of: Callable[[str], Stream], kind: str) -> None:
    stderr = stderr_of(kind)
    progress.quiet = True
    progress("checking the contract")
    notice("wrote a file", err=True)
    progress.end()
    assert stderr.text == ""
    echo("an error", err=True)
    assert stderr.text == "an error\n"


QUIET = [
    ("-q", "redirects", "build"),
    ("redirects", "build", "-q"),
    ("redirects", "-q", "build"),
    ("--quiet", "schema"),
    ("check", "--quiet"),
    ("spec", "pull", "-q", "changelog/2026-05-15/api-spec.json", "--format", "json"),
    ("init", "-q", "--spec", "changelog/2026-05-15/api-spec.json", "new"),
]


@pytest.mark.slow
@pytest.mark.parametrize("arguments", QUIET, ids=" ".join)
def test_quiet_is_taken_before_and_after_the_command(aurous: Path, docgen: Docgen, arguments: tuple[str, ...]) -> None:
    assert docgen(aurous, "redirects", "build", *NOW).code == 0
    (aurous / "redirects/dist/nginx/docgen-redirects.conf").unlink()
    (aurous / ".docgen/schema/entry.json").unlink()
    if "check" in arguments:
        docgen(aurous, "redirects", "build", *NOW)
    ran = docgen(aurous, *arguments, *(() if "schema" in arguments or "spec" in arguments else NOW))
    assert ran.code == 0, ran.err
    assert ran.err == ""
    assert ran.out == "" or "spec" in arguments, "what was asked for is printed, and nothing else"


@pytest.mark.slow
def test_quiet_hides_no_finding_and_no_plan_that_was_asked_for(aurous: Path, docgen: Docgen) -> None:
    docgen(aurous, "redirects", "build", *NOW)
    (aurous / "redirects/dist/nginx/docgen-redirects.conf").unlink()
    checked = docgen(aurous, "-q", "redirects", "build", "--check", *NOW)
    assert checked.code == 4
    assert "create nginx/docgen-redirects.conf" in checked.out
    assert "[stale-output]" in docgen(aurous, "-q", "check", *NOW).out


@pytest.mark.slow
def test_a_build_in_a_terminal_leaves_its_report_alone(aurous: Path) -> None:
    (aurous / "slow.py").write_text(
        "import logging, time\n\n"
        "def on_post_page(output, **_):\n    time.sleep(0.03)\n\n"
        "def on_post_build(config):\n    logging.getLogger('mkdocs.x').warning('a warning of a hook')\n"
    )
    with (aurous / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write("hooks: [slow.py]\n")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "docgen", "-C", str(aurous), "build", *NOW]
    settings = {**os.environ, "PYTHONPATH": str(REPOSITORY), "TERM": "xterm"}
    started = subprocess.Popen(command, env=settings, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    printed = b""
    while chunk := _read(ours):
        printed += chunk
    assert started.wait() == 0
    text = printed.decode()
    assert "writing page" in text
    assert [line for line in screen(text) if "..." in line] == []
    assert "a warning of a hook" in screen(text)


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux answers EIO once the other side is closed
        return b""
