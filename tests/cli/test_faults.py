"""Killed, interrupted, or without room at any moment: nothing of the user's is lost, and what is said is so.

A seeded sample of kinds and moments; `DOCGEN_SAMPLES=all DOCGEN_FAULTS=6 python -m pytest tests/cli/test_faults.py -s`
tries six moments of each kind, thirty for each command, and prints the table.
"""

import errno
import json
import mmap
import os
import pkgutil
import random
import re
import shutil
import signal
import struct
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import msgspec
import pytest

import docgen
from docgen.cli import main
from tests.cases import load_yaml
from tests.conftest import Ran
from tests.sampling import ALL

COMMANDS = load_yaml(Path(__file__).with_name("faults.yaml").read_text(encoding="utf-8"))
KINDS = {"kill": 9, "term": 15, "interrupt": 2, "full": errno.ENOSPC, "read-only": errno.EROFS}
MOMENTS = int(os.environ.get("DOCGEN_FAULTS", "1"))
CHANGING = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.chown")
LEFT = re.compile(r"(^|/)\.docgen-(site-|staging-|replacing-|[0-9a-f]{8}-)|\.docgen-old")
Tree = dict[str, bytes]

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not hasattr(os, "fork"), reason="the runs are forked")]


class Fault(msgspec.Struct, frozen=True):
    """What goes wrong at which change of the file system."""

    kind: str
    at: int


def tree(root: Path) -> Tree:
    """All files but what the builder keeps for its next run."""
    found = (path for path in root.rglob("*") if path.is_file() and ".docgen-cache" not in path.parts)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def run(root: Path, arguments: list[str], fault: Fault | None = None) -> tuple[Ran, int]:
    """The command line in a process of its own, and how often it changes the file system; a kill is code -9."""
    count = mmap.mmap(-1, 8)
    output = [root.parent / name for name in ("stdout", "stderr")]
    child = os.fork()
    if child == 0:
        _child(root, arguments, fault, count, output)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    said = (path.read_text(encoding="utf-8", errors="replace") for path in output)
    return Ran(status, *said), struct.unpack("q", count[:8])[0]


def _child(root: Path, arguments: list[str], fault: Fault | None, count: mmap.mmap, output: list[Path]) -> NoReturn:
    try:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
        for number, path in enumerate(output, 1):
            os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
        sys.stdout, sys.stderr = open(1, "w", closefd=False), open(2, "w", closefd=False)  # noqa: SIM115
        sys.dont_write_bytecode = True
        sys.argv = ["docgen", "-C", str(root), *arguments]
        sys.addaudithook(_hook(str(root), fault, count))
        main()
    except SystemExit as ended:
        sys.stdout.flush()
        os._exit(int(ended.code or 0))
    finally:
        os._exit(99)


def _hook(root: str, fault: Fault | None, count: mmap.mmap) -> Callable[[str, tuple[Any, ...]], None]:
    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        opened = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        if event not in CHANGING and not (opened and str(arguments[0]).startswith(root)):
            return
        seen = struct.unpack("q", count[:8])[0]
        count[:8] = struct.pack("q", seen + 1)
        if fault is None or seen != fault.at:
            return
        number = KINDS[fault.kind]
        if fault.kind in ("full", "read-only"):
            raise OSError(number, os.strerror(number), str(arguments[0]))
        os.kill(os.getpid(), number)

    return hook


@pytest.fixture(scope="module", autouse=True)
def loaded() -> None:
    """Import all that the commands need, once for all of the runs."""
    for module in pkgutil.walk_packages([str(Path(docgen.__file__).parent)], "docgen."):
        if not module.name.startswith(("docgen.__main__", "docgen.probe")):
            import_module(module.name)
    for name in ("material.plugins.search.plugin", "mkdocs.commands.build", "openapi_spec_validator"):
        import_module(name)


def marked(case: dict[str, Any]) -> Any:  # noqa: ANN401 - pytest has no name for a set of parameters
    marks = [pytest.mark.nightly] if case.get("nightly") else []
    return pytest.param(case, id=case["name"], marks=marks)


@pytest.fixture(params=map(marked, COMMANDS))
def case(request: pytest.FixtureRequest, aurous: Path) -> dict[str, Any]:
    """A command with the project that it is to change."""
    given = request.param
    if "first" in given:
        assert run(aurous, [str(word) for word in given["first"]])[0].code == 0
    for name in given.get("remove", ()):
        shutil.rmtree(aurous / name) if (aurous / name).is_dir() else (aurous / name).unlink()
    for name, text in given.get("edit", {}).items():
        (aurous / name).write_text(text)
    if contract := given.get("contract"):
        document = json.loads((aurous / "changelog/2026-05-15/api-spec.json").read_text())
        node = document
        for key in contract["path"][:-1]:
            node = node[key]
        node[contract["path"][-1]] = contract["value"]
        (aurous / contract["to"]).write_text(json.dumps(document, indent=2))
    return {**given, "run": [str(word) for word in given["run"]], "root": aurous}


def test_nothing_is_lost_and_what_is_said_is_so(case: dict[str, Any], tmp_path: Path) -> None:
    root, before = case["root"], tree(case["root"])
    whole = tmp_path / "whole"
    shutil.copytree(root, whole, symlinks=True)
    ran, changes = run(whole, case["run"])
    assert ran.code == case.get("code", 0), ran.err
    wanted = tree(whole)
    assert wanted != before
    chosen = random.Random(case["name"])  # noqa: S311 - a sample that stays
    outcomes: dict[tuple[str, str], int] = {}
    for kind in KINDS if ALL else chosen.sample([*KINDS], 3):
        for at in sorted(chosen.sample(range(changes), min(MOMENTS, changes))):
            copy = tmp_path / "copy"
            shutil.copytree(root, copy, symlinks=True)
            ran, _ = run(copy, case["run"], Fault(kind, at))
            outcome = held(copy, before, wanted, ran, f"{case['name']}: {kind} at {at} of {changes}")
            outcomes[kind, outcome] = outcomes.get((kind, outcome), 0) + 1
            mended(copy, case, wanted, outcome, killed=kind == "kill")
            shutil.rmtree(copy)
    print(f"\n{case['name']} ({changes} changes): ", ", ".join(f"{k} {o} {n}" for (k, o), n in outcomes.items()))  # noqa: T201


def held(root: Path, before: Tree, wanted: Tree, ran: Ran, name: str) -> str:
    """Assert what has to hold after a fault: whole files, a whole site, and words that are so."""
    now = {path: data for path, data in tree(root).items() if not LEFT.search(path)}
    assert "Traceback" not in ran.err, f"{name}\n{ran.err}"
    assert ran.code in (0, 7, 6, 130, -9), f"{name}: exit {ran.code}\n{ran.err}"
    for path in before.keys() | wanted.keys() | now.keys():
        assert now.get(path) in (before.get(path), wanted.get(path)), f"{name}: {path} is neither old nor new"
    for state in ({path: data for path, data in each.items() if path.startswith("build/site/")} for each in (now,)):
        assert state in (site(before), site(wanted)), f"{name}: the site is half"
    if ran.code == 130:  # a disk that takes no change lets nothing be removed either
        assert not [path for path in tree(root) if LEFT.search(path)], f"{name}: something is left behind"
    if ran.code in (0, 7):
        assert now == wanted, f"{name}: it said that it was done"
    elif "existing files were not changed" in ran.err:
        assert now == before, f"{name}: it said that nothing was changed\n{ran.err}"
    elif "all files are written" in ran.err:
        assert now == wanted, name
    elif told := re.search(r"; replaced: (.*?); not replaced: (.*)", ran.err):
        for listed, state in ((told[1], wanted), (told[2], before)):
            for path in listed.split(", ") if listed != "none" else ():
                full = next(each for each in {*wanted, *before} if each.endswith(path))
                assert now.get(full) == state.get(full), f"{name}: {path}\n{ran.err}"
    else:
        assert ran.code == -9, f"{name}: nothing is said of what was written\n{ran.err}"
    return "nothing changed" if now == before else "all written" if now == wanted else "told"


def site(files: Tree) -> Tree:
    return {path: data for path, data in files.items() if path.startswith("build/site/")}


def mended(root: Path, case: dict[str, Any], wanted: Tree, outcome: str, *, killed: bool) -> None:
    """Assert that the next run cleans up, and ends with what was wanted, or says what was done already."""
    ran, _ = run(root, case["run"])
    assert not [path for path in tree(root) if LEFT.search(path)]
    if case.get("again", True) or outcome == "nothing changed":
        assert tree(root) == wanted, ran.err
    if outcome == "told" and killed:  # any other fault was told when it came
        assert "an earlier run was killed while writing: replaced" in ran.err
