"""The documentation's host on platforms that take files: their parsers read `_headers`, Pages' own server answers."""

import contextlib
import json
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from docgen import urls
from docgen.model.redirect import Redirect
from docgen.redirects.docs_host import API_CATALOG_TYPE, CROSS_ORIGIN, IMMUTABLE, REVALIDATE, DocsHost, content_type
from docgen.redirects.edges import EDGES
from docgen.redirects.edges.files import Setup
from tests.redirects.docs_host_answers import headers

from .kinds import Kind, demanded
from .kinds.kind import NODE
from .servers import free_port, install, wait_for
from .test_docs_host import OWNED, PLAIN, SITE, Serving, address, moved, site

__all__ = ["site"]  # a fixture
pytestmark = pytest.mark.edge
_DEFAULT = "public, max-age=0, must-revalidate"
"""What both platforms say where nothing is said: kept, but asked about at each use."""


def file_of(edge: str, host: DocsHost, folder: Path) -> Path:
    files = EDGES[edge].render_docs_host(host)
    install(files, folder)
    (path,) = files
    return folder / path


@pytest.fixture(scope="module")
def pages(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with publishing(demanded("cloudflare-pages"), PLAIN, site, Path(tmp_path_factory.mktemp("pages"))) as server:
        yield server


@contextlib.contextmanager
def publishing(
    kind: Kind, host: DocsHost, site: Path, folder: Path, rules: Sequence[Redirect] = ()
) -> Iterator[Serving]:
    port = free_port()
    program = NODE / "cloudflare-pages_docs.mjs"
    headers = file_of(kind.edge, host, folder).parent
    for name, text in EDGES[kind.edge].render(rules, kind.setup(0)).items():
        with (headers / Path(name).name).open("a", encoding="utf-8") as stream:
            stream.write(str(text))
    with (folder / "log").open("w") as log:
        command = [str(kind.binary), str(program), str(port), str(headers), str(site)]
        process = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            wait_for(process, port, folder / "log")
            yield Serving(kind, port)
        finally:
            process.kill()
            process.wait(10)


@pytest.mark.parametrize("name", [name for name in SITE if name != "404.html"])
def test_pages_serves_a_file(pages: Serving, name: str) -> None:
    path = address(name)
    answer = pages.ask(path)
    assert (answer.status, answer.body.decode()) == (200, f"page {name}")
    for header, value in PLAIN.common_headers:
        assert answer.all(header) == [value]
    kept = headers(PLAIN, path)["Cache-Control"]
    assert answer.all("Cache-Control") == [_DEFAULT if kept == REVALIDATE else kept]
    if path.endswith((".html", ".json", "/")):
        assert answer.all("Content-Type") == [content_type(path)]
    assert answer.all("Access-Control-Allow-Origin") == ["*"]  # Pages itself gives it to every file


@pytest.mark.parametrize("path", ["/errors/unheard_of", "/nowhere/at/all", "/assets/docgen.00000000.css"])
def test_pages_keeps_no_missing_page(pages: Serving, path: str) -> None:
    answer = pages.ask(path)
    assert (answer.status, answer.body, answer.all("Cache-Control")) == (404, b"page 404.html", ["no-store"])
    assert answer.all("Content-Security-Policy") == [dict(PLAIN.common_headers)["Content-Security-Policy"]]


def test_pages_lets_the_owner_replace_a_header(site: Path, tmp_path: Path) -> None:
    with publishing(demanded("cloudflare-pages"), OWNED, site, tmp_path) as server:
        for path in ("/", "/errors.json", "/nowhere"):
            answer = server.ask(path)
            for header, value in OWNED.common_headers:
                assert answer.all(header) == [value], (path, header)


def test_pages_leads_from_old_addresses_to_their_pages(site: Path, tmp_path: Path) -> None:
    with publishing(demanded("cloudflare-pages"), PLAIN, site, tmp_path, moved()) as server:
        answer = server.ask("/api-errors/none.found?from=before")
        assert (answer.status, answer.all("Location")) == (308, ["/errors/not_found?from=before"])
        assert server.ask("/old/page-58/").all("Location") == ["/changelog/"]
        assert server.ask("/old/page-60").status == 404


def test_every_edge_carries_the_map_in_full() -> None:
    for name, edge in EDGES.items():
        assert [
            edge.missing_features(rule, Setup()) for rule in moved() if edge.missing_features(rule, Setup())
        ] == [], name
        assert edge.excesses(moved(), Setup()) == () or name == "cloudfront", name


@pytest.mark.parametrize("host", [PLAIN, OWNED], ids=["ours", "the owner's"])
def test_netlify_reads_one_value_a_header(host: DocsHost, tmp_path: Path) -> None:
    kind = demanded("netlify")
    paths = [address(name) for name in SITE]
    command = [str(kind.binary), str(NODE / "netlify_docs.mjs"), str(file_of("netlify", host, tmp_path)), *paths]
    read = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (read.returncode, read.stderr) == (0, "")
    for path, blocks in json.loads(read.stdout).items():
        expected = {name.lower(): value for name, value in host.common_headers}
        if path.startswith("/assets/") and headers(host, path)["Cache-Control"] == IMMUTABLE:
            expected["cache-control"] = IMMUTABLE
        if path.endswith(".feed.json"):
            expected["content-type"] = "application/feed+json"
        if path == f"/{urls.API_CATALOG}":
            expected["content-type"] = API_CATALOG_TYPE
        if host.allows_other_origins and path.endswith(CROSS_ORIGIN):
            expected["access-control-allow-origin"] = "*"
        sent = [(name.lower(), value) for block in blocks for name, value in block.items()]
        assert sorted(sent) == sorted(expected.items()), path


@pytest.mark.parametrize("edge", ["cloudflare-pages", "netlify"])
def test_the_limits_of_the_platforms_are_kept(edge: str, tmp_path: Path) -> None:
    lines = file_of(edge, OWNED, tmp_path).read_text("utf-8").splitlines()
    assert sum(line.startswith("/") for line in lines) <= 20, "Pages takes 100 blocks, most are for redirects"
    assert max(map(len, lines)) <= 2000
