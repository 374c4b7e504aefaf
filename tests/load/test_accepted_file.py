"""Whatever is wrong with `.docgen/accepted.yaml` is said at its line; nothing of it is silently dropped."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from docgen.load.accepted import parse_accepted, read_accepted
from docgen.load.files import Folder
from docgen.load.project import load
from docgen.model.accepted import ACCEPTED
from docgen.positions.source import Source
from tests.cases import load_yaml

CASES = load_yaml(Path(__file__).with_name("accepted_file.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_is_found_in_a_text(case: dict[str, Any]) -> None:
    accepted, findings = parse_accepted(Source(ACCEPTED, case["text"]))
    said = [f"{found.line}:{found.column} {found.message}" for found in sorted(set(findings))]
    assert len(said) == len(case["found"]), said
    assert all(one.startswith(start) for one, start in zip(said, case["found"], strict=True)), said
    if not findings and accepted.entries:
        (one,) = accepted.entries
        assert (one.as_, one.why, one.who) == ("off", "010", "no")


def test_without_the_file_nothing_is_accepted(tmp_path: Path) -> None:
    accepted, findings = read_accepted(Folder(tmp_path))
    assert (accepted.entries, findings) == ((), ())


@pytest.mark.parametrize("name", ["accepted.yml", "accepted.yaml/", "a link that leads nowhere"])
def test_what_is_no_file_of_that_name_is_said(tmp_path: Path, name: str) -> None:
    (tmp_path / ".docgen").mkdir()
    if name.endswith("/"):
        (tmp_path / ACCEPTED).mkdir()
    elif name.endswith(".yml"):
        (tmp_path / ".docgen" / name).write_text("accepted: []\n")
    else:
        (tmp_path / ACCEPTED).symlink_to("nowhere")
    accepted, (finding,) = read_accepted(Folder(tmp_path))
    assert accepted.entries == ()
    assert finding.path.startswith(".docgen/accepted.y")
    assert "expected" in finding.message


def test_a_broken_file_hides_no_other_and_stops_the_rules(aurous: Path) -> None:
    (aurous / ACCEPTED).write_text("accepted: 3\n")
    (aurous / "redirects/docs-site.yaml").write_text("rules: 3\n")
    project, findings = load(aurous, datetime(2026, 6, 1, tzinfo=UTC))
    assert project is not None
    assert not project.complete
    assert [found.path for found in findings] == [ACCEPTED, "redirects/docs-site.yaml"]
