"""What the rule of variance gets wrong: ids with another level, and why."""

from typing import Final, NamedTuple

from docgen.model.change import Level


class Exemption(NamedTuple):
    """Ids whose level differs from the rule of variance, and the reason; an id may have one `*`, for any text."""

    ids: tuple[str, ...]
    level: Level
    reason: str


def exempt(level: Level, reason: str, *ids: str) -> Exemption:
    """An exemption of some ids from the rule of variance."""
    return Exemption(ids, level, reason)


_UNKNOWN_TO_CLIENTS: Final = "clients should accept unknown values, but many do not"

FIRST_BOUND: Final = exempt(
    "warning", "servers often enforce a limit before the contract documents it", "request-*-set"
)
UNKNOWN: Final = exempt(
    "warning",
    "servers ignore unknown input, but clients may rely on its effect",
    "request-property-removed",
    "request-parameter-property-removed",
    "request-header-property-removed",
    "request-parameter-removed",
)
NEVER_CERTAIN: Final = exempt(
    "warning", "clients could never rely on it", "optional-*-header-removed", "optional-response-parameter-removed"
)

EXEMPTIONS: Final = (
    # of properties that are never sent in this direction as well: they come first, as later rows match their ids, too
    exempt("warning", _UNKNOWN_TO_CLIENTS, "response-*became-not-enum"),
    exempt("breaking", "equal items were accepted before", "request-*unique-items-set"),
    FIRST_BOUND,
    exempt("warning", "docgen cannot decide whether one pattern accepts more than another", "request-*pattern-changed"),
    exempt("info", "clients do not send it", "request-read-only-property-*"),
    exempt(
        "info",
        "clients do not receive it",
        "response-write-only-property-*",
        "response-optional-write-only-*",
        "response-required-write-only-*",
    ),
    exempt("breaking", "calls that worked fail", "api-*removed-without-deprecation", "api-*removed-before-sunset"),
    exempt(
        "breaking",
        "its last day of use is unknown",
        "api-*-sunset-parse",
        "request-parameter-sunset-parse",
        "*-deprecated-sunset-invalid",
    ),
    exempt("breaking", "a promised date was removed", "sunset-deleted", "*-sunset-deleted"),
    exempt("breaking", "it ends earlier than promised", "*sunset-date-changed-too-small"),
    exempt(
        "breaking",
        "less is promised than before",
        "*-stability-decreased",
        "*-stability-invalid",
        "api-invalid-stability-level",
    ),
    exempt(
        "breaking",
        "clients wait for it",
        "webhook-removed",
        "webhook-operation-removed",
        "callback-removed",
        "callback-operation-removed",
        "response-success-status-removed",
    ),
    exempt(
        "breaking",
        "clients can no longer authenticate the caller by it",
        "webhook-security-removed",
        "callback-security-removed",
    ),
    exempt(
        "warning",
        "the contract does not say whether the server still responds",
        "api-server-removed",
        "api-operation-server-removed",
        "api-server-variable-value-removed",
        "api-server-variable-became-enum",
    ),
    exempt(
        "breaking",
        "clients that had access may lose it",
        "api-security-tightened",
        "api-security-component-type-changed",
        "api-security-component-oauth-flow-removed",
    ),
    exempt(
        "warning",
        "clients get their tokens there; the contract does not say whether the old address still answers",
        "api-security-component-oauth-*url-changed",
    ),
    exempt(
        "breaking",
        "a request that was complete is incomplete now",
        "new-required-request-*",
        "new-request-path-parameter",
        "request-body-added-required",
        "request-required-property-became-not-read-only",
    ),
    UNKNOWN,
    exempt("warning", UNKNOWN.reason, "request-*-property-became-read-only"),
    exempt(
        "warning",
        "clients had to expect its absence, but may rely on it",
        "response-optional-property-removed",
        "response-optional-property-became-write-only",
    ),
    exempt(
        "breaking",
        "servers refuse what a closed object (`additionalProperties: false`) does not name",
        "request-*closed-property-removed",
    ),
    exempt(
        "breaking",
        "clients could rely on it",
        "required-*-header-removed",
        "required-response-parameter-removed",
        "response-required-property-removed",
        "response-required-property-became-write-only",
    ),
    exempt(
        "warning",
        "clients receive a property that they never received before",
        "response-required-property-became-not-write-only",
    ),
    exempt(
        "info",
        "clients ignore unknown properties, as they ignore added ones",
        "response-*additional-properties-allowed",
    ),
    exempt("warning", "the properties of a parameter are sent as text", "request-parameter-property-type-changed"),
    exempt(
        "warning",
        _UNKNOWN_TO_CLIENTS,
        "response-property-enum-value-added",
        "response-mediatype-enum-value-added",
        "response-header-enum-value-added",
        "response-header-property-enum-value-added",
        "response-parameter-enum-value-added",
        "response-property-x-extensible-enum-value-added",
        "response-body-x-extensible-enum-value-added",
        "response-header-x-extensible-enum-value-added",
        "response-header-property-x-extensible-enum-value-added",
        "response-parameter-x-extensible-enum-value-added",
        "response-*discriminator-mapping-added",
    ),
    exempt("info", "clients cannot omit it", "request-required-parameter-default-value-*"),
    exempt(
        "breaking",
        "an omitted value has a different meaning than before",
        "request-parameter-default-value-*",
        "request-header-property-default-value-*",
    ),
    exempt(
        "info",
        "a default does not change which values are accepted",
        "*-default-value-added",
        "*-default-value-changed",
        "*-default-value-removed",
    ),
    exempt(
        "info",
        "clients do not check received values against a pattern",
        "response-*pattern-changed",
        "response-*pattern-removed",
    ),
    exempt("info", "members of `anyOf` may overlap, so a new one may match the same values", "response-*any-of-added"),
    exempt("warning", "clients may rely on what the part described", "request-*all-of-removed"),
    exempt("info", "the server may still send what the part described", "response-*all-of-removed"),
    NEVER_CERTAIN,
    exempt("breaking", "the contract promised it until a later date", "request-parameter-removed-before-sunset"),
    exempt("info", "clients may ignore a body", "response-body-added-*"),
    exempt("info", "a request without a body is still valid", "request-body-added-optional"),
    exempt("breaking", "clients no longer receive the body", "response-body-removed"),
    exempt("breaking", "clients send a body that the server no longer accepts", "request-body-removed"),
    exempt("breaking", "receivers respond with it", "request-success-status-removed"),
    exempt("breaking", "receivers respond with others", "request-success-status-specialized"),
    exempt("info", "clients receive what they accept (RFC 9110, section 12.5.1)", "response-media-type-added"),
    exempt("breaking", "clients that accept nothing else get no response", "response-media-type-removed"),
    exempt("warning", "the content is no longer described", "response-body-media-type-schema-removed"),
    exempt("warning", "the fields of a form are encoded differently", "*-media-type-encoding-changed"),
)
"""The exemptions from the rule of variance: the first that matches an id applies."""
