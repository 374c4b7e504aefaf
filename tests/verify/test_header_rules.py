"""An edge that adds headers to what the upstream answers is held against the rules."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cases import load_yaml
from tests.conftest import Docgen
from tests.redirects.edges.kinds import demanded
from tests.redirects.edges.kinds.kind import HOST
from tests.verify.deployment import Deployment
from tests.verify.edge import SUNSETS, edge, move_sunsets, read, rules_of
from tests.verify.recorder import recording

pytest.importorskip("httpx", reason="httpx is the extra `live`")
pytestmark = pytest.mark.edge
_LIST = load_yaml((Path(__file__).parent / "header_rules.yaml").read_text(encoding="utf-8"))
ROWS: list[dict[str, Any]] = _LIST["rows"]
_QUICK = ("--rate", "1000", "--retries", "0", "--skip-targets", "--format", "json")


def write_rules(root: Path) -> None:
    move_sunsets(root, SUNSETS["ahead"])
    (root / "redirects/headers.yaml").write_text(_LIST["rules"], encoding="utf-8")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_a_deployment_is_held_against_the_rules(aurous: Path, docgen: Docgen, row: dict[str, Any]) -> None:
    write_rules(aurous)
    project = read(aurous)
    with recording(Deployment(project.redirects, row["changes"], project.header_rules)) as server:
        where = ("--origin", f"http://{HOST}:{server.port}", "--resolve", f"{HOST}:{server.port}:127.0.0.1")
        ran = docgen(aurous, "redirects", "verify", *where, *_QUICK)
    findings = json.loads(ran.out)["findings"]
    found: dict[str, list[str]] = {}
    for one in findings:
        first_line = one["message"].partition("\n")[0]
        found.setdefault(first_line.partition("`")[2].partition("`")[0], []).append(one["id"])
    assert found == row["finds"], "\n".join(one["message"] for one in findings)
    assert row.get("says", "") in ran.out
    assert "not asked, since nothing safe reaches them: make" in ran.err


@pytest.mark.parametrize("name", ["nginx", "haproxy", "caddy"])
def test_a_real_edge_is_as_promised(aurous: Path, tmp_path: Path, docgen: Docgen, name: str) -> None:
    write_rules(aurous)
    with edge(demanded(name), rules_of(aurous, name), tmp_path / "edge") as (_, where):
        ran = docgen(aurous, "redirects", "verify", *where, *_QUICK)
    assert json.loads(ran.out)["findings"] == [], ran.err


def test_one_rule_alone_is_checked(aurous: Path, tmp_path: Path, docgen: Docgen) -> None:
    write_rules(aurous)
    with edge(demanded("nginx"), rules_of(aurous, "nginx"), tmp_path / "edge") as (server, where):
        ran = docgen(aurous, "redirects", "verify", *where, *_QUICK, "--rule", "read")
        assert (ran.code, len(server.upstream.heads)) == (0, 10)
