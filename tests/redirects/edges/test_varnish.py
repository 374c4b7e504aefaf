"""What stands around the rules in a site's VCL, and rules in several groups."""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec
import pytest

from docgen.model.redirect import Gone, HeaderRule, Redirect
from docgen.redirects import oracle
from docgen.redirects.edges import EDGES
from docgen.redirects.edges.files import Setup

from .conformance import FAR_FUTURE, FAR_PAST, NOW
from .kinds import KINDS
from .kinds.kind import HOST, Kind
from .rules import build
from .servers import Server, Upstream, start
from .test_header_rules import RULES, header_rule

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

        def serving(
            rules: list[Redirect], site: str = "", version: str = "4.1", added: Sequence[HeaderRule] = ()
        ) -> Server:
            upstream = stack.enter_context(contextlib.closing(Upstream()))
            files = EDGES["varnish"].render([*rules, *added], Setup())
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
    added = header_rule({"id": "new", "path": "/new", "headers": dict(named)})
    server = serve([msgspec.structs.replace(rule, host_headers=tuple(named))], added=[added])
    response = server.send("GET", b"/docs")
    assert response.body == text.encode()
    for answer in (response, server.send("GET", b"/new")):
        assert [(name, answer.all(name)) for name, _ in named] == [(name, [value]) for name, value in named]


OLD = "Aurous-Version: 2025-05-05\r\n"
FORGED = "X-docgen-redirects: GET /v1/pay/p_1 \r\n"
SITE_OF_HEADERS = """
sub vcl_recv {
    if (req.url == "/piped") { return (pipe); }
    if (req.restarts == 0) {
        if (req.url == "/rolled-back") { set req.url = "/x"; std.rollback(req); return (restart); }
        if (req.url ~ "^/v1/pay/again") { set req.url = "/y"; unset req.http.Aurous-Version; return (restart); }
    }
    if (req.url ~ "^/v1/pay/rewritten") { set req.url = "/z"; unset req.http.Aurous-Version; }
}
"""


@varnish_only
def test_a_cached_object_gets_the_headers_of_each_request(serve: Callable[..., Server]) -> None:
    server = serve([DOCS], added=RULES)
    for fields, headers in (("", 0), (OLD, 1), ("", 0), (OLD, 1)):
        assert len(server.send("GET", b"/cached", fields=fields).all("Deprecation")) == headers
    assert len(server.upstream.heads) == 1


@varnish_only
@pytest.mark.parametrize(
    ("target", "fields", "rule"),
    [
        (b"/v1/pay/rewritten", "", "pay"),
        (b"/v1/pay/again", "", "pay"),
        (b"/v1/pay/again", FORGED + OLD, "pay"),
        (b"/rolled-back", OLD, "old"),
        (b"/elsewhere", FORGED, ""),
        (b"/piped", FORGED, ""),
    ],
)
def test_what_the_client_asked_decides_on_headers(
    serve: Callable[..., Server], target: bytes, fields: str, rule: str
) -> None:
    """And not what the VCL of the site made of it, nor a header that is ours."""
    server = serve([DOCS], SITE_OF_HEADERS, added=RULES)
    found = [dict(one.headers)["Deprecation"] for one in RULES if one.id == rule]
    assert server.send("GET", target, fields=fields).all("Deprecation") == found
    assert b"docgen" not in server.upstream.heads[-1].lower()


@varnish_only
def test_what_varnish_says_itself_gets_no_headers(serve: Callable[..., Server]) -> None:
    server = serve([DOCS], SITE, added=RULES)
    server.upstream.status = 99  # which is no status: the fetch fails
    for path, status in ((b"/v1/pay/p_1", 503), (b"/other", 503), (b"/missing", 404)):
        answer = server.send("GET", path, fields=OLD)
        assert (answer.status, answer.all("Deprecation"), answer.all("X-docgen-redirects")) == (status, [], [])
