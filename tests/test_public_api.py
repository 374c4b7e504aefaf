"""What other programs import: light until it is used, typed, and with errors that a person can act on."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import docgen
from docgen.errors import DocgenError

DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "T", "version": "1"},
    "paths": {"/a": {"get": {"responses": {"200": {"description": "ok"}}}}},
}
HEAVY = ("click", "jinja2", "json", "jsonschema", "mkdocs", "msgspec", "openapi_schema_validator", "yaml")


def imported(code: str) -> set[str]:
    ran = subprocess.run(
        [sys.executable, "-c", f"{code}; import sys; print(*sys.modules)"], check=True, capture_output=True, text=True
    )
    return set(ran.stdout.split())


def test_importing_the_package_imports_nothing_heavy() -> None:
    assert not {*HEAVY, "docgen.load", "docgen.differ"} & imported("import docgen")


def test_comparing_json_imports_neither_yaml_nor_templates_nor_a_validator() -> None:
    text = json.dumps(DOCUMENT)
    loaded = imported(f"import docgen; docgen.diff(docgen.parse_spec({text!r}), docgen.parse_spec({text!r}))")
    assert "msgspec" in loaded
    assert not {"click", "jinja2", "jsonschema", "mkdocs", "yaml"} & loaded


def test_two_texts_are_compared() -> None:
    base = docgen.parse_spec(json.dumps(DOCUMENT))
    revision = docgen.parse_spec(json.dumps(DOCUMENT | {"paths": {}}).encode(), "new.json")
    assert docgen.diff(base, base) == ()
    (change,) = docgen.diff(base, revision)
    assert (change.level, change.selector) == ("breaking", "GET /a")


@pytest.mark.parametrize(
    ("text", "path", "says"),
    [
        ('{"openapi": "3.1.0",\n"paths": {', "openapi.json", "openapi.json:2:11: not valid JSON"),
        ("openapi: 3.1.0\npaths: [\n", "b.yaml", "b.yaml:3:1: not YAML"),
        (b"\xff\xfe{\0", "a.json", "a.json:1:1: is UTF-16"),
        ('{"openapi": "3.1.0", "paths": []}', "a.json", "a.json:1:22: paths is not a mapping"),
    ],
)
def test_a_text_that_is_no_contract_raises_with_its_place(text: str | bytes, path: str, says: str) -> None:
    with pytest.raises(DocgenError) as error:
        docgen.parse_spec(text, path)
    assert says in str(error.value)


def test_no_file_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.json").write_text('{"A": {"type": "object"}}')
    ref = {"components": {"schemas": {"A": {"$ref": "a.json#/A"}}}}
    assert docgen.parse_spec(json.dumps(DOCUMENT | ref)).schemas() == ref["components"]["schemas"]


def test_every_name_is_found_and_no_other() -> None:
    assert set(docgen.__all__) <= set(dir(docgen))
    with pytest.raises(AttributeError, match="no attribute 'parse'"):
        docgen.parse  # noqa: B018 - the access is the test


@pytest.mark.slow
def test_a_type_checker_knows_the_types(tmp_path: Path) -> None:
    (tmp_path / "use.py").write_text(
        "import docgen\n"
        "spec = docgen.parse_spec('{}')\n"
        "reveal_type(spec)\n"
        "reveal_type(docgen.diff(spec, spec, policy='github'))\n"
    )
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--cache-dir", str(tmp_path), "use.py"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout
    assert 'Revealed type is "docgen.openapi.spec.Spec"' in ran.stdout
    assert "docgen.model.change.Change" in ran.stdout
