"""A contract of several files is the contract that its parts make, whatever command reads it."""

import json
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from docgen.model.draft import MARK
from tests.cases import load_yaml
from tests.conftest import Docgen

SAMPLE = Path(__file__).parents[1] / "check" / "sample"
PIN, NEXT = "changelog/2026-01-15", "changelog/2026-06-01"
NOW = ("--now", "2026-05-01")


@pytest.fixture
def project(tmp_path: Path, docgen: Docgen) -> Path:
    root = shutil.copytree(SAMPLE, tmp_path / "project")
    docgen(root, "redirects", "build", *NOW)
    return root


@pytest.fixture
def contract(project: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((project / PIN / "api-spec.json").read_text(encoding="utf-8"))
    return document


def split(document: dict[str, Any], folder: Path) -> Path:
    """The same contract as YAML: a file a path, a file a schema, and the document that refers to them."""
    main = document | {"paths": {}, "components": {**document["components"], "schemas": {}}}
    for number, (path, item) in enumerate(document["paths"].items()):
        put(folder / f"paths/{number}.yaml", item, "../openapi.yaml")
        main["paths"][path] = {"$ref": f"./paths/{number}.yaml"}
    for name, schema in document["components"]["schemas"].items():
        put(folder / f"schemas/{name}.yaml", schema, "../openapi.yaml")
        main["components"]["schemas"][name] = {"$ref": f"./schemas/{name}.yaml"}
    put(folder / "openapi.yaml", main)
    return folder / "openapi.yaml"


def put(path: Path, value: object, above: str = "") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump(value, sort_keys=False)
    path.write_text(text.replace("'#/components/", f"'{above}#/components/"), encoding="utf-8")


def grown(document: dict[str, Any]) -> dict[str, Any]:
    """The contract with one optional property more, which stands in a file of its own."""
    properties = document["components"]["schemas"]["Error"]["properties"]
    properties["height"] = {"type": "string", "description": "How high it is."}
    return document


@pytest.mark.parametrize(
    "arguments",
    [
        ("diff", "2026-01-15", "split/openapi.yaml"),
        ("spec", "pull", "split/openapi.yaml", *NOW),
        ("check", "--against", "split/openapi.yaml", *NOW),
    ],
    ids=lambda arguments: " ".join(arguments),
)
def test_the_same_contract_in_several_files_changes_nothing(
    arguments: tuple[str, ...], project: Path, contract: dict[str, Any], docgen: Docgen
) -> None:
    split(contract, project / "split")
    ran = docgen(project, *arguments)
    assert ran.code == 0, ran.out + ran.err
    assert "removed" not in ran.out


def test_a_new_pin_has_the_whole_of_it(project: Path, contract: dict[str, Any], docgen: Docgen) -> None:
    split(grown(contract), project / "split")
    ran = docgen(project, "new", "pin", "2026-06-01", "--spec", "split/openapi.yaml", *NOW)
    assert ran.code == 0, ran.out + ran.err
    (drafted,) = [path for path in (project / NEXT).glob("*.yaml") if path.name != "pin.yaml"]
    assert load_yaml(drafted.read_text(encoding="utf-8"))["kind"] == "added"
    assert docgen(project, "diff", "split/openapi.yaml", "2026-06-01").out.strip() == "no changes"
    assert errors(project, docgen, "2026-06-02") == {"draft-left"}


def test_a_pull_takes_the_whole_of_it_in(project: Path, contract: dict[str, Any], docgen: Docgen) -> None:
    split(grown(contract), project / "split")
    ran = docgen(project, "spec", "pull", "split/openapi.yaml", "--write", *NOW)
    assert ran.code == 7, ran.out + ran.err
    assert "the contract was saved as one document" in ran.out
    assert docgen(project, "diff", "split/openapi.yaml", "2026-01-15").out.strip() == "no changes"
    assert errors(project, docgen, "2026-05-01") == {"draft-left"}


@pytest.mark.parametrize(
    "arguments",
    [
        ("spec", "pull", "split/openapi.yaml", "--write", *NOW),
        ("new", "pin", "2026-06-01", "--spec", "split/openapi.yaml", *NOW),
        ("check", "--against", "split/openapi.yaml", *NOW),
    ],
    ids=lambda arguments: " ".join(arguments[:2]),
)
def test_one_that_lacks_a_file_is_refused_where_it_is_named(
    arguments: tuple[str, ...], project: Path, contract: dict[str, Any], docgen: Docgen
) -> None:
    split(contract, project / "split")
    (project / "split/schemas/Widget.yaml").unlink()
    ran = docgen(project, *arguments)
    assert ran.code == 3, ran.out + ran.err
    assert "split/openapi.yaml:" in ran.err
    assert "`./schemas/Widget.yaml` cannot be followed" in ran.err
    assert not (project / NEXT).exists()


def errors(root: Path, docgen: Docgen, now: str) -> set[str]:
    found = json.loads(docgen(root, "check", "--format", "json", "--now", now).out)["findings"]
    left = {one["id"] for one in found if one["severity"] == "error"} - {"stale-output"}
    assert "draft-left" not in left or any(MARK in path.read_text("utf-8") for path in root.glob("changelog/*/*.yaml"))
    return left


def test_a_pin_whose_file_is_yaml_keeps_yaml(project: Path, contract: dict[str, Any], docgen: Docgen) -> None:
    pin = project / PIN / "pin.yaml"
    pin.write_text(pin.read_text("utf-8").replace("spec:\n", "spec:\n  file: api-spec.yaml\n"), encoding="utf-8")
    put(project / PIN / "api-spec.yaml", contract)
    (project / PIN / "api-spec.json").unlink()
    split(grown(contract), project / "split")
    ran = docgen(project, "spec", "pull", "split/openapi.yaml", "--write", *NOW)
    assert ran.code == 7, ran.out + ran.err
    assert load_yaml((project / PIN / "api-spec.yaml").read_text(encoding="utf-8")) == contract
    assert docgen(project, "spec", "pull", "split/openapi.yaml", *NOW).code == 0


@pytest.fixture
def address(project: Path) -> Iterator[str]:
    """Where a server gives the files of the project."""
    pytest.importorskip("httpx", reason="httpx is the extra `live`")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(project)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/split/openapi.yaml"
    server.shutdown()
    server.server_close()


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as in the base class
        """Nothing: the output is the test's."""


@pytest.mark.edge
def test_one_at_an_address_has_its_files_beside_it(
    project: Path, contract: dict[str, Any], docgen: Docgen, address: str
) -> None:
    split(contract, project / "split")
    ran = docgen(project, "spec", "pull", address, *NOW)
    assert ran.code == 0, ran.out + ran.err
    split(grown(contract), project / "split")
    ran = docgen(project, "spec", "pull", address, "--save", "saved.yaml", *NOW)
    assert ran.code == 7, ran.out + ran.err
    assert load_yaml((project / "saved.yaml").read_text(encoding="utf-8")) == contract
    (project / "split/schemas/Widget.yaml").unlink()
    ran = docgen(project, "spec", "pull", address, *NOW)
    assert ran.code == 3, ran.out + ran.err
    assert "Widget.yaml: status 404" in ran.err


@pytest.mark.edge
def test_a_new_project_takes_it_from_there(
    project: Path, contract: dict[str, Any], docgen: Docgen, address: str
) -> None:
    split(contract, project / "split")
    ran = docgen(project, "init", "--spec", address, "new", *NOW)
    assert ran.code == 0, ran.out + ran.err
    (copy,) = (project / "new").glob("changelog/*/api-spec.json")
    assert json.loads(copy.read_text(encoding="utf-8")) == contract
    (project / "split/schemas/Widget.yaml").unlink()
    ran = docgen(project, "init", "--spec", address, "lost", *NOW)
    assert (ran.code, "Widget.yaml: status 404" in ran.err) == (3, True), ran.err
    ran = docgen(project, "init", "--spec", "split/openapi.yaml", "--auth-env", "HOME", "lost", *NOW)
    assert ran.code == 2
    assert not (project / "lost").exists()
