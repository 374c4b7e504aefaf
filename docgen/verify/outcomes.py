"""The outcome of each claim at a live address."""

from collections.abc import Iterator, Mapping

import msgspec

from docgen.model.finding import Finding
from docgen.model.pin import Pin
from docgen.model.project import Project


class Outcome(msgspec.Struct, frozen=True):
    """The result of a claim of a pin at an origin; it passed if there are no findings.

    Findings that belong to no claim have an empty `claim`: they are reported, but not recorded.
    """

    claim: str
    pin: str
    origin: str
    findings: tuple[Finding, ...] = ()


def rule_outcomes(project: Project, origin: str, findings: Mapping[str, tuple[Finding, ...]]) -> Iterator[Outcome]:
    """The outcomes of the claims on the rules in `findings`, then of the rules that no claim names."""
    claimed = set()
    for entry in project.entries:
        for claim in entry.text.claims:
            if claim.redirect and claim.redirect.rule in findings:
                claimed.add(claim.redirect.rule)
                yield Outcome(claim.full_id(entry.slug), entry.pin, origin, findings[claim.redirect.rule])
    for rule in findings:
        if rule not in claimed:
            yield Outcome("", "", origin, findings[rule])


def echo_outcomes(project: Project, pin: Pin, origin: str, findings: tuple[Finding, ...]) -> Iterator[Outcome]:
    """The outcomes of the pin's echo, and of its entries' claims on the same header."""
    yield Outcome(f"pin-{pin.id}/echo", pin.id, origin, findings)
    echo = (pin.text.versioning and pin.text.versioning.echo) or ""
    for entry in project.entries_of(pin):
        for claim in entry.text.claims:
            header = claim.header
            if header and header.in_ == "every-response" and header.name.casefold() == echo.casefold():
                yield Outcome(claim.full_id(entry.slug), pin.id, origin, findings)
