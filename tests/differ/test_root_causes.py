"""What the differ says of two contracts: root causes, effects by direction, levels, sentences. Cases are data."""

import copy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from docgen.differ import diff
from docgen.model.change import Change, Effect, Policy
from docgen.openapi.pointers import pointer_of
from docgen.openapi.spec import Spec
from docgen.positions.source import Source
from tests.cases import load_yaml

CASES = Path(__file__).parent / "cases"
Json = dict[str, Any]
NOW = datetime(2026, 11, 24, tzinfo=UTC)


def load(name: str) -> Any:  # noqa: ANN401 - a list of cases, or a document
    return load_yaml((CASES / name).read_text(encoding="utf-8"))


def spec(document: Json) -> Spec:
    return Spec(Source("openapi.yaml", ""), document)


def with_property(schema: Json) -> Spec:
    content = {"content": {"application/json": {"schema": {"type": "object", "properties": {"part": schema}}}}}
    paths = {
        "/in": {"post": {"requestBody": content, "responses": {}}},
        "/out": {"get": {"responses": {"200": content}}},
    }
    components = {"schemas": {"N": {"type": "string"}}}
    info = {"title": "T", "version": "1"}
    return spec({"openapi": "3.1.0", "info": info, "paths": paths, "components": components})


def edited(document: Json, edits: list[dict[str, Any]]) -> Json:
    document = copy.deepcopy(document)
    for edit in edits:
        if "move" in edit:
            _put(document, edit["to"], _take(document, edit["move"]))
        elif "remove" in edit:
            _take(document, edit["remove"])
        else:
            _put(document, edit["set"], edit["to"])
    return document


def _holder(document: Json, pointer: str) -> tuple[Any, Any]:
    *parents, last = pointer_of(f"#{pointer}")
    for key in parents:
        document = document[int(key)] if isinstance(document, list) else document.setdefault(key, {})
    return document, int(last) if isinstance(document, list) else last


def _take(document: Json, pointer: str) -> object:
    holder, key = _holder(document, pointer)
    return holder.pop(key)


def _put(document: Json, pointer: str, value: object) -> None:
    holder, key = _holder(document, pointer)
    if isinstance(holder, list) and key == len(holder):
        holder.append(value)
    else:
        holder[key] = value


def effect_text(effect: Effect) -> str:
    reached = ", ".join([*effect.operations, *(f"event {name}" for name in effect.events)])
    return f"{effect.level} {effect.id}" + (f" -> {reached}" if reached else "")


def change_fields(change: Change) -> dict[str, Any]:
    return {
        "text": change.text,
        "selector": change.selector,
        "sites": list(change.sites),
        "effects": [effect_text(effect) for effect in change.effects],
    }


@pytest.mark.parametrize("case", load("schemas.yaml"), ids=lambda case: case["title"])
def test_two_schemas_have_these_effects_in_either_direction(case: dict[str, Any]) -> None:
    changes = diff(with_property(case["old"]), with_property(case["new"]), policy="oasdiff", now=NOW)
    effects = {(effect.polarity, f"{effect.level} {effect.id}") for change in changes for effect in change.effects}
    for polarity in ("request", "response"):
        assert sorted(text for where, text in effects if where == polarity) == sorted(case[polarity])


@pytest.mark.parametrize("case", load("documents.yaml"), ids=lambda case: case["title"])
def test_edits_of_a_document_are_these_root_causes(case: dict[str, Any]) -> None:
    base = edited(load("base.yaml"), case.get("base", []))
    changes = diff(spec(base), spec(edited(base, case["edits"])), policy="oasdiff", now=NOW)
    found = [change_fields(change) for change in changes]
    assert found == [{"sites": one["sites"], **expected} for one, expected in zip(found, case["changes"], strict=False)]


def test_a_change_is_worth_its_worst_effect_and_reaches_their_union() -> None:
    edits = [{"set": "/components/schemas/Widget/required", "to": ["id", "colour"]}]
    (change,) = diff(spec(load("base.yaml")), spec(edited(load("base.yaml"), edits)))
    assert (change.id, change.level, change.polarity) == ("request-property-became-required", "breaking", "both")
    assert change.operations == ("PUT /widgets/{id}", "GET /widgets/{id}")
    assert change.sites == ("/components/schemas/Widget/properties/colour",)


def test_equal_edits_of_copies_are_one_root_cause_with_every_site() -> None:
    base, revision = load("base.yaml"), load("base.yaml")
    for document, kind in ((base, "string"), (revision, "integer")):
        for name in ("Left", "Right"):
            document["components"]["schemas"][name] = {"properties": {"n": {"type": kind}}}
            content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}
            responses = {"200": {"content": content}}
            document["paths"][f"/{name.lower()}"] = {"get": {"responses": responses}}
    (change,) = diff(spec(base), spec(revision))
    assert change.sites == tuple(f"/components/schemas/{name}/properties/n/type" for name in ("Left", "Right"))
    assert change.selectors == ("Left.n", "Right.n")
    assert change.operations == ("GET /left", "GET /right")


def test_what_reaches_nobody_breaks_only_where_the_project_says_so() -> None:
    base = spec(load("base.yaml"))
    revision = spec(edited(load("base.yaml"), [{"set": "/servers", "to": [{"url": "https://b.example"}]}]))
    overridden = Policy("strict", {"api-server-removed": "breaking"})
    levels = [[change.level for change in diff(base, revision, policy=policy)] for policy in ("strict", overridden)]
    assert levels == [["warning", "info"], ["breaking", "info"]]


def test_the_fingerprint_is_of_the_edit_and_not_of_policy_or_reach() -> None:
    edits = [{"set": "/components/schemas/Widget/properties/colour/enum", "to": ["red", "blue", "green"]}]
    (strict,) = diff(spec(load("base.yaml")), spec(edited(load("base.yaml"), edits)))
    (github,) = diff(spec(load("base.yaml")), spec(edited(load("base.yaml"), edits)), policy="github")
    smaller = edited(load("base.yaml"), [{"remove": "/paths/~1widgets~1{id}/put"}])
    (reaching_less,) = diff(spec(smaller), spec(edited(smaller, edits)))
    assert strict.level != github.level
    assert strict.operations != reaching_less.operations
    assert strict.fingerprint == github.fingerprint == reaching_less.fingerprint


def test_a_schema_that_goes_with_a_member_of_a_union_is_listed_under_the_member() -> None:
    union = {"oneOf": [{"$ref": "#/components/schemas/Error"}, {"$ref": "#/components/schemas/Gone"}]}
    pointer = "/paths/~1widgets~1{id}/get/responses/404/content/application~1json/schema"
    removed = {"set": "/components/schemas/Gone", "to": {"type": "object", "properties": {"why": {"type": "string"}}}}
    base = edited(load("base.yaml"), [{"set": pointer, "to": union}, removed])
    smaller = {"set": f"{pointer}/oneOf", "to": union["oneOf"][:1]}
    (change,) = diff(spec(base), spec(edited(base, [smaller, {"remove": "/components/schemas/Gone"}])))
    where = "the 404 response of `GET /widgets/{id}`"
    assert change.text == f"removed the alternative `Gone` from {where}"
    assert [effect.id for effect in change.effects] == ["response-body-one-of-removed"]
    assert change.schemas == ("Gone",)


def test_annotations_are_shown_on_demand_alone() -> None:
    edits = [{"set": "/components/schemas/Widget/properties/colour/description", "to": "its paint"}]
    base, revision = spec(load("base.yaml")), spec(edited(load("base.yaml"), edits))
    assert diff(base, revision) == ()
    (change,) = diff(base, revision, annotations=True)
    assert (change.id, change.level, change.selector) == ("annotation-added", "info", "Widget.colour")


def test_a_member_that_is_put_in_front_does_not_shift_the_annotations_of_the_others() -> None:
    pointer = "/components/schemas/Error/oneOf"
    members = [{"title": "One", "type": "string"}, {"title": "Two", "type": "integer"}]
    base = edited(load("base.yaml"), [{"set": pointer, "to": members}])
    renamed = [{"title": "Zero", "type": "boolean"}, members[0], {**members[1], "title": "Second"}]
    changes = diff(spec(base), spec(edited(base, [{"set": pointer, "to": renamed}])), annotations=True)
    assert [change.pointer for change in changes if change.id == "annotation-changed"] == [f"{pointer}/2/title"]


def test_sunset_dates_are_judged_only_with_a_time() -> None:
    base = edited(
        load("base.yaml"),
        [
            {"set": "/paths/~1widgets~1{id}/put/deprecated", "to": True},
            {"set": "/paths/~1widgets~1{id}/put/x-sunset", "to": "2027-06-01"},
        ],
    )
    revision = edited(base, [{"remove": "/paths/~1widgets~1{id}/put"}])
    assert [change.id for change in diff(spec(base), spec(revision))] == ["api-removed-with-deprecation"]
    for now in (NOW, NOW.date(), "2026-11-24", "2026-11-24T00:00:00Z"):
        assert [change.id for change in diff(spec(base), spec(revision), now=now)] == ["api-removed-before-sunset"]


def test_a_requirement_that_is_gone_is_shown_where_it_was() -> None:
    base = edited(
        load("base.yaml"),
        [{"remove": "/security"}, {"set": "/paths/~1widgets~1{id}/put/security", "to": [{"key": []}]}],
    )
    changes = diff(spec(base), spec(edited(base, [{"remove": "/paths/~1widgets~1{id}/put/security"}])))
    (loosened,) = (change for change in changes if change.id == "api-security-loosened")
    assert loosened.pointer == "/paths/~1widgets~1{id}/put/security"
