"""What is Caddy's alone: braces in a value."""

from pathlib import Path

import pytest

from docgen.redirects.edges import caddy
from docgen.redirects.edges.edge import Setup

from .conformance import FAR_FUTURE
from .kinds import KINDS
from .kinds.kind import Kind
from .rules import build
from .servers import running


@pytest.mark.edge
@pytest.mark.parametrize("kind", sorted(name for name in KINDS if name.startswith("caddy")), indirect=True)
@pytest.mark.parametrize("value", ["a}b", "a}{b", "{env.HOME}", "a{b"])
def test_a_brace_in_a_value_is_a_brace(kind: Kind, tmp_path: Path, value: str) -> None:
    rule = {"id": "old", "path": "/old", "match": "exact", "to": "https://docs.aurous-labs.com/"}
    files = caddy.render([build(rule | {"headers": [["X-Brace", value]]}, FAR_FUTURE)], Setup())
    with running(kind, files, tmp_path) as server:
        assert server.send("GET", b"/old").all("X-Brace") == [value]
