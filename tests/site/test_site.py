"""The site as MkDocs builds it from this repository: error pages, links, no request to others."""

import json
import re
import shutil
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from mkdocs.config import load_config
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import get_plugins

from docgen.load.cache import FOLDER
from docgen.load.clock import parse_now
from docgen.load.project import load
from docgen.model.analysis import Analysis
from docgen.model.change import Changes
from docgen.model.finding import Finding, Severity
from docgen.prove import prove
from docgen.site.build import SiteError, build_site
from docgen.site.plugin import DocgenPlugin
from tests.integrity import References, dead_links, errors_in, pages, shown_pages

NOW = "2026-06-01"
pytestmark = pytest.mark.slow


def build(root: Path) -> Path:
    project, _ = load(root, parse_now(NOW))
    assert project is not None
    return build_site(root, Analysis(project, prove(project)))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(copied(tmp_path_factory.mktemp("site")))


def copied(folder: Path) -> Path:
    for name in ("changelog", "docs", "redirects"):
        shutil.copytree(Path(__file__).parents[2] / name, folder / name)
    for name in ("mkdocs.yml", "pyproject.toml"):
        shutil.copy(Path(__file__).parents[2] / name, folder / name)
    return folder


def test_every_code_has_its_file_without_a_folder(site: Path) -> None:
    codes = [page.stem for page in (Path(__file__).parents[2] / "docs" / "errors").glob("*.md")]
    assert codes
    for code in codes:
        html = (site / "errors" / f"{code}.html").read_text(encoding="utf-8")
        assert not (site / "errors" / code).exists()
        assert re.search(rf'<link rel="canonical" href="https://[^"]+/errors/{code}">', html)


def test_every_link_within_the_site_leads_somewhere(site: Path) -> None:
    assert dead_links(site) == []


def test_links_hold_at_the_address_without_html(site: Path) -> None:
    for name, page in pages(site).items():
        if name.startswith("errors/") and name != "errors/index.html":
            stem = name.removesuffix(".html")
            for link in page.links:
                assert urljoin(f"https://s.example/{stem}", link) == urljoin(f"https://s.example/{name}", link) or (
                    link.startswith("#")
                )


def test_viewing_a_page_asks_nobody_else(site: Path) -> None:
    requests = {request for page in pages(site).values() for request in page.requests}
    assert [request for request in requests if urlsplit(request).netloc] == []


def test_a_failed_build_leaves_the_old_site(tmp_path: Path) -> None:
    root = copied(tmp_path)
    old = build(root)
    (old / "marker.txt").write_text("old", encoding="utf-8")
    project, _ = load(root, parse_now(NOW))
    assert project is not None
    wrong = Finding("changelog/x.yaml", 1, 1, "entry-too-thin", Severity.ERROR, "too <thin>")
    with pytest.raises(SiteError, match="existing files were not changed"):
        build_site(root, Analysis(project, (), Changes(), (wrong,)))
    assert [path.name for path in old.parent.iterdir() if path.name != FOLDER] == [old.name]
    assert (old / "marker.txt").read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize(
    ("name", "says"), [("x", "which is not there; ex"), ("search_index", "to keep Material's search")]
)
def test_a_hook_that_reads_what_is_not_there_is_told_so(tmp_path: Path, name: str, says: str) -> None:
    """The index of the theme's search is one such file: docgen has its own."""
    root = copied(tmp_path)
    hook = f"def on_post_build(config):\n    open(f'{{config.site_dir}}/search/{name}.json')\n"
    (root / "hook.py").write_text(hook, encoding="utf-8")
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as site:
        site.write("hooks: [hook.py]\n")
    with pytest.raises(SiteError, match=r"a plugin or hook of mkdocs.yml reads .*/build/site/search/") as raised:
        build(root)
    assert f"{name}.json, which is not there" in str(raised.value)
    assert says in str(raised.value)


def test_the_preview_of_mkdocs_itself_answers_for_nobody_else_either(tmp_path: Path) -> None:
    config = load_config(config_file=str(copied(tmp_path) / "mkdocs.yml"))
    server = LiveReloadServer(lambda: None, "127.0.0.1", 0, str(tmp_path))
    plugin = config.plugins["docgen"]
    plugin.on_serve(server, config=config, builder=None)
    for host, status in (("localhost", "404"), ("127.0.0.1:8000", "404"), ("evil.com", "403")):
        statuses: list[str] = []
        environ = {"PATH_INFO": "/x", "SERVER_PORT": "8000", "HTTP_HOST": host}
        server.get_app()(environ, lambda given, _, statuses=statuses: statuses.append(given))
        assert statuses[0].startswith(status)
    server.server_close()


def test_the_plugin_is_registered() -> None:
    assert get_plugins()["docgen"].load() is DocgenPlugin


def test_a_draft_says_so_on_every_page_and_is_not_indexed(tmp_path: Path) -> None:
    root = copied(tmp_path)
    project, _ = load(root, parse_now(NOW))
    assert project is not None
    wrong = Finding("changelog/x.yaml", 1, 1, "entry-too-thin", Severity.ERROR, "too <thin>")
    built = build_site(root, Analysis(project, prove(project), Changes(), (wrong,)), draft=True)
    for page in shown_pages(built):
        html = (built / page).read_text(encoding="utf-8").replace("<wbr>", "")
        assert "<strong>Draft.</strong>" in html
        assert "<code>changelog/x.yaml:1:1</code> too &lt;thin&gt;" in html
        assert '<meta name="robots" content="noindex">' in html


def test_a_second_build_has_the_same_bytes(site: Path, tmp_path: Path) -> None:
    again = build(copied(tmp_path))
    first, second = (
        {p.relative_to(s).as_posix(): p.read_bytes() for p in s.rglob("*") if p.is_file()} for s in (site, again)
    )
    assert [name for name in first.keys() | second.keys() if first.get(name) != second.get(name)] == []


def test_whatever_the_search_finds_is_there(site: Path) -> None:
    found = pages(site)
    for kind, title, url, *_ in json.loads((site / "search" / "names.json").read_text(encoding="utf-8"))["documents"]:
        path, _, anchor = url.partition("#")
        file = f"{path}index.html" if path.endswith("/") or not path else path
        assert file in found, (kind, title, url)
        assert not anchor or anchor in found[file].ids, (kind, title, url)


def test_the_index_of_the_theme_is_not_built(site: Path) -> None:
    assert not (site / "search" / "search_index.json").exists()


def test_the_404_page_lists_every_code(site: Path) -> None:
    page = References((site / "404.html").read_text(encoding="utf-8"))
    assert {f"/errors/{file.name}" for file in (site / "errors").glob("*_*.html")} <= set(page.links)


def test_every_page_names_a_twin_that_is_there(site: Path) -> None:
    for name in (name for name in shown_pages(site) if name != "404.html"):
        html = (site / name).read_text(encoding="utf-8")
        (twin,) = re.findall(r'<link rel="alternate " type="text/markdown" title="[^"]+" href="([^"]+)">', html)
        path = unquote(urlsplit(urljoin(f"https://site.example/{name}", twin)).path).lstrip("/")
        assert path == name.removesuffix(".html") + ".md"
        assert (site / path).read_text(encoding="utf-8").startswith("# ")
        assert html.count(f'data-twin="{twin}"') == 1, f"{name} has no button to copy the page"


def test_a_builder_is_given_no_twin_as_a_page(site: Path) -> None:
    assert not [path for path in site.rglob("*.html") if path.parent.name.endswith(".md")]
    assert not list(site.rglob("*.md.txt"))


def test_the_sitemap_has_every_page_at_its_canonical_address_and_nothing_else(site: Path) -> None:
    places = re.findall(r"<loc>([^<]+)</loc>", (site / "sitemap.xml").read_text(encoding="utf-8"))
    canonical = {
        name: re.findall(r'<link rel="canonical" href="([^"]+)">', (site / name).read_text(encoding="utf-8"))
        for name in shown_pages(site)
        if name != "404.html"
    }
    assert sorted(places) == sorted(url for found in canonical.values() for url in found)
    assert "https://docs.aurous-labs.com/errors/not_found" in places


def test_the_sitemap_has_the_date_of_the_build_and_not_the_clock_s(site: Path) -> None:
    dates = set(re.findall(r"<lastmod>([^<]+)</lastmod>", (site / "sitemap.xml").read_text(encoding="utf-8")))
    assert dates == {NOW}


def test_robots_are_led_to_the_sitemap(site: Path) -> None:
    assert "\nSitemap: https://docs.aurous-labs.com/sitemap.xml\n" in (site / "robots.txt").read_text(encoding="utf-8")


def test_what_a_writer_tells_robots_stays(tmp_path: Path) -> None:
    root = copied(tmp_path)
    (root / "docs" / "robots.txt").write_text("User-agent: *\nDisallow: /\n", encoding="utf-8")
    assert "Disallow: /" in (build(root) / "robots.txt").read_text(encoding="utf-8")


def test_a_page_that_mkdocs_leaves_out_has_no_twin(tmp_path: Path) -> None:
    root = copied(tmp_path)
    (root / "docs" / "guides" / "secret.md").write_text("# A secret plan\n\nText.\n", encoding="utf-8")
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write("\ndraft_docs: secret.md\n")
    built = build(root)
    assert not (built / "guides" / "secret" / "index.md").exists()
    assert "secret plan" not in (built / "llms.txt").read_text(encoding="utf-8")
    assert "secret plan" not in (built / "llms-full.txt").read_text(encoding="utf-8")


def test_the_calendar_reaches_the_site_byte_for_byte(site: Path) -> None:
    assert (site / "sunsets.ics").read_bytes().count(b"\r\n") == (site / "sunsets.ics").read_bytes().count(b"\n") > 10


def test_the_parser_of_the_standard_sees_what_is_wrong() -> None:
    assert errors_in("<!doctype html><title>x</title><p><div></p>") != []


def test_every_page_is_valid_html(site: Path) -> None:
    for page in site.rglob("*.html"):
        assert errors_in(page.read_text(encoding="utf-8")) == [], page


def test_no_id_stands_twice_on_a_page(site: Path) -> None:
    for name, page in pages(site).items():
        assert page.repeated == [], name


def test_a_style_sheet_of_the_site_comes_after_ours(tmp_path: Path) -> None:
    root = copied(tmp_path)
    (root / "docs" / "own.css").write_text(":root { --dg-link: red }", encoding="utf-8")
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as stream:
        stream.write("extra_css: [own.css]\n")
    sheets = re.findall(r'rel="stylesheet" href="([^"]+)"', (build(root) / "index.html").read_text(encoding="utf-8"))
    assert [sheet.partition(".")[0] for sheet in sheets[-2:]] == ["assets/docgen", "own"]


@pytest.mark.parametrize(
    ("path", "tab", "has_sidebar"),
    [
        ("get-started/quickstart/index.html", "get-started/quickstart/", True),
        ("changelog/2026-05-15/index.html", "changelog/", True),
        ("changelog/2026-05-15/docs-site-moved/index.html", "changelog/", True),
        ("changelog/policy/index.html", "changelog/", True),
        ("reference/images/index.html", "reference/", True),
        ("reference/images/create-image/index.html", "reference/", True),
        ("reference/objects/Generation/index.html", "reference/", True),
        ("errors/not_found.html", "errors/", False),
        ("webhooks/image.completed/index.html", "webhooks/", True),
        ("deprecations/index.html", "deprecations/", False),
    ],
)
def test_a_page_stands_in_its_section(site: Path, path: str, tab: str, has_sidebar: bool) -> None:
    """The tab of its section is the active one, and a sidebar is shown where the nav has more than one page there."""
    html = (site / path).read_text(encoding="utf-8")
    (active,) = re.findall(r'<li class="md-tabs__item md-tabs__item--active">\s*<a href="([^"]*)"', html)
    assert urljoin(f"https://s.example/{path}", active) == f"https://s.example/{tab}"
    (sidebar,) = re.findall(r'<div class="md-sidebar md-sidebar--primary"[^>]*>', html)
    assert (" hidden" not in sidebar) == has_sidebar


def test_every_file_of_the_theme_that_a_page_links_is_there(site: Path) -> None:
    requests = {request for page in pages(site).values() for request in page.requests}
    linked = {Path(request).name for request in requests if "assets/docgen" in request}
    kinds = {re.sub(r"[.][0-9a-f]{8}(?=[.])", "", name) for name in linked}
    assert kinds == {"docgen.css", "docgen.js", "docgen-start.js", "docgen.svg"}
    assert [name for name in linked if not (site / "assets" / name).is_file()] == []


def test_a_site_without_a_nav_lists_no_page_of_an_entry_or_a_code(tmp_path: Path) -> None:
    root = copied(tmp_path)
    config = root / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    assert "\nnav:\n" in text
    config.write_text(text.partition("\nnav:\n")[0], encoding="utf-8")
    built = build(root)
    listed = re.findall(r'<a href="([^"#]*)" class="md-nav__link', (built / "index.html").read_text(encoding="utf-8"))
    assert {"changelog/", "errors/", "webhooks/", "deprecations/", "guides/webhooks/"} <= set(listed)
    assert [link for link in listed if re.fullmatch(r"(changelog|errors|webhooks)/.+", link)] == []
    page = (built / "changelog/policy/index.html").read_text(encoding="utf-8")
    assert 'class="md-nav__item md-nav__item--active">' not in page, "the index of its folder is taken for the page"
