import re
import shutil
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest

from docgen.check import RULES, check, explain, known_ids
from docgen.check.accepted import UNACCEPTABLE
from docgen.check.load_ids import INFO_IDS, LOAD_IDS
from docgen.check.rule import Rule
from docgen.differ.project import changes
from docgen.facts import facts
from docgen.load.project import load
from docgen.model.accepted import ACCEPTED
from docgen.model.finding import Finding
from docgen.model.project import Base, Project
from docgen.prove import prove
from docgen.redirects.edges import EDGES
from docgen.redirects.edges.output import edge_files
from docgen.verify.live_findings import LIVE_FINDINGS
from tests.cases import load_yaml
from tests.conftest import as_base

HERE = Path(__file__).parent
SAMPLE, SECOND_PIN = HERE / "sample", HERE / "second_pin"
_FENCE = re.compile(r"^(`{3,})(\w+) title=\"([^\"]+)\"\n(.*?)^\1$", re.M | re.S)
_HEADING = re.compile(r"^\*\*(Fails|Passes)\*\*(.*)$", re.M)
_BASE = "main:"
NOW = datetime(2026, 10, 1, tzinfo=UTC)
SENTENCES: dict[str, list[dict[str, str]]] = load_yaml((HERE / "sentences.yaml").read_text(encoding="utf-8"))


class Block(NamedTuple):
    """`Fails` or `Passes` of a page: what its heading asks for, and (language, path, text) of each fence."""

    heading: str
    fences: list[tuple[str, str, str]]

    @property
    def second_pin(self) -> bool:
        return "a second pin" in self.heading

    @property
    def compared(self) -> bool:
        return "--against main" in self.heading


def blocks(doc: str) -> dict[str, Block]:
    """The blocks of a page; a fence titled `main:path` edits the base that the project is compared with."""
    _, *parts = _HEADING.split(doc)
    found = {
        name: Block(heading, list(_fences(text)))
        for name, heading, text in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    }
    assert set(found) == {"Fails", "Passes"}
    return found


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


def base_of(folder: Path, block: Block) -> Base:
    for language, path, text in block.fences:
        if path.startswith(_BASE):
            lay_over(folder, language, path.removeprefix(_BASE), text)
    return as_base(read(folder))


def found_in(folder: Path, block: Block) -> list[Finding]:
    """What a block gives in a copy of the sample; its base, if it has one, is another copy."""
    roots = (folder / "project", folder / "main")
    for root in roots:
        shutil.copytree(SAMPLE, root)
        if block.second_pin:
            shutil.copytree(SECOND_PIN, root, dirs_exist_ok=True)
    base = base_of(roots[1], block) if block.compared else None
    return check_with(roots[0], [fence for fence in block.fences if not fence[1].startswith(_BASE)], base)


def check_with(root: Path, given: list[tuple[str, str, str]], base: Base | None) -> list[Finding]:
    for block in given:
        lay_over(root, *block)
    project = read(root)
    known = [name for name in project.config.edges if name in EDGES]
    for path, text in edge_files(project, known).items():
        target = root / "redirects" / "dist" / path
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(str(text), encoding="utf-8")
    project = msgspec.structs.replace(read(root), base=base)
    findings = check(project, prove(project), changes(project), facts=facts(project))
    return [finding for finding in findings if not finding.accepted]


def shown(finding: Finding) -> dict[str, str]:
    at = f"{finding.path}:{finding.line}:{finding.column}"
    return {"at": at, "message": finding.message, "hint": finding.hint}


@pytest.mark.parametrize("heading", ["", "with `--against main`", "with a second pin and `--against main`"])
def test_the_sample_is_clean(heading: str, tmp_path: Path) -> None:
    assert found_in(tmp_path, Block(heading, [])) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_fails_block_gives_this_rule_only(rule: Rule, tmp_path: Path) -> None:
    given = blocks(explain(rule.id))["Fails"]
    assert given.fences
    findings = [one for one in found_in(tmp_path, given) if one.passed == (rule.id == "let-through")]
    # what follows from it is counted
    findings = [one for one in findings if one.id != "rules-skipped"]
    assert {finding.id for finding in findings} == {rule.id}
    assert [shown(finding) for finding in findings] == SENTENCES[rule.id]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_passes_block_gives_nothing(rule: Rule, tmp_path: Path) -> None:
    given = blocks(explain(rule.id))["Passes"]
    assert given.fences
    assert [one for one in found_in(tmp_path, given) if not one.passed or rule.id == one.id] == []


def test_ids_are_unique_and_their_sentences_are_those_of_a_rule() -> None:
    ids = [rule.id for rule in RULES]
    assert len(ids) == len(set(ids))
    assert list(SENTENCES) == ids


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_page_of_a_rule_says_what_the_rule_is(rule: Rule) -> None:
    heading, about, *text = explain(rule.id).split("\n\n")
    assert heading == f"# {rule.id}"
    assert about in {f"{rule.severity.value} ({set_}, {rule.trigger})" for set_ in ("strict", "best-practice")}
    accept = f"To accept it for a while, add an entry `what: {rule.id}` to `{ACCEPTED}`.\n"
    assert (text[-1] == accept) == (rule.id not in UNACCEPTABLE)
    assert rule.compares == any("--against" in paragraph for paragraph in text)


@pytest.mark.parametrize("ids", [LIVE_FINDINGS, LOAD_IDS])
def test_the_page_of_another_finding_says_where_it_is_from(ids: Iterable[str]) -> None:
    origin = "the readers" if ids is LOAD_IDS else "a live address"
    for id_ in ids:
        severity = "info" if id_ in INFO_IDS else "error"
        assert explain(id_).startswith(f"# {id_}\n\n{severity} (from {origin})\n\n")


@pytest.mark.parametrize("id_", known_ids())
def test_every_id_is_explained_with_what_fails_and_passes(id_: str) -> None:
    text = explain(id_)
    assert text.startswith(f"# {id_}\n")
    assert "**Fails**" in text
    assert "**Passes**" in text
