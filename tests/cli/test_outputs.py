"""What a setting or an option names as a place to write to: only what docgen made is ever replaced."""

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from docgen.load.cache import FOLDER
from tests.conftest import Docgen

NOW = ("--now", "2026-06-01")
FOREIGN = ["changelog", "redirects", ".docgen", "changelog/2026-05-15", "redirects/dist", "mine", "build", "../beside"]
pytestmark = pytest.mark.slow


def tree(root: Path) -> dict[str, bytes]:
    found = (path for path in root.rglob("*") if path.is_file() and FOLDER not in path.parts)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


@pytest.fixture
def project(aurous: Path) -> Path:
    for name in ("mine/x", "build/mine/x", "../beside/x"):
        (aurous / name).parent.mkdir(parents=True, exist_ok=True)
        (aurous / name).write_text("of the user")
    return aurous


def build_to(root: Path, folder: str) -> None:
    config = root / "mkdocs.yml"
    config.write_text(re.sub(r"^site_dir:.*$", f"site_dir: {folder}", config.read_text(), flags=re.M))


@pytest.mark.parametrize("folder", FOREIGN)
def test_a_build_never_replaces_a_folder_that_docgen_did_not_make(folder: str, project: Path, docgen: Docgen) -> None:
    build_to(project, folder)
    before = tree(project.parent)
    ran = docgen(project, "build", *NOW)
    assert ran.code == 2
    assert "mkdocs.yml: site_dir: " in ran.err
    assert "expected a new or empty folder" in ran.err
    assert tree(project.parent) == before


@pytest.mark.parametrize("folder", ["changelog", "mine"])
def test_mkdocs_itself_does_not_empty_such_a_folder(folder: str, project: Path) -> None:
    build_to(project, folder)
    before = tree(project.parent)
    command = [sys.executable, "-m", "mkdocs", "build", "-q"]
    ran = subprocess.run(command, cwd=project, check=False, capture_output=True, text=True)
    assert ran.returncode == 1
    assert "expected a new or empty folder" in ran.stderr
    assert tree(project.parent) == before


def test_a_site_from_before_the_mark_is_adopted_once(project: Path, docgen: Docgen) -> None:
    assert docgen(project, "build", *NOW).code == 0
    mark = project / "build/site/.docgen-built"
    mark.unlink()
    assert docgen(project, "build", *NOW).code == 0
    assert mark.is_file()


def test_what_mkdocs_built_is_docgens_to_replace(project: Path, docgen: Docgen) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "-q"]
    subprocess.run(command, cwd=project, check=True, capture_output=True)
    (project / "build/site/versions.json").unlink()
    assert docgen(project, "build", *NOW).code == 0


@pytest.mark.parametrize("folder", [*FOREIGN, ".", ".."])
def test_rendered_pages_never_go_over_other_files(folder: str, project: Path, docgen: Docgen) -> None:
    before = tree(project.parent)
    assert docgen(project, "render", folder, *NOW).code == 2
    assert tree(project.parent) == before


def test_rendered_pages_go_over_earlier_ones(project: Path, docgen: Docgen) -> None:
    assert docgen(project, "render", "pages", *NOW).code == 0
    assert docgen(project, "render", "pages", "--now", "2026-05-20").code == 0


def test_pages_on_findings_never_go_over_other_files(project: Path, docgen: Docgen) -> None:
    before = tree(project)
    assert docgen(project, "explain", "--all", "--output", "docs").code == 2
    assert tree(project) == before


@pytest.mark.parametrize("name", ["changelog/2026-05-15/api-spec.json", "linked.json"])
def test_a_report_never_goes_over_a_contract_that_it_compares(name: str, project: Path, docgen: Docgen) -> None:
    (project / "linked.json").symlink_to("changelog/2026-05-15/api-spec.json")
    before = tree(project)
    ran = docgen(project, "diff", "2026-05-15", "2026-05-15", "--output", name)
    assert ran.code == 2
    assert "choose another file" in ran.err
    assert tree(project) == before


def test_a_report_goes_where_a_link_leads(project: Path, docgen: Docgen) -> None:
    (project / "report.md").symlink_to("mine/report.md")
    assert docgen(project, "diff", "2026-05-15", "2026-05-15", "--output", "report.md").code == 0
    assert (project / "report.md").is_symlink()
    assert (project / "mine/report.md").is_file()


def test_a_report_does_not_replace_a_pipe(project: Path, docgen: Docgen) -> None:
    os.mkfifo(project / "pipe")
    ran = docgen(project, "diff", "2026-05-15", "2026-05-15", "--output", "pipe")
    assert ran.code == 2
    assert "is a pipe" in ran.err
    assert stat.S_ISFIFO((project / "pipe").stat().st_mode)


def test_a_contract_that_is_kept_never_goes_over_another_file(project: Path, docgen: Docgen) -> None:
    before = tree(project)
    contract = "changelog/2026-05-15/api-spec.json"
    assert docgen(project, "spec", "pull", contract, "--save", "mine/x").code == 2
    assert tree(project) == before
