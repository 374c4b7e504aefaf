"""Changes of unions, parts and conditions: `oneOf`, `anyOf`, `allOf`, `not`, `if` and `discriminator`."""

from typing import Final

from docgen.differ.catalogue.action import SCHEMA, rows

UNIONS: Final = rows(
    SCHEMA,
    {
        "one-of-added": ("added the alternative{s} {name} to {where}", "wider"),
        "one-of-removed": ("removed the alternative{s} {name} from {where}", "narrower"),
        "any-of-added": ("added the alternative{s} {name} to {where}", "wider"),
        "any-of-added-disjoint": ("added the alternative{s} {name} to {where}", "wider"),
        "any-of-removed": ("removed the alternative{s} {name} from {where}", "narrower"),
        "one-of-introduced": ("{where} must now match one of several alternatives", "narrower"),
        "one-of-dropped": ("{where} need no longer match one of several alternatives", "wider"),
        "any-of-introduced": ("{where} must now match at least one of several alternatives", "narrower"),
        "any-of-dropped": ("{where} need no longer match any of several alternatives", "wider"),
        "one-of-became-any-of": ("{where} can now match more than one of its alternatives", "wider"),
        "any-of-became-one-of": ("{where} must now match exactly one of its alternatives", "narrower"),
        "wrapped-in-one-of": ("replaced {where} with several alternatives", "both"),
        "wrapped-in-any-of": ("replaced {where} with several alternatives", "both"),
        "unwrapped-from-one-of": ("replaced the alternatives of {where} with a single type", "both"),
        "unwrapped-from-any-of": ("replaced the alternatives of {where} with a single type", "both"),
        "all-of-added": ("{where} must now also match {name}", "narrower"),
        "all-of-removed": ("{where} need no longer match {name}", "wider"),
        "not-added": ("excluded some values from {where}", "narrower"),
        "not-removed": ("removed the excluded values of {where}", "wider"),
        "not-changed": ("changed the excluded values of {where}", "both"),
        "if-added": ("added a condition to {where}", "narrower"),
        "if-removed": ("removed the condition of {where}", "wider"),
        "if-changed": ("changed the condition of {where}", "both"),
        "then-added": ("added a requirement to {where} if its condition is met", "narrower"),
        "then-removed": ("removed the requirement of {where} if its condition is met", "wider"),
        "else-added": ("added a requirement to {where} if its condition is not met", "narrower"),
        "else-removed": ("removed the requirement of {where} if its condition is not met", "wider"),
        "discriminator-added": "added the discriminator {name} to {where}",
        "discriminator-removed": "removed the discriminator {name} from {where}",
        "discriminator-property-name-changed": (
            "changed the discriminator of {where} from {before} to {after}",
            "both",
        ),
        "discriminator-mapping-added": ("added the discriminator value {name} to {where}", "wider"),
        "discriminator-mapping-deleted": ("removed the discriminator value {name} from {where}", "narrower"),
        "discriminator-mapping-changed": (
            "changed the discriminator value {name} of {where} from {before} to {after}",
            "both",
        ),
    },
)
