"""The level of an effect: one rule of variance, the exemptions from it, and policies, which are data.

A change that narrows what a client may send, or widens what it may receive, breaks the client. A profile has the ids
that have another level under it.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Final

from docgen.differ.catalogue import CATALOGUE
from docgen.differ.catalogue.action import Variance
from docgen.differ.catalogue.exemptions import EXEMPTIONS, FIRST_BOUND, NEVER_CERTAIN, UNKNOWN, Exemption, exempt
from docgen.errors import UsageError
from docgen.model.change import LEVELS, Level, Policy, Profile

if TYPE_CHECKING:
    from docgen.model.config import DiffConfig  # `docgen diff` starts faster without it

Rules = tuple[Exemption, ...]

_LOOSENED: Final = ("api-security-loosened", "api-security-removed", "api-security-component-removed")
_GITHUB: Final[Rules] = (
    exempt("breaking", "calls that worked fail", "api-*removed-with-deprecation", "api-*removed-without-sunset"),
    exempt("breaking", "what clients send no longer has its effect", *UNKNOWN.ids, "request-parameter-removed-*"),
    exempt(
        "breaking", "clients that read it no longer find it", "response-optional-property-removed", *NEVER_CERTAIN.ids
    ),
    exempt("warning", "clients may wait for the value", "response-*enum-value-removed"),
    exempt("breaking", "clients send and read the type that it had", "*-type-changed"),
    exempt("breaking", "the server may refuse what it accepted before", *FIRST_BOUND.ids, "request-*pattern-changed"),
    exempt(
        "info",
        "nobody sends or receives it",
        "component-*",
        "request-read-only-property-*",
        "response-write-only-property-*",
    ),
    exempt("breaking", "clients may have to authenticate in another way", *_LOOSENED),
    exempt(
        "info",
        "clients are told to expect new values",
        "*-enum-value-added",
        "response-*became-not-enum",
        "response-*one-of-added",
    ),
)
"""GitHub's REST API: what it calls breaking and additive in its policy of versions."""

_STRIPE: Final[Rules] = (
    *_GITHUB,
    exempt(
        "info",
        "the length and the form of opaque text may change",
        *(f"response-*-length-{verb}" for verb in ("increased", "decreased", "set", "unset")),
        *(f"response-*-pattern-{verb}" for verb in ("added", "changed", "removed")),
    ),
    exempt("info", "clients are told to expect new events", "webhook-added"),
)
"""Stripe's API: as GitHub's; the length of opaque strings and new event types are additive too."""

_STRICT: Final[Rules] = (
    exempt(
        "info",
        "its end was announced, and the day has passed",
        "api-*removed-with-deprecation",
        "request-parameter-removed-with-deprecation",
    ),
    exempt("info", "clients that had access keep it", *_LOOSENED),
)
"""Where `strict` is laxer than another profile."""

PROFILES: Final[Mapping[Profile, Rules]] = {"strict": _STRICT, "oasdiff": (), "github": _GITHUB, "stripe": _STRIPE}
"""The rules of each profile, of which the last match counts; a new profile is a line here and in `Profile`.

An id that none matches has its highest level of the other profiles under `strict`, and that of variance under these.
"""


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


def level_under(policy: Policy, id: str, action: str, polarity: str) -> Level:  # noqa: A002 - what it is called everywhere
    """The level of an effect under a policy."""
    return policy.levels.get(id) or judged(policy.profile, id, action, polarity).level


@cache
def judged(profile: Profile, id: str, action: str, polarity: str) -> Exemption:  # noqa: A002 - what it is called everywhere
    """The level of an effect under a profile, and why: the rule or exemption that applies, or variance as one."""
    if rule := _first(reversed(PROFILES[profile]), id):
        return rule
    if profile != "strict":
        return exemption(id) or _by_variance(CATALOGUE[action].variance, polarity)
    others = (judged(other, id, action, polarity) for other in PROFILES if other != "strict")
    return min(others, key=lambda rule: LEVELS.index(rule.level))


def _by_variance(variance: Variance, polarity: str) -> Exemption:
    if polarity not in ("request", "response") or variance == "neutral":
        return exempt("info", "it changes no value that a client sends or receives")
    what = "what a client may send" if polarity == "request" else "what a client can receive"
    if variance == "both":
        return exempt("breaking", f"it makes {what} both narrower and wider, which breaks clients")
    if (variance == "narrower") == (polarity == "request"):
        return exempt("breaking", f"it makes {what} {variance}, which breaks clients")
    return exempt("info", f"it makes {what} {variance}, which does not break clients")


def matches_pattern(pattern: str, id: str) -> bool:  # noqa: A002 - what it is called everywhere
    """Whether an id matches a pattern with at most one `*`, which matches any text."""
    head, star, tail = pattern.partition("*")
    if not star:
        return id == pattern
    return len(id) >= len(head) + len(tail) and id.startswith(head) and id.endswith(tail)


@cache
def exemption(id: str) -> Exemption | None:  # noqa: A002 - what it is called everywhere
    """The exemption that applies to an id: the first that matches, or None."""
    return _first(EXEMPTIONS, id)


def _first(rules: Iterable[Exemption], id: str) -> Exemption | None:  # noqa: A002 - what it is called everywhere
    for rule in rules:
        if any(matches_pattern(pattern, id) for pattern in rule.ids):
            return rule
    return None
