"""Attempts to get a change past the gate: each is refused, or named right after the verdict."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cases import load_yaml
from tests.check.test_gate import committed, edit, git, repository
from tests.conftest import Docgen

__all__ = ["committed", "repository"]
ATTEMPTS: list[dict[str, Any]] = load_yaml(Path(__file__).with_name("gate_attempts.yaml").read_text(encoding="utf-8"))
NOW = ("--now", "2026-06-02")
ACCEPTANCE = {"why": "It can wait.", "who": "Somebody", "until": "2027-01-01"}
pytestmark = pytest.mark.slow


def edit_all(root: Path, edits: dict[str, dict[str, str]]) -> None:
    for path, pairs in edits.items():
        for old, new in pairs.items():
            edit(root, path, old, new)


def accept(root: Path, entry: dict[str, str]) -> None:
    """Add an acceptance to those of the project."""
    path = root / ".docgen/accepted.yaml"
    lines = [f"{key}: {json.dumps(value)}" for key, value in {**ACCEPTANCE, **entry}.items()]
    path.write_text(path.read_text(encoding="utf-8").rstrip() + f"\n  - {{{', '.join(lines)}}}\n", encoding="utf-8")


def attempt(root: Path, case: dict[str, Any], docgen: Docgen) -> None:
    """Make the edits of a case; `main` edits what the branch parted from."""
    if "main" in case:
        edit_all(root, case["main"])
        git(root, "commit", "-qam", "two")
        git(root, "branch", "-qf", "main")
    if "move" in case:
        (root / case["move"]).mkdir()
        for name in (*("changelog", "docs", "redirects", ".docgen"), "mkdocs.yml", "pyproject.toml"):
            git(root, "mv", name, f"{case['move']}/{name}")
    edit_all(root, case.get("edits", {}))
    for path, text in case.get("write", {}).items():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    for path in case.get("delete", ()):
        (root / path).unlink()
    for old, new in case.get("rename", {}).items():
        (root / old).rename(root / new)
    if "run" in case:
        assert docgen(root, *map(str, case["run"]), *NOW).code == 0
    for entry in case.get("accept", ()):
        accept(root, entry)


@pytest.mark.parametrize("case", ATTEMPTS, ids=lambda case: case["title"])
def test_nothing_passes_unseen(case: dict[str, Any], repository: Path, docgen: Docgen) -> None:
    attempt(repository, case, docgen)
    root = repository / case.get("move", "")
    ran = docgen(root, "check", *NOW, "--against", "main")
    for id_ in case.get("refused", ()):
        assert ": error: " in ran.out and f"[{id_}]" in ran.out, ran.out + ran.err
    assert ran.code == (1 if "refused" in case else 0), ran.out + ran.err
    _, _, passed = ran.out.partition("let through")
    assert all(words in passed for words in case.get("named", ())), ran.out
