"""Each file of broken/ is a configuration of nginx with one mistake, and says what has to be found in it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from docgen.finding_pages import first_step
from tests.conftest import Docgen
from tests.redirects.edges.kinds import demanded
from tests.redirects.edges.kinds.kind import HOST
from tests.verify.edge import SUNSETS, edge, move_sunsets, remove_docs_site

pytest.importorskip("httpx", reason="httpx is the extra `live`")
pytestmark = pytest.mark.edge
RAW = 'if ($request_uri ~ "^//(docs|v1)") { rewrite ^ /merged last; }'
"""nginx merges slashes before it looks for a location: one mistake more in each case, which has a case of its own."""
CASES = sorted((Path(__file__).parent / "broken").glob("*.conf"))


def header_value(path: Path, key: str) -> str:
    """What a case says about itself in its first lines."""
    match = re.search(rf"^# {key}: ?(.*)$", path.read_text(encoding="utf-8"), re.M)
    assert match, f"{path.name} has no line `# {key}: ...`"
    return match[1]


def found(aurous: Path, docgen: Docgen, case: Path, folder: Path) -> list[dict[str, Any]]:
    move_sunsets(aurous, SUNSETS[header_value(case, "sunset")])
    text = case.read_text(encoding="utf-8")
    if "# removed\n" in text:
        remove_docs_site(aurous)
    files = {"nginx/docgen-redirects.conf": f"{RAW}\n{text}" if "# merges slashes" not in text else text}
    with edge(demanded("nginx"), files, folder) as (_, options):
        about = ("--rule", header_value(case, "rule"), "--skip-targets", "--unsafe-methods", "--format", "json")
        ran = docgen(aurous, "redirects", "verify", *options, *about)
    findings: list[dict[str, Any]] = json.loads(ran.out)["findings"]
    assert ran.code == (1 if findings else 0)
    return findings


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_mistake_is_found_by_its_cause(aurous: Path, tmp_path: Path, docgen: Docgen, case: Path) -> None:
    findings = found(aurous, docgen, case, tmp_path / "edge")
    assert sorted(one["id"] for one in findings) == sorted(header_value(case, "finds").split()), findings
    for one in findings:
        first, request, *lines = one["message"].split("\n")
        assert header_value(case, "rule") in first
        assert HOST in request
        assert lines and all(line[:2] in ("- ", "+ ") for line in lines)
        assert one["hint"] == first_step(one["id"])
        assert one["path"].startswith("redirects/") and one["line"] > 1
