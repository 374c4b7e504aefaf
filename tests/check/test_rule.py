"""A rule is made of its function alone: its id, and what it needs."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from docgen.check import RULES
from docgen.check.accepted import Acceptances
from docgen.check.rule import Rule, found, found_at, rule
from docgen.load.project import load
from docgen.model.change import Changes
from docgen.model.finding import Finding, Severity
from docgen.model.project import Base, Project
from docgen.openapi.validation.problem import Problem
from docgen.positions.source import Source

SAMPLE = Path(__file__).parent / "sample"
NOW = datetime(2026, 10, 1, tzinfo=UTC)


def two_words(project: Project, changes: object, facts: object, problems: object) -> Iterator[Finding]:
    """The first sentence."""
    yield found_at(project.config_source.path, 1, 2, f"{changes} {facts} {problems}")


def test_a_rule_has_the_name_and_the_needs_of_its_function() -> None:
    plain = Rule("two-words", two_words)
    assert rule(Severity.ERROR)(two_words) == plain
    assert plain.needs == ("project", "changes", "facts", "problems")
    other = Rule("two-words", two_words, Severity.INFO, "calendar", by_pin=True, also_compares=True)
    assert rule(Severity.INFO, "calendar", by_pin=True, also_compares=True)(two_words) == other


def test_a_rule_gets_what_it_needs_and_nothing_where_the_caller_has_none() -> None:
    project, _ = load(SAMPLE, NOW)
    assert project is not None
    made, changes = rule(Severity.INFO, "calendar")(two_words), Changes()
    finding = Finding("pyproject.toml", 1, 2, "two-words", Severity.INFO, f"{changes} () {{}}", "", "calendar")
    assert list(made.run(project, (), changes)) == [finding]
    problems = {"2026-01-15": (Problem("spec-invalid", (), "wrong", ""),)}
    [finding] = made.run(project, (), changes, problems=problems)
    assert finding.message == f"{changes} () {problems}"


@pytest.mark.parametrize("against", [False, True])
def test_no_rule_fails_where_a_contract_could_not_be_read(against: bool, tmp_path: Path) -> None:
    for name in ("sample", "second_pin"):
        shutil.copytree(SAMPLE.with_name(name), tmp_path, dirs_exist_ok=True)
    project, _ = load(tmp_path, NOW)
    assert project is not None
    unread = replace(project, pins=tuple(replace(pin, spec=None) for pin in project.pins))
    unread = replace(unread, base=Base("main", project.pins, project.entries) if against else None)
    acceptances = Acceptances(unread, (), RULES)
    findings = [finding for one in RULES for finding in one.run(unread, acceptances=acceptances)]
    named = {"let-through"} if against else set()  # nothing else was compared
    assert {finding.id for finding in findings} == {"frozen-pin-modified", "stale-output"} | named


def test_a_finding_has_the_place_of_a_value_and_its_rule_adds_the_rest() -> None:
    source = Source("a.yaml", "a: 1\nb:\n  c: 2\n")
    expected = Finding("a.yaml", 3, 3, "", Severity.ERROR, "wrong", "mend it")
    assert found(source, ("b", "c"), "wrong", "mend it") == expected
    assert found_at("a.yaml", 3, 3, "wrong", "mend it") == expected
