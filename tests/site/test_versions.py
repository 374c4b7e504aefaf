"""A version of a page that is prepared for a pin takes the place of its page on the day of the pin, everywhere."""

import shutil
from pathlib import Path

import pytest

from docgen.cli import main
from tests.cases import load_yaml
from tests.conftest import REPOSITORY

pytestmark = pytest.mark.slow
CHECK = REPOSITORY / "tests" / "check"
CONFIG = """\
site_name: Widgets
site_url: https://docs.widgets.example/
docs_dir: docs
site_dir: build/site
theme: {name: mkdocs}
plugins: [search, docgen]
nav:
  - Home: index.md
  - Guides: [guides/hooks.md, Done: guides/done.md]
  - New: [guides/done.md]
"""
PAGES = {
    "docs/guides/hooks.md": "# Hooks\n\nOld words of {{ pin.current }}.\n",
    "docs/guides/hooks.2026-06-01.md": "---\npin: 2026-06-01\n---\n# Hooks\n\nNew words, see [done](done.md).\n",
    "docs/guides/done.2026-06-01.md": "---\npin: 2026-06-01\n---\n# Done\n\nDone words.\n",
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = shutil.copytree(CHECK / "sample", tmp_path_factory.mktemp("versions") / "project")
    shutil.copytree(CHECK / "second_pin", made, dirs_exist_ok=True)
    (made / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    (made / "docs/guides").mkdir()
    error = (made / "docs/errors/not_found.md").read_text(encoding="utf-8")
    prepared = error.replace("---\n", "---\npin: 2026-06-01\n", 1).replace("deleted", "crushed")
    for path, text in (PAGES | {"docs/errors/not_found.2026-06-01.md": prepared}).items():
        (made / path).write_text(text, encoding="utf-8")
    return made


def run(root: Path, *arguments: str) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["-C", str(root), *arguments])
    assert not stop.value.code


def texts(folder: Path) -> dict[str, str]:
    suffixes = (".html", ".md", ".txt", ".json")
    found = (path for path in folder.rglob("*") if path.is_file() and path.suffix in suffixes)
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in found}


def with_words(files: dict[str, str], words: str) -> set[str]:
    return {path for path, text in files.items() if words in text}


@pytest.mark.parametrize(
    ("now", "shown", "hidden", "cause", "pages"),
    [
        ("2026-05-31", "Old words of 2026-01-15", "New words", "deleted", {"index", "hooks"}),
        ("2026-06-01", "New words", "Old words", "crushed", {"index", "hooks", "done"}),
    ],
)
def test_the_site_has_the_version_of_the_day(
    root: Path, now: str, shown: str, hidden: str, cause: str, pages: set[str]
) -> None:
    run(root, "build", "--now", now)
    files = texts(root / "build/site")
    assert {"guides/hooks/index.html", "guides/hooks/index.md", "llms-full.txt"} <= with_words(files, shown)
    assert {"errors/not_found.html", "errors/not_found.md"} <= with_words(files, cause)
    assert with_words(files, hidden) == set()
    assert not any("2026-06-01" in path for path in files if path.startswith(("guides/", "errors/")))
    assert ("guides/done/index.html" in files) == ("done" in pages)
    assert ("guides/done" in files["index.html"]) == ("done" in pages)
    assert with_words(files, "hooks.2026-06-01") == set()


@pytest.mark.parametrize(("now", "shown", "listed"), [("2026-05-31", "Old words", 2), ("2026-06-01", "New words", 3)])
def test_a_project_without_docgen_has_it_too(root: Path, now: str, shown: str, listed: int) -> None:
    run(root, "render", "pages", "--now", now)
    assert shown in (root / "pages/docs/guides/hooks.md").read_text(encoding="utf-8")
    assert not list((root / "pages").rglob("*2026-06-01.md"))
    nav = load_yaml((root / "pages/mkdocs.yml").read_text(encoding="utf-8"))["nav"]
    assert len(nav) == listed
