"""The documentation's host: an error page at its address without a hop, and the site's own 404 page."""

import contextlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from docgen.edges import EDGES
from docgen.model.files import Files

from .kinds import KINDS, Kind, apache, demanded
from .servers import free_port, send, start

pytestmark = pytest.mark.edge
DOCS = "docs.aurous-labs.com"
SERVING = sorted(name for name in KINDS if EDGES[KINDS[name].edge].render_docs_host(DOCS))


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = tmp_path / "site"
    (root / "errors").mkdir(parents=True)
    for name in ("index", "404", "errors/index", "errors/not_found", "errors/4012"):
        (root / f"{name}.html").write_text(f"page {name}", "utf-8")
    (root / "errors" / "feed.json").write_text("{}", "utf-8")
    return root


@pytest.fixture(params=SERVING)
def kind(request: pytest.FixtureRequest) -> Kind:
    return demanded(request.param)


@pytest.fixture
def docs(kind: Kind, tmp_path: Path, site: Path) -> Iterator[int]:
    files = EDGES[kind.edge].render_docs_host(DOCS)
    with contextlib.ExitStack() as stack:
        origin = stack.enter_context(files_of(site)) if kind.edge == "haproxy" else 0
        site = stack.enter_context(published(site)) if kind.edge == "apache" else site
        edge = tmp_path / "edge"
        edge.mkdir()
        started = start(kind, files, edge, lambda port: configure(kind, edge, files, port, site, origin))
        yield stack.enter_context(started).port


def configure(kind: Kind, folder: Path, files: Files, port: int, site: Path, origin: int) -> None:
    (path,) = files
    if kind.edge == "nginx":
        server = f"listen 127.0.0.1:{port}; server_name {DOCS}; root {site}; include {folder}/{path};"
        (folder / "nginx.conf").write_text(
            f"daemon off; master_process off; pid {folder}/nginx.pid;\nerror_log stderr;\nevents {{}}\n"
            f"http {{ types {{ text/html html; }} access_log off; server {{ {server} }} }}\n"
        )
    elif kind.edge == "apache":
        apache.write(folder, port, {DOCS: f"DocumentRoot {site}\nInclude {folder}/{path}\n"}, "dir")
    elif kind.edge == "haproxy":
        (folder / "haproxy.cfg").write_text(
            f"global\n  setenv DOCGEN_DOCS_ORIGIN 127.0.0.1:{origin}\n  setenv DOCGEN_DOCS_ROOT {site}\n"
            "defaults\n  mode http\n  timeout connect 5s\n  timeout client 5s\n  timeout server 5s\n"
            f"frontend web\n  bind 127.0.0.1:{port}\n"
            f"  use_backend docgen_docs_host if {{ hdr(host),field(1,:),lower {DOCS} }}\n"
        )
    else:
        (folder / "Caddyfile").write_text(
            f"{{\nadmin off\nauto_https off\n}}\nhttp://{DOCS}:{port} {{\nbind 127.0.0.1\nroot * {site}\n"
            f"import {folder}/{path}\nfile_server\n}}\n"
        )


@contextlib.contextmanager
def published(site: Path) -> Iterator[Path]:
    """A copy outside pytest's folders, which are closed to the user that Apache runs as."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield shutil.copytree(site, Path(folder) / "site")


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


@pytest.mark.parametrize(
    ("target", "status", "body"),
    [
        (b"/errors/not_found", 200, b"page errors/not_found"),
        (b"/errors/not_found?from=doc_url", 200, b"page errors/not_found"),
        (b"/errors/4012", 200, b"page errors/4012"),
        (b"/errors/", 200, b"page errors/index"),
        (b"/errors/feed.json", 200, b"{}"),
        (b"/errors/unheard_of", 404, b"page 404"),
        (b"/errors/../../etc/passwd", None, None),
        (b"/nowhere", 404, b"page 404"),
        (b"/", 200, b"page index"),
    ],
)
def test_docs_host(docs: int, target: bytes, status: int | None, body: bytes | None) -> None:
    response = send(docs, "GET", target, DOCS)
    if status is None:
        assert response.status in {400, 404}
    else:
        assert (response.status, response.body) == (status, body)
        assert not response.all("Location")
