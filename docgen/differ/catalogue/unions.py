"""Changes of unions, parts and conditions: `oneOf`, `anyOf`, `allOf`, `not`, `if` and `discriminator`."""

from typing import Final

from docgen.differ.catalogue.action import exempt, row
from docgen.differ.catalogue.exemptions import UNKNOWN_TO_CLIENTS

UNIONS: Final = (
    row("one-of-added", "added the alternative{s} {name} to {where}", "wider"),
    row("one-of-removed", "removed the alternative{s} {name} from {where}", "narrower"),
    row(
        "any-of-added",
        "added the alternative{s} {name} to {where}",
        "wider",
        exempt(
            "info", "members of `anyOf` may overlap, so a new one may match the same values", "response-*any-of-added"
        ),
    ),
    row("any-of-added-disjoint", "added the alternative{s} {name} to {where}", "wider"),
    row("any-of-removed", "removed the alternative{s} {name} from {where}", "narrower"),
    row("one-of-introduced", "{where} must now match one of several alternatives", "narrower"),
    row("one-of-dropped", "{where} need no longer match one of several alternatives", "wider"),
    row("any-of-introduced", "{where} must now match at least one of several alternatives", "narrower"),
    row("any-of-dropped", "{where} need no longer match any of several alternatives", "wider"),
    row("one-of-became-any-of", "{where} can now match more than one of its alternatives", "wider"),
    row("any-of-became-one-of", "{where} must now match exactly one of its alternatives", "narrower"),
    row("wrapped-in-one-of", "replaced {where} with several alternatives", "both"),
    row("wrapped-in-any-of", "replaced {where} with several alternatives", "both"),
    row("unwrapped-from-one-of", "replaced the alternatives of {where} with a single type", "both"),
    row("unwrapped-from-any-of", "replaced the alternatives of {where} with a single type", "both"),
    row("all-of-added", "{where} must now also match {name}", "narrower"),
    row(
        "all-of-removed",
        "{where} need no longer match {name}",
        "wider",
        exempt("warning", "clients may rely on what the part described", "request-*all-of-removed"),
        exempt("info", "the server may still send what the part described", "response-*all-of-removed"),
    ),
    row("not-added", "excluded some values from {where}", "narrower"),
    row("not-removed", "removed the excluded values of {where}", "wider"),
    row("not-changed", "changed the excluded values of {where}", "both"),
    row("if-added", "added a condition to {where}", "narrower"),
    row("if-removed", "removed the condition of {where}", "wider"),
    row("if-changed", "changed the condition of {where}", "both"),
    row("then-added", "added a requirement to {where} if its condition is met", "narrower"),
    row("then-removed", "removed the requirement of {where} if its condition is met", "wider"),
    row("else-added", "added a requirement to {where} if its condition is not met", "narrower"),
    row("else-removed", "removed the requirement of {where} if its condition is not met", "wider"),
    row("discriminator-added", "added the discriminator {name} to {where}"),
    row("discriminator-removed", "removed the discriminator {name} from {where}"),
    row("discriminator-property-name-changed", "changed the discriminator of {where} from {before} to {after}", "both"),
    row(
        "discriminator-mapping-added",
        "added the discriminator value {name} to {where}",
        "wider",
        exempt("warning", UNKNOWN_TO_CLIENTS, "response-*discriminator-mapping-added"),
    ),
    row("discriminator-mapping-deleted", "removed the discriminator value {name} from {where}", "narrower"),
    row(
        "discriminator-mapping-changed",
        "changed the discriminator value {name} of {where} from {before} to {after}",
        "both",
    ),
)
