"""What the docs host answers, against the files of the built site."""

import re
from pathlib import Path

import msgspec
import pytest

from docgen.model.config import Config
from docgen.redirects.docs_host import (
    HASHED_ASSET_PREFIXES,
    IMMUTABLE,
    REVALIDATE,
    DocsHost,
    content_type,
    docs_host,
)
from tests.conftest import Docgen
from tests.redirects.docs_host_answers import cache_control, headers


@pytest.fixture
def site(docgen: Docgen, aurous: Path) -> Path:
    assert docgen(aurous, "build", "--now", "2026-06-01").code == 0
    return aurous / "build" / "site"


@pytest.mark.slow
def test_every_file_has_a_type_and_only_named_ones_are_kept_for_ever(site: Path) -> None:
    for file in (path for path in site.rglob("*") if path.is_file() and path.name != ".docgen-built"):
        path = "/" + file.relative_to(site).as_posix()
        assert content_type(path), path
        named = re.search(r"[.][0-9a-f]{8}[.]", path) is not None
        assert cache_control(path) == (IMMUTABLE if named else REVALIDATE), path
        begun = any(re.match(re.escape(begin).replace(r"\*", ".*"), path) for begin in HASHED_ASSET_PREFIXES)
        assert begun == named, "a platform that matches beginnings would treat it otherwise"


@pytest.mark.parametrize(
    ("path", "type_", "kept"),
    [
        ("/errors/card.declined", "text/html; charset=utf-8", REVALIDATE),
        ("/errors/rate_limited.md", "text/markdown; charset=utf-8", REVALIDATE),
        ("/assets/main.css", "text/css; charset=utf-8", REVALIDATE),
        ("/assets/javascripts/lunr/min/lunr.de.min.js", "text/javascript; charset=utf-8", REVALIDATE),
        ("/blog/assets/docgen.11692a60.css", "text/css; charset=utf-8", REVALIDATE),
        ("/changelog.feed.json", "application/feed+json", REVALIDATE),
        ("/changelog", "text/html; charset=utf-8", REVALIDATE),
        ("/", "text/html; charset=utf-8", REVALIDATE),
        ("/openapi/v1.2/spec.json", "application/json", REVALIDATE),
    ],
)
def test_the_type_and_the_time_of_a_path(path: str, type_: str, kept: str) -> None:
    answer = headers(DocsHost("docs.example"), path)
    assert (answer["Content-Type"], answer["Cache-Control"]) == (type_, kept)


def test_a_file_of_another_kind_has_the_type_that_the_server_knows() -> None:
    assert "Content-Type" not in headers(DocsHost("docs.example"), "/film.mp4")


def test_a_page_that_is_missing_is_html_and_not_kept() -> None:
    answer = headers(DocsHost("docs.example"), "/nowhere.json", 404)
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("text/html; charset=utf-8", "no-store")


@pytest.mark.parametrize(("path", "open_"), [("/errors.json", True), ("/changelog.atom", True), ("/changelog", False)])
def test_a_program_in_a_browser_reads_the_files_for_programs(path: str, open_: bool) -> None:
    """Unless the owner says who may read them."""
    assert headers(DocsHost("docs.example"), path).get("Access-Control-Allow-Origin") == ("*" if open_ else None)
    named = ("access-control-allow-origin", "https://app.example")
    assert "Access-Control-Allow-Origin" not in headers(DocsHost("docs.example", (named,)), path)


def test_the_host_of_a_site_has_the_headers_that_are_configured_for_it() -> None:
    config = Config(
        api="A",
        site_url="https://docs.example/",
        feed_authority="docs.example,2026",
        hosts=("api.example",),
        host_headers={"api.example": {"X-Api": "1"}, "docs.example": {"X-Own": "1"}},
    )
    assert docs_host(config) == DocsHost("docs.example", (("X-Own", "1"),))
    assert docs_host(msgspec.structs.replace(config, host_headers={})) == DocsHost("docs.example")
    below = msgspec.structs.replace(config, site_url="https://docs.example/api/")
    assert docs_host(below) is None, "the rest of that host is not ours"


def test_the_owner_replaces_a_header_whatever_its_case() -> None:
    host = DocsHost("docs.example", (("content-security-policy", "default-src *"), ("X-Own", "1")))
    names = [name.lower() for name, _ in host.common_headers]
    assert len(names) == len(set(names))
    assert headers(host, "/")["content-security-policy"] == "default-src *"
    assert headers(host, "/nowhere", 404)["Cache-Control"] == "no-store"
