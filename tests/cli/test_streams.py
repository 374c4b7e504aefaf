"""Whatever the terminal can print, and whichever stream is closed or full: every command ends as it is documented."""

import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.conftest import REPOSITORY, Ran

NOW = ("--now", "2026-06-01")
STRANGE = "a → b “é” 日本 \U0001f600"
TERMINALS = {
    **{name: {"PYTHONIOENCODING": name} for name in ("cp1252", "cp437", "ascii", "latin-1", "utf-16", "cp1252:strict")},
    "C": {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
}
SEVERAL = """\
import json, sys
from docgen.cli import main
for arguments in json.loads(sys.argv[1]):
    try:
        main(arguments)
    except SystemExit as stop:
        print(f"code {stop.code}", file=sys.stderr)
"""
COMMANDS = {
    "check": 1,
    "check --proofs": 1,
    "check --facts": 1,
    "check --format github": 1,
    "check --format json": 1,
    "check --proofs --format json": 1,
    "check --format junit": 1,
    "build": 1,
    "diff old.json new.json": 0,
    "diff old.json new.json --format markdown": 0,
    "sunsets --within 9999d": 1,
    "explain enum-mismatch": 0,
    "redirects simulate GET https://api.aurous-labs.com/docs?→": 0,
    "redirects plan --deployed redirects/dist": 0,
    "explain →": 2,
    "spec pull new.json": 7,
    "new moved --from llms.txt --diff": 0,
    "init --spec new.json --diff made": 0,
    "--help": 0,
    "check --help": 0,
}
pytestmark = pytest.mark.slow


def docgen(root: Path, *arguments: str, shell: str = "", **environment: str) -> Ran:
    """A process of its own, with what a shell does to its streams."""
    command = ["sh", "-c", f'exec "$0" -m docgen "$@" {shell}', sys.executable, *arguments]
    settings = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "LC_", "LANG"))}
    ran = subprocess.run(
        command,
        cwd=root,
        env={**settings, "PYTHONPATH": str(REPOSITORY), **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=60,
    )
    return Ran(ran.returncode, ran.stdout.decode("utf-8", "replace"), ran.stderr.decode("utf-8", "replace"))


@pytest.fixture
def strange(aurous: Path) -> Path:
    """A project in which what commands print has characters that few terminals have."""
    entry = aurous / "changelog/2026-05-15/versioning.yaml"
    text = entry.read_text(encoding="utf-8").replace("covers:\n", f'covers:\n  - "GET /v1/{STRANGE}"\n')
    entry.write_text(text, encoding="utf-8")
    contract = json.loads((aurous / "changelog/2026-05-15/api-spec.json").read_text(encoding="utf-8"))
    (aurous / "old.json").write_text(json.dumps(contract), encoding="utf-8")
    contract["paths"][f"/v1/{STRANGE}"] = {"get": {"summary": STRANGE, "responses": {"200": {"description": STRANGE}}}}
    contract["info"]["title"] = STRANGE
    (aurous / "new.json").write_text(json.dumps(contract), encoding="utf-8")
    (aurous / "llms.txt").write_text("- [a → b é 日](https://docs.aurous-labs.com/old/page/)\n", encoding="utf-8")
    return aurous


BY_NIGHT = ("cp437", "latin-1", "cp1252:strict")  # they lack what those of the day lack


@pytest.mark.parametrize(
    "terminal", [pytest.param(name, marks=[pytest.mark.nightly] if name in BY_NIGHT else []) for name in TERMINALS]
)
def test_a_terminal_that_lacks_a_character_gets_it_escaped(strange: Path, terminal: str) -> None:
    lines = [["-C", str(strange), *line.split()] for line in COMMANDS]
    settings = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "LC_", "LANG"))}
    ran = subprocess.run(
        [sys.executable, "-c", SEVERAL, json.dumps(lines)],
        cwd=strange,
        env={**settings, "PYTHONPATH": str(REPOSITORY), **TERMINALS[terminal]},
        capture_output=True,
        check=False,
        timeout=120,
    )
    said = ran.stderr.decode("utf-16" if terminal == "utf-16" else "ascii", "replace")
    assert "Traceback" not in said
    codes = [line.removeprefix("code ") for line in said.splitlines() if line.startswith("code ")]
    assert dict(zip(COMMANDS, codes, strict=True)) == {line: str(code) for line, code in COMMANDS.items()}, said


@pytest.mark.parametrize("form", ["json", "sarif", "codequality", "junit"])
def test_a_report_for_programs_is_utf_8_on_every_terminal(strange: Path, form: str) -> None:
    ran = docgen(strange, "check", *NOW, "--format", form, PYTHONIOENCODING="cp1252")
    assert "→" in ran.out
    ElementTree.fromstring(ran.out.encode()) if form == "junit" else json.loads(ran.out)  # noqa: S314 - our own


@pytest.mark.parametrize(
    ("shell", "code"),
    [(">&-", 0), ("2>&-", 0), ("<&- >&- 2>&-", 0), (">/dev/full", 6), (">/dev/full 2>&1", 6)],
)
def test_a_stream_that_is_closed_or_full(aurous: Path, shell: str, code: int) -> None:
    docgen(aurous, "redirects", "build", *NOW)
    ran = docgen(aurous, "check", "--proofs", *NOW, shell=shell)
    assert "Traceback" not in ran.err
    assert ran.code == code, ran.err


@pytest.mark.parametrize("shell", [">&-", "2>&-", "<&-", ">/dev/full 2>&1"])
def test_a_mistake_with_a_stream_that_is_closed_or_full(aurous: Path, shell: str) -> None:
    ran = docgen(aurous, "new", "entry", "x", shell=shell)
    assert "Traceback" not in ran.err
    assert ran.code == (6 if "full" in shell else 2)


@pytest.mark.parametrize("arguments", [("check", "--proofs"), ("--help",), ("check", "--help")])
def test_a_reader_that_has_seen_enough_is_no_finding(aurous: Path, arguments: tuple[str, ...]) -> None:
    docgen(aurous, "redirects", "build", *NOW)
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "docgen", *arguments]
    ran = subprocess.run(command, cwd=aurous, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert (ran.returncode, ran.stderr) == (0, "")
