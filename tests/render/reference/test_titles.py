"""The title of an operation is what a person would write above it."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.openapi.spec import Operation, Spec
from docgen.positions.source import Source
from docgen.render.reference.operation_view import OperationView
from docgen.render.reference.titles import name_in_words, title
from tests.cases import load_yaml

CASES: list[dict[str, Any]] = load_yaml(Path(__file__).with_name("titles.yaml").read_text(encoding="utf-8"))
HOSTILE = load_yaml((Path(__file__).parents[1] / "hostile.yaml").read_text(encoding="utf-8"))


def of(**node: object) -> Operation:
    document = {"openapi": "3.1.0", "paths": {"/things": {"post": {"responses": {}, **node}}}}
    return Spec(Source("openapi.json", ""), document).operations()[0]


def titled(**node: object) -> str:
    return title(of(**node))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_a_title_is_plain_words(case: dict[str, Any]) -> None:
    node = {key: case[key] for key in ("summary", "description", "operationId") if key in case}
    assert titled(**node) == case["gives"]


@pytest.mark.parametrize(("raw", "shown"), [("<p>Creates a `thing`.</p>", False), ("<p>Creates it. More.</p>", True)])
def test_a_description_that_is_the_title_is_not_repeated(raw: str, shown: bool) -> None:
    operation = of(description=raw)
    view = SimpleNamespace(operation=operation, title=title(operation))
    assert OperationView.description.fget(view) == (raw if shown else "")  # type: ignore[attr-defined]


@given(st.one_of(st.text(), st.sampled_from(HOSTILE)), st.text())
def test_a_title_is_one_line_of_at_most_eighty_characters(summary: str, description: str) -> None:
    found = titled(summary=summary, description=description, operationId=summary)
    assert 0 < len(found) <= 80
    assert found == " ".join(found.split())


@pytest.mark.parametrize(
    ("name", "prose", "words"),
    [
        ("billable_metric", "", "Billable metric"),
        ("credit-notes", "", "Credit notes"),
        ("webhookEndpoints", "", "Webhook endpoints"),
        ("taxes", "", "Taxes"),
        ("v2_orders", "", "V2 orders"),
        ("MSOT_events", "", "MSOT events"),
        ("top10_lists", "", "Top10 lists"),
        ("listTop10Items", "", "List top 10 items"),
        ("list2faDevices", "", "List 2fa devices"),
        ("api_logs", "The logs of our API.", "API logs"),
        ("user-management.users.api_keys", "An API key, of many APIs.", "User management: users: API keys"),
        ("v1.5", "", "v1.5"),
        (
            "workos-connect",
            "Connect to WorkOS, at /workos/connect. A `workos` app; see [it](/workos).",
            "WorkOS connect",
        ),
        ("id_photos", "The ID of a photo. Photos are known by an ID, not an id.", "ID photos"),
        ("order_ids", "ORDERS HAVE IDs! An order, orders, orders.", "Order IDs"),
        # written for people
        ("Add-ons", "", "Add-ons"),
        ("Credit Notes", "", "Credit Notes"),
        ("PayPal", "", "PayPal"),
        ("iOS", "", "iOS"),
        ("Gebühren", "", "Gebühren"),
        ("", "", ""),
    ],
)
def test_a_name_of_a_programmer_becomes_words(name: str, prose: str, words: str) -> None:
    operations = {"/things": {"get": {"summary": prose}}}
    spec = Spec(Source("openapi.json", ""), {"openapi": "3.1.0", "paths": operations})
    assert name_in_words(name, spec) == words
