"""Whatever a contract holds, every command ends in bounded time and says what is wrong: no traceback, no hang.

More of them than a quick run takes: DOCGEN_HOSTILE=10000 and DOCGEN_HOSTILE_FILES=200, from DOCGEN_HOSTILE_FROM on,
which is the seed of the run where it is not named.
"""

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from docgen.author.guess_config import guess
from docgen.author.new_project import NewProject, config_table, error_files, pin_files, site_files
from docgen.check import check
from docgen.differ import diff
from docgen.differ.project import changes
from docgen.facts import facts
from docgen.load.project import load
from docgen.load.spec import parse_spec
from docgen.model.analysis import Analysis
from docgen.model.project import Project
from docgen.openapi.pointers import parse_pointer
from docgen.prove import prove
from docgen.render import render
from properties.contracts import DOUBLED, SCHEMAS, doubling, hostile, plain
from properties.test_hostile import within
from tests.sampling import SEED

NOW, TODAY = datetime(2026, 6, 1, tzinfo=UTC), date(2026, 6, 1)
FIRST = int(os.environ.get("DOCGEN_HOSTILE_FROM", SEED))
IN_PROCESS = int(os.environ.get("DOCGEN_HOSTILE", "60"))
FILES = int(os.environ.get("DOCGEN_HOSTILE_FILES", "3"))
WRITTEN = Path(__file__).with_name("project")
SECONDS = 20  # for what takes a fraction of one: a busy machine is no fault
pytestmark = pytest.mark.slow


@cache
def project(folder: Path) -> Project:
    """A project of the plain contract, with an entry that claims and a guide that says what is in it."""
    text = json.dumps(plain())
    spec, _ = parse_spec("api-spec.json", text.encode())
    assert spec
    new_project = NewProject(guess(spec, TODAY), spec, "api-spec.json", text.encode(), TODAY)
    files = {
        **pin_files(new_project),
        **error_files(new_project),
        **site_files(new_project),
        "pyproject.toml": config_table(new_project),
    }
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content if isinstance(content, bytes) else content.encode())
    shutil.copytree(WRITTEN, folder, dirs_exist_ok=True)
    loaded, findings = load(folder, NOW)
    assert loaded is not None
    assert loaded.complete, findings
    return loaded


def ends(text: str, made: Project) -> None:
    """Read, guess, compare, prove, check and render: all that commands do with a contract, but for files."""
    data = text.encode()
    spec, findings = parse_spec("changelog/2026-01-15/api-spec.json", text.encode())
    assert spec or all(found.message for found in findings)
    if spec:
        base, _ = parse_spec("plain.json", json.dumps(plain()).encode())
        assert base
        diff(base, spec, now=NOW)
        diff(spec, base, now=NOW, annotations=True)
        guessed = guess(spec, TODAY)
        new_project = NewProject(guessed, spec, "api-spec.json", data, TODAY)
        assert pin_files(new_project)
        assert site_files(new_project)
        assert config_table(new_project)
        error_files(new_project)
        pins = tuple(msgspec.structs.replace(pin, spec=spec) for pin in made.pins)
        tried = msgspec.structs.replace(made, pins=pins)
        proofs, changed = prove(tried), changes(tried)
        assert check(tried, proofs, changed, facts=facts(tried))
        for path in render(Analysis(tried, proofs, changed)):
            assert all(len(part.encode()) <= 230 for part in path.split("/")), path


@pytest.mark.parametrize("start", range(FIRST, FIRST + IN_PROCESS, 20))
def test_in_process(start: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    made = project(_folder(tmp_path_factory))
    for number in range(start, min(start + 20, FIRST + IN_PROCESS)):
        try:
            with within(SECONDS):
                ends(json.dumps(hostile(number)), made)
        except Exception as error:
            raise AssertionError(f"contract {number}") from error


@pytest.mark.parametrize("index", range(len(SCHEMAS)))
def test_each_schema_that_nobody_means_well_with(index: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    document = plain()
    for keyword in DOUBLED if "$ref" in json.dumps(SCHEMAS[index]) else ():
        document["components"]["schemas"] |= doubling(keyword)
    document["components"]["schemas"]["Item"] = SCHEMAS[index]
    with within(SECONDS):
        ends(json.dumps(document), project(_folder(tmp_path_factory)))


def laid(pointer: str, value: Any) -> dict[str, Any]:  # noqa: ANN401 - a node of JSON
    """The plain contract with another value at a place."""
    *above, last = parse_pointer(pointer)
    document = node = plain()
    for key in above:
        node = node[key]  # type: ignore[index]
    node[last] = value  # type: ignore[index]
    return document


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/components/schemas", {"Item": {}}),
        ("/components/schemas/Error/properties/code/type", {"a": 1}),
        ("/components/schemas/Error/properties/code/enum/0", "x" * 300),
        ("/components/schemas/Item/properties/id/minLength", {"a": 1}),
        ("/components/schemas/Item/properties/id", {"allOf": [{"type": ["string", {}]}, {"type": "integer"}]}),
        ("/components/schemas/Item/properties/id/examples", 3),
        ("/components/schemas/Item/dependentRequired", {"id": None}),
        ("/components/securitySchemes", ["key"]),
        ("/components/securitySchemes/key/in", {"a": 1}),
        ("/security", 3),
        ("/security/0/key", 3),
        ("/servers", 3),
        ("/tags/0/name", "x" * 300),
        ("/paths/~1items~1{id}/post/tags/0", "\u00e9" * 100),
        ("/webhooks/" + "x" * 300, plain()["webhooks"]["item.made"]),
    ],
)
def test_what_once_ended_in_a_traceback(pointer: str, value: object, tmp_path_factory: pytest.TempPathFactory) -> None:
    ends(json.dumps(laid(pointer, value)), project(_folder(tmp_path_factory)))


_FOLDERS: list[Path] = []


def _folder(factory: pytest.TempPathFactory) -> Path:
    if not _FOLDERS:
        _FOLDERS.append(factory.mktemp("plain"))
    return _FOLDERS[0]


@pytest.mark.parametrize("number", range(FIRST, FIRST + FILES))
def test_whole_commands(number: int, tmp_path: Path) -> None:
    (tmp_path / "given.json").write_text(json.dumps(hostile(number)), encoding="utf-8")
    if run(tmp_path, "init", "--spec", "given.json", "--now", "2026-06-01", "api") == 0:
        checked = run(tmp_path, "-C", "api", "check", "--now", "2026-06-01")
        built = run(tmp_path, "-C", "api", "build", "--now", "2026-06-01")
        assert built == 0 or checked != 0, "what passes the check is built"


def run(folder: Path, *arguments: str) -> int:
    """The exit code of a command, which is one that is documented."""
    done = subprocess.run(
        [sys.executable, "-m", "docgen", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode in range(8), done.stderr
    return done.returncode
