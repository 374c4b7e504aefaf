"""A writer opens a second pin, promotes a planned event, fills in what is left, and builds; see second_pin.yaml."""

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from docgen.model.draft import MARK
from tests.cases import load_yaml
from tests.conftest import Docgen

STORY: dict[str, Any] = load_yaml(Path(__file__).with_name("second_pin.yaml").read_text(encoding="utf-8"))
WRITTEN, BUILT = ("--now", "2026-09-01"), ("--now", "2026-10-01")
NEW = "changelog/2026-09-30"
pytestmark = pytest.mark.slow


def promote(path: Path) -> None:
    """The contract with one more event: a copy of another in other words, and its name in the enums."""
    contract, edit = json.loads(path.read_text(encoding="utf-8")), STORY["contract"]
    text = json.dumps(contract["webhooks"][edit["like"]], ensure_ascii=False)
    for old, new in edit["words"].items():
        assert old in text
        text = text.replace(old, new)
    contract["webhooks"][edit["event"]] = json.loads(text)
    for selector in edit["enums"]:
        schema, _, field = selector.partition(".")
        node = contract["components"]["schemas"][schema]
        (node["properties"][field] if field else node)["enum"].append(edit["event"])
    path.write_text(json.dumps(contract, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def fill_in(root: Path) -> None:
    for path, texts in STORY["fill_in"].items():
        written = (root / path).read_text(encoding="utf-8")
        for old, new in texts:
            pattern = re.escape(old.removesuffix("*")) + (".*" if old.endswith("*") else "")
            parts = re.split(pattern, written)
            assert len(parts) == 2, f"{path} has this {len(parts) - 1} times: {old}"
            written = new.join(parts)
        (root / path).write_text(written, encoding="utf-8")


def errors(docgen: Docgen, root: Path, *arguments: str) -> set[str]:
    found = json.loads(docgen(root, "check", "--format", "json", *arguments).out)["findings"]
    return {f"{finding['id']} {finding['message']}" for finding in found if finding["severity"] == "error"}


def test_from_new_pin_to_a_passing_build(aurous: Path, docgen: Docgen) -> None:
    git = ("git", "-C", str(aurous), "-c", "user.name=w", "-c", "user.email=w@example.com")
    for arguments in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "one pin")):
        subprocess.run([*git, *arguments], env={**os.environ, "GIT_COMMITTER_DATE": "2026-06-01T00:00:00Z"}, check=True)

    opened = docgen(aurous, "new", "pin", "2026-09-30", "--label", "v1.1", *WRITTEN)
    assert opened.code == 0, opened.out + opened.err
    promote(aurous / NEW / "api-spec.json")
    drafted = docgen(aurous, "new", "entry", "--from-diff", *WRITTEN)
    assert drafted.code == 0, drafted.out + drafted.err
    assert f"wrote {NEW}/webhooks-added.yaml" in drafted.out
    left = errors(docgen, aurous, *BUILT)
    assert left
    assert all(error.startswith("draft-left ") for error in left), left
    assert docgen(aurous, "build", *BUILT).code == 1

    fill_in(aurous)
    assert not any(MARK in path.read_text(encoding="utf-8") for path in (aurous / NEW).glob("*.yaml"))
    assert errors(docgen, aurous, *BUILT) == set()
    assert errors(docgen, aurous, "--against", "HEAD", *BUILT) == set()
    built = docgen(aurous, "build", *BUILT)
    assert built.code == 0, built.out + built.err
    site = aurous / "build/site"
    assert "An event for an image that expires" in (site / NEW / "index.html").read_text(encoding="utf-8")
    assert "The API sends 9 events" in (site / "webhooks/index.html").read_text(encoding="utf-8")
    assert (site / "webhooks/image.expired/index.html").is_file()


def test_nothing_of_the_old_pin_can_change_any_more(aurous: Path, docgen: Docgen) -> None:
    docgen(aurous, "new", "pin", "2026-09-30", "--label", "v1.1", *WRITTEN)
    entry = aurous / "changelog/2026-05-15/status-enum.yaml"
    entry.write_text(entry.read_text(encoding="utf-8").replace("Success is", "The success is", 1), encoding="utf-8")
    assert any(error.startswith("frozen-pin-modified ") for error in errors(docgen, aurous, *WRITTEN))
    assert docgen(aurous, "correct", "status-enum", "--note", "One word.", *WRITTEN).code == 0
    assert not any(error.startswith("frozen-pin-modified ") for error in errors(docgen, aurous, *WRITTEN))
