"""The level of an effect: one rule of variance, the exemptions from it, and policies, which are data.

A change that narrows what a client may send, or widens what it may receive, breaks the client. A policy has the ids
that have another level under its profile than under `strict`.
"""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Final

from docgen.differ.catalogue import CATALOGUE
from docgen.differ.catalogue.action import Exemption
from docgen.differ.catalogue.exemptions import UNSENT
from docgen.errors import UsageError
from docgen.model.change import Level, Policy, Profile

if TYPE_CHECKING:
    from docgen.model.config import DiffConfig  # `docgen diff` starts faster without it

Rules = tuple[tuple[str, Level], ...]

_GITHUB: Final[Rules] = (
    ("api-*removed-with-deprecation", "breaking"),
    ("request-*parameter-removed", "breaking"),
    ("request-parameter-removed-*", "breaking"),
    ("request-property-removed", "breaking"),
    ("request-parameter-property-removed", "breaking"),
    ("request-header-property-removed", "breaking"),
    ("response-optional-property-removed", "breaking"),
    ("optional-*-header-removed", "breaking"),
    ("*-enum-value-removed", "breaking"),
    ("request-read-only-property-enum-value-removed", "info"),
    ("*-type-changed", "breaking"),
    ("*-type-specialized", "breaking"),
    ("*-type-generalized", "breaking"),
    ("*-list-of-types-narrowed", "breaking"),
    ("*-list-of-types-widened", "breaking"),
    ("component-*", "info"),
    ("request-*-set", "breaking"),
    ("request-*pattern-changed", "breaking"),
    ("request-read-only-property-*", "info"),
    ("api-security-loosened", "breaking"),
    ("api-security-removed", "breaking"),
    ("api-security-component-removed", "breaking"),
    ("*-enum-value-added", "info"),
    ("response-*became-not-enum", "info"),
    ("response-*one-of-added", "info"),
)
"""GitHub's REST API: what it calls breaking and additive in its policy of versions."""

_STRIPE: Final[Rules] = (
    *_GITHUB,
    *(
        (f"response-*-{bound}-length-{verb}", "info")
        for bound in ("max", "min")
        for verb in ("increased", "decreased", "set", "unset")
    ),
    *((f"response-*-pattern-{verb}", "info") for verb in ("added", "changed", "removed", "generalized")),
    ("webhook-added", "info"),
)
"""Stripe's API: as GitHub's; the length of opaque strings and new event types are additive too."""

PROFILES: Final[Mapping[Profile, Rules]] = {"strict": (), "github": _GITHUB, "stripe": _STRIPE}
"""The levels of each profile, of which the last match counts; a new profile is a line here and in `Profile`."""


def parse_policy(name: str | Policy) -> Policy:
    """The policy of a profile's name, or the policy itself; UsageError for an unknown name."""
    if isinstance(name, Policy):
        return name
    for profile in PROFILES:
        if profile == name:
            return Policy(profile)
    raise UsageError(f"unknown policy {name!r}; expected one of {', '.join(PROFILES)}")


def configured_policy(config: "DiffConfig") -> Policy:
    """The policy in the configuration of a project."""
    return Policy(config.policy, {id_: override.level for id_, override in config.levels.items()}, config.unstable)


def level_under(policy: Policy, id: str, strict: Level) -> Level:  # noqa: A002 - what it is called everywhere
    """The level of an id under a policy, given that under `strict`."""
    if id in policy.levels:
        return policy.levels[id]
    return _profile_level(policy.profile, id) or strict


@cache
def _profile_level(profile: Profile, id: str) -> Level | None:  # noqa: A002 - what it is called everywhere
    levels = [level for pattern, level in PROFILES[profile] if matches_pattern(pattern, id)]
    return levels[-1] if levels else None


def matches_pattern(pattern: str, id: str) -> bool:  # noqa: A002 - what it is called everywhere
    """Whether an id matches a pattern with at most one `*`, which matches any text."""
    head, star, tail = pattern.partition("*")
    if not star:
        return id == pattern
    return len(id) >= len(head) + len(tail) and id.startswith(head) and id.endswith(tail)


def exemption(id: str, action: str) -> Exemption | None:  # noqa: A002 - what it is called everywhere
    """The exemption that applies to an id of an action: the first that matches, or None."""
    of_row = CATALOGUE[action].exemptions
    # those for unsent properties come first: UNSENT would match their ids as well
    of_unsent = (found for found in of_row if found.unsent)
    candidates = (*of_unsent, *UNSENT, *of_row)
    return next((found for found in candidates if any(matches_pattern(pattern, id) for pattern in found.ids)), None)


@cache
def strict_level(id: str, action: str, polarity: str) -> Level:  # noqa: A002 - what it is called everywhere
    """The level of an effect under the policy `strict`."""
    exempt = exemption(id, action)
    if exempt:
        return exempt.level
    breaks = {"request": ("narrower", "both"), "response": ("wider", "both")}
    return "breaking" if CATALOGUE[action].variance in breaks.get(polarity, ()) else "info"
