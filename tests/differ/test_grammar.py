"""The ids and levels of effects: one grammar and one rule, whose exceptions have reasons."""

import re

import pytest

from docgen.differ.catalogue import CATALOGUE
from docgen.differ.catalogue.action import Action
from docgen.differ.catalogue.exemptions import EXEMPTIONS, Exemption
from docgen.differ.edits import Edit, Role, Site
from docgen.differ.id_grammar import compose_id, ids_of
from docgen.differ.policy import judged

OPPOSITES = (
    ("added", "removed"),
    ("added", "deleted"),
    ("increased", "decreased"),
    ("set", "unset"),
    ("widened", "narrowed"),
    ("tightened", "relaxed"),
    ("tightened", "loosened"),
    ("generalized", "specialized"),
    ("allowed", "disallowed"),
    ("introduced", "dropped"),
    ("deprecated", "reactivated"),
    ("became-required", "became-optional"),
    ("became-nullable", "became-not-nullable"),
    ("became-enum", "became-not-enum"),
    ("became-read-only", "became-not-read-only"),
    ("became-write-only", "became-not-write-only"),
    ("one-of-became-any-of", "any-of-became-one-of"),
    ("wrapped-in", "unwrapped-from"),
    ("to-paths", "to-servers"),
)
ITSELF = ("changed", "compatible", "invalid", "parse", "stability-level")
_EARLIER = "its opposite is the same without -too-small: a later day"
_UNDATED = "its opposite is the date that changed: from none to one"
_DATED = "its opposite is reactivated, with a date or without"
ALONE = {
    "endpoint-added": "its opposite is api-removed: both names are published",
    "api-removed": "its opposite is endpoint-added: both names are published",
    "any-of-added-disjoint": "its opposite is any-of-removed, where what a member shares with others does not matter",
    "type-loosened": "it is type-generalized for a change of format, which the published ids do not tell apart",
    "pattern-generalized": "that one pattern takes more than another is decided only for the pattern of everything",
    "api-sunset-date-changed-too-small": "its opposite is endpoint-sunset-date-changed: a later day",
    "sunset-date-changed-too-small": _EARLIER,
    "parameter-sunset-date-changed-too-small": _EARLIER,
    "endpoint-sunset-deleted": _UNDATED,
    "sunset-deleted": _UNDATED,
    "parameter-sunset-deleted": _UNDATED,
    "endpoint-deprecated-with-sunset": _DATED,
    "deprecated-with-sunset": _DATED,
}


def opposites(action: str) -> list[str]:
    """The opposites of an action that the catalogue has."""
    swaps = [swap for pair in OPPOSITES for swap in (pair, pair[::-1])]
    found = [re.sub(rf"(^|-){one}(-|$)", rf"\g<1>{other}\g<2>", action) for one, other in swaps]
    return [other for other in found if other != action and other in CATALOGUE]


@pytest.mark.parametrize("action", CATALOGUE.values(), ids=CATALOGUE)
def test_every_action_has_an_opposite_of_the_opposite_variance(action: Action) -> None:
    mirrored = {"narrower": "wider", "wider": "narrower", "both": "both", "neutral": "neutral"}
    found = opposites(action.name)
    assert {CATALOGUE[other].variance for other in found} <= {mirrored[action.variance]}
    assert bool(found) != (action.name in ALONE or action.name.endswith(ITSELF))


@pytest.mark.parametrize("action", CATALOGUE.values(), ids=CATALOGUE)
def test_an_id_in_one_direction_has_its_like_in_the_other(action: Action) -> None:
    roles = [role for _, role, _ in ids_of(action)]
    directions = {role.polarity if role else "none" for role in roles}
    assert directions == ({"request", "response", "none"} if action.ids.directed else {"none"})


@pytest.mark.parametrize("action", CATALOGUE)
def test_what_narrows_breaks_a_request_and_what_widens_a_response(action: str) -> None:
    request, response = (judged("oasdiff", "", action, polarity).level for polarity in ("request", "response"))
    expected = {"narrower": ("breaking", "info"), "wider": ("info", "breaking"), "both": ("breaking", "breaking")}
    assert (request, response) == expected.get(CATALOGUE[action].variance, ("info", "info"))


@pytest.mark.parametrize("exemption", EXEMPTIONS, ids=lambda exemption: exemption.ids[0])
def test_every_exemption_says_why_and_has_at_most_one_star(exemption: Exemption) -> None:
    assert len(exemption.reason) > 15
    assert all(pattern.count("*") <= 1 for pattern in exemption.ids)


@pytest.mark.parametrize(
    ("action", "role", "expected"),
    [
        ("max-decreased", Role("request", "body"), "request-body-max-decreased"),
        ("max-decreased", Role("request", "body", True), "request-property-max-decreased"),
        ("max-decreased", Role("request", "body", True, "read-only"), "request-read-only-property-max-decreased"),
        ("max-increased", Role("response", "header"), "response-header-max-increased"),
        ("became-enum", Role("request", "header-parameter", True), "request-header-property-became-enum"),
        ("became-enum", Role("request", "parameter", True), "request-parameter-property-became-enum"),
        ("enum-value-removed", Role("response", "body"), "response-mediatype-enum-value-removed"),
        ("type-specialized", Role("request", "parameter", True), "request-parameter-property-type-specialized"),
        ("type-specialized", Role("request", "body", True), "request-property-type-changed"),
    ],
)
def test_an_id_is_composed_of_direction_part_and_action(action: str, role: Role, expected: str) -> None:
    assert compose_id(Edit(action, Site((), "", ""), (action,)), role, None) == expected
