"""A draft for what is newly deprecated claims it with the contract's dates; cases in deprecated.yaml."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from docgen.openapi.spec import Spec
from docgen.positions.source import Source
from docgen.prove import prove
from tests.author.vendor import complaints, drafted_project
from tests.cases import load_yaml

CASES = load_yaml(Path(__file__).with_name("deprecated.yaml").read_text(encoding="utf-8"))


def contract(side: str, marks: dict[str, Any]) -> Spec:
    """A contract with these marks on an operation, a parameter, a shared parameter and a field."""
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}
    limit = {"name": "limit", "in": "query", "schema": {"type": "integer"}, **marks.get("limit", {})}
    page = {"name": "page", "in": "query", "schema": {"type": "integer"}, **marks.get("page", {})}
    get = {"parameters": [limit, {"$ref": "#/components/parameters/page"}], **marks.get("get", {})}
    responses = {"200": {"description": "A", "content": content}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {
            "/a": {"get": {**get, "responses": responses}, "post": {"responses": responses, **marks.get("post", {})}}
        },
        "components": {
            "parameters": {"page": page},
            "schemas": {"A": {"type": "object", "properties": {"x": {"type": "string", **marks.get("x", {})}}}},
        },
    }
    return Spec(Source(f"{side}.json", "{}"), document)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_draft_has_the_dates_of_the_contract(case: dict[str, Any]) -> None:
    project = drafted_project(contract("old", case.get("old", {})), contract("new", case["new"]))
    claims = [claim for entry in project.entries for claim in entry.text.claims]
    made = [msgspec.to_builtins(claim.deprecation) for claim in claims]
    since = {entry.text.effective.isoformat() for entry in project.entries}
    assert {claim.pop("since") for claim in made if "since" in claim} <= since
    assert made == case["claims"]
    assert [entry.text.action.by and str(entry.text.action.by) for entry in project.entries] == case["by"]
    project = msgspec.structs.replace(project, now=datetime(2030, 1, 1, tzinfo=UTC))
    assert {proof.status for proof in prove(project) if proof.kind == "deprecation"} <= {"proved"}
    assert complaints(project) == []
