"""Changes of the properties of an object: added, removed, required, access, lifecycle and additional properties."""

from typing import Final

from docgen.differ.catalogue.action import LIFECYCLE, SCHEMA, Ids, rows

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
        "became-read-only": ("made {where} read-only", _SENT),
        "became-not-read-only": ("made {where} writable", _SENT),
        "became-write-only": ("made {where} write-only", _SENT),
        "became-not-write-only": ("made {where} readable", _SENT),
        **LIFECYCLE,
        "deprecated-sunset-invalid": "deprecated {where} with the sunset {after}, which is not a date",
        "stability-increased": "",
        "stability-decreased": "",
        "stability-invalid": "changed the stability of {where} from {before} to {after}, which is not a known level",
        "additional-properties-allowed": ("{where} can now have additional fields", "wider"),
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
