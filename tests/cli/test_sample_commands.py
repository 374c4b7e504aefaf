"""Commands over a small project: their exit codes, what they print, and what they leave."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cases import load_yaml
from tests.conftest import REPOSITORY, Docgen

CASES: list[dict[str, Any]] = load_yaml(Path(__file__).with_name("sample_commands.yaml").read_text(encoding="utf-8"))
DATED = ("check", "render", "redirects", "new", "spec")


@pytest.mark.parametrize("case", CASES, ids=lambda case: " ".join(case["run"])[:60])
def test_a_command(case: dict[str, Any], tmp_path: Path, docgen: Docgen) -> None:
    root = shutil.copytree(REPOSITORY / "tests/check/sample", tmp_path / "project")
    for name, (old, new) in case.get("edits", {}).items():
        text = (root / name).read_text(encoding="utf-8") if old else ""
        assert old in text
        (root / name).write_text(text.replace(old, new, 1) if old else new, encoding="utf-8")
    now = ("--now", "2026-06-20") if case["run"][0] in DATED else ()
    ran = docgen(root, *case["run"], *now)
    assert ran.code == int(case.get("code", 0)), ran
    out = " ".join(ran.out.split("\n         ")) if case["run"] == ["--help"] else ran.out
    for text in case.get("out", ()):
        assert text in " ".join(out.split()) if case["run"] == ["--help"] else text in out
    for text in case.get("err", ()):
        assert text in ran.err
    for text in case.get("not_err", ()):
        assert text not in ran.err
    for name, text in case.get("writes", {}).items():
        assert text in (root / name).read_text(encoding="utf-8")
    for name in case.get("missing", ()):
        assert not (root / name).exists()
