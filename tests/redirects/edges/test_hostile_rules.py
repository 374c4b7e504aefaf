"""Rules that are written to break an edge: each is refused with its cause, or answers as the list says."""

import re
from pathlib import Path

import pytest

from docgen.redirects.edges import EDGES

from .conformance import NOW
from .hostile import CASES, Case, ask, given, refused_by, wrong
from .kinds import KINDS, Kind
from .servers import running


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_loading_refuses_a_rule_for_its_cause_or_takes_it(case: Case) -> None:
    if "refused" not in case.said:
        assert case.findings == ()
        return
    (finding,) = case.findings
    assert f"{case.said['refused']}: " in finding.message
    assert re.search(case.said["says"], f"{finding.message} {finding.hint}", re.IGNORECASE)


@pytest.mark.edge
@pytest.mark.parametrize("kind", sorted(KINDS), indirect=True)
def test_an_edge_serves_what_it_does_not_refuse(kind: Kind, tmp_path: Path) -> None:
    cases = [case for case in CASES if case.built and not refused_by(kind, case)]
    assert len(cases) > len(CASES) / 3
    rules, setup = given(kind, cases, NOW, tmp_path)
    with running(kind, EDGES[kind.edge].render(rules, setup), tmp_path) as server:
        found = {case.name: wrong(case, ask(server, case), kind) for case in cases}
    assert {name: what for name, what in found.items() if what} == {}
