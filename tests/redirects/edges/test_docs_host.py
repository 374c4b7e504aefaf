"""The documentation's host on real servers: what `docgen.redirects.docs_host` says is what they answer."""

import contextlib
import http.client
import posixpath
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import msgspec
import pytest

from docgen.load.redirects import parse_redirects
from docgen.model.config import Config
from docgen.model.files import Files
from docgen.model.redirect import Redirect
from docgen.positions.source import Source
from docgen.redirects.docs_host import (
    API_CATALOG_TYPE,
    CODE_PAGE,
    IMMUTABLE,
    REVALIDATE,
    DocsHost,
    link,
    prefers_markdown,
)
from docgen.redirects.edges import EDGES
from docgen.redirects.edges.files import Setup
from docgen.redirects.resolve import RuleContext
from tests.cases import load_yaml
from tests.redirects.docs_host_answers import headers

from .kinds import KINDS, Kind, demanded
from .kinds.kind import DOCS
from .rules import build
from .servers import Response, free_port, install, send, start, validate

pytestmark = pytest.mark.edge
PLAIN = DocsHost(DOCS)
OWNED = DocsHost(
    DOCS,
    (
        ("Strict-Transport-Security", "max-age=31536000"),
        ("content-security-policy", "default-src 'self'; report-uri /100%/{x}"),
        ("Access-Control-Allow-Origin", "https://app.example"),
        ("X-Odd", 'say "so" `now`'),
    ),
)
RUNNING = sorted(name for name, kind in KINDS.items() if kind.serve)
ROWS: list[dict[str, Any]] = load_yaml((Path(__file__).parent / "docs_host.yaml").read_text("utf-8"))
SITE = (
    *("404.html", "index.html", "index.md", "changelog/index.html", "changelog/index.md"),
    *("errors/index.html", "errors/not_found.html", "errors/not_found.md", "errors/4012.html"),
    *(
        "errors/card.declined.html",
        "errors/card.declined.md",
        "errors.json",
        "api-spec.json",
        "changelog/2026-05-15/api-spec.json",
    ),
    *("changelog.breaking.atom", "changelog.breaking.feed.json", "webhooks/image.completed/2026-05-15.schema.json"),
    *("changelog.atom", "changelog.feed.json", "changelog-2026-05-15.feed.json", "sunsets.ics", "llms.txt"),
    ".well-known/api-catalog",
    *("llms-full.txt", "sitemap.xml", "sitemap.xml.gz", "search/names.json", "assets/favicon.svg"),
    *("assets/docgen.11692a60.css", "assets/docgen-start.d18c9fbf.js", "assets/javascripts/bundle.a5f9d56c.min.js"),
    *("assets/javascripts/bundle.a5f9d56c.min.js.map", "assets/javascripts/workers/search.a7633da7.min.js"),
    *("assets/javascripts/lunr/min/lunr.de.min.js", "assets/stylesheets/main.57a0d79d.min.css", "assets/images/a.png"),
)


class Serving(NamedTuple):
    kind: Kind
    port: int

    def ask(self, path: str, method: str = "GET", **headers: str) -> Response:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        with contextlib.closing(connection):
            connection.request(method, path, headers={"Host": DOCS, **headers})
            answer = connection.getresponse()
            return Response(answer.status, tuple(answer.getheaders()), answer.read())


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = Path(tmp_path_factory.mktemp("docs") / "site")
    for name in SITE:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(f"page {name}", "utf-8")
    return root


@pytest.fixture(scope="module", params=RUNNING)
def kind(request: pytest.FixtureRequest) -> Kind:
    return demanded(request.param)


@pytest.fixture(scope="module")
def docs(kind: Kind, site: Path) -> Iterator[Serving]:
    with serving(kind, EDGES[kind.edge].render_docs_host(PLAIN), site) as server:
        yield server


@contextlib.contextmanager
def serving(kind: Kind, files: Files | Callable[[Path], Files], site: Path) -> Iterator[Serving]:
    """The server over the site, with these generated files in the order in which they are included."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.chmod(0o755)  # Apache's user reads the site
        copied = shutil.copytree(site, folder / "site")
        edge = folder / "edge"
        edge.mkdir()
        files = files(edge) if callable(files) else files
        origin = stack.enter_context(files_of(copied)) if kind.edge == "haproxy" else 0
        serve = kind.serve
        assert serve
        started = start(kind, files, edge, lambda port: serve(edge, files, port, copied, origin))
        yield Serving(kind, stack.enter_context(started).port)


@contextlib.contextmanager
def files_of(site: Path) -> Iterator[int]:
    """A plain static file server, as it stands behind HAProxy."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", "--directory", str(site), str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield port
    finally:
        process.kill()
        process.wait(10)


def address(name: str) -> str:
    """Where a file of the site stands."""
    if name == "index.html" or name.endswith("/index.html"):
        return "/" + name.removesuffix("index.html")
    return "/" + (name.removesuffix(".html") if name.startswith("errors/") else name)


def links(kind: Kind, path: str) -> dict[str, str]:
    """The Link of a page, where the server looks whether its twin is there."""
    code = re.search(CODE_PAGE, path)
    target = "index.md" if path.endswith("/") else f"{code[1]}.md" if code else ""
    there = target and posixpath.join(posixpath.dirname(path), target).lstrip("/") in SITE
    return {"Link": link(target)} if there and kind.edge != "haproxy" else {}


def wrong(
    answer: Response, host: DocsHost, path: str, status: int = 200, linked: Mapping[str, str] = MappingProxyType({})
) -> dict[str, object]:
    """What the answer has otherwise than the host should: each header once, with that value."""
    expected = headers(host, path, status) | dict(linked)
    names = {*expected, "Access-Control-Allow-Origin", *linked}
    sent = {name: answer.all(name) for name in names}
    wanted = {name: [expected[name]] if name in expected else [] for name in names}
    return {name: sent[name] for name in names if [v.lower() for v in sent[name]] != [v.lower() for v in wanted[name]]}


@pytest.mark.parametrize("name", [name for name in SITE if name != "404.html"])
def test_a_file_is_served_as_the_host_says(docs: Serving, name: str) -> None:
    path = address(name)
    answer = docs.ask(path)
    assert (answer.status, answer.body.decode()) == (200, f"page {name}")
    linked = links(docs.kind, path)
    assert wrong(answer, PLAIN, path, linked=linked) == {}
    assert answer.all("Link") == list(linked.values())
    head = docs.ask(path, "HEAD")
    assert (head.status, head.body, wrong(head, PLAIN, path, linked=linked)) == (200, b"", {})


def test_a_page_names_its_twin_and_nothing_else_does(docs: Serving) -> None:
    """Programs ask for a page as HTML first: the header leads them on before they read it."""
    if docs.kind.edge == "haproxy":
        pytest.skip("it does not see which files there are")
    for path, name in (
        ("/", "index.md"),
        ("/changelog/?pin=x", "index.md"),
        ("/errors/not_found", "not_found.md"),
        ("/errors/card.declined", "card.declined.md"),
    ):
        assert docs.ask(path).all("Link") == [f'<{name}>; rel="alternate"; type="text/markdown"'], path
    for path in (
        "/errors/4012",
        "/errors/not_found.md",
        "/errors.json",
        "/nowhere/",
        "/errors/unheard_of",
        "/changelog",
    ):
        assert docs.ask(path).all("Link") == [], path
    for target in (b"/errors/not_found%0d%0aX-Evil:1", b"/changelog/%0d%0aX-Evil:1/", b"/errors/%22%3e"):
        answer = send(docs.port, "GET", target, DOCS)
        assert (answer.all("X-Evil"), answer.all("Link")) == ([], []), target


@pytest.mark.parametrize(
    ("accept", "markdown"),
    [
        ("text/markdown", True),
        ("text/markdown, text/html;q=0.9, */*;q=0.1", True),
        ("TEXT/Markdown; variant=GFM ;q=1.0,text/html", True),
        ("*/*, text/markdown", True),
        ("text/html;q=0.5, text/markdown", True),
        ("text/markdown;q=0.5", True),
        ("text/markdown;q=0", False),
        ("text/markdown;q=0.000, */*", False),
        ("text/markdown;q=0.5, text/html", False),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", False),
        ("text/html, text/markdown", False),
        ("text/markdownx, text/x-markdown", False),
        ("*/*", False),
        ("", False),
    ],
)
def test_a_page_is_markdown_for_who_prefers_it(docs: Serving, accept: str, markdown: bool) -> None:
    assert prefers_markdown(accept) == markdown
    if docs.kind.edge == "haproxy":
        pytest.skip("it does not see which files there are")
    for path, page, twin in (
        ("/", "index.html", "index.md"),
        ("/changelog/?pin=x", "changelog/index.html", "changelog/index.md"),
        ("/errors/card.declined", "errors/card.declined.html", "errors/card.declined.md"),
    ):
        answer = docs.ask(path, Accept=accept)
        assert (answer.status, answer.body.decode()) == (200, f"page {twin if markdown else page}"), path
        assert answer.all("Content-Type") == [f"text/{'markdown' if markdown else 'html'}; charset=utf-8"]
        assert "Accept" in answer.all("Vary")
        assert answer.all("Cache-Control") == [REVALIDATE]


def test_markdown_on_request_changes_nothing_else(docs: Serving) -> None:
    if docs.kind.edge == "haproxy":
        pytest.skip("it does not see which files there are")
    wanted = {"Accept": "text/markdown"}
    first = docs.ask("/changelog/", "HEAD", **wanted)
    assert (first.body, first.all("Content-Type")) == (b"", ["text/markdown; charset=utf-8"])
    (etag,) = first.all("ETag")
    assert docs.ask("/changelog/", **wanted, **{"If-None-Match": etag}).status == 304
    assert docs.ask("/changelog/", **{"If-None-Match": etag}).status == 200, "the page is another representation"
    assert docs.ask("/changelog", **wanted).status in {301, 302, 307, 308}
    for path, page in (("/errors/4012", "errors/4012.html"), ("/errors.json", "errors.json")):
        answer = docs.ask(path, **wanted)
        assert (answer.body.decode(), "Accept" in answer.all("Vary")) == (f"page {page}", False)
    for path in ("/nowhere/", "/errors/unheard_of", "/errors/../../etc/", "/changelog/%0d%0a/"):
        answer = docs.ask(path, **wanted)
        assert answer.status in {400, 404}
        assert "Accept" not in answer.all("Vary")


def test_the_owners_link_takes_the_place_of_ours(kind: Kind, site: Path) -> None:
    own = DocsHost(DOCS, (("Link", '</feed>; rel="related"'),))
    with serving(kind, EDGES[kind.edge].render_docs_host(own), site) as server:
        assert server.ask("/").all("Link") == ['</feed>; rel="related"']


@pytest.mark.parametrize("row", ROWS, ids=[row["target"] for row in ROWS])
def test_an_address_is_answered_without_a_hop(docs: Serving, row: dict[str, Any]) -> None:
    answer = send(docs.port, "GET", row["target"].encode(), DOCS)
    if isinstance(row["status"], list):
        assert answer.status in row["status"]
        assert b"root:" not in answer.body
        return
    assert (answer.status, answer.body.decode()) == (row["status"], f"page {row['page']}")
    assert not answer.all("Location")
    path = row["target"].partition("?")[0]
    assert wrong(answer, PLAIN, path, row["status"]) == {}


@pytest.mark.parametrize("name", [name for name in RUNNING if KINDS[name].edge != "haproxy"])
def test_the_folder_that_another_builder_makes_of_a_code_is_led_to(name: str, tmp_path: Path) -> None:
    """HAProxy serves no files, and cannot know which form there is."""
    kind = demanded(name)
    for file in ("404.html", "errors/index.html", "errors/conflict/index.html", "errors/v1.2/index.html"):
        (tmp_path / "site" / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / file).write_text(file, encoding="utf-8")
    with serving(kind, EDGES[kind.edge].render_docs_host(PLAIN), tmp_path / "site") as server:
        for code in ("conflict", "v1.2"):
            led = server.ask(f"/errors/{code}")
            assert led.status in (301, 302, 307, 308)
            assert led.all("Location")[0].removeprefix(f"http://{DOCS}") == f"/errors/{code}/"
            assert server.ask(f"/errors/{code}/").body.decode() == f"errors/{code}/index.html"
        assert server.ask("/errors/none").status == 404


def test_what_a_client_has_is_not_sent_again(docs: Serving) -> None:
    for path, kept in (("/errors/not_found", REVALIDATE), ("/assets/docgen.11692a60.css", IMMUTABLE)):
        first = docs.ask(path)
        etag = first.all("ETag")
        asked = {"If-None-Match": etag[0]} if etag else {"If-Modified-Since": first.all("Last-Modified")[0]}
        again = docs.ask(path, **asked)
        assert (again.status, again.body, again.all("Cache-Control")) == (304, b"", [kept])


def test_a_part_of_a_file_can_be_asked_for(docs: Serving) -> None:
    if docs.kind.edge == "haproxy":
        pytest.skip("the plain file server behind it knows no ranges")
    answer = docs.ask("/api-spec.json", Range="bytes=5-7")
    assert (answer.status, answer.body) == (206, b"api")


def test_the_catalog_of_apis_has_its_type(docs: Serving) -> None:
    answer = docs.ask("/.well-known/api-catalog")
    assert (answer.status, answer.all("Content-Type")) == (200, [API_CATALOG_TYPE])


def test_a_folder_without_its_slash_leads_to_it_on_the_same_host(docs: Serving) -> None:
    answer = docs.ask("/changelog")
    assert answer.status in {301, 302, 307, 308}
    assert re.sub(r"^http://docs\.aurous-labs\.com(:\d+)?", "", answer.all("Location")[0]) == "/changelog/"
    if docs.kind.edge != "apache":  # which writes its own name there
        assert answer.all("Location") == ["/changelog/"]


def test_the_owners_headers_replace_ours_and_are_on_every_answer(kind: Kind, site: Path) -> None:
    with serving(kind, EDGES[kind.edge].render_docs_host(OWNED), site) as server:
        for path, status in (("/", 200), ("/errors/not_found", 200), ("/nowhere", 404), ("/errors.json", 200)):
            answer = server.ask(path)
            assert (answer.status, wrong(answer, OWNED, path, status)) == (status, {})
            assert answer.all("Strict-Transport-Security") == ["max-age=31536000"]
            assert answer.all("X-Odd") == ['say "so" `now`']


@pytest.mark.parametrize("match", ["exact", "prefix"])
@pytest.mark.parametrize("path", ["/errors", "/errors/gone", "/404.html", "/old.feed.json"])
def test_the_redirects_of_the_same_host_stand_beside_it(kind: Kind, site: Path, path: str, match: str) -> None:
    host_headers = [["Strict-Transport-Security", "max-age=1"]]
    headers = [["Cache-Control", "no-store"]]
    values = {"id": "moved", "host": DOCS, "path": path, "match": match, "to": f"https://{DOCS}/changelog/"}
    rule = build({**values, "headers": headers, "host_headers": host_headers}, None)
    edge = EDGES[kind.edge]
    files = {**edge.render([rule], Setup()), **edge.render_docs_host(DocsHost(DOCS, tuple(map(tuple, host_headers))))}
    with serving(kind, files, site) as server:
        moved = server.ask(path)
        assert (moved.status, moved.all("Location")) == (308, [f"https://{DOCS}/changelog/"])
        assert (moved.all("Cache-Control"), moved.all("Strict-Transport-Security")) == (["no-store"], ["max-age=1"])
        assert server.ask("/nowhere").status == 404
        assert server.ask("/index.md").status == 200


def moved() -> tuple[Redirect, ...]:
    """Sixty old addresses of the site: more than HAProxy puts into one backend, and Pages into `_headers`."""
    lines = "".join(f"  /old/page-{number}: /changelog/\n" for number in range(59))
    table = {"api": "A", "site_url": f"https://{DOCS}/", "feed_authority": f"{DOCS},2026", "hosts": ("api.example",)}
    source = Source("redirects/moved.yaml", f"moved:\n{lines}  /api-errors/none.found: /errors/not_found\n")
    rules, wrong = parse_redirects(source, RuleContext(msgspec.convert(table, Config)))
    assert (len(rules), wrong) == (60, ())
    return rules


def test_old_addresses_lead_to_their_pages(kind: Kind, site: Path) -> None:
    edge = EDGES[kind.edge]

    def files(folder: Path) -> Files:
        rendered = edge.render(moved(), kind.setup(folder=folder))
        return {**rendered, **edge.render_docs_host(PLAIN)}

    with serving(kind, files, site) as server:
        for old, new in (
            ("/old/page-0", "changelog/"),
            ("/old/page-58/", "changelog/"),
            ("/api-errors/none.found", ""),
        ):
            answer = server.ask(old + "?from=before")
            target = f"https://{DOCS}/{new or 'errors/not_found'}?from=before"
            assert (answer.status, answer.all("Location")) == (308, [target])
        for gone in ("/old/page-60", "/old/", "/api-errors/none-found", "/old/page-0/more"):
            assert server.ask(gone).status == 404
        assert server.ask("/errors/not_found").status == 200


def test_the_servers_own_validator_takes_it(kind: Kind, site: Path, tmp_path: Path) -> None:
    files = EDGES[kind.edge].render_docs_host(OWNED)
    install(files, tmp_path)
    assert kind.serve
    kind.serve(tmp_path, files, free_port(), site, free_port())
    checked = validate(kind, files, tmp_path)
    assert checked.returncode == 0, checked.stderr
    if kind.edge == "caddy" and kind.binary:
        (file,) = files
        command = [kind.binary, "fmt", str(tmp_path / file)]
        assert subprocess.run(command, capture_output=True, text=True, check=False).stdout == files[file]
