"""mkdocs.yml is read as MkDocs reads it, as far as docgen needs it, without running what it names."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from docgen.load.files import Folder
from docgen.load.site import docs_folder, site_settings
from tests.cases import load_yaml
from tests.conftest import Docgen

CASES = load_yaml(Path(__file__).with_name("site_settings.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_what_is_read(case: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SITE_URL", raising=False)
    if "variable" in case:
        monkeypatch.setenv("SITE_URL", case["variable"])
    (tmp_path / "project").mkdir()
    (tmp_path / "shared.yml").write_text("site_url: https://docs.shared.dev/\nsite_dir: shared\n", encoding="utf-8")
    (tmp_path / "project/mkdocs.yml").write_text(case["text"], encoding="utf-8")
    assert site_settings(Folder(tmp_path / "project")) == case["read"]


def test_a_mistake_in_it_is_named_there_and_not_where_it_is_missed(tmp_path: Path, docgen: Docgen) -> None:
    root = shutil.copytree(Path(__file__).parents[1] / "check" / "sample", tmp_path / "project")
    config = (root / "pyproject.toml").read_text(encoding="utf-8")
    address = 'site_url = "https://docs.widgets.example/"\n'
    (root / "pyproject.toml").write_text(config.replace(address, ""), encoding="utf-8")
    (root / "mkdocs.yml").write_text('site_name: "Widgets"\nsite_url: "https://docs.a.dev\n', encoding="utf-8")
    ran = docgen(root, "check", "--now", "2026-05-01")
    assert "mkdocs.yml:2:11: error: not YAML" in ran.out
    assert "site_url: not found" not in ran.out


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("site_url: docs.a.dev\n", "1:1: error: site_url: is `docs.a.dev`; expected a URL that begins with `https://`"),
        ("# A\nsite_url: http://docs.a.dev/\n", "2:1: error: site_url: is `http://docs.a.dev/`"),
        ("site_name: A\ndocs_dir: pages\n", "2:1: error: docs_dir: `pages` not found; expected the folder"),
    ],
)
def test_a_setting_that_cannot_be_used_is_one_finding(text: str, says: str, tmp_path: Path, docgen: Docgen) -> None:
    root = shutil.copytree(Path(__file__).parents[1] / "check" / "sample", tmp_path / "project")
    (root / "mkdocs.yml").write_text(text, encoding="utf-8")
    ran = docgen(root, "check", "--now", "2026-05-01")
    assert f"mkdocs.yml:{says}" in ran.out
    assert "\n1 error; " in ran.out


@pytest.mark.parametrize(
    ("written", "folder"),
    [(None, "docs"), ("./documentation/", "documentation"), ("../docs", "../docs"), ("/top/guides", "../guides")],
)
def test_the_folder_of_the_pages_is_named_from_the_project(written: str | None, folder: str, tmp_path: Path) -> None:
    root = tmp_path / "project"
    root.mkdir()
    if written:
        written = written.replace("/top", str(tmp_path))
        (root / "mkdocs.yml").write_text(f"docs_dir: {written}\n", encoding="utf-8")
    assert docs_folder(root) == folder
