"""What the last run found in a contract is taken from the cache, and only where nothing could make it another."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from docgen import analysis, records
from docgen.check import spec_document
from docgen.load.cache import CHECKS, FOLDER, installed
from docgen.load.clock import parse_now
from docgen.model.finding import Finding
from docgen.openapi.spec import Spec
from docgen.openapi.validation.problem import Problem
from docgen.write import cache

SAMPLE = Path(__file__).parent / "check" / "sample"
CONTRACT = "changelog/2026-01-15/api-spec.json"
WRONG = {"deprecated": "no"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The sample with something wrong in its contract."""
    root = tmp_path / "project"
    shutil.copytree(SAMPLE, root)
    edit(root, lambda document: document["paths"]["/widgets/{id}"]["get"].update(WRONG))
    return root


def edit(root: Path, change: Callable[[dict], None]) -> None:  # type: ignore[type-arg] # any JSON
    document = json.loads((root / CONTRACT).read_text(encoding="utf-8"))
    change(document)
    (root / CONTRACT).write_text(json.dumps(document), encoding="utf-8")


@pytest.fixture
def validated(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The contracts that were validated."""
    paths, problems_of = list[str](), spec_document.problems_of

    def recorded(spec: Spec) -> tuple[Problem, ...]:
        paths.append(spec.source.path)
        return problems_of(spec)

    monkeypatch.setattr(spec_document, "problems_of", recorded)
    return paths


def check(root: Path) -> tuple[Finding, ...]:
    return analysis.analyse(root, parse_now("2026-10-01"))[1]


def test_a_contract_is_validated_once(project: Path, validated: list[str]) -> None:
    first = check(project)
    assert any(finding.id == "spec-invalid" for finding in first)
    assert check(project) == first
    assert validated == [CONTRACT]


def test_another_contract_is_validated_and_the_one_before_forgotten(project: Path, validated: list[str]) -> None:
    check(project)
    edit(project, lambda document: document["paths"]["/widgets/{id}"]["get"].pop("deprecated"))
    assert not any(finding.id == "spec-invalid" for finding in check(project))
    assert len(validated) == 2
    kept = records.unpack((project / FOLDER / CHECKS).read_bytes())
    assert sum(b'"problems"' in bytes(record) for record in kept.values()) == 1


def test_another_validator_validates_again(
    project: Path, validated: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    check(project)
    monkeypatch.setattr(analysis, "code_digest", lambda: "another")
    check(project)
    assert len(validated) == 2


def test_another_version_of_anything_installed_is_another_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = set(installed())
    (tmp_path / "path" / "pygments-99.0.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(str(tmp_path / "path"))
    assert set(installed()) - before == {"pygments-99.0.dist-info"}


def test_a_contract_of_several_files_is_another_with_another_part(project: Path, validated: list[str]) -> None:
    def split(document: dict) -> None:  # type: ignore[type-arg] # any JSON
        document["components"]["schemas"]["Widget"]["properties"]["size"] = {"$ref": "parts/size.json"}

    part = project / "changelog/2026-01-15/parts/size.json"
    part.parent.mkdir()
    part.write_text('{"type": "integer"}', encoding="utf-8")
    edit(project, split)
    check(project)
    part.write_text('{"type": "integer", "default": "big"}', encoding="utf-8")
    assert any("the default" in finding.message for finding in check(project))
    assert len(validated) == 2


def damaged(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b"spec-invalid", b"spec-invalib"))


def of_another_shape(file: Path) -> None:
    known = records.unpack(file.read_bytes())
    file.write_bytes(records.pack({key: records.msgspec.Raw(b'{"problems": 7}') for key in known}))


def a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize("spoil", [damaged, of_another_shape, Path.unlink, a_folder], ids=lambda spoil: spoil.__name__)
def test_what_cannot_be_read_back_is_validated_again(
    project: Path, validated: list[str], spoil: Callable[[Path], None]
) -> None:
    first = check(project)
    spoil(project / FOLDER / CHECKS)
    assert check(project) == first
    assert len(validated) == 2


def test_what_is_too_large_is_not_kept(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "LARGEST", 100)
    check(project)
    assert not (project / FOLDER).exists()


@pytest.mark.parametrize(
    ("text", "folder"),
    [
        ("site_dir: out/site\n", f"out/{FOLDER}"),
        ("hooks: !!python/name:os.system\n", FOLDER),
        ("? [a]\n: b\nsite_dir: out/site\n", f"out/{FOLDER}"),
    ],
)
def test_it_is_beside_the_site(project: Path, text: str, folder: str) -> None:
    (project / "mkdocs.yml").write_text(text, encoding="utf-8")
    check(project)
    assert (project / folder / CHECKS).is_file()
    assert (project / folder / ".gitignore").read_text(encoding="utf-8") == "*\n"


def test_it_is_beside_what_the_site_is_a_link_to(project: Path) -> None:
    (project / "site").symlink_to("out/site")
    check(project)
    assert (project / "out" / FOLDER / CHECKS).is_file()


@pytest.mark.parametrize(
    "site",
    ["../other/site", "changelog/site", "redirects/dist/site", '""', ".", '"a\\0b"', "loop/site", f"{'a' * 300}/site"],
)
def test_it_is_not_outside_of_the_project_nor_among_its_sources(project: Path, site: str) -> None:
    (project / "loop").symlink_to("loop")
    (project / "mkdocs.yml").write_text(f"site_dir: {site}\n", encoding="utf-8")
    assert any(finding.id == "spec-invalid" for finding in check(project))
    assert not list(project.parent.rglob(CHECKS))


@pytest.mark.parametrize("linked", [FOLDER, f"{FOLDER}/{CHECKS}"])
def test_it_is_not_written_through_a_link(project: Path, linked: str) -> None:
    target = project / "mine"
    target.mkdir()
    (target / ".gitignore").write_text("mine", encoding="utf-8")
    (project / linked).parent.mkdir(exist_ok=True)
    (project / linked).symlink_to(target if linked == FOLDER else target / ".gitignore")
    check(project)
    assert [(file.name, file.read_text(encoding="utf-8")) for file in target.iterdir()] == [(".gitignore", "mine")]


def test_it_is_not_among_the_pages(project: Path) -> None:
    (project / "mkdocs.yml").write_text("site_dir: docs/site\n", encoding="utf-8")
    check(project)
    assert not list(project.rglob(CHECKS))


def test_the_configuration_turns_it_off(project: Path, validated: list[str]) -> None:
    text = (project / "pyproject.toml").read_text(encoding="utf-8")
    (project / "pyproject.toml").write_text(text.replace("[tool.docgen]\n", "[tool.docgen]\ncache = false\n", 1))
    check(project)
    check(project)
    assert len(validated) == 2
    assert not (project / FOLDER).exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_no_finding(project: Path) -> None:
    first = check(project)
    shutil.rmtree(project / FOLDER)
    project.chmod(0o500)
    try:
        assert check(project) == first
    finally:
        project.chmod(0o700)


def test_a_file_in_place_of_the_folder_is_no_finding(project: Path) -> None:
    (project / FOLDER).write_text("mine", encoding="utf-8")
    assert any(finding.id == "spec-invalid" for finding in check(project))
    assert (project / FOLDER).read_text(encoding="utf-8") == "mine"
