"""Policies as data: which ids a profile gives another level than `strict` does."""

import re
from collections.abc import Mapping
from typing import Final

from docgen.errors import UsageError
from docgen.model.change import Level, Policy, Profile

Rules = tuple[tuple[str, Level], ...]

_GITHUB: Final[Rules] = (
    ("(api|api-path)-removed-.*", "breaking"),
    ("(request-parameter|request-header|request-property|request-parameter-property)-removed.*", "breaking"),
    ("response-(optional|required)-property-removed", "breaking"),
    ("(optional|required)-response-header-removed", "breaking"),
    ("(request|response)-.*enum-value-removed", "breaking"),
    ("response-mediatype-enum-value-removed", "breaking"),
    ("(request|response)-.*-type-(changed|specialized|generalized)", "breaking"),
    ("(request|response)-.*list-of-types-(narrowed|widened)", "breaking"),
    ("request-parameter.*-(set|pattern-added|pattern-changed)", "breaking"),
    ("api-security-(tightened|component-type-changed|component-removed|removed)", "breaking"),
    ("(request|response)-.*enum-value-added", "info"),
    ("response-.*became-not-enum", "info"),
    ("response-.*one-of-added", "info"),
)
"""GitHub's REST API: what it calls breaking and additive in its policy of versions."""

_STRIPE: Final[Rules] = (
    *_GITHUB,
    (
        "(request|response)-.*(max-length|min-length|pattern)-(increased|decreased|set|unset|added|changed|removed|generalized)",
        "info",
    ),
    ("webhook-added", "info"),
)
"""Stripe's API: as GitHub's, and the length of opaque strings, the order of properties and new event types are additive."""

PROFILES: Final[Mapping[Profile, Rules]] = {"strict": (), "github": _GITHUB, "stripe": _STRIPE}
"""Profile to its levels, the last that matches an id counts; a new profile is a line here, and one in `Profile`."""

_COMPILED: Final = {
    name: tuple((re.compile(pattern), level) for pattern, level in rules) for name, rules in PROFILES.items()
}


def policy_of(said: str | Policy) -> Policy:
    """The policy of a name, or the policy itself; an unknown name raises UsageError."""
    if isinstance(said, Policy):
        return said
    for profile in PROFILES:
        if profile == said:
            return Policy(profile)
    raise UsageError(f"there is no policy {said!r}; expected one of {', '.join(PROFILES)}")


def under(policy: Policy, id: str, strict: Level) -> Level:  # noqa: A002 - what it is called everywhere
    """The level of an id under a policy, given that under `strict`."""
    if id in policy.levels:
        return policy.levels[id]
    found = strict
    for pattern, level in _COMPILED[policy.profile]:
        if pattern.fullmatch(id):
            found = level
    return found
