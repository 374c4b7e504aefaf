import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from docgen.check import RULES, check, explain, known_ids
from docgen.check.rule import Rule
from docgen.edges import EDGES
from docgen.edges.output import edge_files
from docgen.load import load
from docgen.model.project import Project
from docgen.prove import prove

SAMPLE = Path(__file__).parent / "sample"
_FENCE = re.compile(r"^(`{3,})(\w+) title=\"([^\"]+)\"\n(.*?)^\1$", re.M | re.S)
NOW = datetime(2026, 10, 1, tzinfo=UTC)


def blocks(doc: str) -> dict[str, list[tuple[str, str, str]]]:
    """`Fails` and `Passes` of a docstring -> (language, path, text) of each fence."""
    _, fails, passes = re.split(r"^\*\*(?:Fails|Passes)\*\*$", doc, flags=re.M)
    return {"Fails": list(_fences(fails)), "Passes": list(_fences(passes))}


def _fences(text: str) -> Iterator[tuple[str, str, str]]:
    for match in _FENCE.finditer(text):
        yield match[2], match[3], match[4]


def lay_over(root: Path, language: str, path: str, text: str) -> None:
    """Write the file; a `diff` fence edits what is there, and its old lines must stand there exactly once."""
    target = root / path
    if language == "diff":
        lines = [(line or " ") for line in text.split("\n")[:-1]]
        old = "".join(f"{line[1:]}\n" for line in lines if line[0] in " -")
        new = "".join(f"{line[1:]}\n" for line in lines if line[0] in " +")
        present = target.read_text(encoding="utf-8")
        assert present.count(old) == 1, f"{path} has these lines {present.count(old)} times:\n{old}"
        text = present.replace(old, new)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def read(root: Path) -> Project:
    project, findings = load(root, NOW)
    assert project is not None
    assert project.complete, findings
    return project


def found_ids(root: Path, given: list[tuple[str, str, str]]) -> set[str]:
    for block in given:
        lay_over(root, *block)
    project = read(root)
    known = [name for name in project.config.edges if name in EDGES]
    for path, text in edge_files(project, known).items():
        target = root / "redirects" / "dist" / path
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(str(text), encoding="utf-8")
    project = read(root)
    return {finding.id for finding in check(project, prove(project))}


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SAMPLE, tmp_path / "sample"))


def test_the_sample_is_clean(sample: Path) -> None:
    assert found_ids(sample, []) == set()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_fails_block_gives_this_rule_only(rule: Rule, sample: Path) -> None:
    given = blocks(rule.doc)["Fails"]
    assert given
    assert found_ids(sample, given) == {rule.id}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_passes_block_gives_nothing(rule: Rule, sample: Path) -> None:
    given = blocks(rule.doc)["Passes"]
    assert given
    assert found_ids(sample, given) == set()


def test_ids_are_unique() -> None:
    ids = [rule.id for rule in RULES]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("id_", known_ids())
def test_every_id_is_explained_with_what_fails_and_passes(id_: str) -> None:
    text = explain(id_)
    assert text.startswith(f"# {id_}\n")
    assert "**Fails**" in text
    assert "**Passes**" in text
