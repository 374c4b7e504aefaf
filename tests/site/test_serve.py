"""The preview answers as the docs host does, and for nobody else."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from docgen.site.serve import allow_hosts, as_docs_host


@pytest.mark.parametrize(
    ("path", "answered"),
    [
        ("/errors/not_found", "/errors/not_found.html"),
        ("/base/errors/not_found", "/base/errors/not_found.html"),
        ("/errors/unknown", "/errors/unknown"),
        ("/errors/", "/errors/"),
        ("/errors/../secret", "/errors/../secret"),
        ("/changelog/", "/changelog/"),
    ],
)
def test_the_preview_answers_the_address_of_a_code(tmp_path: Path, path: str, answered: str) -> None:
    (tmp_path / "errors").mkdir()
    (tmp_path / "errors" / "not_found.html").touch()
    (tmp_path / "secret.html").touch()

    def inner(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        start("200 OK", [])
        return [environ["PATH_INFO"].encode()]

    app = as_docs_host(inner, str(tmp_path))
    assert list(app({"PATH_INFO": path}, lambda *_: None)) == [answered.encode()]


@pytest.mark.parametrize(
    ("path", "status", "answered"),
    [
        ("/errors/not_found", "200 OK", "text/html; charset=utf-8"),
        ("/changelog.feed.json", "200 OK", "application/feed+json"),
        ("/sunsets.ics", "200 OK", "text/calendar; charset=utf-8"),
        ("/index.md", "200 OK", "text/markdown; charset=utf-8"),
        ("/nowhere.json", "404 Not Found", "text/html; charset=utf-8"),
        ("/livereload/1/2", "200 OK", "text/odd"),
        ("/assets/a.ttf", "200 OK", "text/odd"),
    ],
)
def test_the_preview_names_types_as_the_docs_host_does(tmp_path: Path, path: str, status: str, answered: str) -> None:
    def inner(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        start(status, [("Content-Type", "text/odd"), ("Content-Length", "0")])
        return []

    sent: list[Any] = []
    list(as_docs_host(inner, str(tmp_path))({"PATH_INFO": path}, lambda *arguments: sent.extend(arguments)))
    assert sent == [status, [("Content-Type", answered), ("Content-Length", "0")]]


@pytest.mark.parametrize(
    ("path", "accept", "answered", "type_", "varies"),
    [
        ("/", "text/markdown", "/index.md", "text/markdown; charset=utf-8", True),
        ("/", "text/html, text/markdown", "/", "text/html; charset=utf-8", True),
        ("/errors/a", "text/markdown, */*", "/errors/a.md", "text/markdown; charset=utf-8", True),
        ("/none/", "text/markdown", "/none/", "text/html; charset=utf-8", False),
        ("/../", "text/markdown", "/../", "text/html; charset=utf-8", False),
    ],
)
def test_the_preview_answers_markdown_on_request(
    tmp_path: Path, path: str, accept: str, answered: str, type_: str, varies: bool
) -> None:
    (tmp_path / "site" / "errors").mkdir(parents=True)
    for name in ("index.md", "site/index.md", "site/errors/a.md", "site/errors/a.html"):
        (tmp_path / name).touch()

    def inner(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        start("200 OK", [("Content-Type", "text/odd")])
        return [environ["PATH_INFO"].encode()]

    sent: list[Any] = []
    app = as_docs_host(inner, str(tmp_path / "site"))
    body = app({"PATH_INFO": path, "HTTP_ACCEPT": accept}, lambda *arguments: sent.extend(arguments))
    assert list(body) == [answered.encode()]
    assert sent[1] == [("Content-Type", type_), *([("Vary", "Accept")] if varies else [])]


ASKED = {
    "localhost:8000": True,
    "LocalHost": True,
    "localhost.:8000": True,
    "api.localhost": True,
    "127.0.0.1:8000": True,
    "[::1]:8000": True,
    "192.0.2.7": True,
    "docs.example": True,
    "DOCS.example.:443": True,
    "evil.com": False,
    "evil.com:8000": False,
    "localhost.evil.com": False,
    "127.0.0.1.evil.com": False,
    "evil.com,localhost": False,
    "evil.com@localhost": False,
    "localhost@evil.com": False,
    "localhost/evil.com": False,
    "localhost evil.com": False,
    "[evil.com]": False,
    "[docs.example]": False,
    "caf\xe9": False,
    ".": False,
    ":8000": False,
    "": False,
}


@pytest.mark.parametrize("path", ["/", "/livereload/1/2"])
@pytest.mark.parametrize("host", ASKED)
def test_the_preview_answers_for_no_name_of_anybody_else(host: str, path: str) -> None:
    def inner(_: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        start("200 OK", [])
        return [b"a draft"]

    sent: list[Any] = []
    environ = {"PATH_INFO": path, "SERVER_PORT": "8000"} | ({"HTTP_HOST": host} if host else {})
    body = b"".join(allow_hosts(inner, ["Docs.Example"])(environ, lambda *arguments: sent.extend(arguments)))
    assert sent[0] == ("200 OK" if ASKED[host] else "403 Forbidden")
    assert body == b"a draft" if ASKED[host] else b"docgen serve --allow-host NAME" in body
