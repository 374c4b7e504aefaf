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


def test_more_rules_than_a_line_can_name_are_looked_up_in_two_maps() -> None:
    wide = RULE | {"id": "wide", "path": "/a", "match": "prefix"}
    rules = [build(one, None) for one in (RULE | {"path": "/a"}, wide, RULE | {"id": "narrow", "path": "/a/b"})]
    rules += [build(RULE | {"id": f"r{number}", "path": f"/r{number}"}, None) for number in range(48)]
    assert list(haproxy.render(rules[:50], Setup())) == ["haproxy/docgen-redirects.cfg"]
    exact, below = (
        dict(line.split() for line in str(text).splitlines() if line.startswith("/"))
        for path, text in haproxy.render(rules, Setup()).items()
        if path in ("haproxy/docgen-redirects-exact.map", "haproxy/docgen-redirects-prefix.map")
    )
    assert below == {"/a/": "docgen_redirects_wide"}
    assert len(exact) == 100
    assert {exact[path] for path in ("/a", "/a/")} == {"docgen_redirects_hooks"}
    assert {exact[path] for path in ("/a/b", "/a/b/")} == {"docgen_redirects_wide"}
    assert {exact[path] for path in ("/r7", "/r7/")} == {"docgen_redirects_r7"}


def test_many_rules_that_leave_a_request_to_the_upstream_are_named_in_lines_that_can_be_read() -> None:
    """HAProxy reads 64 words of a line."""
    rules = [
        build(RULE | {"id": f"r{number}", "path": f"/r{number}", "excluded": ["OPTIONS"]}, None) for number in range(60)
    ]
    rules.append(build(RULE | {"id": "ends", "path": "/ends"}, FAR_FUTURE))
    lines = str(haproxy.render(rules, Setup())["haproxy/docgen-redirects.cfg"]).splitlines()
    unset = [line.split() for line in lines if "unset-var(txn.docgen_rule)" in line]
    assert all(len(words) <= 64 for words in unset)
    named = [[word for word in words if word.startswith("docgen_redirects_")] for words in unset]
    assert [len(ids) for ids in named] == [47, 13, 1]
    assert sorted(named[0] + named[1]) == sorted(f"docgen_redirects_r{number}" for number in range(60))
    assert unset[2][-1] == f"docgen_{HOST}_ends_gone"


@pytest.mark.edge
@pytest.mark.parametrize("kind", sorted(name for name in KINDS if name.startswith("haproxy")), indirect=True)
def test_a_rule_of_another_host_with_the_same_id_has_a_clock_of_its_own(kind: Kind, tmp_path: Path) -> None:
    rules = [build(RULE, FAR_FUTURE), build(RULE | {"host": PREPROD}, FAR_PAST)]
    with running(kind, haproxy.render(rules, Setup()), tmp_path) as server:
        assert server.send("GET", b"/hooks", HOST).status == 308
        assert server.send("GET", b"/hooks", PREPROD).status == 200
