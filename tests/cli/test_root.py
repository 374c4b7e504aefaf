"""A command finds its project from a folder below it; what the user names is relative to where the user stands."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from docgen.cli import main
from docgen.load.root import find_root
from tests.conftest import REPOSITORY, Docgen, Ran

NOW = ("--now", "2026-06-01")
PIN = "changelog/2026-05-15"
Here = Callable[..., Ran]


@pytest.fixture
def here(aurous: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Here:
    """Run a command line without -C in a folder of the project."""

    def run(folder: str, *arguments: str) -> Ran:
        monkeypatch.chdir(aurous / folder)
        with pytest.raises(SystemExit) as stop:
            main(list(arguments))
        captured = capsys.readouterr()
        return Ran(int(stop.value.code or 0), captured.out, captured.err)

    return run


def test_the_project_above_is_checked_and_named(aurous: Path, here: Here) -> None:
    entry = aurous / PIN / "status-enum.yaml"
    entry.write_text("titel: [", encoding="utf-8")
    ran = here(PIN, "check", *NOW)
    assert ran.code == 1
    assert f"{PIN}/status-enum.yaml:" in ran.out
    assert ran.err == f"docgen: in {aurous}\n"
    assert here(PIN, "-q", "check", *NOW).err == ""
    assert here(".", "check", *NOW).err == ""


def test_files_are_relative_to_the_folder_of_the_user(aurous: Path, here: Here) -> None:
    contract = json.loads((aurous / PIN / "api-spec.json").read_text(encoding="utf-8"))
    contract["paths"]["/v1/more"] = {"get": contract["paths"]["/v1/images"]["get"] | {"operationId": "more"}}
    (aurous / "docs/next.json").write_text(json.dumps(contract), encoding="utf-8")
    assert "/v1/more" in here("docs", "diff", "2026-05-15", "next.json").out
    ran = here("docs", "spec", "pull", "next.json", "--save", "saved.json", "--report", "json=pulled.json", *NOW)
    assert ran.code == 7, ran.out + ran.err
    assert (aurous / "docs/saved.json").is_file()
    assert (aurous / "docs/pulled.json").is_file()
    assert "/v1/more" in here("docs", "check", "--against", "next.json", *NOW).out
    built = here("redirects", "redirects", "build", "--rules", "docs-site.yaml", "--output", "../docs/out", *NOW)
    assert built.code == 0, built.out + built.err
    assert (aurous / "docs/out/nginx").is_dir()
    made = here("docs", "new", "pin", "2026-06-01", "--spec", "next.json", *NOW)
    assert made.code == 0, made.out + made.err
    assert "/v1/more" in (aurous / "changelog/2026-06-01/api-spec.json").read_text(encoding="utf-8")


def test_a_new_project_is_made_where_the_user_stands(aurous: Path, here: Here) -> None:
    (aurous / "docs/new").mkdir()
    ran = here("docs/new", "init", "--spec", f"../../{PIN}/api-spec.json", *NOW)
    assert ran.code == 0, ran.out + ran.err
    assert (aurous / "docs/new/pyproject.toml").is_file()


def test_a_named_folder_is_taken_as_it_is(aurous: Path, docgen: Docgen) -> None:
    ran = docgen(aurous / "docs", "check")
    assert ran.code == 3
    assert str(aurous / "docs") in ran.err


def test_the_nearest_project_is_found(tmp_path: Path) -> None:
    outer, inner = tmp_path / "outer", tmp_path / "outer/package/inner"
    inner.mkdir(parents=True)
    (outer / "pyproject.toml").write_text("[tool.docgen]\n", encoding="utf-8")
    (outer / "package/pyproject.toml").write_text('[project]\ndependencies = ["docgen"]\n', encoding="utf-8")
    assert find_root(inner) == outer.resolve()
    assert find_root(outer) is outer
    (outer / "package/link").symlink_to(tmp_path, target_is_directory=True)
    assert find_root(outer / "package/link") == outer / "package/link"  # it is what it leads to, which is no project
    (inner / "pyproject.toml").write_text("[tool.docgen", encoding="utf-8")  # its mistake is to be seen
    assert find_root(inner) is inner
    shutil.rmtree(outer)
    assert find_root(tmp_path) is tmp_path


@pytest.mark.parametrize(
    "words", [["check"], ["redirects", "build", "--diff"], ["diff", "git:HEAD", "2026-05-15", "--format", "json"]]
)
def test_the_folder_is_taken_after_the_command_too(words: list[str], docgen: Docgen, tmp_path: Path) -> None:
    now = ("--now", "2026-06-01")
    before = docgen(REPOSITORY, *words, *now)
    assert docgen(tmp_path, *words, *now, "-C", str(REPOSITORY)) == before
