"""`docgen diff` as its user runs it: what OLD and NEW can be, what fails, and what is said of what cannot be read."""

import gc
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from docgen.report.changes import FORMATS
from tests.conftest import Docgen, accept
from tests.load.test_git import git

NOW = ("--now", "2026-06-01")
OLD: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "T", "version": "1"},
    "paths": {"/a": {"get": {"responses": {"200": {"description": "ok"}}}}, "/b": {"get": {"responses": {}}}},
}
CONFIG = """[tool.docgen]
api = "T"
site_url = "https://docs.t.example/"
feed_authority = "docs.t.example,2026"
hosts = ["api.t.example"]
[tool.docgen.errors]
envelope = "E"
code = "code"
codes = ["a"]
"""
NEW = OLD | {"paths": {"/a": OLD["paths"]["/a"], "/c": {"get": {"responses": {}}}}}


@pytest.fixture
def pair(tmp_path: Path) -> Path:
    for name, document in (("old.json", OLD), ("new.json", NEW)):
        (tmp_path / name).write_text(json.dumps(document, indent=1))
    return tmp_path


def changes(out: str) -> list[tuple[str, str]]:
    return [(change["level"], change["selector"]) for change in json.loads(out)["changes"]]


def test_two_files(pair: Path, docgen: Docgen) -> None:
    ran = docgen(pair, "diff", "old.json", "new.json", "--format", "json", *NOW)
    assert (ran.code, ran.err) == (0, "")
    assert changes(ran.out) == [("breaking", "GET /b"), ("info", "GET /c")]


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_every_format(pair: Path, docgen: Docgen, form: str) -> None:
    ran = docgen(pair, "diff", "old.json", str(pair / "new.json"), "--format", form, *NOW)
    assert ran.code == 0
    assert "/b" in ran.out


@pytest.mark.parametrize(
    ("fail_on", "new", "code"),
    [
        ("breaking", "new.json", 1),
        ("breaking", "old.json", 0),
        ("breaking", "more.json", 0),
        ("warning", "more.json", 0),
        ("info", "more.json", 1),
    ],
)
def test_what_fails(pair: Path, docgen: Docgen, fail_on: str, new: str, code: int) -> None:
    (pair / "more.json").write_text(json.dumps(OLD | {"paths": {**OLD["paths"], **NEW["paths"]}}))
    assert docgen(pair, "diff", "old.json", new, "--fail-on", fail_on, *NOW).code == code


def test_text_has_the_counts_first_and_the_line_in_new(pair: Path, docgen: Docgen) -> None:
    lines = docgen(pair, "diff", "old.json", "new.json", *NOW).out.splitlines()
    paths, added = (
        next(n for n, line in enumerate((pair / "new.json").open(), 1) if name in line) for name in ("paths", "/c")
    )
    assert lines[0] == "2 changes: 1 breaking, 1 info"
    assert lines[3].startswith(f"  new.json:{paths}:2: removed the operation `GET /b` [")
    assert lines[6].startswith(f"  new.json:{added + 1}:4: added the operation `GET /c` [")


def test_text_has_a_limit_and_all_of_it_on_demand(pair: Path, docgen: Docgen) -> None:
    many = {f"/{n}": {"get": {"operationId": f"a{n}", "responses": {}}} for n in range(60)}
    renamed = {path: {"get": {**item["get"], "operationId": f"b{n}"}} for n, (path, item) in enumerate(many.items())}
    for name, paths in (("old.json", many), ("new.json", renamed)):
        (pair / name).write_text(json.dumps(OLD | {"paths": paths}, indent=1))
    short, whole = (docgen(pair, "diff", "old.json", "new.json", *more, *NOW).out for more in ((), ("--all",)))
    assert (short.count("changed the operationId"), whole.count("changed the operationId")) == (50, 60)
    assert short.endswith("  ... and 10 more info\n\n`docgen diff --all` lists each change by itself\n")


def test_a_pin_of_the_project(aurous: Path, docgen: Docgen) -> None:
    contract = aurous / "changelog/2026-05-15/api-spec.json"
    document = json.loads(contract.read_text(encoding="utf-8"))
    gone = next(iter(document["paths"]))
    del document["paths"][gone]
    (aurous / "next.json").write_text(json.dumps(document))
    ran = docgen(aurous, "diff", "2026-05-15", "next.json", "--format", "json", *NOW)
    assert ran.code == 0, ran.err
    assert any(level == "breaking" and selector.endswith(gone) for level, selector in changes(ran.out))


def test_commits_of_git(aurous: Path, docgen: Docgen) -> None:
    git(aurous, "init", "-q", "-b", "main")
    git(aurous, "add", ".")
    git(aurous, "commit", "-qm", "one")
    contract = aurous / "changelog/2026-05-15/api-spec.json"
    document = json.loads(contract.read_text(encoding="utf-8"))
    document["paths"]["/v1/extra"] = {"get": {"responses": {"200": {"description": "ok"}}}}
    contract.write_text(json.dumps(document))
    for old in ("git:main", "git:HEAD:changelog/2026-05-15/api-spec.json"):
        ran = docgen(aurous, "diff", old, "2026-05-15", "--format", "json", *NOW)
        assert ran.code == 0, ran.err
        assert ("info", "GET /v1/extra") in changes(ran.out)
    ran = docgen(aurous, "diff", "git:main", "2026-05-15", "--now", "2026-01-01")
    assert ran.code == 3
    assert "no current pin" in ran.err


def test_the_project_s_policy_levels_and_acceptances_count(pair: Path, docgen: Docgen) -> None:
    config = f"""{CONFIG}
[tool.docgen.diff.levels.endpoint-added]
level = "warning"
reason = "we announce them"
"""
    (pair / "pyproject.toml").write_text(config)
    accept(pair, "what: api-path-removed-without-deprecation, at: GET /b, why: no calls, who: us, until: 2026-06-30")
    ran = docgen(pair, "diff", "old.json", "new.json", "--format", "json", *NOW)
    assert changes(ran.out) == [("warning", "GET /c")]
    assert "left out 1 change accepted in .docgen/accepted.yaml" in ran.err
    late = docgen(pair, "diff", "old.json", "new.json", "--format", "json", "--now", "2026-07-01")
    assert changes(late.out) == [("breaking", "GET /b"), ("warning", "GET /c")]
    (pair / "pyproject.toml").write_text(config.replace('"warning"', '"loud"'))
    broken = docgen(pair, "diff", "old.json", "new.json", *NOW)
    assert broken.code == 3
    assert "pyproject.toml:" in broken.err


@pytest.mark.parametrize(
    ("old", "code", "says"),
    [
        ("nowhere.json", 3, "nowhere.json: file not found"),
        (".", 3, "is a folder"),
        ("empty.json", 3, "empty.json:1:1: the file is empty"),
        ("broken.json", 3, "broken.json:2:11: not valid JSON"),
        ("bent.json", 3, "paths is not a mapping"),
        ("deep.json", 3, "nesting is too deep"),
        ("twice.yaml", 3, "twice.yaml:3:1: duplicate key `info`"),
        ("a\0b", 3, "cannot be read"),
        ("2026-01-01", 3, "file not found"),
        ("git:HEAD", 3, "cannot be read with git"),
        ("git:--help:x.json", 3, "not a git ref"),
        ("https://example.com/openapi.json", 2, "docgen spec pull https://example.com/openapi.json"),
    ],
)
def test_what_cannot_be_read_is_said(pair: Path, docgen: Docgen, old: str, code: int, says: str) -> None:
    deep = '{"items":' * 700 + "1" + "}" * 700
    for name, text in {
        "empty.json": "",
        "broken.json": '{"openapi": "3.1.0",\n"paths": {',
        "bent.json": '{"openapi": "3.1.0", "paths": ["/a"]}',
        "deep.json": json.dumps(OLD | {"components": {"schemas": {"A": "DEEP"}}}).replace('"DEEP"', deep),
        "twice.yaml": "openapi: 3.1.0\ninfo: {}\ninfo: {}\n",
    }.items():
        (pair / name).write_text(text)
    other = pair / "new.json"
    if old == "deep.json":
        other.write_text((pair / old).read_text().replace(":1}", ":2}"))
    ran = docgen(pair, "diff", old, "new.json", *NOW)
    assert ran.code == code, ran.out
    assert says in ran.err
    assert "Traceback" not in ran.err


def test_both_sides_are_said_at_once(pair: Path, docgen: Docgen) -> None:
    ran = docgen(pair, "diff", "one.json", "two.json", *NOW)
    assert "one.json" in ran.err
    assert "two.json" in ran.err


def test_a_lost_reference_is_said_and_the_rest_goes_on(pair: Path, docgen: Docgen) -> None:
    schemas = {"A": {"$ref": "none.json"}, "B": {"$ref": "#/components/schemas/None"}, "C": {"$ref": "#"}}
    schemas["D"] = {"$ref": "#anchor"}
    (pair / "new.json").write_text(json.dumps(NEW | {"components": {"schemas": schemas}}, indent=1))
    ran = docgen(pair, "diff", "old.json", "new.json", "--format", "json", *NOW)
    assert ran.code == 0
    assert ("breaking", "GET /b") in changes(ran.out)
    assert "new.json:26:5: `none.json` cannot be followed" in ran.err
    assert "new.json:29:5: `#/components/schemas/None` is not found in new.json" in ran.err
    assert "`#anchor` has a fragment that is not a JSON pointer" in ran.err
    assert "`#`" not in ran.err


def test_a_report_in_a_file(pair: Path, docgen: Docgen) -> None:
    ran = docgen(pair, "diff", "old.json", "new.json", "--report", "markdown=report.md", *NOW)
    assert ran.code == 0
    assert "/b" in (pair / "report.md").read_text(encoding="utf-8")
    (pair / "in-the-way").write_text("")
    assert docgen(pair, "diff", "old.json", "new.json", "--report", "text=in-the-way/report.md", *NOW).code == 6


def test_the_process_ends_with_all_that_it_had_to_say(pair: Path) -> None:
    command = [sys.executable, "-m", "docgen", "-C", str(pair), "diff", "old.json", "new.json", "--fail-on", "breaking"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert "GET /c" in ran.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_full_disk_is_said(pair: Path) -> None:
    command = [sys.executable, "-m", "docgen", "-C", str(pair), "diff", "old.json", "new.json"]
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert ran.returncode == 6
    assert "could not be written" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_small_pair_waits_for_nothing_heavy(pair: Path) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "docgen", "-C", str(pair), "diff", "old.json", "new.json"]
    ran = subprocess.run([*command, "--format", "json"], capture_output=True, text=True, check=True)
    loaded = {line.rsplit("|", 1)[-1].strip() for line in ran.stderr.splitlines() if line.startswith("import time")}
    assert "docgen.load.contract" in loaded
    heavy = {"yaml", "jinja2", "jsonschema", "mkdocs", "subprocess", "tomllib", "docgen.model.config"}
    assert not heavy & loaded


def test_the_collector_is_switched_on_again(pair: Path, docgen: Docgen) -> None:
    docgen(pair, "diff", "old.json", "new.json", *NOW)
    assert gc.isenabled()


def test_the_project_s_payloads_are_events(pair: Path, docgen: Docgen) -> None:
    for name, kind in (("old.json", "string"), ("new.json", "integer")):
        schemas = {"SoldHook": {"type": "object", "properties": {"n": {"type": kind}}}}
        (pair / name).write_text(json.dumps(OLD | {"components": {"schemas": schemas}}))
    plain = docgen(pair, "diff", "old.json", "new.json", "--format", "json", *NOW)
    assert changes(plain.out) == [("info", "SoldHook.n")]
    (pair / "pyproject.toml").write_text(f'{CONFIG}[tool.docgen.events]\npayloads = ["*Hook"]\n')
    named = docgen(pair, "diff", "old.json", "new.json", "--format", "json", *NOW)
    (change,) = json.loads(named.out)["changes"]
    assert (change["level"], change["selector"], change["events"]) == ("breaking", "SoldHook.n", ["SoldHook"])


def test_operations_that_may_break_are_said(pair: Path, docgen: Docgen) -> None:
    draft = OLD["paths"]["/b"]["get"] | {"x-stability-level": "draft"}
    (pair / "old.json").write_text(json.dumps(OLD | {"paths": OLD["paths"] | {"/b": {"get": draft}}}))
    strict = docgen(pair, "diff", "old.json", "new.json", "--fail-on", "breaking", *NOW)
    assert strict.code == 1
    told = docgen(pair, "diff", "old.json", "new.json", "--fail-on", "breaking", "--unstable", "draft", *NOW)
    assert told.code == 0
    assert "may break by the setting" in " ".join(told.out.split())
    (pair / "pyproject.toml").write_text(f'{CONFIG}[tool.docgen.diff]\nunstable = ["draft"]\n')
    assert docgen(pair, "diff", "old.json", "new.json", "--fail-on", "breaking", *NOW).code == 0


def test_json_names_a_long_list_of_operations_once(pair: Path, docgen: Docgen) -> None:
    def document(kind: str) -> str:
        answer = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}}
        paths = {f"/p{index}": {"get": {"responses": {"200": answer}}} for index in range(40)}
        schemas = {"A": {"type": "object", "properties": {name: {"type": kind} for name in "abc"}}}
        return json.dumps(OLD | {"paths": paths, "components": {"schemas": schemas}})

    (pair / "old.json").write_text(document("string"))
    (pair / "new.json").write_text(document("integer"))
    out = docgen(pair, "diff", "old.json", "new.json", "--format", "json", *NOW).out
    content = json.loads(out)
    assert [(change["reach"], change["effects"][0]["reach"]) for change in content["changes"]] == [("1", "1")] * 3
    assert len(content["reaches"]["1"]["operations"]) == 40
    assert out.count("GET /p7") == 1
