"""Changes of the properties of an object: added, removed, required, access, lifecycle and additional properties."""

from typing import Final

from docgen.differ.catalogue.action import Ids, exempt, row
from docgen.differ.catalogue.exemptions import (
    CERTAIN,
    EARLIER,
    INCOMPLETE,
    LESS_STABLE,
    TAKEN_BACK,
    UNCERTAIN,
    UNKNOWN,
    UNREADABLE,
)

_SENT: Final = Ids("{direction}-{required}-property-{action}", example="the property `Item.field`")

PROPERTIES: Final = (
    row(
        "property-added",
        "added the {required} property {name} to {where}",
        Ids(
            {
                "unsent": "request-read-only-property-added",
                "fillable required default": "new-required-request-{part}property-with-default",
                "": "new-{required}-request-{part}property",
            },
            "response-{required}-{part}property-added",
            "`Item`",
        ),
        INCOMPLETE,
    ),
    row(
        "property-removed",
        "removed the {required} property {name} from {where}",
        Ids(
            {
                "unsent": "request-{part}property-removed",
                "closed": "request-{part}closed-property-removed",
                "": "request-{part}property-removed",
            },
            "response-{required}-{part}property-removed",
            "`Item`",
        ),
        UNKNOWN,
        exempt("warning", UNCERTAIN, "response-optional-property-removed"),
        exempt(
            "breaking",
            "servers refuse what a closed object (`additionalProperties: false`) does not name",
            "request-*closed-property-removed",
        ),
        CERTAIN,
    ),
    row(
        "property-became-required",
        "the property {name} of {where} became required",
        "narrower",
        Ids(
            {"fillable default": "request-{part}{action}-with-default", "": "request-{part}{action}"},
            "response-{part}{action}",
            "`Item`",
        ),
    ),
    row(
        "property-became-optional",
        "the property {name} of {where} became optional",
        "wider",
        Ids("{direction}-{part}{action}", example="`Item`"),
    ),
    row(
        "became-read-only",
        "{where} became read-only",
        _SENT,
        exempt("warning", UNKNOWN.reason, "request-*-property-became-read-only"),
    ),
    row(
        "became-not-read-only",
        "{where} is no longer read-only",
        _SENT,
        exempt("breaking", INCOMPLETE.reason, "request-required-property-became-not-read-only"),
    ),
    row(
        "became-write-only",
        "{where} became write-only",
        _SENT,
        exempt("breaking", CERTAIN.reason, "response-required-property-became-write-only"),
        exempt("warning", UNCERTAIN, "response-optional-property-became-write-only"),
    ),
    row(
        "became-not-write-only",
        "{where} is no longer write-only",
        _SENT,
        exempt(
            "warning",
            "clients receive a property that they never received before",
            "response-required-property-became-not-write-only",
        ),
    ),
    row("deprecated", "deprecated {where}"),
    row("deprecated-with-sunset", "deprecated {where} until {after}"),
    row("deprecated-sunset-invalid", "deprecated {where} until {after}, which is no date", UNREADABLE),
    row("reactivated", "{where} is no longer deprecated"),
    row("sunset-deleted", "{where} stays deprecated, but its sunset date {before} is gone", TAKEN_BACK),
    row("sunset-date-changed", "the sunset date of {where} moved from {before} to {after}"),
    row(
        "sunset-date-changed-too-small",
        "the sunset date of {where} moved from {before} to the earlier {after}",
        EARLIER,
    ),
    row("stability-increased"),
    row("stability-decreased", "", LESS_STABLE),
    row("stability-invalid", "", LESS_STABLE),
    row(
        "additional-properties-allowed",
        "{where} may hold other properties",
        "wider",
        exempt(
            "info",
            "clients ignore unknown properties, as they ignore added ones",
            "response-*additional-properties-allowed",
        ),
    ),
    row("additional-properties-disallowed", "{where} may no longer hold other properties", "narrower"),
    row("pattern-property-added", "{where} describes the properties that match {name}", "narrower"),
    row("pattern-property-removed", "{where} no longer describes the properties that match {name}", "wider"),
    row("closed-pattern-property-added", "{where} also takes the properties that match {name}", "wider"),
    row("closed-pattern-property-removed", "{where} no longer takes the properties that match {name}", "narrower"),
    row("property-names-added", "{where} restricts the names of its properties (`propertyNames`)", "narrower"),
    row("property-names-removed", "{where} no longer restricts the names of its properties (`propertyNames`)", "wider"),
    row("dependent-required-added", "{where} demands more where {name} is there (`dependentRequired`)", "narrower"),
    row(
        "dependent-required-removed",
        "{where} no longer demands more where {name} is there (`dependentRequired`)",
        "wider",
    ),
    row("dependent-required-relaxed", "{where} demands less where {name} is there (`dependentRequired`)", "wider"),
    row(
        "dependent-required-tightened",
        "{where} demands more than it did where {name} is there (`dependentRequired`)",
        "narrower",
    ),
    row(
        "dependent-required-changed",
        "{where} demands something else where {name} is there (`dependentRequired`)",
        "both",
    ),
    row("dependent-schema-added", "{where} demands more where {name} is there (`dependentSchemas`)", "narrower"),
    row(
        "dependent-schema-removed", "{where} no longer demands more where {name} is there (`dependentSchemas`)", "wider"
    ),
    row(
        "unevaluated-properties-added",
        "{where} restricts properties that nothing describes (`unevaluatedProperties`)",
        "narrower",
    ),
    row(
        "unevaluated-properties-removed", "{where} no longer restricts properties that nothing else describes", "wider"
    ),
    row("unevaluated-properties-changed", "", "both"),
)
