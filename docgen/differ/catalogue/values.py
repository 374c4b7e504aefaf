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
    row("type-changed", "the type of {where} changed from {before} to {after}", "both", _BY_TEXT),
    row("type-generalized", "the type of {where} was widened from {before} to {after}", "wider"),
    row(
        "type-loosened",  # by its format, which the published ids do not tell apart
        "the type of {where} was widened from {before} to {after}",
        "wider",
        Ids("{directed_part}-type-generalized", "{directed_part}-type-changed"),
    ),
    row(
        "type-specialized",
        "the type of {where} was narrowed from {before} to {after}",
        "narrower",
        Ids(
            {"property-of-a-parameter": "{directed_part}-{action}", "": "{directed_part}-type-changed"},
            "{directed_part}-{action}",
        ),
    ),
    row("type-compatible", "the type of {where} changed from {before} to {after}, which is written alike"),
    row("list-of-types-widened", "{where} also takes {after}", "wider"),
    row("list-of-types-narrowed", "{where} no longer takes {before}", "narrower"),
    row("became-nullable", "{where} can be null", "wider"),
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
    row("x-extensible-enum-value-added", "", "wider", _received("x-extensible-enum-value-added", body="body")),
    row("x-extensible-enum-value-removed", "", "narrower"),
    row(
        "became-enum",
        "{where} takes only the values {after}",
        "narrower",
        Ids({"property-of-a-header": "{direction}-header-property-{action}", "": "{directed_part}-{action}"}),
    ),
    row(
        "became-not-enum",
        "{where} takes more than the values {before}",
        "wider",
        exempt("warning", UNKNOWN_TO_CLIENTS, "response-*became-not-enum", unsent=True),
    ),
    row("const-added", "{where} takes only {after}", "narrower"),
    row("const-removed", "{where} takes more than {before}", "wider"),
    row("const-changed", "{where} takes {after} in place of {before}", "both"),
    row("default-value-added", "{where} got the default {after}", "narrower", _DEFAULT, *_DEFAULTS),
    row("default-value-removed", "{where} lost the default {before}", "wider", _DEFAULT, *_DEFAULTS),
    row("default-value-changed", "the default of {where} changed from {before} to {after}", _DEFAULT, *_DEFAULTS),
    row(
        "unique-items-set",
        "the items of {where} have to differ from each other",
        "narrower",
        exempt("breaking", "equal items were accepted before", "request-*unique-items-set", unsent=True),
    ),
    row("unique-items-unset", "the items of {where} may be the same", "wider"),
    *_bounds(UPPER, "decreased", "increased"),
    *_bounds(LOWER, "increased", "decreased"),
    row("multiple-of-set", "", "narrower", FIRST_BOUND),
    row("multiple-of-unset", "", "wider"),
    row("multiple-of-specialized", "", "narrower"),
    row("multiple-of-generalized", "", "wider"),
    row("multiple-of-changed", "", "both"),
    row("pattern-added", "{where} has to match the pattern {after}", "narrower"),
    row("pattern-removed", "{where} no longer has to match the pattern {before}", "wider", _UNMATCHED),
    row(
        "pattern-changed",
        "{where} has to match the pattern {after} in place of {before}",
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
        "{where} no longer has to match the pattern {before}",
        "wider",
        Ids(response="{directed_part}-pattern-changed"),
        _UNMATCHED,
    ),
    row("content-encoding-changed", "", "both"),
    row("content-media-type-changed", "", "both"),
    row("content-schema-added", "", "narrower"),
    row("content-schema-removed", "", "wider"),
    row("contains-added", "{where} has to contain an item of a kind (`contains`)", "narrower"),
    row("contains-removed", "{where} no longer has to contain an item of a kind (`contains`)", "wider"),
    row("prefix-items-added", "{where} describes its item {name} (`prefixItems`)", "wider"),
    row("prefix-items-removed", "{where} no longer describes its item {name} (`prefixItems`)", "narrower"),
    row(
        "unevaluated-items-added",
        "{where} restricts the items that nothing else describes (`unevaluatedItems`)",
        "narrower",
    ),
    row("unevaluated-items-removed", "{where} no longer restricts the items that nothing else describes", "wider"),
    row("unevaluated-items-changed", "", "both"),
)
