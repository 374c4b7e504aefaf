"""The workflow of a release: each shell step is run, rights are the fewest, actions are pinned by digest."""

import re
import shutil
import tarfile
from pathlib import Path

import pytest

from docgen import __version__
from tests.report.ci import ROOT, Machine, read, step, steps

WORKFLOW = ROOT / ".github/workflows/release.yml"
pytestmark = pytest.mark.sources
TAG = step("The tag is the version of the code, and CHANGELOG.md has its section", WORKFLOW)
BUILD = step("Build twice, and compare the bytes", WORKFLOW)
TRY = step("Install the wheel in an empty environment, and build a sample with it", WORKFLOW)
NOTES = step("Write the release, with the section of CHANGELOG.md as its notes", WORKFLOW)
CHANGELOG = """\
# Changelog

## Unreleased

- Later.

## 0.2.0 - 2026-12-01

### Added

- A thing.

## 0.1.0 - 2026-06-01

- The first.
"""


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def stub(machine: Machine, path: Path, script: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/bash\necho {path.name} \"$@\" >> '{machine.folder}/ran'\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def ran(machine: Machine) -> list[str]:
    return (machine.folder / "ran").read_text(encoding="utf-8").splitlines()


def source(machine: Machine, version: str, changelog: str = CHANGELOG) -> None:
    (machine.work / "docgen").mkdir()
    (machine.work / "docgen/__init__.py").write_text(f'"""Docs."""\n\n__version__ = "{version}"\n', encoding="utf-8")
    (machine.work / "CHANGELOG.md").write_text(changelog, encoding="utf-8")


@pytest.mark.parametrize(
    ("version", "notes"), [("0.2.0", "\n### Added\n\n- A thing.\n\n"), ("0.1.0", "\n- The first.\n")]
)
def test_a_tag_of_the_version_has_its_section_as_notes(machine: Machine, version: str, notes: str) -> None:
    source(machine, version)
    assert machine.run(TAG, "-e", TAG=f"v{version}") == 0
    assert (machine.work / "notes/notes.md").read_text(encoding="utf-8") == notes


@pytest.mark.parametrize(
    ("tag", "version", "changelog"),
    [
        ("v0.2.0", "0.1.0", CHANGELOG),
        ("0.2.0", "0.2.0", CHANGELOG),
        ("v0.2.0", "", CHANGELOG),
        ("v$(touch pasted)", "0.2.0", CHANGELOG),
        ("v0.3.0", "0.3.0", CHANGELOG),
        ("v0.2.0", "0.2.0", "## 0.2.0\n\n\n## 0.1.0\n\n- The first.\n"),
    ],
    ids=["another version", "no v", "no version", "code", "no section", "empty section"],
)
def test_any_other_tag_ends_the_release(machine: Machine, tag: str, version: str, changelog: str) -> None:
    source(machine, version, changelog)
    assert machine.run(TAG, "-e", TAG=tag) == 1
    assert not (machine.work / "pasted").exists()


def test_the_step_reads_the_version_of_this_code(machine: Machine) -> None:
    changelog = f"## {__version__}\n\n- This.\n"
    source(machine, "", changelog)
    shutil.copy(ROOT / "docgen/__init__.py", machine.work / "docgen/__init__.py")
    assert machine.run(TAG, "-e", TAG=f"v{__version__}") == 0


@pytest.mark.parametrize(("content", "code"), [("same", 0), ("$1", 1)], ids=["same", "different"])
def test_two_builds_have_the_same_bytes_or_there_is_no_release(machine: Machine, content: str, code: int) -> None:
    folder = 'while [ "$1" != --outdir ] && [ $# -gt 0 ]; do shift; done; shift'
    script = f'[ "$2" = build ] || exit 0; {folder}; mkdir "$1"; echo "$SOURCE_DATE_EPOCH {content}" > "$1/wheel"'
    stub(machine, machine.folder / "bin/python3", script)
    stub(machine, machine.folder / "bin/git", "echo 1767225600")
    assert machine.run(BUILD, "-e") == code
    assert (machine.work / "dist/wheel").read_text(encoding="utf-8").startswith("1767225600 ")
    assert ran(machine) == [
        "python3 -m pip install -q --require-hashes --no-deps -r requirements-build.lock",
        "git log -1 --format=%ct",
        "python3 -m build --no-isolation --outdir dist",
        "python3 -m build --no-isolation --outdir again --sdist --wheel",
    ]


@pytest.mark.parametrize(
    ("printed", "site", "code"),
    [("0.2.0", "built", 0), ("0.1.0", "built", 1), ("0.2.0", "", 1)],
    ids=["works", "another version", "no site"],
)
def test_a_wheel_is_tried_in_an_empty_environment(machine: Machine, printed: str, site: str, code: int) -> None:
    packed = machine.work / "aurous_docgen-0.2.0/tests/other/harbour"
    packed.mkdir(parents=True)
    (machine.work / "dist").mkdir()
    with tarfile.open(machine.work / "dist/aurous_docgen-0.2.0.tar.gz", "w:gz") as archive:
        archive.add(machine.work / "aurous_docgen-0.2.0", "aurous_docgen-0.2.0")
    (machine.work / "dist/aurous_docgen-0.2.0-py3-none-any.whl").touch()
    stub(machine, machine.folder / "bin/python3", "")  # the environment that it makes is there
    output = 'mkdir -p "$2/build/site"; printf "%s" ' + f"'{site}' > \"$2/build/site/index.html\""
    for name in ("docgen", "aurous-docgen"):
        answer = f'if [ "$1" = --version ]; then echo "docgen, version {printed}"; else {output}; fi'
        stub(machine, machine.work / f"empty/bin/{name}", answer)
    stub(machine, machine.work / "empty/bin/pip", "")
    assert machine.run(TRY, "-e", TAG="v0.2.0") == code
    assert ran(machine)[:3] == [
        "python3 -m venv empty",
        "pip install -q dist/aurous_docgen-0.2.0-py3-none-any.whl",
        "docgen --version",
    ]
    if code == 0:
        assert ran(machine)[3:] == [
            "aurous-docgen --version",
            "docgen -C source/tests/other/harbour build --now 2026-08-01",
        ]


def test_the_release_has_the_notes_and_the_packages(machine: Machine) -> None:
    (machine.work / "dist").mkdir()
    (machine.work / "dist/wheel").touch()
    assert machine.run(NOTES, "-e", TAG="v0.2.0 -d", REPOSITORY="acme/api") == 0
    assert machine.calls("gh") == [
        "release create v0.2.0 -d --repo acme/api --verify-tag --title v0.2.0 -d --notes-file notes.md dist/wheel"
    ]


def test_each_job_has_the_rights_that_it_needs_and_waits_for_the_one_before() -> None:
    content = read(WORKFLOW)
    assert content["on"] == {"push": {"tags": ["v*"]}}
    assert content["permissions"] == {}
    assert {name: (job.get("needs"), job["permissions"]) for name, job in content["jobs"].items()} == {
        "build": (None, {"contents": "read"}),
        "try": ("build", {}),
        "attest": ("try", {"attestations": "write", "id-token": "write"}),
        "publish": ("attest", {"id-token": "write"}),
        "announce": ("publish", {"contents": "write"}),
    }


def test_what_may_write_runs_nothing_of_the_repository() -> None:
    for name, job in read(WORKFLOW)["jobs"].items():
        uses = [one.get("uses", "") for one in job["steps"]]
        assert [one for one in uses if "checkout" in one] == [] or name == "build"
        if "write" in job["permissions"].values():
            assert not re.search(r"pip |python|docgen", "\n".join(one.get("run", "") for one in job["steps"]))


def test_actions_are_pinned_by_digest_and_named_with_their_version() -> None:
    lines = re.findall(r"uses: (.*)", WORKFLOW.read_text(encoding="utf-8"))
    assert lines
    assert [line for line in lines if not re.fullmatch(r"[\w/.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)] == []
    assert [one for one in steps(WORKFLOW) if "${{" in one.get("run", "")] == []


def test_every_shell_step_is_run_here() -> None:
    assert [one["run"] for one in steps(WORKFLOW) if "run" in one] == [TAG, BUILD, TRY, NOTES]
