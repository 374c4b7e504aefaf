"""Which entry tells which change; cases in groups.yaml."""

from pathlib import Path
from typing import Any

import pytest

from docgen.author.change_groups import grouped, kind, subject
from tests.author.changes import NO_ALIASES, change
from tests.cases import load_yaml

CASES = load_yaml(Path(__file__).with_name("groups.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['id']} {case['selector']}")
def test_a_change_has_a_kind_and_a_subject(case: dict[str, Any]) -> None:
    assert (kind(case["id"]), subject(case["selector"])) == (case["kind"], case["subject"])


def test_an_enum_value_that_names_a_new_event_is_told_with_the_event() -> None:
    event = change("webhook-added", "event image.expired")
    named = change("request-property-enum-value-added", "EventName", after="image.expired")
    other = change("request-property-enum-value-added", "Colour", after="red")
    assert [(group.subject, len(group.changes)) for group in grouped([event, named, other], NO_ALIASES)] == [
        ("Colour", 1),
        ("webhooks", 2),
    ]


def test_the_order_of_the_changes_does_not_matter_and_the_worst_comes_first() -> None:
    mild = change("response-optional-property-added", "Image.a")
    bad = change("new-required-request-property", "Image.b", level="breaking")
    assert grouped([mild, bad], NO_ALIASES) == grouped([bad, mild], NO_ALIASES)
    (group,) = grouped([mild, bad], NO_ALIASES)
    assert group.changes == (bad, mild)
    assert group.breaking


def test_a_default_that_is_called_like_an_event_is_no_event() -> None:
    event = change("webhook-added", "event image.expired")
    default = change("request-property-default-value-changed", "Colour.name", before="red", after="image.expired")
    assert {(group.subject, group.selectors) for group in grouped([event, default], NO_ALIASES)} == {
        ("webhooks", ("event image.expired",)),
        ("Colour", ("Colour.name",)),
    }
