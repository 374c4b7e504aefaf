"""Each header that a rule or a host may add comes once, as it is written, on every server; the others are refused."""

from pathlib import Path

import pytest

from docgen.model.redirect import RESERVED_HEADERS
from docgen.redirects.edges import EDGES

from .conformance import FAR_FUTURE, FAR_PAST, NOW
from .kinds.kind import HOST, PREPROD, Kind
from .rules import build
from .servers import running

SERVERS = ["nginx", "nginx-system", "haproxy", "haproxy-system", "caddy", "caddy-system", "apache", "varnish", "envoy"]
MAY = {
    "Allow": "GET, HEAD",
    "Set-Cookie": "a=b; Secure",
    "Vary": "Accept",
    "Retry-After": "120",
    "Expires": "Tue, 04 Aug 2026 00:00:00 GMT",
    "Link": '<https://docs.aurous-labs.com/help>; rel="help"',
    "WWW-Authenticate": "Bearer",
    "Content-Language": "en",
    "Alt-Svc": "clear",
    "Strict-Transport-Security": "max-age=31536000",
    "Access-Control-Allow-Origin": "*",
}

pytestmark = [pytest.mark.edge, pytest.mark.parametrize("kind", SERVERS, indirect=True)]


def test_what_may_be_added_comes_once_before_and_after_the_sunset(kind: Kind, tmp_path: Path) -> None:
    assert not RESERVED_HEADERS & {name.lower() for name in MAY}
    both = [[name, value] for name, value in MAY.items()]
    rule = {"match": "exact", "to": "https://docs.aurous-labs.com/", "gone": {"status": 404}}
    rules = (
        build({**rule, "id": "own", "path": "/own", "headers": both}, FAR_FUTURE),
        build({**rule, "id": "host", "path": "/host", "host_headers": both}, FAR_FUTURE),
        build({**rule, "id": "gone", "path": "/gone", "host_headers": both}, FAR_PAST),
        build({**rule, "id": "other", "host": PREPROD, "path": "/other"}, FAR_FUTURE),
    )
    with running(kind, EDGES[kind.edge].render(rules, kind.setup(NOW, folder=tmp_path)), tmp_path) as server:
        for path, status in (("/own", 308), ("/host", 308), ("/gone", 404)):
            answer = server.send("GET", path.encode(), HOST)
            assert answer.status == status
            assert {name: answer.all(name) for name in MAY} == {name: [value] for name, value in MAY.items()}
