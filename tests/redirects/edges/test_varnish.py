"""What stands around the rules in a site's VCL, and rules in several groups."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from docgen.model.redirect import Gone, Redirect
from docgen.redirects import oracle
from docgen.redirects.edges import varnish
from docgen.redirects.edges.edge import Setup

from .conformance import FAR_FUTURE, FAR_PAST, NOW
from .kinds import KINDS
from .kinds.kind import HOST, Kind
from .rules import build
from .servers import Server, Upstream, start

pytestmark = pytest.mark.edge
DOCS = build(
    {"id": "docs-site", "path": "/docs", "match": "exact", "to": "https://docs.aurous-labs.com/"}
    | {"headers": [["Cache-Control", "no-store"]], "gone": {"status": 404}},
    FAR_FUTURE,
)
SITE = """
sub vcl_recv {
    if (req.url == "/of-the-site") { return (synth(308, "https://example.com/")); }
    if (req.url == "/missing") { return (synth(404)); }
    if (req.url == "/again" && req.restarts == 0) { set req.url = "/docs"; return (restart); }
}
sub vcl_synth {
    if (resp.status == 308) { set resp.http.Location = resp.reason; return (deliver); }
}
sub vcl_deliver { set resp.http.X-Site = "delivered"; }
"""


@pytest.fixture
def serve(kind: Kind, tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Starts Varnish with rules and the VCL of a site around them."""
    with contextlib.ExitStack() as stack:

        def serving(rules: list[Redirect], site: str = "", version: str = "4.1") -> Server:
            upstream = stack.enter_context(contextlib.closing(Upstream()))
            files = varnish.render(rules, Setup())
            (path,) = files
            backend = f'backend default {{ .host = "127.0.0.1"; .port = "{upstream.port}"; }}\n'

            def configure(_: int) -> None:
                vcl = f'vcl {version};\ninclude "{tmp_path}/{path}";\nimport std;\n{backend}{site}'
                (tmp_path / "site.vcl").write_text(vcl, "utf-8")

            started = stack.enter_context(start(kind, files, tmp_path, configure))
            return Server(started.port, upstream, started.pid)

        yield serving


varnish_only = pytest.mark.parametrize("kind", sorted(n for n in KINDS if n.startswith("varnish")), indirect=True)


@varnish_only
def test_the_site_keeps_its_own_answers(serve: Callable[..., Server]) -> None:
    server = serve([DOCS], SITE, version="4.0")
    assert server.send("GET", b"/of-the-site").all("Location") == ["https://example.com/"]
    missing = server.send("GET", b"/missing")
    assert (missing.status, missing.all("Cache-Control")) == (404, [])
    assert b"Guru Meditation" in missing.body
    assert server.send("GET", b"/x").all("X-Site") == ["delivered"]
    answer = server.send("GET", b"/docs")
    assert (answer.status, answer.body, answer.all("X-Site")) == (308, b"", [])


@varnish_only
def test_neither_a_restart_nor_the_cache_comes_between_a_client_and_a_rule(serve: Callable[..., Server]) -> None:
    server = serve([DOCS], SITE)
    assert server.send("GET", b"/again").status == 200
    assert server.upstream.heads[0].startswith(b"GET /docs ")
    assert server.send("GET", b"/again").status == 200
    assert len(server.upstream.heads) == 1, "the upstream's /docs is in the cache"
    assert server.send("GET", b"/docs").status == 308


@varnish_only
def test_rules_in_several_groups_are_tried_in_their_order(serve: Callable[..., Server]) -> None:
    rules = [_numbered(n) for n in range(60)]
    server = serve(rules)
    for method in ("GET", "OPTIONS"):
        for target in [f"/old/{n}{rest}" for n in range(21) for rest in ("", "/x?y")]:
            answer = oracle.answer(rules, oracle.Request(method, HOST, target), NOW)
            response = server.send(method, target.encode())
            assert response.status == (answer.status if answer else 200), (method, target)
            expected = dict(answer.headers) if answer else {}
            assert response.all("Location") == ([expected["Location"]] if "Location" in expected else [])


def _numbered(n: int) -> Redirect:
    """Three rules a path, some of which end or leave a request to the upstream."""
    return build(
        {"id": f"r{n}", "path": f"/old/{n // 2 % 20}", "match": "prefix" if n % 2 else "exact"}
        | {"to": f"https://api.aurous-labs.com/{n}", "excluded": ["OPTIONS"] if n < 30 else []}
        | ({"gone": {"status": 404}} if n % 4 else {}),
        FAR_PAST if n % 3 else FAR_FUTURE,
    )


@varnish_only
@pytest.mark.parametrize("text", ['"}', '{"a": "b"}', '""}"}}"""{"', "%00 \\1 $ ` ${x} # // /* */", "é\n\n"])
def test_a_text_that_could_end_a_string_is_sent_as_it_is(serve: Callable[..., Server], text: str) -> None:
    rule = msgspec.structs.replace(DOCS, sunset=FAR_PAST, gone=Gone(404, "application/json", text))
    named = [(name, text.strip()) for name in ("X-Plain", "x_y", "0.a!#'*+^_|~") if text.isascii()]
    server = serve([msgspec.structs.replace(rule, host_headers=tuple(named))])
    response = server.send("GET", b"/docs")
    assert response.body == text.encode()
    assert [(name, response.all(name)) for name, _ in named] == [(name, [value]) for name, value in named]
