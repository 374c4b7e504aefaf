"""A build that takes pages from the cache makes the bytes that one without a cache makes, and says the same."""

import os
import shutil
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from docgen.load.cache import FOLDER, PAGES
from docgen.load.clock import parse_now
from docgen.load.git import run_git
from docgen.load.placeholders import with_placeholders
from docgen.load.project import load
from docgen.model.analysis import Analysis
from docgen.prove import prove
from docgen.records import sealed, unsealed
from docgen.site.build import build_site
from docgen.site.cache import renderer_digest
from tests.cases import load_yaml
from tests.sampling import some

REPOSITORY = Path(__file__).parents[2]
HARBOUR = REPOSITORY / "tests" / "other" / "harbour"
NOW = "2026-06-01"
EDITS = load_yaml(Path(__file__).with_name("site_cache_edits.yaml").read_text(encoding="utf-8"))
pytestmark = pytest.mark.slow


class Rendering:
    """The pages that MkDocs made anew since it was asked last."""

    def __init__(self) -> None:
        self.pages: list[str] = []

    def seen(self) -> list[str]:
        seen, self.pages = self.pages, []
        return seen


@pytest.fixture
def rendering(monkeypatch: pytest.MonkeyPatch) -> Rendering:
    seen, render = Rendering(), Page.render

    def counted(page: Page, config: Any, files: Files) -> None:  # noqa: ANN401 - as MkDocs has it
        seen.pages.append(page.file.src_uri)
        render(page, config, files)

    monkeypatch.setattr(Page, "render", counted)
    return seen


def built(root: Path, *, now: str = NOW, cached: bool = True) -> dict[str, bytes]:
    """The files of the site."""
    project, _ = load(root, parse_now(now))
    assert project is not None
    site = build_site(root, Analysis(with_placeholders(project), prove(project)), use_cache=cached)
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this repository's content that was built once, with what that kept."""
    root = tmp_path_factory.mktemp("warm")
    for name in ("changelog", "docs", "redirects"):
        shutil.copytree(REPOSITORY / name, root / name)
    for name in ("mkdocs.yml", "pyproject.toml"):
        shutil.copy(REPOSITORY / name, root)
    built(root)
    return root


@pytest.fixture
def root(warm: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(warm, tmp_path / "project"))


def kept(root: Path) -> dict[str, bytes]:
    """The records of a project, by the names of their files."""
    folder = root / "build" / FOLDER / PAGES
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def edit(root: Path, case: dict[str, str]) -> None:
    if "file" not in case:
        return
    path = root / case["file"]
    if "old" in case:
        text = path.read_text(encoding="utf-8")
        assert case["old"] in text
        path.write_text(text.replace(case["old"], case["new"], 1), encoding="utf-8")
    elif "new" in case:
        path.write_text(case["new"], encoding="utf-8")
    else:
        path.unlink()
        config = root / "mkdocs.yml"
        lines = config.read_text(encoding="utf-8").splitlines(keepends=True)
        name = path.relative_to(root / "docs").as_posix()
        config.write_text("".join(line for line in lines if not line.rstrip().endswith(name)), encoding="utf-8")


@pytest.mark.parametrize("case", some(EDITS, 6), ids=lambda case: case["edit"])
def test_after_an_edit_nothing_old_is_left(
    root: Path, rendering: Rendering, case: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    edit(root, case)
    site, made, said = built(root), rendering.seen(), caplog.messages
    caplog.clear()
    cold = built(root, cached=False)
    pages = rendering.seen()
    assert {"none": not made, "all": made == pages, "some": 0 < len(made) < len(pages) / 2 + 8}[case["rendered"]], made
    assert {path for path in cold if site.get(path) != cold[path]} == set()
    assert site.keys() == cold.keys()
    assert sorted(said) == sorted(caplog.messages)


def test_another_day_is_another_site(root: Path) -> None:
    assert built(root, now="2027-02-01") == built(root, now="2027-02-01", cached=False)


def test_the_second_project_and_its_theme_and_search_too(tmp_path: Path, rendering: Rendering) -> None:
    root = Path(shutil.copytree(HARBOUR, tmp_path / "harbour"))
    first = built(root)
    assert rendering.seen()
    assert "search/search_index.json" in first, "a theme of MkDocs has the search of MkDocs"
    assert not any(path.startswith("search/names") for path in first)
    assert built(root) == first
    assert rendering.seen() == []
    page = root / "docs" / "errors" / "1001.md"
    page.write_text(page.read_text(encoding="utf-8").replace("## Causes", "## Why"), encoding="utf-8")
    assert built(root) == built(root, cached=False) != first


def test_mkdocs_alone_takes_from_it_too(root: Path, rendering: Rendering) -> None:
    config = load_config(str(root / "mkdocs.yml"), site_dir=str(root / "elsewhere"))
    config.plugins["docgen"].config.now = NOW  # type: ignore[attr-defined]
    config.plugins["docgen"].draft = True  # type: ignore[attr-defined]
    mkdocs_build(config)
    assert rendering.seen() == []


def test_another_version_of_anything_installed_makes_every_page_anew(
    root: Path, rendering: Rendering, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "path" / "pygments-99.0.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(str(tmp_path / "path"))
    built(root)
    assert len(rendering.seen()) > 20


OTHERS = {
    "empty": b"",
    "foreign": b'{"version": 1}',
    "no text": bytes(range(256)),
    "a pickle": b"\x80\x04cposix\nsystem\n.",
    "another record": sealed({"content": "<script>", "title": 7}),
}


@pytest.mark.parametrize("name", OTHERS)
def test_another_file_in_the_place_of_a_record_is_ignored_and_replaced(root: Path, name: str) -> None:
    before = kept(root)
    for path in before:
        (root / "build" / FOLDER / PAGES / path).write_bytes(OTHERS[name] or b"")
    assert built(root) == built(root, cached=False)
    assert kept(root) == before


@pytest.mark.parametrize("change", ["cut", "turned"])
def test_damage_anywhere_makes_a_record_void(change: str) -> None:
    whole = sealed({"a page": "<p>" * 1000}) or b""
    assert unsealed(whole, dict)
    for position in range(0, len(whole), len(whole) // 97):
        turned = whole[:position] + bytes([whole[position] ^ 1]) + whole[position + 1 :]
        assert unsealed(whole[:position] if change == "cut" else turned, dict) is None


@pytest.mark.parametrize("place", ["a record", "all of them"])
def test_what_cannot_be_written_stops_no_build(root: Path, place: str) -> None:
    folder = root / "build" / FOLDER / PAGES
    file = folder / next(iter(kept(root))) if place == "a record" else folder
    (file.unlink if file.is_file() else partial(shutil.rmtree, file))()
    if place == "a record":
        file.mkdir()
    else:
        file.write_bytes(b"")
    assert built(root) == built(root, cached=False)


def test_what_no_build_used_for_a_while_is_dropped(root: Path) -> None:
    before = kept(root)
    for path in before:
        os.utime(root / "build" / FOLDER / PAGES / path, (0, 0))
    edit(root, {"file": "docs/guides/webhooks.md", "old": "was disabled.", "new": "was off."})
    built(root)
    after = kept(root)
    assert 0 < len(before.keys() - after.keys()) < len(before) / 2
    edit(root, {"file": "docs/guides/webhooks.md", "old": "was off.", "new": "was disabled."})
    built(root)
    assert after.keys() < kept(root).keys(), "another build may be under way that uses it"


def test_what_a_page_may_be_made_of_again_is_kept_with_it(root: Path) -> None:
    """A build after a break used whole files alone, and the content in them was dropped as unused."""
    for path in kept(root):
        os.utime(root / "build" / FOLDER / PAGES / path, (0, 0))
    built(root)
    before = kept(root)
    settings = root / "mkdocs.yml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("site_name: ", "site_name: Other ", 1), "utf-8")
    assert built(root) == built(root, cached=False)
    assert before.keys() <= kept(root).keys()


def test_without_cache_it_is_neither_read_nor_written(root: Path) -> None:
    for path in kept(root):
        (root / "build" / FOLDER / PAGES / path).write_bytes(b"mine")
    built(root, cached=False)
    assert set(kept(root).values()) == {b"mine"}


def test_what_git_tracks_is_not_read(root: Path) -> None:
    for path, data in kept(root).items():
        (root / "build" / FOLDER / PAGES / path).write_bytes(data.replace(b"Aurous", b"Other"))
    run_git(root, "init")
    run_git(root, "add", "--force", "build")
    assert built(root) == built(root, cached=False)


def test_git_does_not_see_it(root: Path) -> None:
    assert (root / "build" / FOLDER / ".gitignore").read_text(encoding="utf-8") == "*\n"


OFF = {
    "a hook": ("nav:", "hooks: [hook.py]\nnav:"),
    "the option": ("- docgen", "- docgen:\n      cache: false"),
    "an extension that reads files": ("- tables", "- tables\n  - pymdownx.snippets"),
    "icons of the project's own": ("- tables", "- tables\n  - pymdownx.emoji:\n      options: {custom_icons: [docs]}"),
    "an extension of another": ("- tables", "- tables\n  - hook"),
    "a function of another": ("permalink: true", "permalink: true\n      slugify: !!python/name:hook.slug"),
    "another plugin": ("plugins:", "plugins:\n  - privacy"),
}
HOOK = """
from markdown.extensions.tables import TableExtension

class Mine(TableExtension):
    pass

def makeExtension(**options):
    return Mine(**options)

def slug(text, separator):
    return "x"
"""


@pytest.mark.parametrize("name", OFF)
def test_it_is_off_where_something_else_could_change_a_page(
    root: Path, name: str, rendering: Rendering, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "hook.py").write_text(HOOK, encoding="utf-8")
    monkeypatch.syspath_prepend(str(root))
    old, new = OFF[name]
    edit(root, {"file": "mkdocs.yml", "old": old, "new": new})
    config = load_config(str(root / "mkdocs.yml"))
    assert (renderer_digest(config) is None) == (name != "the option")
    for _ in range(2):
        site = built(root)
        assert len(rendering.seen()) > 20
    assert site == built(root, cached=False)


def test_a_template_of_the_site_may_show_what_any_page_has(root: Path) -> None:
    """No page is taken as a whole then: what it shows of others cannot be seen from here."""
    (root / "mine").mkdir()
    shown = "{% for one in pages %}{{ one.page.content | striptags | length }} {% endfor %}"
    (root / "mine/main.html").write_text(
        f'{{% extends "base.html" %}}{{% block footer %}}{shown}{{% endblock %}}', encoding="utf-8"
    )
    edit(root, {"file": "mkdocs.yml", "old": "  name: material\n", "new": "  name: material\n  custom_dir: mine\n"})
    built(root)
    edit(root, {"file": "docs/guides/webhooks.md", "old": "was disabled.", "new": "was off."})
    assert built(root) == built(root, cached=False)
