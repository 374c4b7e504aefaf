"""Corner cases of the differ, as data with the reason for each level."""

from typing import Any

import pytest

from docgen.differ import diff
from docgen.model.change import Change, Policy
from docgen.openapi.spec import Spec
from tests.differ.test_root_causes import NOW, Json, edited, load, spec, with_property

CASES = load("corners.yaml")


def of(kind: str) -> list[Json]:
    return [case for case in CASES if kind in case]


def found(case: Json, base: Spec, revision: Spec) -> tuple[Change, ...]:
    payloads = case.get("payloads", ())
    sides = (side.with_payload_events(payloads) for side in (base, revision))
    return diff(*sides, policy=Policy("oasdiff", unstable=tuple(case.get("unstable", ()))), now=NOW)


def listed(changes: tuple[Change, ...]) -> list[Json]:
    """Each change as a case writes it."""
    return [
        {"text": f"{change.level}: {change.text}", "at": list(change.selectors)}
        | ({"milder": dict(change.milder)} if change.milder else {})
        for change in changes
    ]


def document(case: Json, side: int) -> Spec:
    def content(name: str) -> Json:
        return {"content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}}

    paths: dict[str, Any] = {f"/{name}": {"get": {"responses": {"200": content(name)}}} for name in case.get("out", ())}
    for name in case.get("in", ()):
        paths.setdefault(f"/{name}", {})["post"] = {"requestBody": content(name), "responses": {}}
    schemas = {name: sides[side] for name, sides in case["schemas"].items() if sides[side] is not None}
    info = {"title": "T", "version": "1"}
    return spec({"openapi": "3.1.0", "info": info, "paths": paths, "components": {"schemas": schemas}})


def test_there_are_a_hundred_with_reasons() -> None:
    assert len(CASES) >= 100
    assert len({case["title"] for case in CASES}) == len(CASES)
    assert [case["title"] for case in CASES if len(case["why"]) < 10] == []


@pytest.mark.parametrize("case", of("property"), ids=lambda case: case["title"])
def test_an_edit_of_a_property_has_these_effects(case: Json) -> None:
    sides = [with_property(schema) for schema in case["property"]]
    for side in sides:
        side.document["openapi"] = case.get("openapi", "3.1.0")  # type: ignore[index]  # one that was just made
    effects = [effect for change in found(case, *sides) for effect in change.effects]
    for polarity in ("request", "response"):
        ids = {f"{effect.level} {effect.id}" for effect in effects if effect.polarity == polarity}
        assert sorted(ids) == case[polarity], polarity


@pytest.mark.parametrize("case", of("schemas"), ids=lambda case: case["title"])
def test_edits_of_schemas_are_these_changes(case: Json) -> None:
    assert listed(found(case, document(case, 0), document(case, 1))) == case["changes"]


@pytest.mark.parametrize("case", of("edits"), ids=lambda case: case["title"])
def test_edits_of_a_document_are_these_changes(case: Json) -> None:
    base = edited(load("base.yaml"), case.get("base", []))
    assert listed(found(case, spec(base), spec(edited(base, case["edits"])))) == case["changes"]
