"""What `docgen render` writes is a project of its own: MkDocs and Zensical build it, and every link leads somewhere."""

import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml

from docgen.errors import UsageError
from docgen.load.clock import parse_now
from docgen.load.placeholders import with_placeholders
from docgen.load.project import load
from docgen.model.analysis import Analysis
from docgen.model.files import Files
from docgen.model.project import Project
from docgen.prove import prove
from docgen.render.folders import in_folders
from docgen.site.build import render_project
from docgen.write import plan
from tests.cases import load_yaml
from tests.conftest import REPOSITORY
from tests.integrity import dead_links, errors_in, pages

OTHER = REPOSITORY / "tests" / "other" / "harbour"
BUILDERS = {
    "mkdocs": ("-m", "mkdocs", "build", "-q", "--strict"),
    "zensical": ("-m", "zensical", "build"),
}
pytestmark = pytest.mark.slow


def rendered(root: Path) -> tuple[Project, Files]:
    project, _ = load(root, parse_now("2026-08-01"))
    assert project is not None
    return project, render_project(root, root / "rendered", Analysis(with_placeholders(project), prove(project)))


@pytest.fixture(scope="module", params=[REPOSITORY, OTHER], ids=["aurous", "harbour"])
def found(request: pytest.FixtureRequest) -> tuple[Project, Files]:
    return rendered(request.param)


@pytest.mark.parametrize("builder", ["mkdocs", pytest.param("zensical", marks=pytest.mark.nightly)])
def test_a_builder_without_docgen_makes_the_site(found: tuple[Project, Files], builder: str, tmp_path: Path) -> None:
    project, files = found
    theme = load_yaml(str(files["mkdocs.yml"]))["theme"]["name"]
    if builder == "zensical" and theme != "material":
        pytest.skip("Zensical has one theme, which is Material's")
    if find_spec(builder) is None:
        (pytest.fail if os.environ.get("DOCGEN_REQUIRE_ALL") == "1" else pytest.skip)(f"{builder} is not installed")
    plan(files, tmp_path).apply()
    command = [sys.executable, *BUILDERS[builder], "-f", str(tmp_path / "mkdocs.yml")]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=tmp_path, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    site = tmp_path / "site"
    assert {page.text.code for page in project.errors} <= {path.name for path in (site / "errors").iterdir()}
    assert dead_links(site) == []
    assert {name: page.repeated for name, page in pages(site).items() if page.repeated} == {}
    assert not {url for page in pages(site).values() for url in page.requests if "://" in url}
    if theme == "material":  # MkDocs' own themes are not valid themselves
        wrong = {path.name: errors_in(path.read_text(encoding="utf-8"))[:2] for path in site.glob("*/*/index.html")}
        assert {name: errors for name, errors in wrong.items() if errors} == {}


def test_no_plugin_of_ours_and_no_placeholder_is_left(found: tuple[Project, Files]) -> None:
    _, files = found
    assert "docgen" not in load_yaml(str(files["mkdocs.yml"])).get("plugins", [])
    pages = "".join(str(files[path]) for path in files if path.endswith(".md"))
    # an entry's page shows its file as it is kept
    assert "{{" not in re.sub(r"<details class=\"dg-source\">.*?</details>", "", pages, flags=re.S)


@pytest.mark.parametrize(
    ("settings", "wanted"),
    [
        ({"theme": None}, {"theme": {"name": "mkdocs", "highlightjs": False}}),
        ({"theme": "readthedocs"}, {"theme": {"name": "readthedocs", "highlightjs": False}}),
        (
            {"plugins": {"search": {"min_search_length": 7}, "docgen": {}}},
            {"plugins": [{"search": {"min_search_length": 7}}]},
        ),
        (
            {"nav": [{"Log": "https://a.example/LOG.md"}, "first-parcel.md", {"Ends": "deprecations.md"}]},
            {"nav": [{"Log": "https://a.example/LOG.md"}, "first-parcel.md", {"Ends": "deprecations/index.md"}]},
        ),
        (
            {"theme": {"name": "mkdocs", "custom_dir": "mine"}, "hooks": ["hook.py"]},
            {"theme": {"name": "mkdocs", "custom_dir": "overrides", "highlightjs": False}, "hooks": ["hook.py"]},
        ),
    ],
    ids=["no theme", "theme by name", "plugins by name", "nav", "templates and hooks"],
)
def test_what_mkdocs_yml_says_is_kept(tmp_path: Path, settings: dict[str, Any], wanted: dict[str, Any]) -> None:
    root = tmp_path / "harbour"
    shutil.copytree(OTHER, root)
    (root / "mine").mkdir()
    (root / "mine" / "main.html").write_text('{% extends "base.html" %}', encoding="utf-8")
    (root / "hook.py").touch()
    config = {**load_yaml((root / "mkdocs.yml").read_text(encoding="utf-8")), **settings}
    known = {key: value for key, value in config.items() if value is not None}
    (root / "mkdocs.yml").write_text(yaml.safe_dump(known), encoding="utf-8")
    _, files = rendered(root)
    written = load_yaml(str(files["mkdocs.yml"]))
    assert {key: written[key] for key in wanted} == wanted
    plan(files, tmp_path / "plain").apply()
    command = [sys.executable, *BUILDERS["mkdocs"], "-f", str(tmp_path / "plain" / "mkdocs.yml")]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_pages_in_another_folder_make_the_same_project(tmp_path: Path) -> None:
    root = tmp_path / "harbour"
    shutil.copytree(OTHER, root)
    usual = rendered(root)[1]
    (root / "docs").rename(root / "pages")
    text = (root / "mkdocs.yml").read_text(encoding="utf-8")
    (root / "mkdocs.yml").write_text(text.replace("docs_dir: docs", "docs_dir: pages"), encoding="utf-8")
    assert rendered(root)[1] == usual


def test_a_hook_outside_of_the_project_is_refused(tmp_path: Path) -> None:
    root = tmp_path / "harbour"
    shutil.copytree(OTHER, root)
    (tmp_path / "hook.py").touch()
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write("hooks: [../hook.py]\n")
    with pytest.raises(UsageError, match="hook"):
        rendered(root)


@pytest.mark.parametrize(
    ("source", "link", "now"),
    [
        ("index.md", "[a](sunsets.md)", "[a](sunsets/index.md)"),
        ("guides/one.md", '[a](../sunsets.md#x "T")', '[a](../sunsets/index.md#x "T")'),
        ("guides/one.md", "[a](two.md) `[b](../sunsets.md)`", "[a](two.md) `[b](../sunsets.md)`"),
        ("guides/one.md", "```\n[b](../sunsets.md)\n```", "```\n[b](../sunsets.md)\n```"),
        ("guides/one.md", "[a](https://a.example/sunsets.md)", "[a](https://a.example/sunsets.md)"),
        ("codes/one.md", "[a](two.md) [b](../guides/one.md)", "[a](../two/index.md) [b](../../guides/one.md)"),
        ("codes/one.md", "[a](#x) [b](index.md)", "[a](#x) [b](../index.md)"),
        ("codes/one.md", "![p](pic.png) [q](../img/) [r](/x/)", "![p](../pic.png) [q](../../img/) [r](/x/)"),
        (
            "index.md",
            "[a](codes/one.md?x=1#y) [b](<codes/two.md>)",
            "[a](codes/one/index.md?x=1#y) [b](<codes/two/index.md>)",
        ),
        ("index.md", '[a]( sunsets.md "T (x)") [b][b]', '[a]( sunsets/index.md "T (x)") [b][b]'),
        (
            "index.md",
            "[b]: codes/one.md 'T'\n[c]: https://a.example/one.md",
            "[b]: codes/one/index.md 'T'\n[c]: https://a.example/one.md",
        ),
    ],
)
def test_a_link_leads_where_it_led(source: str, link: str, now: str) -> None:
    generated = {"sunsets.md": "", "codes/index.md": "", "codes/one.md": "", "codes/two.md": ""}
    written = {"index.md": "", "guides/one.md": "", "guides/two.md": ""}
    (generated if source in generated else written)[source] = link
    assert in_folders(generated, written)[source.replace("codes/one.md", "codes/one/index.md")] == now
