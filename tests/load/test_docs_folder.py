"""Pages in the folder that mkdocs.yml names are read, checked and compared as those in `docs`."""

import re
import shutil
import subprocess
from itertools import product
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY, Docgen

CHECK = REPOSITORY / "tests" / "check"
NOW = ("--now", "2026-10-01")
PAGES = {
    "guides/hooks.md": "# Hooks\n\nSee [nothing](nothing.md), {{ contract.nothing }} and [home](../index.md).\n",
    "guides/hooks.2026-06-01.md": "---\npin: 2026-06-01\n---\n# Hooks\n\nSee [nothing new](nothing.md).\n",
    "guides/later.md": "---\npin: 2030-01-01\n---\n# Later\n",
    "errors/wrong.md": "---\ncode: other\ntitle: Other\nhttp: [400]\nretry: no\n---\n# Causes\n",
}


@pytest.fixture(params=["documentation", "../pages"])
def moved(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, Path, str]:
    """A project with faults in its pages, the same with its pages in another folder, and the name of that."""
    usual, other, folder = tmp_path / "usual", tmp_path / "other", str(request.param)
    for layer in ("sample", "second_pin"):
        shutil.copytree(CHECK / layer, usual, dirs_exist_ok=True)
    for path, text in PAGES.items():
        (usual / "docs" / path).parent.mkdir(exist_ok=True)
        (usual / "docs" / path).write_text(text, encoding="utf-8")
    shutil.copytree(usual, other)
    shutil.move(other / "docs", other / folder)
    (other / "mkdocs.yml").write_text(f"docs_dir: {folder}\n", encoding="utf-8")
    return usual, other, folder


def test_the_same_is_found_in_it(moved: tuple[Path, Path, str], docgen: Docgen) -> None:
    usual, other, folder = moved
    for day, fault in (
        ("2026-10-01", "docs/errors/wrong.md:2"),
        ("2026-10-01", "docs/guides/hooks.md:3"),
        ("2026-03-01", "docs/guides/hooks.md:3"),  # before the day of the second pin
    ):
        if "hooks" in fault:  # the pages that cannot be read hide what is wrong in the others
            for root, path in product((usual / "docs", other / folder), ("errors/wrong.md", "guides/later.md")):
                (root / path).unlink(missing_ok=True)
        expected = docgen(usual, "check", "--now", day).out
        assert fault in expected
        assert docgen(other, "check", "--now", day).out.splitlines() == [
            *re.sub(r"(?<![\w/])docs/", f"{folder}/", expected).splitlines()
        ]


def test_a_new_page_of_an_error_goes_there(moved: tuple[Path, Path, str], docgen: Docgen) -> None:
    _, other, folder = moved
    for path in (*PAGES, "errors/not_found.md"):
        (other / folder / path).unlink()
    words = "The widget was deleted, or it never was there at all, or it is that of another team. "
    given = ("--title", "No", "--http", "404", "--retry", "no", "--cause", words, "--fix", words)
    made = docgen(other, "new", "error", "not_found", *given, *NOW)
    assert (other / folder / "errors/not_found.md").is_file(), made.out + made.err


def test_a_page_that_differs_from_the_base_is_named(tmp_path: Path, docgen: Docgen) -> None:
    root = shutil.copytree(CHECK / "sample", tmp_path / "project")
    (root / "docs").rename(root / "documentation")
    site = "docs_dir: documentation\nsite_url: https://docs.widgets.example/\n"
    (root / "mkdocs.yml").write_text(site, encoding="utf-8")
    config = (root / "pyproject.toml").read_text(encoding="utf-8")
    host = '[tool.docgen.host_headers."docs.widgets.example"]\nX-Frame-Options = "DENY"\n'
    config = config.replace('site_url = "https://docs.widgets.example/"\n', "")
    (root / "pyproject.toml").write_text(f"{config}\n{host}", encoding="utf-8")
    for command in ("init -q -b main", "add .", "-c user.name=A -c user.email=a@b.example commit -q -m first"):
        subprocess.run(["git", *command.split()], cwd=root, check=True)  # noqa: S607 - the user's own git
    with (root / "documentation/index.md").open("a", encoding="utf-8") as page:
        page.write("\nMore.\n")
    ran = docgen(root, "check", "--against", "main", "--all", *NOW)
    assert "documentation/index.md" in ran.out
    assert "cannot be read" not in ran.out  # the settings of the base, with the address of its mkdocs.yml
