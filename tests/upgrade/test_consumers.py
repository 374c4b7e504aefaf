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

from docgen.answers.resolver import find_usage
from docgen.load.project import load
from docgen.model.change import Change
from docgen.model.project import Project
from docgen.openapi.spec import Spec
from docgen.positions.source import Source
from docgen.traffic.log import parse_log
from docgen.upgrade import upgrade_along
from docgen.upgrade.consumers import ConsumerIndex, affects_everybody, entry_consumers, index_consumers, use_numbers
from docgen.upgrade.dependencies import dependencies, reach
from docgen.upgrade.path import upgrade_path

ROOT = Path(__file__).parents[2]


def _json(schema: str) -> dict[str, Any]:
    """A body in JSON with a component schema."""
    return {"content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}}


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


def union(index: ConsumerIndex, project: Project, uses: list[str]) -> tuple[dict[str, list[str]], list[str]]:
    """What the union says: the entries with the changes that reach the uses, and those that no entry explains."""
    path = upgrade_path(project, project.pins[0], project.pins[-1])
    chosen = {index.uses.index(use) for use in uses}
    reached = [consumers is None or bool(consumers & chosen) for consumers in index.changes]
    entries = {
        entry.slug: [path.changes[number].fingerprint for number in path.explained[entry.slug] if reached[number]]
        for entry, consumers in zip(path.entries, entry_consumers(path, index), strict=True)
        if consumers is None or consumers & chosen
    }
    return entries, [path.changes[number].fingerprint for number in path.unexplained if reached[number]]


@pytest.mark.slow
@pytest.mark.parametrize("project", PROJECTS)
@given(data=st.data())
def test_the_union_of_the_answers_is_the_answer(project: Callable[[], Project], data: st.DataObject) -> None:
    pins = project().pins
    path = upgrade_path(project(), pins[0], pins[-1])
    index = index_consumers(path)
    uses = data.draw(st.lists(st.sampled_from(index.uses), unique=True))
    expected = upgrade_along(path, pins[0], find_usage(project(), pins[0], pins[-1], parse_log(uses)))
    assert not expected.usage.unknown
    entries, unexplained = union(index, project(), uses)
    assert entries == {step.entry.slug: [change.fingerprint for change in step.changes] for step in expected.steps}
    assert sorted(unexplained) == sorted(change.fingerprint for change in expected.unexplained)


@pytest.mark.parametrize("project", PROJECTS)
def test_what_each_use_asks_is_the_answer_for_it(project: Callable[[], Project]) -> None:
    pins = project().pins
    path = upgrade_path(project(), pins[0], pins[-1])
    index = index_consumers(path)
    for uses in ([], index.uses[:1], index.uses[-1:], [index.uses[-1], index.uses[0]]):
        answer = upgrade_along(path, pins[0], find_usage(project(), pins[0], pins[-1], parse_log(uses)))
        entries, unexplained = union(index, project(), list(uses))
        assert entries == {step.entry.slug: [change.fingerprint for change in step.changes] for step in answer.steps}
        assert sorted(unexplained) == sorted(change.fingerprint for change in answer.unexplained)


def test_the_cases_are_worth_asking() -> None:
    entries, changes = [], []
    for project in (build() for build in PROJECTS):
        index = index_consumers(upgrade_path(project, project.pins[0], project.pins[-1]))
        assert len(index.uses) == len(set(index.uses))
        some = [consumers is not None and 0 < len(consumers) < len(index.uses) for consumers in index.entries]
        entries += [*some, *(consumers is None for consumers in index.entries)]
        changes += [consumers is not None and 0 < len(consumers) < len(index.uses) for consumers in index.changes]
        changes += [consumers is None for consumers in index.changes]
    assert set(entries) == set(changes) == {True, False}


def test_before_the_first_pin_every_entry_counts_and_no_contract_is_compared() -> None:
    path = upgrade_path(harbour(), None, harbour().pins[0])
    assert [entry.slug for entry in path.entries] == ["first-contract"]
    assert path.changes == ()
    assert index_consumers(path).uses == ("GET /2026-04/parcels", "POST /2026-04/parcels", "GET /2026-04/parcels/{id}")


@pytest.mark.parametrize(
    ("selector", "operations", "everybody"),
    [("", (), True), ("server https://a.example", (), True), ("Parcel", (), False), ("", ("GET /parcels",), False)],
)
def test_a_change_of_the_whole_document_affects_everybody(
    selector: str, operations: tuple[str, ...], everybody: bool
) -> None:
    plain = {"id": "api-title-changed", "level": "info", "polarity": "response", "pointer": "/info", "sites": ()}
    given = {"effects": (), "events": (), "text": "", "fingerprint": "", "operations": operations}
    assert affects_everybody(msgspec.convert({**plain, **given, "selector": selector}, Change)) is everybody


def test_changes_that_are_known_are_not_compared_again() -> None:
    assert upgrade_path(harbour(), *harbour().pins).changes
    assert upgrade_path(harbour(), *harbour().pins, []).changes == ()


def test_what_only_the_contract_before_has_is_a_use_that_its_removal_reaches() -> None:
    path = upgrade_path(two_contracts(), *two_contracts().pins)
    index = index_consumers(path)
    removed = next(number for number, change in enumerate(path.changes) if change.events == ("video.failed",))
    assert index.changes[removed] == {index.uses.index("event video.failed")}


CONTRACT: dict[str, Any] = {
    "paths": {
        "/parcels/{id}": {
            "get": {
                "parameters": [{"in": "header", "name": "Api-Version", "schema": {"type": "string"}}],
                "security": [{"key": []}],
                "responses": {"200": {"$ref": "#/components/responses/Found"}},
            }
        },
        "/labels": {"get": {"responses": {}}},
    },
    "webhooks": {"parcel.lost": {"post": {"requestBody": {"$ref": "#/components/requestBodies/Lost"}}}},
    "components": {
        "responses": {"Found": _json("Parcel")},
        "requestBodies": {"Lost": _json("Loss")},
        "schemas": {
            "Parcel": {"properties": {"size": {"$ref": "#/components/schemas/Size"}}},
            "Size": {"properties": {"of": {"$ref": "#/components/schemas/Parcel"}}},
            "Loss": {},
        },
    },
}


@pytest.mark.parametrize(
    ("uses", "selectors"),
    [
        (["GET /labels"], set()),
        (
            ["GET /parcels/{key}"],
            {"GET /parcels/{id}", "parameter Api-Version", "header Api-Version", "security key", "Parcel", "Size"},
        ),
        (["schema Parcel"], {"Parcel", "Size"}),
        (["field Parcel.size", "schema None"], {"Parcel.size", "Parcel", "Size", "None"}),
        (["event parcel.lost"], {"Loss"}),
        (["event parcel.lost", "GET /labels"], {"Loss"}),
    ],
)
def test_a_use_depends_on_what_it_refers_to(uses: list[str], selectors: set[str]) -> None:
    spec = Spec(Source("api-spec.json", ""), CONTRACT)
    assert frozenset().union(*(dependencies(spec, use) for use in uses)) == {*uses, *selectors}


@pytest.mark.parametrize(
    ("cover", "reached"),
    [
        ("Parcel", True),
        ("Parcel.size.unit", True),
        ("Parcels.size", False),
        ("size", False),
        ("event parcel.lost", True),
        ("error any", True),
    ],
)
def test_an_entry_reaches_what_it_covers_and_what_that_is_in(cover: str, reached: bool) -> None:
    assert reach([cover], frozenset(("Parcel", "event parcel.lost"))) is reached
    assert reach(["Nothing", cover], frozenset(("Parcel", "event parcel.lost"))) is reached


def test_an_event_has_its_number_by_its_own_name() -> None:
    uses = ["GET /parcels/{id}", "event parcel.{kind}"]
    assert use_numbers(uses) == {"GET /parcels/{}": 0, "event parcel.{kind}": 1}


def test_of_two_paths_that_differ_in_a_name_alone_the_one_that_is_meant_is_used() -> None:
    paths = {f"/parcels/{{{name}}}": {"get": {"responses": {"200": _json(name.title())}}} for name in ("id", "code")}
    schemas = {"Id": {"type": "object"}, "Code": {"type": "object"}}
    spec = Spec(Source("", ""), {"paths": paths, "components": {"schemas": schemas}})
    assert dependencies(spec, "GET /parcels/{id}") == {"GET /parcels/{id}", "Id"}
    assert dependencies(spec, "GET /parcels/{x}") >= {"GET /parcels/{id}", "Id", "GET /parcels/{code}", "Code"}
