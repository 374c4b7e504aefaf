"""What a comment says of single edits, and what it never says."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cases import load_yaml
from tests.check.pulls import NOW, apply, opened
from tests.check.test_gate import git
from tests.conftest import Docgen

CASES: list[dict[str, Any]] = load_yaml(Path(__file__).with_name("review_comments.yaml").read_text(encoding="utf-8"))
pytestmark = pytest.mark.slow
BASE = ("review", "--against", "origin/main", "--now", NOW)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_a_comment_says_what_an_edit_means(case: dict[str, Any], tmp_path: Path, docgen: Docgen) -> None:
    clone = opened({"title": "x", "base": case.get("base", {})}, tmp_path)
    apply(clone, case)
    for old, new in case.get("rename", {}).items():
        (clone / old).rename(clone / new)
    if folder := case.get("folder"):
        shutil.rmtree(clone / folder)
    ran = docgen(clone, *BASE)
    assert [words for words in case["says"] if words not in ran.out] == [], ran.out
    assert [words for words in case.get("never", ()) if words in ran.out] == []
    assert ran.code == case.get("code", 0) == docgen(clone, "check", *BASE[1:]).code


def test_a_long_reason_why_nothing_could_be_compared_is_cut(tmp_path: Path, docgen: Docgen) -> None:
    broken = {f"changelog/2026-05-15/broken-{number}.yaml": "title: [\n" for number in range(60)}
    clone = opened({"title": "x", "base": {"append": broken}, "remove": list(broken)}, tmp_path)
    ran = docgen(clone, *BASE)
    assert ran.code == 3
    assert ran.out.startswith("<!-- docgen -->\n## Stop: nothing could be compared")
    assert len(ran.out.splitlines()) <= 40


def test_a_contract_as_the_base_adds_no_version(tmp_path: Path, docgen: Docgen) -> None:
    clone = opened({"title": "x"}, tmp_path)
    ran = docgen(clone, "review", "--against", "changelog/2026-05-15/api-spec.json", "--now", NOW)
    assert ran.code == 0
    assert "API version `" not in ran.out
    assert "nothing but the contract was compared" in ran.out


def test_a_file_that_is_gone_is_annotated(tmp_path: Path, docgen: Docgen) -> None:
    clone = opened({"title": "x"}, tmp_path)
    git(clone, "rm", "-q", "changelog/2026-05-15/status-enum.yaml")
    lines = docgen(clone, *BASE, "--format", "github").out.splitlines()
    assert [line for line in lines if line.startswith("::error file=changelog/2026-05-15/status-enum.yaml,title=")]
