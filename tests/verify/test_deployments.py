"""Each row of deployments.yaml is a deployment with one fault in its own place, or a right one that looks odd."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.cases import load_yaml
from tests.conftest import Docgen
from tests.redirects.edges.kinds.kind import HOST
from tests.sampling import some
from tests.verify.deployment import Deployment
from tests.verify.edge import SUNSETS, move_sunsets, read, remove_docs_site
from tests.verify.recorder import recording

pytest.importorskip("httpx", reason="httpx is the extra `live`")
pytestmark = pytest.mark.edge
ROWS: list[dict[str, Any]] = load_yaml((Path(__file__).parent / "deployments.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", some(ROWS, 9), ids=lambda row: row["name"])
def test_a_deployment_is_told_by_its_cause(aurous: Path, docgen: Docgen, row: dict[str, Any]) -> None:
    move_sunsets(aurous, SUNSETS[row.get("sunset", "ahead")])
    if "removed" in row:
        remove_docs_site(aurous)
    deployment = Deployment(read(aurous).redirects, row["changes"])
    with recording(deployment) as server:
        where = ("--origin", f"http://{HOST}:{server.port}", "--resolve", f"{HOST}:{server.port}:127.0.0.1")
        rule = ("--rule", row["rule"]) if "rule" in row else ()
        quick = ("--rate", "1000", "--retries", "0", "--skip-targets", "--unsafe-methods", "--format", "json")
        ran = docgen(aurous, "redirects", "verify", *where, *rule, *quick, *row.get("options", ()))
    findings = json.loads(ran.out)["findings"]
    assert sorted(one["id"] for one in findings) == sorted(row["finds"]), "\n".join(one["message"] for one in findings)
    assert ran.code == (1 if row["finds"] else 0)
    first_lines = " | ".join(one["message"] for one in findings)
    assert [words for words in row.get("says", []) if not re.search(words, first_lines)] == [], first_lines
    # polite: repeated requests included
    assert len(deployment.seen) <= row.get("most", 130)


def test_there_are_enough_of_them() -> None:
    assert len([row for row in ROWS if row["finds"]]) >= 38
    assert len([row for row in ROWS if not row["finds"]]) >= 10
