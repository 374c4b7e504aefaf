"""`docgen redirects verify` against real servers that carry the generated rules: there is nothing to find."""

import json
import time
from pathlib import Path

import pytest

from docgen.model.redirect import Redirect
from docgen.probe import Client, Network, parse_origin, probe_edge
from docgen.redirects.edges import EDGES
from docgen.verify.findings import edge_findings
from docgen.verify.observations import Observations
from docgen.verify.questions import questions
from tests.conftest import Docgen
from tests.redirects.edges.conformance import FAR_FUTURE, FAR_PAST
from tests.redirects.edges.kinds import KINDS, Kind, demanded
from tests.redirects.edges.kinds.kind import HOST
from tests.redirects.edges.rules import redirects
from tests.redirects.edges.servers import running
from tests.sampling import some
from tests.verify.edge import SUNSETS, edge, move_sunsets, rules_of

pytest.importorskip("httpx", reason="httpx is the extra `live`")
pytestmark = pytest.mark.edge


@pytest.fixture(params=some(sorted(name for name, kind in KINDS.items() if EDGES[kind.edge].HAS_CLOCK), 5))
def kind(request: pytest.FixtureRequest) -> Kind:
    return demanded(request.param)


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


@pytest.mark.parametrize("sunset", [FAR_FUTURE, FAR_PAST], ids=["ahead", "over"])
def test_every_feature_of_a_rule_is_as_promised(tmp_path: Path, kind: Kind, sunset: int) -> None:
    served = tuple(rule for rule in redirects(sunset) if not EDGES[kind.edge].missing_features(rule, kind.setup()))
    assert messages(tmp_path, kind, served) == []


def test_a_sunset_in_the_middle_is_waited_for(tmp_path: Path) -> None:
    sunset = int(time.time()) + 3
    rules = tuple(rule for rule in redirects(sunset) if rule.id == "docs-site")
    until = time.time() + 6
    while time.time() < until:
        assert messages(tmp_path, KINDS["nginx"], rules) == []


def messages(folder: Path, kind: Kind, rules: tuple[Redirect, ...]) -> list[str]:
    """The messages of the findings on a server with the rules."""
    files = EDGES[kind.edge].render(rules, kind.setup())
    with running(kind, files, folder) as server, Client(Network(5, 0, 1000), time.time) as client:
        resolve = {(HOST, server.port): "127.0.0.1"}
        # as a command asks: the rules of the host alone
        edge_questions = questions([rule for rule in rules if rule.host == HOST], int(time.time()), unsafe=True)
        observations = tuple(
            probe_edge(client, parse_origin(f"http://{HOST}:{server.port}", resolve), edge_questions, rules)
        )
    findings = edge_findings(Observations(rules, observations))
    return [found.message for of_rule in findings.values() for found in of_rule]
