"""Changes of the properties of an object: added, removed, required, access, lifecycle and additional properties."""

from typing import Final

from docgen.differ.catalogue.action import (
    CERTAIN,
    INCOMPLETE,
    LESS_STABLE,
    LIFECYCLE,
    SCHEMA,
    UNCERTAIN,
    UNKNOWN,
    UNREADABLE,
    Ids,
    exempt,
    rows,
)

_SENT: Final = Ids("{direction}-{required}-property-{action}", example="the field `Item.field`")

PROPERTIES: Final = rows(
    SCHEMA,
    {
        "property-added": (
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
        "property-removed": (
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
        "property-became-required": (
            "made the field {name} of {where} required",
            "narrower",
            Ids(
                {"fillable default": "request-{part}{action}-with-default", "": "request-{part}{action}"},
                "response-{part}{action}",
                "`Item`",
            ),
        ),
        "property-became-optional": (
            "made the field {name} of {where} optional",
            "wider",
            Ids("{direction}-{part}{action}", example="`Item`"),
        ),
        "became-read-only": (
            "made {where} read-only",
            _SENT,
            exempt("warning", UNKNOWN.reason, "request-*-property-became-read-only"),
        ),
        "became-not-read-only": (
            "made {where} writable",
            _SENT,
            exempt("breaking", INCOMPLETE.reason, "request-required-property-became-not-read-only"),
        ),
        "became-write-only": (
            "made {where} write-only",
            _SENT,
            exempt("breaking", CERTAIN.reason, "response-required-property-became-write-only"),
            exempt("warning", UNCERTAIN, "response-optional-property-became-write-only"),
        ),
        "became-not-write-only": (
            "made {where} readable",
            _SENT,
            exempt(
                "warning",
                "clients receive a property that they never received before",
                "response-required-property-became-not-write-only",
            ),
        ),
        **LIFECYCLE,
        "deprecated-sunset-invalid": ("deprecated {where} with the sunset {after}, which is not a date", UNREADABLE),
        "stability-increased": "",
        "stability-decreased": ("", LESS_STABLE),
        "stability-invalid": (
            "changed the stability of {where} from {before} to {after}, which is not a known level",
            LESS_STABLE,
        ),
        "additional-properties-allowed": (
            "{where} can now have additional fields",
            "wider",
            exempt(
                "info",
                "clients ignore unknown properties, as they ignore added ones",
                "response-*additional-properties-allowed",
            ),
        ),
        "additional-properties-disallowed": ("{where} can no longer have additional fields", "narrower"),
        "pattern-property-added": ("described the fields of {where} that match {name}", "narrower"),
        "pattern-property-removed": ("removed the description of the fields of {where} that match {name}", "wider"),
        "closed-pattern-property-added": ("allowed fields that match {name} in {where}", "wider"),
        "closed-pattern-property-removed": ("disallowed fields that match {name} in {where}", "narrower"),
        "property-names-added": ("restricted the names of the fields of {where}", "narrower"),
        "property-names-removed": ("no longer restricted the names of the fields of {where}", "wider"),
        "dependent-required-added": ("required more fields of {where} if {name} is present", "narrower"),
        "dependent-required-removed": ("no longer required more fields of {where} if {name} is present", "wider"),
        "dependent-required-relaxed": ("required fewer fields of {where} if {name} is present", "wider"),
        "dependent-required-tightened": ("required additional fields of {where} if {name} is present", "narrower"),
        "dependent-required-changed": ("required other fields of {where} if {name} is present", "both"),
        "dependent-schema-added": ("added requirements to {where} if {name} is present", "narrower"),
        "dependent-schema-removed": ("removed requirements from {where} if {name} is present", "wider"),
        "unevaluated-properties-added": ("restricted the additional fields of {where}", "narrower"),
        "unevaluated-properties-removed": ("no longer restricted the additional fields of {where}", "wider"),
        "unevaluated-properties-changed": ("changed the restriction of the additional fields of {where}", "both"),
    },
)
