"""Changes of the properties of an object: added, removed, required, access, lifecycle and additional properties."""

from typing import Final

from docgen.differ.catalogue.action import Ids, exempt, row
from docgen.differ.catalogue.exemptions import (
    CERTAIN,
    INCOMPLETE,
    LESS_STABLE,
    LIFECYCLE,
    UNCERTAIN,
    UNKNOWN,
    UNREADABLE,
)

_SENT: Final = Ids("{direction}-{required}-property-{action}", example="the field `Item.field`")

PROPERTIES: Final = (
    row(
        "property-added",
        "added the {required} field {name} to {where}",
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
        "removed the {required} field {name} from {where}",
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
        "made the field {name} of {where} required",
        "narrower",
        Ids(
            {"fillable default": "request-{part}{action}-with-default", "": "request-{part}{action}"},
            "response-{part}{action}",
            "`Item`",
        ),
    ),
    row(
        "property-became-optional",
        "made the field {name} of {where} optional",
        "wider",
        Ids("{direction}-{part}{action}", example="`Item`"),
    ),
    row(
        "became-read-only",
        "made {where} read-only",
        _SENT,
        exempt("warning", UNKNOWN.reason, "request-*-property-became-read-only"),
    ),
    row(
        "became-not-read-only",
        "made {where} writable",
        _SENT,
        exempt("breaking", INCOMPLETE.reason, "request-required-property-became-not-read-only"),
    ),
    row(
        "became-write-only",
        "made {where} write-only",
        _SENT,
        exempt("breaking", CERTAIN.reason, "response-required-property-became-write-only"),
        exempt("warning", UNCERTAIN, "response-optional-property-became-write-only"),
    ),
    row(
        "became-not-write-only",
        "made {where} readable",
        _SENT,
        exempt(
            "warning",
            "clients receive a property that they never received before",
            "response-required-property-became-not-write-only",
        ),
    ),
    *(row(name, sentence, *more) for name, sentence, more in LIFECYCLE),
    row("deprecated-sunset-invalid", "deprecated {where} with the sunset {after}, which is not a date", UNREADABLE),
    row("stability-increased"),
    row("stability-decreased", "", LESS_STABLE),
    row(
        "stability-invalid",
        "changed the stability of {where} from {before} to {after}, which is not a known level",
        LESS_STABLE,
    ),
    row(
        "additional-properties-allowed",
        "{where} can now have additional fields",
        "wider",
        exempt(
            "info",
            "clients ignore unknown properties, as they ignore added ones",
            "response-*additional-properties-allowed",
        ),
    ),
    row("additional-properties-disallowed", "{where} can no longer have additional fields", "narrower"),
    row("pattern-property-added", "described the fields of {where} that match {name}", "narrower"),
    row("pattern-property-removed", "removed the description of the fields of {where} that match {name}", "wider"),
    row("closed-pattern-property-added", "allowed fields that match {name} in {where}", "wider"),
    row("closed-pattern-property-removed", "disallowed fields that match {name} in {where}", "narrower"),
    row("property-names-added", "restricted the names of the fields of {where}", "narrower"),
    row("property-names-removed", "no longer restricted the names of the fields of {where}", "wider"),
    row("dependent-required-added", "required more fields of {where} if {name} is present", "narrower"),
    row("dependent-required-removed", "no longer required more fields of {where} if {name} is present", "wider"),
    row("dependent-required-relaxed", "required fewer fields of {where} if {name} is present", "wider"),
    row("dependent-required-tightened", "required additional fields of {where} if {name} is present", "narrower"),
    row("dependent-required-changed", "required other fields of {where} if {name} is present", "both"),
    row("dependent-schema-added", "added requirements to {where} if {name} is present", "narrower"),
    row("dependent-schema-removed", "removed requirements from {where} if {name} is present", "wider"),
    row("unevaluated-properties-added", "restricted the additional fields of {where}", "narrower"),
    row("unevaluated-properties-removed", "no longer restricted the additional fields of {where}", "wider"),
    row("unevaluated-properties-changed", "changed the restriction of the additional fields of {where}", "both"),
)
