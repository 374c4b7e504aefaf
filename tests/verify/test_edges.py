"""`docgen redirects verify` against real servers that carry the generated rules: there is nothing to find."""

import json
import os
from pathlib import Path

import pytest

from tests.conftest import Docgen
from tests.edges.kinds import KINDS, Kind
from tests.verify.edge import SUNSETS, edge, move_sunsets, rules_of

pytest.importorskip("httpx", reason="httpx is the extra `live`")
pytestmark = pytest.mark.edge


@pytest.fixture(params=sorted(KINDS))
def kind(request: pytest.FixtureRequest) -> Kind:
    found = KINDS[request.param]
    if found.binary is None:
        reason = f"{request.param} is not installed: {found.install}"
        (pytest.fail if os.environ.get("DOCGEN_REQUIRE_ALL") == "1" else pytest.skip)(reason)
    return found


@pytest.mark.parametrize("sunset", SUNSETS)
def test_the_generated_rules_are_as_promised(
    aurous: Path, tmp_path: Path, docgen: Docgen, kind: Kind, sunset: str
) -> None:
    move_sunsets(aurous, SUNSETS[sunset])
    with edge(kind, rules_of(aurous, kind.edge), tmp_path / "edge") as (server, options):
        ran = docgen(aurous, "redirects", "verify", *options, "--unsafe-methods", "--skip-targets", "--format", "json")
    assert json.loads(ran.out)["findings"] == [], ran.err
    assert ran.code == 0
    methods = {head.partition(b" ")[0] for head in server.upstream.heads}
    assert methods <= {b"GET", b"OPTIONS"}, "nothing that changes something reaches the upstream"
