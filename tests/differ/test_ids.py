"""Every id that the differ gives can be explained, at the level that the differ gives it."""

from typing import Any

import pytest

from docgen.differ import diff
from docgen.differ.ids import known_change_ids
from docgen.differ.levels import EXEMPTIONS, VARIANCE, matches
from docgen.differ.policy import PROFILES
from tests.differ.test_root_causes import NOW, edited, load, spec, with_property


def documents() -> list[tuple[dict[str, Any], dict[str, Any]]]:
    bases = [(edited(load("base.yaml"), case.get("base", [])), case["edits"]) for case in load("documents.yaml")]
    return [(base, edited(base, edits)) for base, edits in bases]


@pytest.mark.slow
@pytest.mark.parametrize("profile", PROFILES)
def test_every_effect_of_every_case_is_known_at_its_level(profile: str) -> None:
    pairs = [(spec(base), spec(revision)) for base, revision in documents()]
    pairs += [(with_property(case["old"]), with_property(case["new"])) for case in load("schemas.yaml")]
    seen = set()
    for base, revision in (*pairs, *((revision, base) for base, revision in pairs)):
        for change in diff(base, revision, policy=profile, now=NOW, annotations=True):
            for effect in change.effects:
                seen.add(effect.id)
                assert known_change_ids()[effect.id].levels()[profile] == effect.level, effect.id
    assert len(seen) > 150


def test_every_action_leads_to_an_id() -> None:
    assert set(VARIANCE) - {known.action for known in known_change_ids().values()} == set()


IDLE = {
    "response-*-pattern-generalized": "its published id is pattern-changed",
    "response-*pattern-generalized": "its published id is pattern-changed",
    "response-body-enum-value-added": "its published id is response-mediatype-enum-value-added",
    "response-mediatype-x-extensible-enum-value-added": "of the body it is response-body-x-...",
}


@pytest.mark.parametrize("pattern", [pattern for exemption in EXEMPTIONS for pattern in exemption.ids])
def test_no_exemption_is_of_an_id_that_nothing_has(pattern: str) -> None:
    assert any(matches(pattern, id_) for id_ in known_change_ids()) == (pattern not in IDLE)


@pytest.mark.parametrize("profile", ["github", "stripe"])
def test_no_line_of_a_policy_is_of_an_id_that_nothing_has(profile: str) -> None:
    idle = [p for p, _ in PROFILES[profile] if not any(matches(p, id_) for id_ in known_change_ids())]  # type: ignore[index]
    assert set(idle) - set(IDLE) == set()


@pytest.mark.parametrize(
    ("id_", "why"),
    [
        ("response-property-enum-value-added", "a client should take a value that it does not know, but many do not"),
        ("request-property-max-length-decreased", "it makes what a client may send narrower: that breaks a client"),
        ("response-body-min-increased", "it makes what a client can receive narrower: that does not break a client"),
        ("component-max-set", "no request, response or event leads to the component"),
        ("endpoint-added", "no value that a client sends or receives changes by it"),
    ],
)
def test_the_reason_is_the_exemption_or_the_rule_of_variance(id_: str, why: str) -> None:
    assert known_change_ids()[id_].reason() == why
