"""`strict` is the strictest of the profiles, but for two groups of ids with their reasons."""

import pytest

from docgen.differ.ids import KnownId, known_change_ids
from docgen.differ.policy import PROFILES, level_under, parse_policy
from docgen.errors import UsageError
from docgen.model.change import LEVELS, Level, Policy, Profile

SUNSET = {
    "api-removed-with-deprecation",
    "api-path-removed-with-deprecation",
    "request-parameter-removed-with-deprecation",
}
LOOSENED = {"api-security-loosened", "api-security-removed", "api-security-component-removed"}


def strictest(known: KnownId) -> str:
    return min(known.levels().values(), key=LEVELS.index)


def test_strict_is_the_strictest_of_all_profiles_but_for_two_groups() -> None:
    laxer = {known.id for known in known_change_ids().values() if known.levels()["strict"] != strictest(known)}
    assert laxer == SUNSET | LOOSENED


@pytest.mark.parametrize("id_", sorted(SUNSET | LOOSENED))
def test_an_id_of_the_two_groups_is_information_and_says_why(id_: str) -> None:
    known = known_change_ids()[id_]
    assert (known.levels()["strict"], known.levels()["github"]) == ("info", "breaking")
    assert known.reason() in {rule.reason for rule in PROFILES["strict"]}


@pytest.mark.parametrize(
    ("profile", "id_", "action", "polarity", "level"),
    [
        ("strict", "response-optional-property-removed", "property-removed", "response", "breaking"),
        ("oasdiff", "response-optional-property-removed", "property-removed", "response", "warning"),
        ("github", "response-optional-property-removed", "property-removed", "response", "breaking"),
        ("oasdiff", "response-property-enum-value-added", "enum-value-added", "response", "warning"),
        ("strict", "response-property-enum-value-added", "enum-value-added", "response", "warning"),
        ("github", "response-property-enum-value-added", "enum-value-added", "response", "info"),
        ("strict", "response-property-enum-value-removed", "enum-value-removed", "response", "warning"),
        ("strict", "request-property-enum-value-removed", "enum-value-removed", "request", "breaking"),
        ("strict", "response-property-type-specialized", "type-specialized", "response", "info"),
        ("github", "request-body-type-generalized", "type-generalized", "request", "info"),
        ("strict", "response-property-max-length-increased", "max-length-increased", "response", "breaking"),
        ("stripe", "response-property-max-length-increased", "max-length-increased", "response", "info"),
        ("stripe", "request-property-max-length-decreased", "max-length-decreased", "request", "breaking"),
        ("strict", "component-max-set", "max-set", "none", "info"),
        ("strict", "request-read-only-property-type-changed", "type-changed", "request", "info"),
        ("strict", "response-write-only-property-type-changed", "type-changed", "response", "info"),
    ],
)
def test_each_profile_has_its_level(profile: Profile, id_: str, action: str, polarity: str, level: Level) -> None:
    assert level_under(Policy(profile), id_, action, polarity) == level


def test_an_override_counts_most() -> None:
    policy = Policy("github", {"response-optional-property-removed": "info"})
    assert level_under(policy, "response-optional-property-removed", "property-removed", "response") == "info"


def test_what_another_profile_calls_breaking_says_why() -> None:
    assert known_change_ids()["request-property-removed"].reason() == "what clients send no longer has its effect"


def test_an_unknown_policy_is_a_usage_error_that_names_the_known() -> None:
    with pytest.raises(UsageError, match="strict, oasdiff, github, stripe"):
        parse_policy("loose")
    assert [parse_policy(name).profile for name in PROFILES] == list(PROFILES)
