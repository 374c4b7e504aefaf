"""The gate in a real git repository: a branch of this project, compared with the commit where it parted from main."""

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from docgen.check import check
from docgen.differ.project import changes
from docgen.facts import facts
from docgen.load.project import load
from docgen.model.finding import Finding
from docgen.prove import prove
from tests.cases import load_yaml
from tests.conftest import accept, forget_corrections

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CASES: list[dict[str, Any]] = load_yaml((HERE / "gate.yaml").read_text(encoding="utf-8"))
NOW = datetime(2026, 6, 2, tzinfo=UTC)
SPEC = "changelog/2026-05-15/api-spec.json"
LOOSE, STRICT = '"minLength": 1\n', '"minLength": 20\n'
pytestmark = pytest.mark.slow


def git(root: Path, *arguments: str) -> None:
    # `backdated` depends on the day of the base's commit
    dated = {**os.environ, "GIT_COMMITTER_DATE": "2026-05-28T00:00:00Z"}
    author = ("-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "protocol.file.allow=always")
    subprocess.run(["git", *author, *arguments], cwd=root, env=dated, check=True, capture_output=True)  # noqa: S607 - the user's own git


def edit(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert text.count(old) == 1, (path, old, text.count(old))
    (root / path).write_text(text.replace(old, new), encoding="utf-8")


def copy_project(target: Path) -> None:
    for name in ("changelog", "docs", "redirects", ".docgen"):
        shutil.copytree(ROOT / name, target / name)
    for name in ("mkdocs.yml", "pyproject.toml"):
        shutil.copy(ROOT / name, target / name)
    forget_corrections(target)


@pytest.fixture(scope="module")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository whose main holds this project, and whose branch `work` is checked out."""
    root = tmp_path_factory.mktemp("gate") / "repository"
    root.mkdir()
    copy_project(root)
    git(root, "init", "-q", "-b", "main")
    git(root, "add", ".")
    git(root, "commit", "-qm", "one")
    git(root, "switch", "-qc", "work")
    return root


@pytest.fixture
def repository(committed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(committed, tmp_path / "repository"))


def found(root: Path, against: str = "main") -> list[Finding]:
    project, wrong = load(root, NOW, against)
    assert project is not None
    findings = check(project, prove(project), changes(project), wrong, facts=facts(project))
    return [finding for finding in findings if finding.id != "dead-link"]  # to the entry that a case takes away


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "docgen", "-C", str(root), "check", "--now", "2026-06-02", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_a_branch(case: dict[str, Any], repository: Path) -> None:
    for path, pairs in case.get("edits", {}).items():
        for old, new in pairs.items():
            edit(repository, path, old, new)
    for path, text in case.get("write", {}).items():
        (repository / path).write_text(text, encoding="utf-8")
    for old, new in case.get("rename", {}).items():
        (repository / old).rename(repository / new)
    for path in case.get("remove", ()):
        (repository / path).unlink()
    findings = found(repository)
    assert {finding.id for finding in findings if not finding.passed} == set(case["ids"]), findings
    said = "\n".join(f"{finding.message} {finding.hint}" for finding in findings)
    assert all(words in said for words in case.get("says", ()))


def test_a_reviewer_reads_what_broke_where_for_whom_and_what_to_do(repository: Path) -> None:
    edit(repository, SPEC, LOOSE, STRICT)
    git(repository, "commit", "-qam", "stricter")
    result = run(repository, "--against", "main")
    lines = (repository / SPEC).read_text(encoding="utf-8").split("\n")
    [line] = [line for line in result.stdout.split("\n") if "breaking-change-under-current-date" in line]
    path, number, _, rest = line.split(":", 3)
    assert path == SPEC
    assert STRICT.strip() in lines[int(number) - 1]
    assert "POST /v1/images" in rest
    assert "docgen new pin DATE" in result.stdout
    assert result.returncode == 1


def test_without_a_base_nothing_is_compared(repository: Path) -> None:
    edit(repository, SPEC, LOOSE, STRICT)
    assert run(repository).returncode == 0


def test_main_going_on_is_not_the_branch_s_fault(repository: Path) -> None:
    git(repository, "switch", "-q", "main")
    edit(repository, SPEC, LOOSE, '"minLength": 0\n')
    git(repository, "commit", "-qam", "more relaxed on main")
    git(repository, "switch", "-q", "work")
    assert found(repository) == []


def test_a_detached_head_as_a_ci_checks_it_out(repository: Path) -> None:
    edit(repository, SPEC, LOOSE, STRICT)
    git(repository, "commit", "-qam", "stricter")
    git(repository, "switch", "-q", "--detach", "HEAD")
    assert [finding.id for finding in found(repository)] == ["breaking-change-under-current-date"]


def test_a_project_in_a_folder_of_the_repository(repository: Path) -> None:
    root = repository.parent / "mono"
    root.mkdir()
    git(root, "init", "-q", "-b", "main")
    (root / "api").mkdir()
    copy_project(root / "api")
    git(root, "add", ".")
    git(root, "commit", "-qm", "one")
    edit(root / "api", SPEC, LOOSE, STRICT)
    [finding] = found(root / "api")
    assert (finding.path, finding.id) == (SPEC, "breaking-change-under-current-date")


def test_a_contract_in_another_format_under_another_name_is_the_same(repository: Path) -> None:
    pin = repository / "changelog/2026-05-15"
    document = load_yaml((pin / "api-spec.json").read_text(encoding="utf-8"))
    (pin / "api-spec.json").unlink()
    text = yaml.safe_dump(document, sort_keys=False)
    (pin / "contract.yaml").write_bytes(text.replace("\n", "\r\n").encode())
    edit(repository, "changelog/2026-05-15/pin.yaml", "spec:\n", "spec:\n  file: contract.yaml\n")
    assert [one for one in found(repository) if not one.passed] == []
    (pin / "contract.yaml").write_text(text.replace("minLength: 1\n", "minLength: 20\n"), encoding="utf-8")
    assert [(finding.id, finding.path) for finding in found(repository) if not finding.passed] == [
        ("breaking-change-under-current-date", "changelog/2026-05-15/contract.yaml")
    ]


def test_a_shallow_clone_says_what_to_fetch(repository: Path, tmp_path: Path) -> None:
    edit(repository, SPEC, LOOSE, STRICT)
    git(repository, "commit", "-qam", "stricter")
    git(tmp_path, "clone", "-q", "--depth", "1", "--branch", "work", repository.as_uri(), "clone")
    result = run(tmp_path / "clone", "--against", "origin/main")
    assert result.returncode == 3
    assert "fetch-depth: 0" in result.stderr
    assert "GIT_DEPTH: 0" in result.stderr
    assert "Traceback" not in result.stderr


def test_the_first_pull_request_has_nothing_to_compare_with(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "commit", "-q", "--allow-empty", "-m", "nothing yet")
    copy_project(tmp_path)
    result = run(tmp_path, "--against", "main")
    assert result.returncode == 0, result.stdout + result.stderr
    assert "[base-without-project]" in result.stdout


BROKEN = "changelog/2026-05-15/status-enum.yaml"


@pytest.fixture
def mended(repository: Path) -> Path:
    """A branch that repairs an entry which main has broken."""
    git(repository, "switch", "-q", "main")
    good = (repository / BROKEN).read_text(encoding="utf-8")
    (repository / BROKEN).write_text("a: [\n", encoding="utf-8")
    git(repository, "commit", "-qam", "broken on main")
    git(repository, "switch", "-qc", "mend")
    (repository / BROKEN).write_text(good, encoding="utf-8")
    return repository


def test_a_file_of_the_base_that_cannot_be_read_ends_the_check_with_what_to_write(mended: Path) -> None:
    result = run(mended, "--against", "main")
    assert result.returncode == 3
    assert f"docgen: {BROKEN}: cannot be read in main at " in result.stderr
    assert "line 2: not YAML" in result.stderr
    assert f"accepted:\n  - {{what: base-unreadable, at: {BROKEN}, why: ..., who: ..., until:" in result.stderr


def test_the_entry_that_is_asked_for_is_taken(mended: Path) -> None:
    accept(mended, f"what: base-unreadable, at: {BROKEN}, why: It is repaired here., who: Docs team, until: 2026-06-02")
    new, finding = found(mended)
    assert (new.id, new.message[:42]) == ("let-through", "new since main at " + new.message[18:42])
    assert (finding.path, finding.id, finding.severity) == (BROKEN, "base-unreadable", "info")
    assert finding.accepted == "accepted by Docs team until 2026-06-02: It is repaired here."
    assert run(mended, "--against", "main", "--calendar").returncode == 0


def test_a_day_that_passes_makes_it_a_warning_and_stops_no_check(mended: Path) -> None:
    accept(mended, f"what: base-unreadable, at: {BROKEN}, why: It is repaired here., who: Docs team, until: 2026-06-01")
    expired, finding = (one for one in found(mended) if not one.passed)
    assert (expired.id, finding.id, finding.severity) == ("acceptance-expired", "base-unreadable", "warning")
    assert run(mended, "--against", "main").returncode == 0
    assert run(mended, "--against", "main", "--calendar").returncode == 1


def test_an_entry_for_another_file_does_not_help(mended: Path) -> None:
    accept(mended, "what: base-unreadable, at: changelog/2026-05-15/pin.yaml, why: x, who: y, until: 2026-06-02")
    assert run(mended, "--against", "main").returncode == 3


def test_a_broken_acceptance_is_told_before_a_broken_base(mended: Path) -> None:
    accept(mended, "what: base-unreadable")
    result = run(mended, "--against", "main")
    assert result.returncode == 1
    assert ".docgen/accepted.yaml:2:5: error: accepted.0: missing keys `why`, `who`, `until`" in result.stdout


def test_a_contract_in_a_file_stands_for_the_current_one(repository: Path) -> None:
    shutil.copy(repository / SPEC, repository / "served.json")
    edit(repository, SPEC, LOOSE, STRICT)
    finding, passed = found(repository, "served.json")
    assert finding.id == "breaking-change-under-current-date"
    assert passed.message == "nothing but the contract was compared with served.json, under the settings of this change"


@pytest.mark.parametrize("against", ["nowhere", "nowhere.json", "pyproject.toml", "--help", "docs/index.md"])
def test_what_cannot_be_compared_with_is_said(repository: Path, against: str) -> None:
    result = run(repository, f"--against={against}")
    assert result.returncode == 3
    assert against in result.stderr
    assert "Traceback" not in result.stderr
