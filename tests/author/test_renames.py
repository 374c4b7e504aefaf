"""A field that went and a like one that came are one draft, for a writer to confirm; cases in renames.yaml."""

from pathlib import Path
from typing import Any

import pytest

from docgen.model.draft import placeholder
from docgen.openapi.spec import Spec
from docgen.positions.source import Source
from tests.author.vendor import complaints, drafted_project
from tests.cases import load_yaml

CASES = load_yaml(Path(__file__).with_name("renames.yaml").read_text(encoding="utf-8"))


def contract(side: str, schemas: dict[str, Any], schema: dict[str, Any]) -> Spec:
    """A contract with these schemas, and with one that a request and its response have."""
    content = {"application/json": {"schema": schema}}
    post = {"requestBody": {"content": content}, "responses": {"200": {"description": "A", "content": content}}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {"/a": {"post": post}},
        "components": {"schemas": schemas},
    }
    return Spec(Source(f"{side}.json", "{}"), document)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_likely_rename_is_one_draft(case: dict[str, Any]) -> None:
    schema = {"$ref": "#/components/schemas/A"}
    project = drafted_project(contract("old", case["old"], schema), contract("new", case["new"], schema))
    assert {entry.slug: entry.text.title for entry in project.entries} == {
        slug: placeholder(title) for slug, title in case["drafts"].items()
    }
    for entry in project.entries:
        is_rename = entry.slug.endswith("renamed")
        assert entry.text.body.startswith(placeholder("Confirm")) == is_rename
        if is_rename:
            assert list(entry.text.covers) == case["covers"]
    assert complaints(project) == []


def test_a_field_that_only_an_operation_has_may_be_renamed_too() -> None:
    old, new = ({"type": "object", "properties": {name: {"type": "string"}}} for name in ("mail", "email"))
    project = drafted_project(contract("old", {}, old), contract("new", {}, new))
    title = "Renamed mail to email in the request body of POST /a"
    assert [(entry.text.title, entry.text.covers) for entry in project.entries] == [(placeholder(title), ("POST /a",))]
    assert complaints(project) == []
