"""Changes of the values that a schema accepts: types, enums, limits and items."""

from collections.abc import Iterator, Mapping
from typing import Final

from docgen.differ.catalogue.action import Action, Exemption, Ids, exempt, row
from docgen.differ.catalogue.exemptions import FIRST_BOUND, UNKNOWN_TO_CLIENTS
from docgen.differ.constraints import LOWER, UPPER

_BY_TEXT: Final = exempt(
    "warning", "the properties of a parameter are sent as text", "request-parameter-property-type-changed"
)
_UNMATCHED: Final = exempt(
    "info",
    "clients do not check received values against a pattern",
    "response-*pattern-changed",
    "response-*pattern-removed",
)
_DEFAULT: Final = Ids({"required-parameter": "{direction}-required-parameter-{action}", "": "{directed_part}-{action}"})
_DEFAULTS: Final = (
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
)


def _bounds(names: Mapping[str, str], narrower: str, wider: str) -> Iterator[Action]:
    """The rows of the keywords that limit a value on one side."""
    for name in names.values():
        yield row(f"{name}-{narrower}", "", "narrower")
        yield row(f"{name}-{wider}", "", "wider")
        yield row(f"{name}-set", "", "narrower", FIRST_BOUND)
        yield row(f"{name}-unset", "", "wider")


def _received(action: str, body: str) -> Exemption:
    """The exemption of new values that clients receive, in all parts but the properties of a parameter."""
    parts = ("property", body, "header", "header-property", "parameter")
    return exempt("warning", UNKNOWN_TO_CLIENTS, *(f"response-{part}-{action}" for part in parts))


VALUES: Final = (
    row("type-changed", "", "both", _BY_TEXT),
    row("type-generalized", "", "wider"),
    row(
        "type-loosened",  # by its format, which the published ids do not tell apart
        "widened the type of {where} from {before} to {after}",
        "wider",
        Ids("{directed_part}-type-generalized", "{directed_part}-type-changed"),
    ),
    row(
        "type-specialized",
        "",
        "narrower",
        Ids(
            {"property-of-a-parameter": "{directed_part}-{action}", "": "{directed_part}-type-changed"},
            "{directed_part}-{action}",
        ),
    ),
    row("type-compatible", "changed the type of {where} from {before} to {after}, which is sent in the same form"),
    row("list-of-types-widened", "{where} can now also be {after}", "wider"),
    row("list-of-types-narrowed", "{where} can no longer be {before}", "narrower"),
    row("became-nullable", "{where} can now be null", "wider"),
    row("became-not-nullable", "{where} can no longer be null", "narrower"),
    row(
        "enum-value-added",
        "added the value {name} to {where}",
        "wider",
        Ids(response={"root-of-body": "response-mediatype-{action}", "": "{directed_part}-{action}"}),
        _received("enum-value-added", body="mediatype"),
    ),
    row(
        "enum-value-removed",
        "removed the value {name} from {where}",
        "narrower",
        Ids(response={"root-of-body": "response-mediatype-{action}", "": "{directed_part}-{action}"}),
    ),
    row(
        "x-extensible-enum-value-added",
        "added the value {name} to {where}",
        "wider",
        _received("x-extensible-enum-value-added", body="body"),
    ),
    row("x-extensible-enum-value-removed", "removed the value {name} from {where}", "narrower"),
    row(
        "became-enum",
        "limited {where} to {names}",
        "narrower",
        Ids({"property-of-a-header": "{direction}-header-property-{action}", "": "{directed_part}-{action}"}),
    ),
    row(
        "became-not-enum",
        "{where} can now have values other than {names}",
        "wider",
        exempt("warning", UNKNOWN_TO_CLIENTS, "response-*became-not-enum", unsent=True),
    ),
    row("const-added", "limited {where} to {after}", "narrower"),
    row("const-removed", "{where} can now have values other than {before}", "wider"),
    row("const-changed", "changed the only value of {where} from {before} to {after}", "both"),
    row("default-value-added", "set the default of {where} to {after}", "narrower", _DEFAULT, *_DEFAULTS),
    row("default-value-removed", "removed the default of {where} (was {before})", "wider", _DEFAULT, *_DEFAULTS),
    row("default-value-changed", "", _DEFAULT, *_DEFAULTS),
    row(
        "unique-items-set",
        "items of {where} must now be unique",
        "narrower",
        exempt("breaking", "equal items were accepted before", "request-*unique-items-set", unsent=True),
    ),
    row("unique-items-unset", "items of {where} need no longer be unique", "wider"),
    *_bounds(UPPER, "decreased", "increased"),
    *_bounds(LOWER, "increased", "decreased"),
    row("multiple-of-set", "", "narrower", FIRST_BOUND),
    row("multiple-of-unset", "", "wider"),
    row("multiple-of-specialized", "", "narrower"),
    row("multiple-of-generalized", "", "wider"),
    row("multiple-of-changed", "", "both"),
    row("pattern-added", "set the pattern of {where} to {after}", "narrower"),
    row("pattern-removed", "removed the pattern of {where} (was {before})", "wider", _UNMATCHED),
    row(
        "pattern-changed",
        "",
        "both",
        exempt(
            "warning",
            "docgen cannot decide whether one pattern accepts more than another",
            "request-*pattern-changed",
            unsent=True,
        ),
        _UNMATCHED,
    ),
    row(
        "pattern-generalized",
        "removed the pattern of {where} (was {before})",
        "wider",
        Ids(response="{directed_part}-pattern-changed"),
        _UNMATCHED,
    ),
    row("content-encoding-changed", "", "both"),
    row("content-media-type-changed", "", "both"),
    row("content-schema-added", "added a content schema to {where}", "narrower"),
    row("content-schema-removed", "removed the content schema of {where}", "wider"),
    row("contains-added", "{where} must now contain a certain item", "narrower"),
    row("contains-removed", "{where} need no longer contain a certain item", "wider"),
    row("prefix-items-added", "added the item {name} to {where}", "wider"),
    row("prefix-items-removed", "removed the item {name} from {where}", "narrower"),
    row("unevaluated-items-added", "restricted the additional items of {where}", "narrower"),
    row("unevaluated-items-removed", "no longer restricted the additional items of {where}", "wider"),
    row("unevaluated-items-changed", "changed the restriction of the additional items of {where}", "both"),
)
