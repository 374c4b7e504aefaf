"""Changes of the values that a schema accepts: types, enums, limits and items."""

from collections.abc import Mapping
from typing import Final

from docgen.differ.catalogue.action import SCHEMA, Ids, Row, rows
from docgen.differ.constraints import LOWER, UPPER

_LISTED: Final = Ids(response={"root-of-body": "response-mediatype-{action}", "": "{directed_part}-{action}"})
_DEFAULT: Final = Ids({"required-parameter": "{direction}-required-parameter-{action}", "": "{directed_part}-{action}"})


def _bounds(names: Mapping[str, str], narrower: str, wider: str) -> dict[str, Row]:
    """The rows of the keywords that limit a value on one side."""
    table: dict[str, Row] = {}
    for name in names.values():
        table[f"{name}-{narrower}"] = ("", "narrower")
        table[f"{name}-{wider}"] = ("", "wider")
        table[f"{name}-set"] = ("", "narrower")
        table[f"{name}-unset"] = ("", "wider")
    return table


VALUES: Final = rows(
    SCHEMA,
    {
        "type-changed": ("", "both"),
        "type-generalized": ("", "wider"),
        # by its format, which the published ids do not tell apart
        "type-loosened": (
            "widened the type of {where} from {before} to {after}",
            "wider",
            Ids("{directed_part}-type-generalized", "{directed_part}-type-changed"),
        ),
        "type-specialized": (
            "",
            "narrower",
            Ids(
                {"property-of-a-parameter": "{directed_part}-{action}", "": "{directed_part}-type-changed"},
                "{directed_part}-{action}",
            ),
        ),
        "type-compatible": "changed the type of {where} from {before} to {after}, which is sent in the same form",
        "list-of-types-widened": ("{where} can now also be {after}", "wider"),
        "list-of-types-narrowed": ("{where} can no longer be {before}", "narrower"),
        "became-nullable": ("{where} can now be null", "wider"),
        "became-not-nullable": ("{where} can no longer be null", "narrower"),
        "enum-value-added": ("added the value {name} to {where}", "wider", _LISTED),
        "enum-value-removed": ("removed the value {name} from {where}", "narrower", _LISTED),
        "x-extensible-enum-value-added": ("added the value {name} to {where}", "wider"),
        "x-extensible-enum-value-removed": ("removed the value {name} from {where}", "narrower"),
        "became-enum": (
            "limited {where} to {names}",
            "narrower",
            Ids({"property-of-a-header": "{direction}-header-property-{action}", "": "{directed_part}-{action}"}),
        ),
        "became-not-enum": ("{where} can now have values other than {names}", "wider"),
        "const-added": ("limited {where} to {after}", "narrower"),
        "const-removed": ("{where} can now have values other than {before}", "wider"),
        "const-changed": ("changed the only value of {where} from {before} to {after}", "both"),
        "default-value-added": ("set the default of {where} to {after}", "narrower", _DEFAULT),
        "default-value-removed": ("removed the default of {where} (was {before})", "wider", _DEFAULT),
        "default-value-changed": ("", _DEFAULT),
        "unique-items-set": ("items of {where} must now be unique", "narrower"),
        "unique-items-unset": ("items of {where} need no longer be unique", "wider"),
        **_bounds(UPPER, "decreased", "increased"),
        **_bounds(LOWER, "increased", "decreased"),
        "multiple-of-set": ("", "narrower"),
        "multiple-of-unset": ("", "wider"),
        "multiple-of-specialized": ("", "narrower"),
        "multiple-of-generalized": ("", "wider"),
        "multiple-of-changed": ("", "both"),
        "pattern-added": ("set the pattern of {where} to {after}", "narrower"),
        "pattern-removed": ("removed the pattern of {where} (was {before})", "wider"),
        "pattern-changed": ("", "both"),
        "pattern-generalized": (
            "removed the pattern of {where} (was {before})",
            "wider",
            Ids(response="{directed_part}-pattern-changed"),
        ),
        "content-encoding-changed": ("", "both"),
        "content-media-type-changed": ("", "both"),
        "content-schema-added": ("added a content schema to {where}", "narrower"),
        "content-schema-removed": ("removed the content schema of {where}", "wider"),
        "contains-added": ("{where} must now contain a certain item", "narrower"),
        "contains-removed": ("{where} need no longer contain a certain item", "wider"),
        "prefix-items-added": ("added the item {name} to {where}", "wider"),
        "prefix-items-removed": ("removed the item {name} from {where}", "narrower"),
        "unevaluated-items-added": ("restricted the additional items of {where}", "narrower"),
        "unevaluated-items-removed": ("no longer restricted the additional items of {where}", "wider"),
        "unevaluated-items-changed": ("changed the restriction of the additional items of {where}", "both"),
    },
)
