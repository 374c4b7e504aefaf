"""What is Caddy's alone: braces in a value."""

from pathlib import Path

import pytest

from docgen.redirects.edges import EDGES
from docgen.redirects.edges.files import Setup

from .conformance import FAR_FUTURE
from .kinds import KINDS
from .kinds.kind import Kind
from .rules import build
from .servers import running
from .test_header_rules import header_rule


@pytest.mark.edge
@pytest.mark.parametrize("kind", sorted(name for name in KINDS if name.startswith("caddy")), indirect=True)
@pytest.mark.parametrize("value", ["a}b", "a}{b", "{env.HOME}", "a{b"])
def test_a_brace_in_a_value_is_a_brace(kind: Kind, tmp_path: Path, value: str) -> None:
    rule = {"id": "old", "path": "/old", "match": "exact", "to": "https://docs.aurous-labs.com/"}
    added = header_rule({"id": "new", "path": "/new", "headers": {"X-Brace": value}})
    files = EDGES["caddy"].render([build(rule | {"headers": [["X-Brace", value]]}, FAR_FUTURE), added], Setup())
    with running(kind, files, tmp_path) as server:
        for path in (b"/old", b"/new"):
            assert server.send("GET", path).all("X-Brace") == [value]


@pytest.mark.parametrize("value", ["a `word`", "{$HOME}"])
def test_a_rule_whose_header_caddy_cannot_write_is_left_out(value: str) -> None:
    added = header_rule({"id": "new", "path": "/new", "headers": {"X-Value": value}})
    assert EDGES["caddy"].missing_features(added, Setup())
    (text,) = EDGES["caddy"].render([added], Setup()).values()
    assert "/new" not in str(text)
