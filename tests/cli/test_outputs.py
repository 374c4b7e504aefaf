"""What a setting or an option names as a place to write to: only what docgen made is ever replaced."""

import json
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from docgen.load.cache import FOLDER
from tests.conftest import Docgen
from tests.sampling import some

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


def test_what_mkdocs_built_is_docgens_to_replace(project: Path, docgen: Docgen) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "-q"]
    subprocess.run(command, cwd=project, check=True, capture_output=True)
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


CONTRACT = "changelog/2026-05-15/api-spec.json"
DIFF = ("diff", "2026-05-15", "2026-05-15", "--report")
CHECK = ("check", *NOW, "--report")
LOGS = ("sunsets", *NOW, "--log", "access.log", "--report")
OVER_SOURCES = {
    "a compared contract": (*DIFF, f"json={CONTRACT}"),
    "the same through a link": (*DIFF, "markdown=linked.json"),
    "the same by another way": (*DIFF, f"json=docs/../{CONTRACT}"),
    "the same by a hard link": (*DIFF, "json=hard.json"),
    "the contract": (*CHECK, f"json={CONTRACT}"),
    "the configuration": (*CHECK, "json=pyproject.toml"),
    "the configuration of the site": (*CHECK, "json=mkdocs.yml"),
    "an entry": (*CHECK, "sarif=changelog/2026-05-15/status-enum.yaml"),
    "an entry that a diff does not read": (*DIFF, "text=changelog/2026-05-15/status-enum.yaml"),
    "a page that a diff does not read": (*DIFF, "markdown=docs/index.md"),
    "a page": (*CHECK, "text=docs/index.md"),
    "a rule": ("sunsets", *NOW, "--report", "json=redirects/docs-site.yaml"),
    "a rule of an edge": (*CHECK, "json=redirects/dist/nginx/docgen-redirects.conf"),
    "a log": (*LOGS, "text=access.log"),
    "what a customer uses": ("upgrade", "--using", "access.log", *NOW, "--report", "json=access.log"),
    "a pulled contract": ("spec", "pull", "linked.json", "--report", f"json={CONTRACT}"),
    "what is deployed": (
        "redirects",
        "plan",
        "--deployed",
        "edge",
        *NOW,
        "--report",
        "text=edge/docgen-redirects.conf",
    ),
}


@pytest.fixture
def linked(project: Path) -> Path:
    (project / "linked.json").symlink_to(CONTRACT)
    os.link(project / CONTRACT, project / "hard.json")
    (project / "access.log").write_text("GET /docs\n")
    shutil.copytree(project / "redirects/dist/nginx", project / "edge")
    return project


@pytest.mark.parametrize("name", some([*OVER_SOURCES], 6))
def test_a_report_never_goes_over_a_file_that_docgen_reads(name: str, linked: Path, docgen: Docgen) -> None:
    before = tree(linked)
    ran = docgen(linked, *OVER_SOURCES[name])
    assert (ran.code, ran.out) == (2, "")
    assert "docgen reads this file, which the report would overwrite; choose another file" in ran.err
    assert tree(linked) == before


FORMS = {
    "check": ["json", "sarif", "junit", "codequality"],
    "sunsets --within 99d": ["json", "markdown", "ics"],
    "diff old.json 2026-05-15": ["json", "markdown", "sarif", "junit", "codequality"],
    "upgrade 2026-05-15 2026-05-15": ["json", "markdown"],
    "spec pull old.json": ["json", "markdown"],
    "redirects plan --deployed redirects/dist": ["json"],
}
EARLIER = [(command, form) for command, forms in FORMS.items() for form in forms]


@pytest.fixture
def tracked(aurous: Path) -> Path:
    """A project in git, with a contract that has one operation less than its own."""
    document = json.loads((aurous / CONTRACT).read_text())
    del document["paths"]["/v1/images"]
    (aurous / "old.json").write_text(json.dumps(document))
    (aurous / "package.json").write_text('{"name": "x", "version": "1.0.0"}')
    (aurous / "cspell.json").write_text('{"$schema": "https://words.example/cspell.json", "version": "0.2"}')
    (aurous / "pom.xml").write_text('<?xml version="1.0"?><project name="x"/>')
    (aurous / "README.md").write_text("# Ours\n\n<!-- of us -->\n")
    commit(aurous)
    return aurous


def commit(root: Path) -> None:
    for arguments in (("init", "-q"), ("add", "-A")):
        subprocess.run(["git", "-C", str(root), *arguments], check=True)  # noqa: S607 - the machine's own git


@pytest.mark.parametrize(("command", "form"), some(EARLIER, 6))
def test_a_committed_report_is_replaced_by_the_next_one(command: str, form: str, tracked: Path, docgen: Docgen) -> None:
    """Whether it lists anything or nothing, and also where the pages of the site are."""
    report = (*command.split(), "--report", f"{form}=docs/report.md", *NOW)
    assert docgen(tracked, *report).code in (0, 1, 4, 7, 8)
    commit(tracked)
    (tracked / "old.json").write_text((tracked / CONTRACT).read_text())
    (tracked / "changelog/2026-05-15/status-enum.yaml").write_text("titel: [") if command == "check" else None
    ran = docgen(tracked, *report)
    assert ran.code in (0, 1, 4), ran.err


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("json", "package.json"),
        ("sarif", "cspell.json"),
        ("junit", "pom.xml"),
        ("codequality", "package.json"),
        ("markdown", "README.md"),
        ("markdown", "link"),
        ("text", "README.md"),
    ],
)
def test_a_report_never_goes_over_another_file_that_git_tracks(
    form: str, name: str, tracked: Path, docgen: Docgen
) -> None:
    (tracked / "link").symlink_to("README.md")
    before = tree(tracked)
    ran = docgen(tracked, *DIFF, f"{form}={name}")
    assert (ran.code, ran.out) == (2, "")
    assert f"{name}: git tracks this file, and it is not an earlier report of this form" in ran.err
    assert tree(tracked) == before


def test_a_report_in_text_goes_over_a_file_that_git_does_not_track(tracked: Path, docgen: Docgen) -> None:
    for name in ("report.txt", "PACKAGE.JSON"):
        for _ in range(2):
            assert docgen(tracked, *DIFF, f"text={name}").code == 0


FOREIGN_TO_EDGES = [*FOREIGN[:4], "redirects/other", ".", "..", "mine", "build", "../beside"]


@pytest.mark.parametrize("folder", FOREIGN_TO_EDGES)
def test_rules_never_go_over_other_files(folder: str, project: Path, docgen: Docgen) -> None:
    before = tree(project.parent)
    ran = docgen(project, "redirects", "build", "--output", folder, *NOW)
    assert ran.code == 2
    assert "--output: " in ran.err
    assert tree(project.parent) == before


def test_rules_go_over_earlier_ones(project: Path, docgen: Docgen) -> None:
    (project / "empty").mkdir()
    for folder in ("new/folder", "empty", "redirects/dist"):
        for _ in range(2):
            ran = docgen(project, "redirects", "build", "--output", folder, *NOW)
            assert ran.code == 0, ran.err
    (project / "empty/notes").write_text("of the user")
    assert docgen(project, "redirects", "build", "--output", "empty", *NOW).code == 2


def test_pages_on_findings_never_go_into_a_source(project: Path, docgen: Docgen) -> None:
    assert docgen(project, "explain", "--all", "--output", "changelog/rules").code == 2
    assert not (project / "changelog/rules").exists()


def test_a_report_goes_where_a_link_leads(project: Path, docgen: Docgen) -> None:
    (project / "report.md").symlink_to("mine/report.md")
    assert docgen(project, "diff", "2026-05-15", "2026-05-15", "--report", "text=report.md").code == 0
    assert (project / "report.md").is_symlink()
    assert (project / "mine/report.md").is_file()


def test_a_report_does_not_replace_a_pipe(project: Path, docgen: Docgen) -> None:
    os.mkfifo(project / "pipe")
    ran = docgen(project, "diff", "2026-05-15", "2026-05-15", "--report", "text=pipe")
    assert ran.code == 2
    assert "is a pipe" in ran.err
    assert stat.S_ISFIFO((project / "pipe").stat().st_mode)


def test_a_contract_that_is_kept_never_goes_over_another_file(project: Path, docgen: Docgen) -> None:
    before = tree(project)
    contract = "changelog/2026-05-15/api-spec.json"
    assert docgen(project, "spec", "pull", contract, "--save", "mine/x").code == 2
    assert tree(project) == before
