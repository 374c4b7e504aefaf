"""README as its reader pastes it: each command is run, in order, in one clean clone.

A command ends with exit code 0; where docgen refuses, the line says so itself: `|| echo "exit code $?"`. The text after
a fence is all that the fence prints, with `...` for what is left out. A fence with a title, such as "needs a live API",
is not run; `test_repository.py` sees to its options, as to those of every page. `.ci/run` runs the two commands of
set-up.
"""

import doctest
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

import msgspec
import pytest

import docgen
from tests.conftest import REPOSITORY

README: Final = (REPOSITORY / "README.md").read_text(encoding="utf-8")
NOT_RUN: Final = {"needs a live API"}
FENCE: Final = re.compile(r'^```sh(?: title="([^"\n]*)")?\n(.*?)^```\n(?:\n```text\n(.*?)^```)?', re.M | re.S)
SET_UP: Final = "python3 -m venv"
GIT: Final = shutil.which("git") or "git"
SHELL: Final = shutil.which("sh") or "sh"
END: Final = "-- end of command, exit code"
pytestmark = pytest.mark.slow


class Fence(msgspec.Struct, frozen=True):
    """A fence of README with its commands, and the output that README shows for it."""

    title: str
    commands: tuple[str, ...]
    shown: str


class Step(msgspec.Struct, frozen=True):
    """A command that was run: its exit code, and what it printed on both streams."""

    command: str
    code: int
    output: str


def fences() -> Iterator[Fence]:
    for title, code, shown in FENCE.findall(README):
        yield Fence(title, tuple(re.split(r"(?<!\\)\n", code.rstrip("\n"))), shown)


RUN: Final = [fence for fence in fences() if not fence.title and not fence.commands[0].startswith(SET_UP)]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clean clone after set-up; the `docgen` of its virtual environment is the one under test."""
    root = tmp_path_factory.mktemp("readme") / "docgen"
    subprocess.run([GIT, "clone", "-q", REPOSITORY, root], check=True)
    tools = root / ".venv" / "bin"
    tools.mkdir(parents=True)
    (tools / "activate").write_text(f'PATH="{tools}:$PATH"\n', encoding="utf-8")
    package = Path(docgen.__file__).parent.parent
    call = f'PYTHONSAFEPATH=1 PYTHONPATH="{package}" exec "{sys.executable}" -m docgen "$@"'
    (tools / "docgen").write_text(f"#!/bin/sh\n{call}\n", encoding="utf-8")
    (tools / "docgen").chmod(0o755)
    return root


@pytest.fixture(scope="module")
def steps(clone: Path) -> list[list[Step]]:
    """What the commands of each fence did: one shell runs them all, as for a reader who goes from top to bottom."""
    commands = [command for fence in RUN for command in fence.commands]
    script = "".join(f"{command}\necho '{END}' $?\n" for command in commands)
    environment = {"PATH": os.environ["PATH"], "HOME": str(clone.parent), "LANG": "C.UTF-8"}
    ran = subprocess.run(
        [SHELL, "-c", script],
        cwd=clone,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=600,
    )
    ended = re.findall(rf"(.*?){END} (\d+)\n", ran.stdout, re.S)
    done = (Step(command, int(code), output) for command, (output, code) in zip(commands, ended, strict=True))
    return [list(islice(done, len(fence.commands))) for fence in RUN]


@pytest.mark.parametrize("number", range(len(RUN)), ids=lambda number: RUN[number].commands[-1])
def test_every_command_runs_as_it_is_written(steps: list[list[Step]], number: int) -> None:
    assert [step for step in steps[number] if step.code != 0] == []


@pytest.mark.parametrize(
    "number",
    [number for number, fence in enumerate(RUN) if fence.shown],
    ids=lambda number: RUN[number].commands[-1],
)
def test_the_output_that_is_shown_is_what_is_printed(steps: list[list[Step]], number: int) -> None:
    shown, printed = RUN[number].shown, "".join(step.output for step in steps[number])
    checker = doctest.OutputChecker()
    if not checker.check_output(shown, printed, doctest.ELLIPSIS):
        pytest.fail(checker.output_difference(doctest.Example("", shown), printed, doctest.ELLIPSIS))


def test_the_walk_through_is_ten_lines_that_refuse_a_lie_and_end_a_redirect(steps: list[list[Step]]) -> None:
    assert len(RUN[0].commands) == 10
    _, built, _, _, lie, _, mended, page, before, after = (step.output for step in steps[0])
    assert "\nopen build/site/index.html" in built
    assert re.match(r"changelog/2026-05-15/status-enum\.yaml:\d+:\d+: error: ", lie)
    assert lie.endswith("exit code 1\n")
    assert mended == "no findings\n"
    assert page.startswith("# The values of status\n")
    assert "  308\n  Location: https://docs.aurous-labs.com/\n" in before
    assert "  404\n" in after


@pytest.mark.usefixtures("steps")
def test_a_reader_who_has_run_all_of_it_has_a_clean_clone_again(clone: Path) -> None:
    status = subprocess.run([GIT, "status", "--porcelain"], cwd=clone, check=True, capture_output=True, text=True)
    assert status.stdout == ""


def test_every_line_can_be_pasted_into_any_shell() -> None:
    """An interactive zsh, which macOS has, takes a comment for arguments; `sed -i` needs its suffix on a Mac."""
    lines = [line for fence in fences() for command in fence.commands for line in command.splitlines()]
    assert [line for line in lines if " #" in line or line.startswith(("#", "$"))] == []
    assert [line for line in lines if re.search(r"sed -i(?!\.bak )", line)] == []


def test_only_what_cannot_be_run_here_is_not_run() -> None:
    assert {fence.title for fence in fences()} - {""} == NOT_RUN
    assert len([fence for fence in fences() if fence.commands[0].startswith(SET_UP)]) == 2
    assert len(list(fences())) == README.count("\n```sh")
    assert README.count("\n```text\n") == len([fence for fence in fences() if fence.shown])
