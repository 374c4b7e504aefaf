"""What a page says of a part in another version."""

from typing import Final

import msgspec

from docgen.differ.project import changes
from docgen.differ.wording import told_at, told_together
from docgen.model.analysis import Analysis
from docgen.openapi.spec import JsonObject, Spec
from docgen.positions.source import Source
from docgen.render.versions import ContractHistory, Difference
from tests.author.changes import change
from tests.author.vendor import drafted_project, pin

_PAGE: Final = {"name": "page", "in": "query", "schema": {"type": "integer"}}


def contract(operation: JsonObject) -> Spec:
    document = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {"/quays": {"get": operation}}}
    return Spec(Source("api.json", "{}"), document)


def test_changes_that_differ_in_a_name_only_are_said_once() -> None:
    listed = [f"added the alternative `{name}` to the 400 response of `POST /quays`" for name in ("taken", "closed")]
    changes = tuple(change("x", "POST /quays", text=text) for text in (*listed, "added the field `a` to `Quay`"))
    assert Difference(pin("2026-01-01"), "", "", changes, is_missing=False, spec=contract({})).texts == (
        "added the alternatives `taken` and `closed` to the 400 response of `POST /quays`",
        "added the field `a` to `Quay`",
    )


def test_a_part_is_told_what_changed_in_it_and_not_where_else() -> None:
    status = change("x", "GET /quays", text="added the response `429` to `GET /quays`; also in 2 other operations")
    status = msgspec.structs.replace(status, selectors=("GET /quays", "POST /quays", "DELETE /quays"))
    field = change("x", "Quay.name", text="made the field `name` of `Quay` optional; also in `Pier`")
    field = msgspec.structs.replace(field, selectors=("Quay.name", "Pier.name"))
    assert told_at(status, "POST /quays") == "added the response `429` to `POST /quays`"
    assert told_at(field, "Pier") == told_at(field, "Pier.name") == "made the field `name` of `Pier` optional"
    # a part that uses one of them
    assert told_at(field, "GET /piers", {"Pier", "Dock"}) == "made the field `name` of `Pier` optional"
    assert told_at(field, "GET /quays") == field.text
    whole = "added the response `429` to `GET /quays`, `POST /quays` and `DELETE /quays`"
    assert list(told_together([status])) == [whole]


def test_what_breaks_comes_first_and_how_the_contract_is_presented_not_at_all() -> None:
    old = contract({"tags": ["Old"], "responses": {"200": {"description": "A"}}})
    required = {**_PAGE, "name": "weight", "required": True}
    new = contract({"tags": ["New"], "responses": {"200": {"description": "A"}}, "parameters": [_PAGE, required]})
    project = drafted_project(old, new)
    history = ContractHistory(Analysis(project, changes=changes(project)), project.current)
    (difference,) = history.part("GET /quays").differences
    assert [text.split("`")[1] for text in difference.texts] == ["weight", "page"]
