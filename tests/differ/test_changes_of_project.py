"""What a project's contracts change: of the pin before, and of the same pin in the base."""

from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest

from docgen.differ.project import aligned_contract, changes, translate_selector
from docgen.load.project import load
from docgen.model.accepted import Acceptance
from docgen.model.pin import Pin
from docgen.model.project import Base, Project
from docgen.openapi.spec import Spec
from tests.conftest import REPOSITORY

NOW = datetime(2026, 8, 1, tzinfo=UTC)
Json = dict[str, Any]


@pytest.fixture(scope="module")
def harbour() -> Project:
    """A project with two pins that carry the version in the path."""
    project, _ = load(REPOSITORY / "tests/other/harbour", NOW)
    assert project is not None
    return project


def with_document(pin: Pin, **values: object) -> Pin:
    assert pin.spec
    return msgspec.structs.replace(pin, spec=Spec(pin.spec.source, {**pin.spec.document, **values}))


def test_the_version_in_the_path_is_no_change(harbour: Project) -> None:
    found = changes(harbour)
    assert list(found.between) == ["2026-07"]
    assert found.between["2026-07"]
    assert not [one for one in found.between["2026-07"] if one.id in ("api-removed", "endpoint-added")]
    assert (found.against, found.accepted) == ({}, ())


def test_the_contract_before_has_the_version_of_the_later_pin(harbour: Project) -> None:
    before, pin = harbour.pins
    servers = [{"url": f"https://a.example/{name}/x"} for name in ("2026-04", "2026-045", "v1")]
    before = with_document(before, servers=[*servers, {"description": "none"}, {"url": 1}, None])
    pin = with_document(pin, servers=[{"url": "https://a.example/2026-07/x"}])
    aligned = aligned_contract(pin, before)
    assert aligned
    assert {path.split("/")[1] for path in aligned.document["paths"]} == {"2026-07"}
    expected = [{"url": f"https://a.example/{name}/x"} for name in ("2026-07", "2026-045", "v1")]
    assert aligned.document["servers"] == [*expected, {"description": "none"}, {"url": 1}, None]
    named = {"components", "info"}
    assert {key: aligned.document[key] for key in named} == {key: before.spec.document[key] for key in named}  # type: ignore[union-attr] # it has one


def test_a_server_that_went_keeps_its_name(harbour: Project) -> None:
    before, pin = harbour.pins
    servers = [{"url": "https://old.example/2026-04"}]
    aligned = aligned_contract(
        with_document(pin, servers=[{"url": "https://new.example/2026-07"}]), with_document(before, servers=servers)
    )
    assert aligned
    assert aligned.document["servers"] == servers


@pytest.mark.parametrize("servers", [None, "text"])
def test_a_contract_without_servers_is_aligned_too(harbour: Project, servers: object) -> None:
    before, pin = harbour.pins
    aligned = aligned_contract(pin, with_document(before, servers=servers))
    assert aligned
    assert aligned.document["servers"] == servers


@pytest.mark.parametrize("changed", [{"versioning": None}, {"carrier": "header"}, {"name": "2026-07"}])
def test_only_a_version_in_both_paths_is_replaced(harbour: Project, changed: Json) -> None:
    before, pin = harbour.pins
    versioning = None if "versioning" in changed else msgspec.structs.replace(before.text.versioning, **changed)
    other = msgspec.structs.replace(before, text=msgspec.structs.replace(before.text, versioning=versioning))
    assert aligned_contract(pin, other) == before.spec
    if "name" not in changed:
        assert translate_selector("GET /2026-07/parcels", pin, other) == "GET /2026-07/parcels"
        later = msgspec.structs.replace(pin, text=other.text)
        assert aligned_contract(later, before) == before.spec


@pytest.mark.parametrize(
    ("selector", "translated"),
    [
        ("GET /2026-07/parcels", "GET /2026-04/parcels"),
        ("GET /2026-07", "GET /2026-04"),
        ("GET /2026-071/parcels", "GET /2026-071/parcels"),
        ("GET /parcels", "GET /parcels"),
        ("event 2026-07", "event 2026-07"),
        ("Parcel.weight", "Parcel.weight"),
    ],
)
def test_an_operation_has_the_path_of_the_other_pin(harbour: Project, selector: str, translated: str) -> None:
    before, pin = harbour.pins
    assert translate_selector(selector, pin, before) == translated


def test_what_is_accepted_counts_against_the_base_only_until_its_day(harbour: Project) -> None:
    """From pin to pin it counts on, or a day alone would break a build."""
    (before, pin), [first, *_] = harbour.pins, changes(harbour).between["2026-07"]
    base = Base("main", (msgspec.structs.replace(pin, spec=aligned_contract(pin, before)), before))
    for until, left in ((date(2026, 8, 1), False), (date(2026, 7, 31), True)):
        known = tuple(Acceptance(what=first.id, at=at, why="known", who="us", until=until) for at in first.named)
        project = msgspec.structs.replace(
            harbour, base=base, accepted=msgspec.structs.replace(harbour.accepted, entries=known)
        )
        found = changes(project)
        assert first.id not in {one.id for one in found.between["2026-07"]}
        assert (first.id in {one.id for one in found.against["2026-07"]}) == left
        assert found.against["2026-04"] == ()
        assert first.id in {one.id for one in found.accepted}
