"""Other builders: ProperDocs builds the project as it is; MkDocs and Zensical build what `docgen render` writes.

Every link leads somewhere, and the pages, their titles and the sidebar of an operation are those of `docgen build`.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import html5lib
import msgspec
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
from docgen.site.build import build_site, render_project
from docgen.write import plan
from tests.cases import load_yaml
from tests.conftest import CONTENT, REPOSITORY, Docgen
from tests.integrity import dead_links, errors_in, pages

OTHER = REPOSITORY / "tests" / "other" / "harbour"
BUILDERS = {
    "mkdocs": ("-m", "mkdocs", "build", "-q", "--strict"),
    "properdocs": ("-m", "properdocs", "build", "-q", "--strict"),
    "zensical": ("-m", "zensical", "build"),
}
OTHERS = ("properdocs", "zensical")
_GENERATOR = re.compile(rb'<meta name="generator" content="[^"]*">|Build Date UTC : [^\n]*|MkDocs version : [^\n]*')
pytestmark = pytest.mark.slow


def rendered(root: Path) -> tuple[Project, Files]:
    project, _ = load(root, parse_now("2026-08-01"))
    assert project is not None
    return project, render_project(root, root / "rendered", Analysis(with_placeholders(project), prove(project)))


@pytest.fixture(scope="module", params=[REPOSITORY, OTHER], ids=["aurous", "harbour"])
def found(request: pytest.FixtureRequest) -> tuple[Project, Files]:
    return rendered(request.param)


class Built(msgspec.Struct, frozen=True):
    """A project, the site that `docgen build` makes of it, and what `docgen render` writes."""

    root: Path
    site: Path
    files: Files


@pytest.fixture(scope="module", params=[REPOSITORY, OTHER], ids=["aurous", "harbour"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    root = tmp_path_factory.mktemp("project")
    for name in CONTENT:
        source = request.param / name
        if source.is_dir():
            shutil.copytree(source, root / name)
        elif source.exists():
            shutil.copy(source, root / name)
    project, _ = load(root, parse_now("2026-08-01"))
    assert project is not None
    site = build_site(root, Analysis(with_placeholders(project), prove(project)))
    return Built(root, site, rendered(root)[1])


def build(builder: str, folder: Path) -> Path:
    """The site that another builder makes of a plain project."""
    if find_spec(builder) is None:
        (pytest.fail if os.environ.get("DOCGEN_REQUIRE_ALL") == "1" else pytest.skip)(f"{builder} is not installed")
    command = [sys.executable, *BUILDERS[builder], "-f", str(folder / "mkdocs.yml")]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=folder, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    return folder / "site"


def title_of(page: Path) -> str:
    title = html5lib.parse(page.read_text(encoding="utf-8"), namespaceHTMLElements=False).find("head/title").text
    return str(title).replace("Overview - ", "")  # what the first page of a section is called in its list


def titles(site: Path) -> dict[str, str]:
    """The title of each page by its address, an error code's under that of its folder."""
    found = {}
    for path in site.rglob("*.html"):
        name = path.relative_to(site).as_posix()
        if re.fullmatch(r"errors/(?!index)[^/]+\.html", name):
            name = name.replace(".html", "/index.html")
        found[name] = title_of(path)
    return found


def sidebar(page: Path) -> set[str]:
    """The titles in the navigation of a page."""
    tree = html5lib.parse(page.read_text(encoding="utf-8"), namespaceHTMLElements=False)
    lists = [nav for nav in tree.iter("nav") if "md-nav--primary" in nav.get("class", "")]
    return {" ".join("".join(link.itertext()).split()) for nav in lists for link in nav.iter("a")}


@pytest.mark.parametrize("builder", ["mkdocs", *(pytest.param(one, marks=pytest.mark.nightly) for one in OTHERS)])
def test_a_builder_without_docgen_makes_the_site(built: Built, builder: str, tmp_path: Path) -> None:
    theme = load_yaml(str(built.files["mkdocs.yml"]))["theme"]["name"]
    if builder in OTHERS and theme != "material":
        pytest.skip(
            "Zensical has one theme, which is Material's; in ProperDocs those of MkDocs are packages of their own"
        )
    plan(built.files, tmp_path).apply()
    site = build(builder, tmp_path)
    assert dead_links(site) == []
    assert {name: page.repeated for name, page in pages(site).items() if page.repeated} == {}
    assert not {url for page in pages(site).values() for url in page.requests if "://" in url}
    if theme != "material":  # MkDocs' own themes are not valid themselves, and make a page of their search
        assert titles(site).keys() == titles(built.site).keys()
        return
    assert titles(site) == titles(built.site)
    operation = "reference/images/list-images/index.html"
    resource = {"Overview", "List images", "Create an image", "Retrieve an image", "Cancel an image"}
    assert resource <= sidebar(built.site / operation)
    assert resource <= sidebar(site / operation)
    wrong = {path.name: errors_in(path.read_text(encoding="utf-8"))[:2] for path in site.glob("*/*/index.html")}
    assert {name: errors for name, errors in wrong.items() if errors} == {}


@pytest.mark.nightly
def test_properdocs_makes_the_same_site_of_the_project_itself(built: Built, tmp_path: Path) -> None:
    if "name: material" not in (built.root / "mkdocs.yml").read_text(encoding="utf-8"):
        pytest.skip("in ProperDocs the themes of MkDocs are packages of their own")
    (tmp_path / "project").mkdir()
    for name in CONTENT:
        source = built.root / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / "project" / name)
        elif source.exists():
            shutil.copy(source, tmp_path / "project" / name)
    config = tmp_path / "project/mkdocs.yml"
    text = re.sub(
        r"(?m)^  - docgen$", "  - docgen: {now: '2026-08-01', cache: false}", config.read_text(encoding="utf-8")
    )
    config.write_text(f"{text}\nsite_dir: site\n".replace("site_dir: build/site\n", ""), encoding="utf-8")
    site = build("properdocs", tmp_path / "project")
    assert contents(site) == contents(built.site)


def contents(site: Path) -> dict[str, bytes]:
    """The files of a site, without the name of its builder."""
    files = {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    return {name: _GENERATOR.sub(b"", content) for name, content in files.items() if not name.endswith(".gz")}


def test_the_operations_of_a_resource_are_in_the_nav_and_no_index_of_our_search(found: tuple[Project, Files]) -> None:
    project, files = found
    nav = {name: inner for item in load_yaml(str(files["mkdocs.yml"]))["nav"] for name, inner in item.items()}
    of = {
        "Aurous Labs API": ("API reference", "Usage", ["list-usage-events"], {"docs/search/names.json"}),
        "Harbour Parcel API": ("Reference", "Parcels", ["list-parcels", "book-parcel", "get-parcel"], set()),
    }
    section, resource, operations, search = of[project.config.api]
    below = {name: inner for item in nav[section] if isinstance(item, dict) for name, inner in item.items()}
    folder = f"reference/{resource.lower()}"
    assert below["Overview"] == "reference/index.md"
    assert below[resource] == [{"Overview": f"{folder}/index.md"}, *(f"{folder}/{one}/index.md" for one in operations)]
    assert {path for path in files if path.startswith("docs/search/")} == search


@pytest.mark.parametrize("theme", ["material", "mkdocs"])
def test_a_long_nav_is_not_repeated_on_every_page(docgen: Docgen, tmp_path: Path, theme: str) -> None:
    """Of a contract with a resource of 120 operations and one of 301."""
    answers = {"get": {"responses": {"200": {"description": "OK"}}}}
    paths = [f"/{name}/part{number:03}" for name, count in (("wide", 120), ("wider", 301)) for number in range(count)]
    contract = {"openapi": "3.1.0", "info": {"title": "Wide", "version": "1"}, "paths": dict.fromkeys(paths, answers)}
    (tmp_path / "openapi.json").write_text(json.dumps(contract), encoding="utf-8")
    made = docgen(tmp_path, "init", "--spec", "openapi.json", "--pin", "2026-05-15")
    assert made.code == 0, made.out + made.err
    config = tmp_path / "mkdocs.yml"
    text = config.read_text(encoding="utf-8").replace("name: material", f"name: {theme}")
    config.write_text(text.replace("    - navigation.top\n", "    - navigation.sections\n"), encoding="utf-8")
    written = docgen(tmp_path, "render", "plain", "--now", "2026-06-01")
    assert written.code == 0, written.out + written.err
    settings = load_yaml((tmp_path / "plain/mkdocs.yml").read_text(encoding="utf-8"))
    nav = {name: inner for item in settings["nav"] for name, inner in item.items()}
    if theme == "mkdocs":  # it shows the whole nav on every page
        assert nav["API reference"] == "reference/index.md"
        return
    assert settings["theme"]["features"] == ["navigation.tabs", "content.code.copy", "navigation.prune"]
    overview, wide, wider = nav["API reference"]
    assert overview == {"Overview": "reference/index.md"}
    assert [len(listed) for listed in wide.values()] == [121]
    assert wider == "reference/wider/index.md"


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
