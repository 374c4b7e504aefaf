"""Changes of unions, parts and conditions: `oneOf`, `anyOf`, `allOf`, `not`, `if` and `discriminator`."""

from typing import Final

from docgen.differ.catalogue.action import exempt, row
from docgen.differ.catalogue.exemptions import UNKNOWN_TO_CLIENTS

UNIONS: Final = (
    row("one-of-added", "added {name} to the alternatives (`oneOf`) of {where}", "wider"),
    row("one-of-removed", "removed {name} from the alternatives (`oneOf`) of {where}", "narrower"),
    row(
        "any-of-added",
        "added {name} to the alternatives (`anyOf`) of {where}",
        "wider",
        exempt(
            "info",
            "members of `anyOf` may overlap, so a new one may match the same values",
            "response-*any-of-added",
        ),
    ),
    row(
        "any-of-added-disjoint",
        "added {name} to the alternatives (`anyOf`) of {where}, with values that no other takes",
        "wider",
    ),
    row("any-of-removed", "removed {name} from the alternatives (`anyOf`) of {where}", "narrower"),
    row("one-of-introduced", "{where} has to match one of several alternatives (`oneOf`)", "narrower"),
    row("one-of-dropped", "{where} no longer has to match one of several alternatives (`oneOf`)", "wider"),
    row("any-of-introduced", "{where} has to match some of several alternatives (`anyOf`)", "narrower"),
    row("any-of-dropped", "{where} no longer has to match some of several alternatives (`anyOf`)", "wider"),
    row(
        "one-of-became-any-of",
        "{where} may match several of its alternatives (`anyOf`), where it was one (`oneOf`)",
        "wider",
    ),
    row(
        "any-of-became-one-of",
        "{where} has to match one of its alternatives (`oneOf`), where it was any (`anyOf`)",
        "narrower",
    ),
    row("wrapped-in-one-of", "{where} became alternatives (`oneOf`), none of which is what it was", "both"),
    row("wrapped-in-any-of", "{where} became alternatives (`anyOf`), none of which is what it was", "both"),
    row("unwrapped-from-one-of", "{where} was alternatives (`oneOf`), none of which is what it became", "both"),
    row("unwrapped-from-any-of", "{where} was alternatives (`anyOf`), none of which is what it became", "both"),
    row("all-of-added", "{where} also has to match {name} (`allOf`)", "narrower"),
    row(
        "all-of-removed",
        "{where} no longer has to match {name} (`allOf`)",
        "wider",
        exempt("warning", "clients may rely on what the part described", "request-*all-of-removed"),
        exempt("info", "the server may still send what the part described", "response-*all-of-removed"),
    ),
    row("not-added", "{where} excludes what it did not (`not`)", "narrower"),
    row("not-removed", "{where} no longer excludes anything (`not`)", "wider"),
    row("not-changed", "{where} excludes something else (`not`)", "both"),
    row("if-added", "{where} got a condition (`if`)", "narrower"),
    row("if-removed", "{where} lost its condition (`if`)", "wider"),
    row("if-changed", "the condition of {where} changed (`if`)", "both"),
    row("then-added", "{where} got a demand for when its condition holds (`then`)", "narrower"),
    row("then-removed", "{where} lost the demand for when its condition holds (`then`)", "wider"),
    row("else-added", "{where} got a demand for when its condition does not hold (`else`)", "narrower"),
    row("else-removed", "{where} lost the demand for when its condition does not hold (`else`)", "wider"),
    row("discriminator-added", "the alternatives of {where} are told apart by {name} (`discriminator`)"),
    row("discriminator-removed", "the alternatives of {where} are no longer told apart by {name} (`discriminator`)"),
    row(
        "discriminator-property-name-changed",
        "the alternatives of {where} are told apart by {after} in place of {before}",
        "both",
    ),
    row(
        "discriminator-mapping-added",
        "{name} names an alternative of {where}",
        "wider",
        exempt("warning", UNKNOWN_TO_CLIENTS, "response-*discriminator-mapping-added"),
    ),
    row("discriminator-mapping-deleted", "{name} no longer names an alternative of {where}", "narrower"),
    row(
        "discriminator-mapping-changed",
        "{name} names another alternative of {where}: {after} in place of {before}",
        "both",
    ),
)
