"""What is HAProxy's alone: the rules of several hosts stand in one frontend."""

from pathlib import Path

import pytest

from docgen.redirects.edges import haproxy
from docgen.redirects.edges.edge import Setup

from .conformance import FAR_FUTURE, FAR_PAST
from .kinds import KINDS
from .kinds.kind import HOST, PREPROD, Kind
from .rules import build
from .servers import running

RULE = {"id": "hooks", "path": "/hooks", "match": "exact", "to": "https://docs.aurous-labs.com/"}


@pytest.mark.edge
@pytest.mark.parametrize("kind", sorted(name for name in KINDS if name.startswith("haproxy")), indirect=True)
def test_a_rule_of_another_host_with_the_same_id_has_a_clock_of_its_own(kind: Kind, tmp_path: Path) -> None:
    rules = [build(RULE, FAR_FUTURE), build(RULE | {"host": PREPROD}, FAR_PAST)]
    with running(kind, haproxy.render(rules, Setup()), tmp_path) as server:
        assert server.send("GET", b"/hooks", HOST).status == 308
        assert server.send("GET", b"/hooks", PREPROD).status == 200
