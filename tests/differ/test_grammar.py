"""The ids and levels of effects: one grammar and one rule, whose exceptions have reasons."""

import re

import pytest

from docgen.differ.edit import Edit, Site, State
from docgen.differ.grammar import compose
from docgen.differ.levels import EXEMPTIONS, VARIANCE, Exemption, level
from docgen.differ.policy import PROFILES, policy_of, under
from docgen.errors import UsageError
from docgen.model.change import Policy

OPPOSITES = (
    ("added", "removed"),
    ("increased", "decreased"),
    ("set", "unset"),
    ("widened", "narrowed"),
    ("generalized", "specialized"),
    ("allowed", "disallowed"),
    ("introduced", "dropped"),
    ("became-required", "became-optional"),
    ("became-nullable", "became-not-nullable"),
    ("became-enum", "became-not-enum"),
    ("wrapped-in", "unwrapped-from"),
)
ALONE = {
    "one-of-became-any-of": "its opposite is any-of-became-one-of",
    "any-of-became-one-of": "its opposite is one-of-became-any-of",
    "type-loosened": "it is type-generalized for a change of format, which the published ids do not tell apart",
    "pattern-generalized": "that one pattern takes more than another is decided only for the pattern of everything",
}


def opposite(action: str) -> str | None:
    for left, right in OPPOSITES:
        for one, other in ((left, right), (right, left)):
            if action.endswith(f"-{one}") or action.startswith(one):
                return re.sub(rf"(^|-){one}(-|$)", rf"\g<1>{other}\g<2>", action)
    return None


@pytest.mark.parametrize("action", [action for action in VARIANCE if not action.endswith(("-changed", "-compatible"))])
def test_every_action_has_an_opposite_of_the_opposite_variance(action: str) -> None:
    if action in ALONE:
        assert ALONE[action]
        return
    mirrored = {"narrower": "wider", "wider": "narrower", "both": "both", "neutral": "neutral"}
    assert VARIANCE[opposite(action) or ""] == mirrored[VARIANCE[action]]


@pytest.mark.parametrize("action", VARIANCE)
def test_what_narrows_breaks_a_request_and_what_widens_a_response(action: str) -> None:
    request, response = (level("", action, polarity) for polarity in ("request", "response"))
    expected = {"narrower": ("breaking", "info"), "wider": ("info", "breaking"), "both": ("breaking", "breaking")}
    assert (request, response) == expected.get(VARIANCE[action], ("info", "info"))


@pytest.mark.parametrize("exemption", EXEMPTIONS, ids=lambda exemption: exemption.ids[0])
def test_every_exemption_says_why_and_has_at_most_one_star(exemption: Exemption) -> None:
    assert len(exemption.reason) > 15
    assert all(pattern.count("*") <= 1 for pattern in exemption.ids)


@pytest.mark.parametrize(
    ("action", "state", "expected"),
    [
        ("max-decreased", State("request", "body"), "request-body-max-decreased"),
        ("max-decreased", State("request", "body", True), "request-property-max-decreased"),
        ("max-decreased", State("request", "body", True, "read-only"), "request-read-only-property-max-decreased"),
        ("max-increased", State("response", "header"), "response-header-max-increased"),
        ("became-enum", State("request", "header-parameter", True), "request-header-property-became-enum"),
        ("became-enum", State("request", "parameter", True), "request-parameter-property-became-enum"),
        ("enum-value-removed", State("response", "body"), "response-mediatype-enum-value-removed"),
        ("type-specialized", State("request", "parameter", True), "request-parameter-property-type-specialized"),
        ("type-specialized", State("request", "body", True), "request-property-type-changed"),
    ],
)
def test_an_id_is_composed_of_direction_part_and_action(action: str, state: State, expected: str) -> None:
    assert compose(Edit(action, Site((), "", ""), (action,)), state, None) == expected


def test_a_policy_gives_other_levels_and_an_override_counts_most() -> None:
    assert under(Policy("strict"), "response-optional-property-removed", "warning") == "warning"
    assert under(Policy("github"), "response-optional-property-removed", "warning") == "breaking"
    assert under(Policy("stripe"), "response-property-max-length-increased", "breaking") == "info"
    assert under(Policy("stripe"), "request-property-max-length-decreased", "breaking") == "breaking"
    said = Policy("github", {"response-optional-property-removed": "info"})
    assert under(said, "response-optional-property-removed", "warning") == "info"


def test_an_unknown_policy_is_a_usage_error_that_names_the_known() -> None:
    with pytest.raises(UsageError, match="strict, github, stripe"):
        policy_of("loose")
    assert [policy_of(name).profile for name in PROFILES] == list(PROFILES)
