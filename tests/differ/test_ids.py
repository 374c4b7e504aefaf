"""Every id that the differ gives can be explained, at the level that the differ gives it."""

from pathlib import Path

import pytest

from docgen.differ import diff
from docgen.differ.catalogue.exemptions import EXEMPTIONS, Exemption
from docgen.differ.ids import known_change_ids
from docgen.differ.policy import PROFILES, exemption, matches_pattern
from tests.differ.test_catalogue import pairs
from tests.differ.test_root_causes import NOW

PUBLISHED = Path(__file__).with_name("ids.txt")


@pytest.mark.slow
@pytest.mark.parametrize("profile", PROFILES)
def test_every_effect_of_every_case_is_known_at_its_level(profile: str) -> None:
    seen = set()
    for base, revision in (ordered_pair for pair in pairs() for ordered_pair in (pair, pair[::-1])):
        for change in diff(base, revision, policy=profile, now=NOW, annotations=True):
            for effect in change.effects:
                seen.add(effect.id)
                known = known_change_ids()[effect.id].levels()[profile]
                nobody = known == "breaking" and not effect.operations and not effect.events
                assert effect.level == ("info" if nobody else known), effect.id
    assert len(seen) > 400


def test_the_ids_are_those_that_were_published() -> None:
    """People write ids into their configuration: one that goes or gets another name breaks them."""
    assert list(known_change_ids()) == PUBLISHED.read_text(encoding="utf-8").split()


@pytest.mark.parametrize("pattern", [pattern for exemption in EXEMPTIONS for pattern in exemption.ids])
def test_no_exemption_is_of_an_id_that_nothing_has(pattern: str) -> None:
    assert any(matches_pattern(pattern, id_) for id_ in known_change_ids())


def test_every_exemption_is_the_first_for_some_id() -> None:
    """One that others hide says nothing."""
    assert {exemption(id_) for id_ in known_change_ids()} == {*EXEMPTIONS, None}


@pytest.mark.parametrize("rules", PROFILES.values(), ids=PROFILES)
def test_no_rule_of_a_policy_is_of_an_id_that_nothing_has(rules: tuple[Exemption, ...]) -> None:
    patterns = [pattern for rule in rules for pattern in rule.ids]
    idle = [pattern for pattern in patterns if not any(matches_pattern(pattern, id_) for id_ in known_change_ids())]
    assert idle == []


@pytest.mark.parametrize(
    ("id_", "why"),
    [
        ("response-property-enum-value-added", "clients should accept unknown values, but many do not"),
        ("request-property-max-length-decreased", "it makes what a client may send narrower, which breaks clients"),
        ("response-body-min-increased", "it makes what a client can receive narrower, which does not break clients"),
        ("request-body-type-changed", "it makes what a client may send both narrower and wider, which breaks clients"),
        ("component-max-set", "no request, response or event uses the component"),
        ("endpoint-added", "it changes no value that a client sends or receives"),
    ],
)
def test_the_reason_is_the_exemption_or_the_rule_of_variance(id_: str, why: str) -> None:
    assert known_change_ids()[id_].reason() == why
