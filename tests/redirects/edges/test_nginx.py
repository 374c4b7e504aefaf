"""What is nginx's alone: the type of a body by the path's extension, and forms of a path that nginx normalises."""

from pathlib import Path

import pytest

from docgen.redirects.edges import EDGES
from docgen.redirects.edges.files import Setup

from .conformance import FAR_FUTURE, FAR_PAST
from .kinds import KINDS
from .kinds.kind import Kind
from .rules import build
from .servers import running

on_nginx = pytest.mark.parametrize("kind", sorted(name for name in KINDS if name.startswith("nginx")), indirect=True)
RULE = {"id": "old", "path": "/old", "match": "prefix", "to": "https://api.aurous-labs.com/new"}
GONE = {"gone": {"status": 404, "content_type": "application/json", "body": "{}"}}


@pytest.mark.edge
@on_nginx
@pytest.mark.parametrize("target", [b"/old/page.html", b"/old/image.gif"])
def test_a_body_has_its_own_type_whatever_the_extension(kind: Kind, tmp_path: Path, target: bytes) -> None:
    files = EDGES["nginx"].render([build(RULE | GONE, FAR_PAST)], Setup())
    with running(kind, files, tmp_path) as server:
        assert server.send("GET", target).all("Content-Type") == ["application/json"]


@pytest.mark.edge
@on_nginx
@pytest.mark.parametrize("target", [b"//old/a", b"/./old/a", b"/%6fld/a", b"/x/../old/a?q"])
def test_a_form_of_a_path_is_never_sent_above_its_own_rest(kind: Kind, tmp_path: Path, target: bytes) -> None:
    files = EDGES["nginx"].render([build(RULE | GONE, FAR_FUTURE)], Setup())
    with running(kind, files, tmp_path) as server:
        assert server.send("DELETE", target).all("Location") == []
