"""Payloads that nothing refers to are events where the configuration names them; what is published stays as written."""

from typing import Any

import pytest

from docgen.entries.digests import contract_digest
from docgen.openapi.spec import Spec
from docgen.openapi.validation import problems
from docgen.positions.source import Source


def spec(webhooks: dict[str, Any] | None = None) -> Spec:
    schemas = {"SoldHook": {"type": "object"}, "GoneHook": {"type": "object"}, "Widget": {"type": "object"}}
    document = {"openapi": "3.0.3", "info": {}, "paths": {}, "components": {"schemas": schemas}}
    return Spec(Source("openapi.yaml", ""), document | ({"webhooks": webhooks} if webhooks else {}))


OWN = {
    "sold": {
        "post": {
            "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/SoldHook"}}}}
        }
    }
}


@pytest.mark.parametrize(
    ("names", "events"),
    [
        (("*Hook",), ("SoldHook", "GoneHook")),
        (("Sold*", "Nothing"), ("SoldHook",)),
        (("Widget", "*Hook"), ("SoldHook", "GoneHook", "Widget")),
        (("*hook",), ()),
        ((), ()),
    ],
)
def test_the_named_schemas_are_events(names: tuple[str, ...], events: tuple[str, ...]) -> None:
    found = spec().with_payload_events(names)
    assert found.events() == events
    assert [found.event_pointer(event) for event in events] == [("components", "schemas", event) for event in events]


def test_a_payload_of_a_webhook_is_no_second_event() -> None:
    found = spec(OWN).with_payload_events(("*Hook",))
    assert found.events() == ("sold", "GoneHook")
    assert found.event_pointer("sold") == ("webhooks", "sold")


@pytest.mark.parametrize("key", ["webhooks", "x-webhooks"])
@pytest.mark.parametrize("webhooks", [None, OWN])
def test_what_is_published_and_frozen_is_what_was_written(webhooks: dict[str, Any] | None, key: str) -> None:
    plain = Spec(spec().source, {**spec().document, **({key: webhooks} if webhooks else {})})
    found = plain.with_payload_events(("*Hook",))
    assert found.events() == (("sold", "GoneHook") if webhooks else ("SoldHook", "GoneHook"))
    assert found.document != plain.document
    assert found.written == plain.document
    assert contract_digest(found) == contract_digest(plain)
    assert problems(found) == problems(plain)
    assert found.with_payload_events(("*Hook",)).events() == found.events()
