"""What a user mistypes ends with a sentence and the documented exit code, never with a traceback."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cases import load_yaml
from tests.conftest import Docgen

pytestmark = pytest.mark.slow  # each runs commands over a whole project
NOW = ("--now", "2026-06-01")
CASES = load_yaml(Path(__file__).with_name("mistakes.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_mistake_is_named(aurous: Path, docgen: Docgen, case: dict[str, Any]) -> None:
    for path, (old, new) in case.get("edit", {}).items():
        text = (aurous / path).read_text(encoding="utf-8")
        assert old in text
        (aurous / path).write_text(text.replace(old, new, 1), encoding="utf-8")
    ran = docgen(aurous, *case["run"])
    assert ran.code == case["exit"], ran.out + ran.err
    assert case["says"] in ran.out + ran.err


def test_a_file_that_is_not_read_may_have_what_is_missed_elsewhere(aurous: Path, docgen: Docgen) -> None:
    entry = aurous / "changelog/2026-05-15/usage-events-fields.yaml"
    entry.rename(entry.with_name("usage-events-fields.yaml.txt"))
    found = json.loads(docgen(aurous, "check", "--format", "json", *NOW).out)
    assert [one["id"] for one in found["findings"] if one["severity"] == "error"] == ["stray-file"]
    (note,) = found["notes"]
    assert note.startswith("left out: ") and note.endswith(" findings that may follow from this")


@pytest.mark.slow
def test_paths_are_below_the_folder_of_dash_c(
    aurous: Path, docgen: Docgen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    docgen(aurous, "redirects", "build", *NOW)
    rules = ("--rules", "redirects/docs-site.yaml", "--output", "out")
    ran = docgen(Path("aurous"), "redirects", "build", *rules, *NOW)
    assert ran.code == 0, ran.out + ran.err
    assert docgen(Path("aurous"), "render", "pages", *NOW).code == 0
    assert (aurous / "out" / "nginx").is_dir()
    assert (aurous / "pages" / "mkdocs.yml").is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["aurous"]


def test_a_folder_that_the_system_refuses_is_named(docgen: Docgen) -> None:
    ran = docgen(Path("/", "a" * 300), "check")
    assert ran.code == 3
    assert ": cannot be read: File name too long" in ran.err


def test_json_is_one_object_with_the_proofs_and_the_findings(aurous: Path, docgen: Docgen) -> None:
    document = json.loads(docgen(aurous, "check", "--proofs", "--format", "json", *NOW).out)
    assert list(document) == ["version", "proofs", "findings", "summary", "passed"]
    assert document["proofs"]


def test_facts_are_listed_with_what_they_are_bound_to(aurous: Path, docgen: Docgen) -> None:
    document = json.loads(docgen(aurous, "check", "--facts", "--format", "json", *NOW).out)
    assert list(document) == ["version", "facts", "findings", "summary", "passed"]
    assert all(fact["bound_to"] and fact["state"] in ("bound", "unchecked") for fact in document["facts"])
    bound = sum(fact["state"] == "bound" for fact in document["facts"])
    listed = docgen(aurous, "check", "--facts", *NOW).out
    assert f"{bound} bound, {len(document['facts']) - bound} unchecked\n" in listed
    assert docgen(aurous, "check", "--facts", "--format", "sarif", *NOW).code == 2


def test_a_broken_configuration_is_json_where_json_is_asked_for(aurous: Path, docgen: Docgen) -> None:
    (aurous / "pyproject.toml").write_text("[tool.docgen\n")
    ran = docgen(aurous, "check", "--format", "json")
    assert ran.code == 1
    assert [found["id"] for found in json.loads(ran.out)["findings"]] == ["toml-syntax"]


@pytest.mark.slow
def test_proofs_in_text_do_not_hide_a_warning(aurous: Path, docgen: Docgen) -> None:
    docgen(aurous, "redirects", "build", *NOW)
    ran = docgen(aurous, "check", "--proofs", "--now", "2030-01-01")
    assert "warning: " in ran.out
    assert ran.out.index(" proved") < ran.out.index("warning: ")
