import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from docgen.load.project import load
from docgen.prove import prove
from tests.prove.test_claims import seen

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = yaml.load((HERE / "pins.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - makes texts only
NOW = datetime(2026, 10, 1, tzinfo=UTC)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_what_becomes_of_the_part(case: dict[str, Any], tmp_path: Path) -> None:
    shutil.copytree(HERE.parent / "check" / "sample", tmp_path, dirs_exist_ok=True)
    for name, replacements in case.get("edits", {}).items():
        path = tmp_path / name
        text = path.read_text(encoding="utf-8")
        for old, new in replacements.items():
            assert old in text
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
    for old, new in case.get("rename", {}).items():
        (tmp_path / old).rename(tmp_path / new)
    if "later" in case:
        later = tmp_path / "changelog" / case["later"]
        shutil.copytree(tmp_path / "changelog" / "2026-01-15", later)
        (later / "widgets.yaml").unlink()
        pin = (later / "pin.yaml").read_text(encoding="utf-8").replace("released: 2026-01-15", "released: 2026-06-01")
        (later / "pin.yaml").write_text(pin, encoding="utf-8")
    project, findings = load(tmp_path, NOW)
    assert project is not None
    assert project.complete, findings
    [proof] = [proof for proof in prove(project) if proof.claim == f"pin-2026-01-15/{case['part']}"]
    assert (proof.status, proof.rule) == (case["status"], case.get("rule", ""))
    assert case.get("says", "") in proof.message
    assert case.get("message", proof.message) == proof.message
    if proof.status == "refuted":
        told = (" ".join(map(str, proof.pointer)), proof.hint, seen(proof))
        assert told == (case["at"], case["hint"], case.get("seen", ""))
    if proof.status == "attested":
        assert proof.owner
        assert proof.evidence
        assert proof.review_by
