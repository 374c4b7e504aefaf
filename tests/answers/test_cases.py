"""What customers paste, and what they are answered: by the command and by the page's script, from one list of cases."""

import json
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from docgen.answers.pasted import script_table
from docgen.answers.resolver import Resolver, everybody
from docgen.traffic.log import parse_log
from docgen.upgrade.answer import Answer
from docgen.upgrade.answer_wording import line, name_line, verdict
from tests.cases import load_yaml

from .projects import fetched, loaded

HERE = Path(__file__).parent
SCRIPT = HERE.parents[1] / "docgen" / "theme" / "js" / "answers.js"
FILES = sorted((HERE / "cases").glob("*.yaml"))
NODE = shutil.which("node")


def read(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = load_yaml(path.read_text(encoding="utf-8"))
    return document


def time_of(document: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(str(document["now"])).replace(tzinfo=UTC)


def resolver_of(document: dict[str, Any]) -> Resolver:
    project = loaded(document["project"], time_of(document))
    assert project.current
    return Resolver(project, project.current, project.current)


def answers(resolver: Resolver, text: str) -> list[Answer]:
    return [answer for read_line in parse_log(text.split("\n")) for answer in resolver.line_answers(read_line)]


def summed_up(found: list[Answer]) -> list[str]:
    return [f"{one.state} | {one.name} | {line(one)}" for one in found]


CASES = [
    pytest.param(path, case["asked"], case["answers"], id=f"{path.stem}: {case['asked'][:70]}")
    for path in FILES
    for case in read(path)["cases"]
]


@pytest.mark.parametrize(("path", "asked", "expected"), CASES)
def test_what_a_customer_pastes_is_answered(path: Path, asked: str, expected: list[str]) -> None:
    assert summed_up(answers(resolver_of(read(path)), asked)) == expected


@pytest.mark.skipif(NODE is None, reason="node runs the script of the page")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_page_answers_as_the_command_does(path: Path) -> None:
    document = read(path)
    resolver, asked = resolver_of(document), [case["asked"] for case in document["cases"]]
    table = json.loads(msgspec.json.encode(script_table()))
    given = {"script": str(SCRIPT), "table": table, "asked": asked, "now": int(time_of(document).timestamp())}
    given |= fetched(document["project"], time_of(document))
    command = [str(NODE), str(HERE / "answers.mjs")]
    ran = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, check=True)
    told = json.loads(ran.stdout)
    expected = [answers(resolver, text) for text in asked]
    for text, of_script, of_command in zip(asked, told["answers"], expected, strict=True):
        assert of_script == json.loads(msgspec.json.encode(of_command)), text
    assert told["verdicts"] == [verdict([(one, 1) for one in found]) for found in expected]
    assert told["lines"] == [[[name_line(one), line(one)] for one in found] for found in expected]
    project = loaded(document["project"], time_of(document))
    assert project.current
    assert told["everybody"] == json.loads(msgspec.json.encode(everybody(project, project.current)))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_is_unknown_is_no_all_clear(path: Path) -> None:
    resolver = resolver_of(read(path))
    for case in read(path)["cases"]:
        found = answers(resolver, case["asked"])
        if any(one.state != "fine" for one in found):
            assert "No change known that affects what you use" not in verdict([(one, 1) for one in found])
