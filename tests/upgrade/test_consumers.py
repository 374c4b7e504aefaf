"""The answer for what a customer uses is the union of the answers for each operation and event of it."""

import copy
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.load import load
from docgen.model.project import Project
from docgen.traffic.log import read_log
from docgen.upgrade import along, way
from docgen.upgrade.consumers import Whom, matters, whom
from docgen.upgrade.used import used

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 25, tzinfo=UTC)


@cache
def harbour() -> Project:
    project, findings = load(ROOT / "tests" / "other" / "harbour", NOW)
    assert project is not None
    assert findings == ()
    return project


@cache
def two_contracts() -> Project:
    """This repository's pin, and a later one without a field, an event and a server; it has every other entry."""
    project, _ = load(ROOT, NOW)
    assert project is not None
    first = project.pins[0]
    assert first.spec
    document: dict[str, Any] = copy.deepcopy(dict(first.spec.document))
    del document["webhooks"]["video.failed"]
    del document["components"]["schemas"]["UsageEvent"]["properties"]["hold_id"]
    document["servers"] = [{"url": "https://eu.aurous-labs.com"}]
    document["paths"]["/v1/images/{key}"] = document["paths"].pop("/v1/images/{id}")
    later = msgspec.structs.replace(first, id="2026-09-30", spec=msgspec.structs.replace(first.spec, document=document))
    entries = [
        msgspec.structs.replace(entry, pin=later.id) if index % 2 else entry
        for index, entry in enumerate(project.entries)
    ]
    return msgspec.structs.replace(project, pins=(first, later), entries=tuple(entries))


PROJECTS: list[Callable[[], Project]] = [harbour, two_contracts]


def said(who: Whom, project: Project, uses: list[str]) -> tuple[dict[str, list[str]], list[str]]:
    """What the union says: the entries with the changes that reach the uses, and those that no entry explains."""
    found = way(project, project.pins[0], project.pins[-1])
    chosen = {who.uses.index(use) for use in uses}
    reached = [every is None or bool(every & chosen) for every in who.changes]
    entries = {
        entry.slug: [found.changes[index].fingerprint for index in found.told[entry.slug] if reached[index]]
        for entry, every in zip(found.entries, matters(found, who), strict=True)
        if every is None or every & chosen
    }
    return entries, [found.changes[index].fingerprint for index in found.unexplained if reached[index]]


@pytest.mark.slow
@pytest.mark.parametrize("project", PROJECTS)
@given(data=st.data())
def test_the_union_of_the_answers_is_the_answer(project: Callable[[], Project], data: st.DataObject) -> None:
    pins = project().pins
    found = way(project(), pins[0], pins[-1])
    who = whom(found)
    uses = data.draw(st.lists(st.sampled_from(who.uses), unique=True))
    expected = along(found, pins[0], used(pins[0], pins[-1], read_log(uses)))
    assert not expected.used.unknown
    entries, unexplained = said(who, project(), uses)
    assert entries == {step.entry.slug: [change.fingerprint for change in step.changes] for step in expected.steps}
    assert sorted(unexplained) == sorted(change.fingerprint for change in expected.unexplained)


def test_the_cases_are_worth_asking() -> None:
    entries, changes = [], []
    for project in (build() for build in PROJECTS):
        who = whom(way(project, project.pins[0], project.pins[-1]))
        assert len(who.uses) == len(set(who.uses))
        some = [every is not None and 0 < len(every) < len(who.uses) for every in who.entries]
        entries += [*some, *(every is None for every in who.entries)]
        changes += [every is not None and 0 < len(every) < len(who.uses) for every in who.changes]
        changes += [every is None for every in who.changes]
    assert set(entries) == set(changes) == {True, False}


def test_before_the_first_pin_every_entry_counts_and_no_contract_is_compared() -> None:
    found = way(harbour(), None, harbour().pins[0])
    assert [entry.slug for entry in found.entries] == ["first-contract"]
    assert found.changes == ()
    assert whom(found).uses == ("GET /2026-04/parcels", "POST /2026-04/parcels", "GET /2026-04/parcels/{id}")
