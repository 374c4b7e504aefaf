"""Two pins and a base: what the rules of the dates say of edits of the sample, as data."""

import re
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from docgen.check import check
from docgen.differ.project import changes
from docgen.entries.digests import entry_digest
from docgen.facts import facts
from docgen.load.project import load
from docgen.model.project import Project
from docgen.prove import prove
from tests.check.test_edits_of_sample import positions, sentences
from tests.conftest import as_base

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = yaml.load((HERE / "two_pins.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - makes texts only
DIGEST = re.compile(r"\b[0-9a-f]{64}\b")


def make(root: Path, edits: dict[str, dict[str, str]]) -> None:
    """The sample with a second pin, edited; `DIGEST` is the digest in a line, `DIGEST-NOW` that of the entry."""
    shutil.copytree(HERE / "sample", root)
    shutil.copytree(HERE / "second_pin", root, dirs_exist_ok=True)
    for path, pairs in edits.items():
        edit(root, path, pairs)


def edit(root: Path, path: str, pairs: dict[str, str]) -> None:
    text = (root / path).read_text(encoding="utf-8")
    for old, new in pairs.items():
        pattern = re.escape(old).replace("DIGEST", DIGEST.pattern)
        assert len(re.findall(pattern, text)) == 1, (path, old)
        found = re.search(pattern, text)
        assert found is not None
        now = entry_digest((root / "changelog/2026-01-15/widgets.yaml").read_text(encoding="utf-8"))
        if "DIGEST-SPEC" in new:
            new = new.replace("DIGEST-SPEC", entry_digest((root / path).with_name("api-spec.json").read_text("utf-8")))
        text = text.replace(found[0], new if path.endswith("widgets.yaml") else new.replace("DIGEST-NOW", now))
    if "DIGEST-NOW" in text:
        text = text.replace("DIGEST-NOW", entry_digest(text))
    (root / path).write_bytes(text.encode())


def read(root: Path, now: str) -> tuple[Project, tuple[Any, ...]]:
    project, findings = load(root, datetime.fromisoformat(now).replace(tzinfo=UTC))
    assert project is not None
    assert project.complete, findings
    return project, findings


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_edit(case: dict[str, Any], tmp_path: Path) -> None:
    root, now = tmp_path / "project", case.get("now", "2026-10-01")
    make(root, case.get("edits", {}))
    for path, made in case.get("write", {}).items():
        (root / path).parent.mkdir(exist_ok=True)
        shutil.copy(root / made["from"], root / path)
        edit(root, path, made["edits"])
    if "accepted" in case:
        (root / ".docgen").mkdir()
        entries = {"accepted": [{**entry, "until": date.fromisoformat(entry["until"])} for entry in case["accepted"]]}
        (root / ".docgen/accepted.yaml").write_text(yaml.safe_dump(entries, sort_keys=False), encoding="utf-8")
    for path in case.get("remove", ()):
        (root / path).unlink()
    project, findings = read(root, now)
    if "main" in case:
        make(tmp_path / "main", case["main"])
        was, _ = read(tmp_path / "main", now)
        project = msgspec.structs.replace(project, base=as_base(was))
    found = check(project, prove(project), changes(project), findings, facts=facts(project))
    others = [finding for finding in found if finding.id not in ("stale-output", "redirect-mismatch", "dead-link")]
    assert sorted({finding.id for finding in others if not finding.passed}) == case["ids"], others
    assert set(case.get("passed", ())) <= {finding.message for finding in others if finding.passed}
    assert case.get("says") in (None, *sentences(found))
    assert set(case.get("at", ())) <= set(positions(found))
