"""The title and the text of an error page that no writer has written are what the contract says of the code."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from docgen.author.guess_errors import _texts
from docgen.load.project import load
from docgen.model.analysis import Analysis
from docgen.model.config import ErrorsConfig
from docgen.model.project import Project
from docgen.openapi.examples import ResponseExample
from docgen.openapi.spec import Operation, Spec
from docgen.positions.source import Source
from docgen.render.error_views import _common, _messages, views
from docgen.render.errors import pages
from docgen.render.made import made
from docgen.render.publication import Publication
from tests.cases import load_yaml


@pytest.mark.parametrize(
    ("messages", "title"),
    [
        (["Berth is taken"], "Berth is taken"),
        (["Berth is taken.", "Berth is taken"], "Berth is taken"),
        # one of several is not the title of all
        (["Berth is taken", "Pier is shut", "Pier is shut"], ""),
        (["Check failed: name of ship", "Check failed: draught in metres", "Check failed"], "Check failed"),
        (["Check failed: name of ship", "Check failed: draught in metres", "Pier is shut"], ""),
        (["Too many ships. Wait an hour.", "Too many ships. Wait for a pilot."], "Too many ships"),
        (["You may not see this berth", "You may not see this ship"], "You may not see this…"),
        (["Das Feld ist leer", "Das ist zu kurz"], ""),
        (["one"], ""),
    ],
)
@pytest.mark.parametrize("path", ["code", "error.code"])
def test_a_message_is_the_title_of_its_code(messages: list[str], title: str, path: str) -> None:
    operation = Operation({}, ("paths", "/berths", "get"), "get", "/berths", ())
    bodies = [{"code": 7, "id": "x-1", "text": message} for message in messages]
    values = [{"error": body} if "." in path else body for body in bodies]
    shown = [ResponseExample(value, operation, "409") for value in values]
    assert _common(_messages({"7": shown}, path).get("7", {})) == title


def test_a_code_does_not_end_in_punctuation() -> None:
    assert _texts(["B17", "B17,", "a.b/c", 12, "-1", " ", "", None]) == ("B17", "a.b/c", "12", "-1")


MEANINGS: list[dict[str, Any]] = load_yaml(Path(__file__).with_name("error_meanings.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def workshop() -> Project:
    project, _ = load(Path(__file__).parents[1] / "answers/workshop", datetime(2026, 6, 1, tzinfo=UTC))
    assert project is not None
    return project


def publication_of(case: dict[str, Any], workshop: Project) -> Publication:
    def response(told: dict[str, Any]) -> dict[str, Any]:
        bodies = [{"code": code, "text": told.get("message", "taken")} for code in told["examples"]]
        examples = {str(number): {"value": body} for number, body in enumerate(bodies)}
        return {"description": told["description"], "content": {"application/json": {"examples": examples}}}

    responses = {status: response(told) for status, told in case.get("responses", {}).items()}
    schemas = {"Code": case["codes"], "Problem": {"properties": {"code": {"$ref": "#/components/schemas/Code"}}}}
    document = {
        "openapi": "3.1.0",
        "paths": {"/berths": {"get": {"responses": responses}}},
        "components": {"schemas": schemas},
    }
    pin = replace(workshop.pins[-1], spec=Spec(Source("openapi.json", ""), document))
    config = replace(workshop.config, errors=ErrorsConfig(envelope="Problem", code="code", codes="Code"))
    return Publication(Analysis(replace(workshop, config=config, pins=(pin,), entries=(), errors=())))


@pytest.mark.parametrize("case", MEANINGS, ids=lambda case: case["title"])
def test_what_a_contract_says_of_a_code_is_on_its_page(case: dict[str, Any], workshop: Project) -> None:
    publication = publication_of(case, workshop)
    assert {view.code: [view.title, view.meaning] for view in views(publication)} == case["expected"]


def test_codes_are_in_their_natural_order_with_all_their_messages_and_a_title_for_browsers(workshop: Project) -> None:
    responses = {
        "409": {"description": "Conflict", "examples": ["E10", "E9"], "message": "Berth is taken"},
        "422": {"description": "Wrong", "examples": ["E10"], "message": "Pier is shut"},
        "500": {"description": "Broken", "examples": ["E1"], "message": "E1"},
    }
    publication = publication_of({"codes": {"enum": ["E11", "E10", "E9", "E1"]}, "responses": responses}, workshop)
    index, *described = pages(publication)
    groups = {key: [view.code for view in listed] for key, listed in index.context["groups"].items()}
    assert groups == {"4": ["E9", "E10"], "5": ["E1"], "": ["E11"]}
    assert [page.title for page in described] == ["E9", "E10", "E1", "E11"]
    titles = [page.front_matter["browser_title"] for page in described]
    assert titles == ["E9: Berth is taken", "E10", "E1: Internal Server Error", "E11"]
    several = made(publication, described[1], None).markdown()
    of_message = [line.partition(" <span")[0] for line in several.splitlines() if line.startswith("<li>")]
    assert of_message[:2] == ["<li>Berth is taken", "<li>Pier is shut"]
    # of each message, and as what returns the code
    assert several.count('<a href="../reference/berths/get-berths/"><code>') == 2 + 2
    assert "## Messages" not in made(publication, described[0], None).markdown()
