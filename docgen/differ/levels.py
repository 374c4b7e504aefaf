"""How bad an effect is: one rule of variance, and the exceptions to it, each with its reason.

What narrows what a client may send, or widens what it may receive, breaks it.
"""

from collections.abc import Mapping
from functools import cache
from typing import Final, Literal, NamedTuple

from docgen.differ.constraints import LOWER, UPPER
from docgen.model.change import Level

Variance = Literal["narrower", "wider", "both", "neutral"]


def _pair(name: str, narrower: str, wider: str) -> dict[str, Variance]:
    return {f"{name}-{narrower}": "narrower", f"{name}-{wider}": "wider"}


VARIANCE: Final[Mapping[str, Variance]] = {
    **{
        k: v
        for name in UPPER.values()
        for k, v in (_pair(name, "decreased", "increased") | _pair(name, "set", "unset")).items()
    },
    **{
        k: v
        for name in LOWER.values()
        for k, v in (_pair(name, "increased", "decreased") | _pair(name, "set", "unset")).items()
    },
    **_pair("multiple-of", "set", "unset"),
    **_pair("multiple-of", "specialized", "generalized"),
    "multiple-of-changed": "both",
    **_pair("pattern", "added", "removed"),
    "pattern-changed": "both",
    "pattern-generalized": "wider",
    **_pair("unique-items", "set", "unset"),
    "content-encoding-changed": "both",
    "content-media-type-changed": "both",
    **_pair("content-schema", "added", "removed"),
    **_pair("became", "enum", "not-enum"),
    **_pair("enum-value", "removed", "added"),
    **_pair("x-extensible-enum-value", "removed", "added"),
    **_pair("const", "added", "removed"),
    "const-changed": "both",
    **_pair("default-value", "added", "removed"),
    "default-value-changed": "neutral",
    **_pair("became", "not-nullable", "nullable"),
    **_pair("type", "specialized", "generalized"),
    "type-loosened": "wider",
    "type-changed": "both",
    "type-compatible": "neutral",
    **_pair("list-of-types", "narrowed", "widened"),
    **_pair("property", "became-required", "became-optional"),
    **_pair("additional-properties", "disallowed", "allowed"),
    **_pair("one-of", "removed", "added"),
    **_pair("any-of", "removed", "added"),
    **_pair("all-of", "added", "removed"),
    **_pair("one-of", "introduced", "dropped"),
    **_pair("any-of", "introduced", "dropped"),
    **dict.fromkeys(
        ("wrapped-in-one-of", "wrapped-in-any-of", "unwrapped-from-one-of", "unwrapped-from-any-of"), "both"
    ),
    "one-of-became-any-of": "wider",
    "any-of-became-one-of": "narrower",
    **_pair("prefix-items", "removed", "added"),
    **{
        k: v
        for name in ("contains", "if", "then", "else", "not", "property-names", "dependent-schema")
        for k, v in _pair(name, "added", "removed").items()
    },
    **dict.fromkeys(
        ("if-changed", "not-changed", "unevaluated-items-changed", "unevaluated-properties-changed"), "both"
    ),
    **{
        k: v
        for name in ("dependent-required", "pattern-property", "unevaluated-items", "unevaluated-properties")
        for k, v in _pair(name, "added", "removed").items()
    },
    "dependent-required-changed": "both",
    **_pair("body", "became-required", "became-optional"),
    **_pair("body", "removed", "added"),
    **_pair("parameter", "became-required", "became-optional"),
    "parameter-style-changed": "both",
    "style-changed": "both",
    **_pair("header", "became-required", "became-optional"),
    **_pair("media-type", "removed", "added"),
    **_pair("media-type-name", "specialized", "generalized"),
    **_pair("media-type-schema", "added", "removed"),
}
"""What an action does to the values that a part takes; what is not listed does nothing to them."""


class Exemption(NamedTuple):
    """Ids that the rule of variance would give another level, and why they have this one.

    A `*` in an id stands for any text; there is at most one.
    """

    ids: tuple[str, ...]
    level: Level
    reason: str


_PARTS: Final = ("property", "mediatype", "header", "header-property", "parameter", "body")

EXEMPTIONS: Final[tuple[Exemption, ...]] = (
    Exemption(("request-*unique-items-set",), "breaking", "two equal items were taken, and no longer are"),
    Exemption(
        ("request-*-set",), "warning", "a bound that is written down is often one that the server kept all along"
    ),
    Exemption(
        ("request-*pattern-changed",), "warning", "whether one pattern takes more than another cannot be decided"
    ),
    Exemption(
        ("response-*pattern-changed", "response-*pattern-removed", "response-*pattern-generalized"),
        "info",
        "clients do not match what they receive against a pattern",
    ),
    Exemption(("request-parameter-property-type-changed",), "warning", "the properties of a parameter travel as text"),
    Exemption(("request-read-only-property-*",), "info", "a client does not send it"),
    Exemption(
        (
            "request-property-removed",
            "request-parameter-property-removed",
            "request-header-property-removed",
            "request-parameter-removed",
        ),
        "warning",
        "a server ignores what it does not know, but the client asked for something by it",
    ),
    Exemption(("request-*all-of-removed",), "warning", "what the part described may be what the client relied on"),
    Exemption(("response-*all-of-removed",), "info", "what the part described may come all the same"),
    Exemption(
        ("response-optional-property-removed",),
        "warning",
        "a client has to do without it, and could always be asked to",
    ),
    Exemption(
        (
            *(f"response-{part}-enum-value-added" for part in _PARTS),
            *(f"response-{part}-x-extensible-enum-value-added" for part in _PARTS),
            "response-*became-not-enum",
        ),
        "warning",
        "a client should take a value that it does not know, but many do not",
    ),
    Exemption(
        ("response-*any-of-added",),
        "info",
        "the members of `anyOf` may overlap, so a new one need not be new to a client",
    ),
    Exemption(
        ("response-*additional-properties-allowed",),
        "info",
        "a client ignores properties that it does not know, as it does those that are added",
    ),
    Exemption(("request-required-parameter-default-value-*",), "info", "a client cannot leave it out"),
    Exemption(
        ("request-parameter-default-value-*", "request-header-property-default-value-*"),
        "breaking",
        "what a client left out meant something else before",
    ),
    Exemption(
        ("*-default-value-added", "*-default-value-changed", "*-default-value-removed"),
        "info",
        "a default does not change which values are taken",
    ),
    Exemption(
        ("response-required-property-became-not-write-only",), "warning", "a client receives what it never did before"
    ),
    Exemption(("optional-*-header-removed",), "warning", "a client could never count on it"),
    Exemption(("required-*-header-removed",), "breaking", "a client could count on it"),
    Exemption(("response-body-media-type-schema-removed",), "warning", "what comes is no longer described"),
    Exemption(("response-media-type-removed",), "breaking", "a client that accepts nothing else gets no answer"),
    Exemption(("response-media-type-added",), "info", "a client receives what it accepts (RFC 9110, section 12.5.1)"),
    Exemption(("response-success-status-removed",), "breaking", "a client waits for it"),
    Exemption(("request-success-status-removed",), "breaking", "a receiver answers with it"),
    Exemption(("response-body-removed",), "breaking", "a client receives nothing where it received something"),
    Exemption(("request-body-removed",), "breaking", "a client sends what the server no longer takes"),
    Exemption(("response-required-property-removed",), "breaking", "a client could count on it"),
    Exemption(
        ("new-required-request-*", "new-request-path-parameter", "request-body-added-required"),
        "breaking",
        "a request that was complete no longer is",
    ),
    Exemption(("response-body-added-*",), "info", "a client may ignore a body"),
    Exemption(("request-body-added-optional",), "info", "a request without a body is as good as before"),
    Exemption(
        ("response-write-only-property-*", "response-optional-write-only-*", "response-required-write-only-*"),
        "info",
        "a client does not receive it",
    ),
    Exemption(
        ("api-*removed-without-deprecation", "api-*removed-before-sunset"),
        "breaking",
        "a call that worked no longer does",
    ),
    Exemption(("request-parameter-removed-before-sunset",), "breaking", "the contract promised it for longer"),
    Exemption(
        ("api-path-sunset-parse", "request-parameter-sunset-parse", "*-deprecated-sunset-invalid"),
        "breaking",
        "nobody can tell until when it can be used",
    ),
    Exemption(("sunset-deleted", "*-sunset-deleted"), "breaking", "a date that was promised is gone"),
    Exemption(("*sunset-date-changed-too-small",), "breaking", "it ends earlier than promised"),
    Exemption(
        ("*-stability-decreased", "*-stability-invalid", "api-invalid-stability-level"),
        "breaking",
        "less is promised than before",
    ),
    Exemption(
        ("webhook-removed", "webhook-operation-removed", "callback-removed", "callback-operation-removed"),
        "breaking",
        "a client waits for it",
    ),
    Exemption(
        (
            "api-security-tightened",
            "api-security-component-type-changed",
            "api-security-component-oauth-flow-removed",
        ),
        "breaking",
        "a client that was let in no longer is",
    ),
    Exemption(("api-server-removed",), "warning", "the contract does not say whether it still answers"),
)
"""The table of exceptions: the first that matches an id counts."""


def matches(pattern: str, id: str) -> bool:  # noqa: A002 - what it is called everywhere
    """Whether an id matches a pattern, in which one `*` may stand for any text."""
    head, star, tail = pattern.partition("*")
    if not star:
        return id == pattern
    return len(id) >= len(head) + len(tail) and id.startswith(head) and id.endswith(tail)


@cache
def level(id: str, action: str, polarity: str) -> Level:  # noqa: A002 - what it is called everywhere
    """The level of an effect under the policy `strict`."""
    for exemption in EXEMPTIONS:
        if any(matches(pattern, id) for pattern in exemption.ids):
            return exemption.level
    variance = VARIANCE.get(action, "neutral")
    breaks = {"request": ("narrower", "both"), "response": ("wider", "both")}
    return "breaking" if variance in breaks.get(polarity, ()) else "info"
