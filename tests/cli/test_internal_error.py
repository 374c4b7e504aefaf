"""What nobody foresaw is a bug in docgen: exit code 70, and all that a report needs; what the system refuses is not."""

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from docgen import __version__
from docgen.cli.run import Run
from tests.conftest import REPOSITORY, Docgen

NOW = ("--now", "2026-06-01")


class PanicError(BaseException):
    """As a library in Rust panics."""


@pytest.mark.parametrize(
    "error",
    [KeyError("x"), AssertionError(), MemoryError(), RecursionError("too deep"), PanicError("at"), OSError("?")],
)
def test_what_nobody_foresaw_is_no_finding(
    aurous: Path, docgen: Docgen, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(Run, "analysis", fail)
    ran = docgen(aurous, "check", "--format", "sarif", *NOW)
    assert (ran.code, ran.out) == (70, "")
    traceback, about, report = ran.err.rpartition("docgen: internal error: ")[0], *ran.err.splitlines()[-2:]
    assert traceback.startswith("Traceback (most recent call last):")
    assert about == f"docgen: internal error: {type(error).__name__}: {error}"
    assert "this is a bug in docgen, not in your files; please report it with the lines above" in report
    assert f"docgen {__version__}, Python {sys.version.split()[0]}" in report
    assert report.endswith(f"docgen -C {aurous} check --format sarif --now 2026-06-01")


def test_the_command_is_reported_without_what_an_address_may_hide(
    aurous: Path, docgen: Docgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Run, "project", lambda *_: 1 / 0)
    ran = docgen(aurous, "spec", "pull", "https://user:hidden@api.example.com/spec.json?key=hidden#hidden")
    assert ran.code == 70
    assert "spec pull https://api.example.com/spec.json" in ran.err
    assert "hidden" not in ran.err


@pytest.mark.parametrize(
    ("number", "code", "says"),
    [
        *(
            (number, 3, "a\\x1bb".replace("\\x1b", " ") + ": cannot be read: ")
            for number in (
                errno.EACCES,
                errno.ENOENT,
                errno.ENOTDIR,
                errno.EISDIR,
                errno.ELOOP,
                errno.ENAMETOOLONG,
                errno.ESTALE,
            )
        ),
        *((number, 6, "the output could not be written: ") for number in (errno.ENOSPC, errno.EROFS, errno.ETXTBSY)),
    ],
)
def test_what_the_system_refuses_is_named(
    aurous: Path, docgen: Docgen, monkeypatch: pytest.MonkeyPatch, number: int, code: int, says: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number), "a\x1bb")

    monkeypatch.setattr(Run, "analysis", fail)
    ran = docgen(aurous, "check", *NOW)
    assert ran.code == code
    assert says + os.strerror(number) in ran.err
    assert "Traceback" not in ran.err
    assert "\x1b" not in ran.err


@pytest.mark.parametrize("arguments", [("redirects", "build"), ("build",), ("render", "redirects/dist")])
def test_a_circle_of_links_is_named(aurous: Path, docgen: Docgen, arguments: tuple[str, ...]) -> None:
    shutil.rmtree(aurous / "redirects/dist")
    (aurous / "redirects/dist").symlink_to("dist")
    ran = docgen(aurous, *arguments, *NOW)
    assert ran.code in (1, 3, 6)
    assert "Traceback" not in ran.err


def test_a_circle_of_links_is_no_project(docgen: Docgen, tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    ran = docgen(tmp_path / "loop", "check")
    assert (ran.code, "Traceback" in ran.err) == (3, False), ran.err


@pytest.mark.slow
@pytest.mark.parametrize("name", ["a\nb", "a\x1b[31mb", "a\u202eb", os.fsdecode(b"\xff")])
def test_a_folder_of_any_name_is_a_project(aurous: Path, docgen: Docgen, name: str) -> None:
    root = aurous.rename(aurous.with_name(name))
    assert docgen(root, "redirects", "build", *NOW).code == 0
    assert docgen(root, "check", *NOW).code == 0
    assert docgen(root, "build", *NOW).code == 0
    ran = docgen(root, "new", "error", "teapot", "--title", "T", "--http", "418", "--retry", "no", "--cause", "c")
    assert ran.code == 2
    ran = docgen(root / "nothing", "check")
    assert ran.code == 3
    assert not {"\x1b", "\u202e"} & set(ran.out + ran.err)


def test_an_argument_that_is_not_utf_8_is_named(aurous: Path) -> None:
    for arguments in (["explain", b"\xff"], ["-C", b"\xff", "check"], ["diff", b"\xff", "2026-05-15"], [b"\xff"]):
        command = [sys.executable, "-m", "docgen", *arguments]
        ran = subprocess.run(command, cwd=aurous, env={"PYTHONPATH": str(REPOSITORY)}, capture_output=True, check=False)
        assert ran.returncode in (2, 3), ran.stderr
        assert b"Traceback" not in ran.stderr


@pytest.mark.parametrize("arguments", [("check",), ("explain", "enum-mismatch"), ("init", "--spec", "x.json", "y")])
def test_a_folder_that_is_gone_and_a_user_without_a_home(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    script = f'rmdir "{gone}"; unset HOME; exec "$0" -m docgen "$@"'
    command = ["sh", "-c", script, sys.executable, *arguments]
    ran = subprocess.run(
        command, cwd=gone, env={"PYTHONPATH": str(REPOSITORY)}, capture_output=True, text=True, check=False
    )
    assert ran.returncode == (0 if arguments[0] == "explain" else 3), ran.stderr
    assert "Traceback" not in ran.stderr
