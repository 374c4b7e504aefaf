"""A small site in the fast lane: what MkDocs makes of it twice, what a preview and a plain project have of it."""

import logging
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from mkdocs.config import load_config
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from msgspec.structs import replace

from docgen import urls
from docgen.analysis import analyse
from docgen.load.cache import FOLDER
from docgen.load.clock import parse_now
from docgen.model.analysis import Analysis
from docgen.site.assets import script, script_templates, style_sheet
from docgen.site.build import build_site, render_project
from docgen.site.section_nav import SectionNav
from tests.conftest import REPOSITORY

CHECK = REPOSITORY / "tests" / "check"
NAV = [
    {"Home": "index.md"},
    {"Guides": ["./guides/hooks.md", "guides/later.md"]},
    {"Changelog": "changelog/index.md"},
    {"API": "reference/index.md"},
    {"Not found": "errors/./not_found.md"},
]
SETTINGS: dict[str, Any] = {
    "site_name": "Wídgets",
    "site_url": "https://docs.widgets.example/",
    "docs_dir": "docs",
    "site_dir": "build/site",
    "repo_url": "https://github.com/widgets/api",
    "edit_uri": "edit/main/site/docs/",
    "theme": {"name": "material", "palette": {"scheme": "default"}},
    "plugins": {"search": {}, "docgen": {"accent": "#4338ca"}},
    "extra_css": ["own.css"],
    "extra_javascript": ["own.js"],
    "extra": {"own": "kept"},
    "markdown_extensions": {"toc": {"permalink": True}, "tables": None},
    "exclude_docs": "secret.md\n",
    "hooks": ["hook.py"],
    "nav": NAV,
}
PAGES = {
    "own.css": "",
    "own.js": "",
    "secret.md": "# Secret\n",
    "robots.txt": "User-agent: nobody\n",
    "guides/hooks.md": "# Hooks\n\n<a id></a> See [the rules](../index.md).\n\n| a | b |\n|--:|---|\n| 1 | 2 |\n",
    "guides/hooks.2026-06-01.md": "---\npin: 2026-06-01\n---\n# Hooks\n\nHooks of June.\n",
    "guides/later.2026-06-01.md": "---\npin: 2026-06-01\n---\n# Later\n",
}


def analysed(root: Path, now: str) -> Analysis:
    analysis, findings = analyse(root, parse_now(now))
    assert analysis, findings
    return analysis


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = shutil.copytree(CHECK / "sample", tmp_path_factory.mktemp("small") / "project")
    shutil.copytree(CHECK / "second_pin", made, dirs_exist_ok=True)
    (made / "mkdocs.yml").write_text(yaml.safe_dump(SETTINGS | {"hooks": []}, sort_keys=False), encoding="utf-8")
    (made / "docs/guides").mkdir()
    for path, text in PAGES.items():
        (made / "docs" / path).write_text(text, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def site(root: Path) -> Iterator[tuple[Path, list[str]]]:
    """The site before the second pin, and what a build of it says."""
    said: list[str] = []
    log, handler = logging.getLogger("mkdocs"), logging.Handler()
    handler.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    doing: list[str] = []
    yield build_site(root, analysed(root, "2026-05-01"), draft=True, progress=doing.append), said
    log.removeHandler(handler)
    log.setLevel(logging.NOTSET)


def text(site: tuple[Path, list[str]], path: str) -> str:
    return (site[0] / path).read_text(encoding="utf-8")


def test_pages_have_what_docgen_adds(site: tuple[Path, list[str]]) -> None:
    home, code = text(site, "index.html"), text(site, "errors/not_found.html")
    assert "Wídgets" in home
    assert script()[0] in home
    assert style_sheet("material", "#4338ca")[0] in home
    assert home.index("assets/docgen.") < home.index("own.css")  # the site's own comes after, and wins
    assert '<link rel="canonical" href="https://docs.widgets.example/errors/not_found">' in code
    assert 'type="text/markdown"' in code
    assert '<td class="dg-right">1</td>' in text(site, "guides/hooks/index.html")
    assert text(site, "robots.txt") == "User-agent: nobody\n"
    assert (site[0] / script()[0]).read_text(encoding="utf-8") == script()[1]
    assert "fonts.googleapis.com" not in home
    assert re.findall("<script>", home) == []  # the policy of the docs host allows none in the page itself
    assert not list(site[0].glob("search/search_index.json"))  # Material's; the search of docgen has one of its own


@pytest.mark.parametrize(
    ("page", "source"),
    [
        ("guides/hooks/index.html", "docs/guides/hooks.md"),
        ("errors/not_found.html", "docs/errors/not_found.md"),
        ("changelog/2026-01-15/index.html", "changelog/2026-01-15/pin.yaml"),
        ("changelog/2026-01-15/widgets/index.html", "changelog/2026-01-15/widgets.yaml"),
        ("reference/widgets/get-widgets-id/index.html", "changelog/2026-01-15/api-spec.json"),
        ("changelog/index.html", None),
        ("404.html", None),
    ],
)
def test_a_page_links_the_file_that_it_is_made_of(site: tuple[Path, list[str]], page: str, source: str | None) -> None:
    html = text(site, page)
    edit = re.findall(r'<a href="([^"]*)">Edit this page</a>', html)
    assert edit == ([f"https://github.com/widgets/api/edit/main/site/{source}"] if source else [])
    (report,) = re.findall(r'<a href="([^"]*)">Report a problem</a>', html) or [""]
    assert report.startswith("https://github.com/widgets/api/issues/new?title=") is bool(source)
    assert ("https%3A//docs.widgets.example/" in report) is bool(source)


@pytest.mark.parametrize(
    ("settings", "preview", "links"),
    [
        ({"edit_uri": "edit/main/"}, "", []),  # its folder is not known
        ({"edit_uri": "?at=main&path=docs/"}, "", []),
        (
            {"edit_uri": None, "edit_uri_template": "edit/main/docs/{path}"},
            "",
            ["https://github.com/widgets/api/edit/main/redirects/a.yaml"],
        ),
        ({"edit_uri": ""}, "", []),
        ({}, "https://preview.example/", []),
    ],
)
def test_no_link_leads_to_a_file_that_is_not_there(
    root: Path, settings: dict[str, Any], preview: str, links: list[str]
) -> None:
    config = load_config(config_file=str(root / "mkdocs.yml"), **settings)
    file = File("deprecations.md", None, config.site_dir, use_directory_urls=True)
    file.edit_uri = "../redirects/a.yaml"
    page = Page(None, file, config)
    page.meta["template"] = "main.html"
    plugin = config.plugins["docgen"]
    analysis = analysed(root, "2026-05-01")
    plugin.analysis = replace(analysis, project=replace(analysis.project, preview_url=preview))
    plugin.navs, plugin.twins = [SectionNav(urls.REFERENCE, Navigation([], []), Files([]))], set()
    plugin.on_page_context({}, page=page, config=config, nav=Navigation([], []))
    assert list(filter(None, [page.edit_url])) == links


def test_what_is_not_published_is_nowhere(site: tuple[Path, list[str]]) -> None:
    assert "Hooks of June" not in text(site, "guides/hooks/index.html")
    assert not (site[0] / "guides/later").exists()
    assert not (site[0] / "guides/hooks.2026-06-01").exists()
    assert "Later" not in text(site, "index.html")
    assert "Secret" not in text(site, "llms.txt")
    assert "hooks" in text(site, "llms.txt")
    assert [line for line in site[1] if "hooks.2026-06-01" in line or "later" in line] == []


def test_sections_that_the_nav_leaves_out_are_named_once_with_the_lines_to_add(site: tuple[Path, list[str]]) -> None:
    (named,) = [line for line in site[1] if "`nav`" in line]
    assert named.splitlines()[1:] == ["  - Webhook events: webhooks/index.md", "  - Deprecations: deprecations.md"]
    assert [line for line in site[1] if 'included in the "nav"' in line] == []


def test_a_page_that_no_nav_lists_is_in_the_section_of_its_index(site: tuple[Path, list[str]]) -> None:
    entry = text(site, "changelog/2026-01-15/widgets/index.html")
    assert re.search(r'md-nav__item--active">\s*<a href="../../" class="md-nav__link', entry)
    assert 'data-md-type="navigation" hidden' in entry  # nothing is listed below it
    operation = text(site, "reference/widgets/get-widgets-id/index.html")
    sidebar = operation.partition('data-md-type="navigation"')[2].partition("md-sidebar--secondary")[0]
    assert not sidebar.startswith(" hidden")
    shown = re.findall(r'class="md-ellipsis">\s*([^<]*?)\s*<', sidebar)
    assert shown[shown.index("API") : -1] == ["API", "Overview", "Widgets", "Overview", "Read a widget"]


def test_a_second_build_takes_unchanged_pages_from_the_first(
    root: Path, site: tuple[Path, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = {path.relative_to(site[0]): path.read_bytes() for path in site[0].rglob("*.html")}
    assert (root / "build" / FOLDER / "pages").is_dir()
    monkeypatch.setattr("docgen.site.cache._rendered", None)  # nothing is rendered again
    monkeypatch.setattr("docgen.write.cache.RecordFolder.put", None)  # nor is anything kept that was not
    built = build_site(root, analysed(root, "2026-05-01"), draft=True)
    assert {path.relative_to(built): path.read_bytes() for path in built.rglob("*.html")} == first


def test_on_the_day_of_a_pin_its_pages_take_the_place_of_the_others(
    root: Path, site: tuple[Path, list[str]], caplog: pytest.LogCaptureFixture
) -> None:
    copy = shutil.copytree(root, root.parent / "later", ignore=shutil.ignore_patterns("build"))
    (copy / "mine").mkdir()
    (copy / "mine/bare.html").write_text("{{ build_date_utc.date() }} {{ page.meta.template }} {{ twin }}")
    theme = {"theme": {"name": "material", "custom_dir": "mine"}, "hooks": []}
    (copy / "mkdocs.yml").write_text(yaml.safe_dump(SETTINGS | theme, sort_keys=False), encoding="utf-8")
    (copy / "docs/bare.md").write_text("---\ntemplate: bare.html\n---\n# Bare\n", encoding="utf-8")
    with caplog.at_level(logging.INFO, "mkdocs.plugins.docgen"):
        built = build_site(copy, analysed(copy, "2026-06-01"), draft=True, use_cache=False)
    assert "Hooks of June" in (built / "guides/hooks/index.html").read_text(encoding="utf-8")
    assert "Later" in (built / "index.html").read_text(encoding="utf-8")
    assert not (copy / "build" / FOLDER / "pages").exists()
    assert (built / "bare/index.html").read_text(encoding="utf-8") == "2026-06-01 bare.html bare/index.md"
    said = [record.getMessage() for record in caplog.records if record.getMessage().startswith("bare.html")]
    assert [line.partition("; ")[0] for line in said] == [
        f"bare.html: docgen cannot add to the block `{block}`" for block in ("extrahead", "footer", "scripts")
    ]


def test_mkdocs_itself_says_what_is_wrong_and_stops(
    root: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    copy = shutil.copytree(root, tmp_path / "project", ignore=shutil.ignore_patterns("build"))
    entry = copy / "changelog/2026-01-15/widgets.yaml"
    entry.write_text(entry.read_text(encoding="utf-8").replace("title:", "titel:"), encoding="utf-8")
    config = load_config(config_file=str(copy / "mkdocs.yml"))
    plugin = config.plugins["docgen"]
    plugin.config.now, doing = "2026-05-01", []
    plugin.progress = doing.append
    with caplog.at_level(logging.INFO), pytest.raises(PluginError, match=r"docgen: \d errors?; nothing was built"):
        plugin.on_config(config)
    plugin.progress = lambda _: None
    assert doing[0] == "reading the project"
    said = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert any(line.startswith("changelog/2026-01-15/widgets.yaml:") and "unknown key `titel`" in line for line in said)


def test_a_preview_answers_for_the_docs_host_and_nobody_else(root: Path, site: tuple[Path, list[str]]) -> None:
    config = load_config(config_file=str(root / "mkdocs.yml"), site_dir=str(site[0]))
    server = LiveReloadServer(lambda: None, "127.0.0.1", 0, str(site[0]))
    plugin = config.plugins["docgen"]
    plugin.allowed_hosts = ("preview.example",)
    plugin.on_serve(server, config=config, builder=None)
    plugin.allowed_hosts = ()
    answers = {}
    for host in ("localhost", "preview.example", "evil.example"):
        environ = {"PATH_INFO": "/errors/not_found", "SERVER_PORT": "8000", "HTTP_HOST": host, "REQUEST_METHOD": "GET"}
        server.get_app()(environ, lambda status, _, host=host: answers.setdefault(host, status[:3]))
    server.server_close()
    assert answers == {"localhost": "200", "preview.example": "200", "evil.example": "403"}


CHANGELOG = {
    "Changelog": [
        {"Overview": "changelog/index.md"},
        {
            "2026-01-15 (first)": [
                {"Overview": "changelog/2026-01-15/index.md"},
                "changelog/2026-01-15/widgets/index.md",
            ]
        },
        "changelog/upgrade/index.md",
        "changelog/policy/index.md",
        "changelog/promises/index.md",
    ]
}
REFERENCE = {
    "API": [
        {"Overview": "reference/index.md"},
        {"Widgets": [{"Overview": "reference/widgets/index.md"}, "reference/widgets/get-widgets-id/index.md"]},
    ]
}


def test_the_plain_project_has_the_settings_of_the_site(root: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(root, tmp_path / "project", ignore=shutil.ignore_patterns("build"))
    (copy / "hook.py").write_text("", encoding="utf-8")
    (copy / "mkdocs.yml").write_text(yaml.safe_dump(SETTINGS, sort_keys=False, allow_unicode=True), encoding="utf-8")
    files = render_project(copy, copy / "rendered", analysed(copy, "2026-05-01"))
    settings = yaml.safe_load(files["mkdocs.yml"])
    assert list(settings)[: len(SETTINGS)] == list(SETTINGS)  # in the order of the writer
    assert settings["site_name"] == "Wídgets"
    assert settings["plugins"] == ["search"]
    assert (settings["docs_dir"], settings["site_dir"], settings["hooks"]) == ("docs", "site", ["hook.py"])
    assert settings["extra_css"][1:] == ["own.css"]
    assert settings["extra_javascript"] == ["own.js", script()[0]]
    assert settings["markdown_extensions"][:2] == [{"toc": {"permalink": True}}, "tables"]
    assert settings["markdown_extensions"].count("tables") == 1
    assert settings["theme"]["custom_dir"] == "overrides"
    assert (settings["theme"]["palette"], settings["theme"]["font"]) == ({"scheme": "default"}, False)
    assert settings["extra"]["own"] == "kept"
    assert settings["extra"]["docgen_while_reading"].endswith(".js")
    assert settings["nav"] == [
        {"Home": "index.md"},
        {"Guides": ["./guides/hooks.md"]},
        CHANGELOG,
        REFERENCE,
        {"Not found": "errors/not_found/index.md"},
    ]
    assert set(script_templates()) == {path.removeprefix("overrides/") for path in files if "/javascripts/" in path}
    assert (files["hook.py"], files["docs/own.css"]) == (b"", b"")
    assert "Old words" not in str(files["docs/guides/hooks.md"])
