"""What became of each claim at a live address."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

import msgspec

from docgen.model.finding import Finding
from docgen.model.live import LiveResult
from docgen.model.pin import Pin
from docgen.model.project import Project


class Outcome(msgspec.Struct, frozen=True):
    """A claim of a pin, held against an origin: it passed where nothing was found.

    An empty `claim` is what no entry claims: it is reported, and not recorded.
    """

    claim: str
    pin: str
    origin: str
    findings: tuple[Finding, ...] = ()


def of_rules(project: Project, origin: str, found: Mapping[str, tuple[Finding, ...]]) -> Iterator[Outcome]:
    """The claims that promise a redirect, for each rule that was asked about; and the rules that no claim names."""
    claimed = set()
    for entry in project.entries:
        for claim in entry.text.claims:
            if claim.redirect and claim.redirect.rule in found:
                claimed.add(claim.redirect.rule)
                yield Outcome(claim.full_id(entry.slug), entry.pin, origin, found[claim.redirect.rule])
    yield from (Outcome("", "", origin, found[rule]) for rule in found if rule not in claimed)


def of_echo(project: Project, pin: Pin, origin: str, findings: tuple[Finding, ...]) -> Iterator[Outcome]:
    """What the pin says of its echo, and the claims of its entries that say the same."""
    yield Outcome(f"pin-{pin.id}/echo", pin.id, origin, findings)
    echo = (pin.text.versioning and pin.text.versioning.echo) or ""
    for entry in project.entries_of(pin):
        for claim in entry.text.claims:
            said = claim.header
            if said and said.in_ == "every-response" and said.name.casefold() == echo.casefold():
                yield Outcome(claim.full_id(entry.slug), pin.id, origin, findings)


def results(outcomes: Sequence[Outcome], moment: float) -> dict[str, tuple[LiveResult, ...]]:
    """The results to record, by the id of the pin; a claim that was held more than once at an origin passed each time.

    `moment` is a Unix time in seconds.
    """
    checked = datetime.fromtimestamp(int(moment), UTC)
    merged: dict[tuple[str, str, str], tuple[Finding, ...]] = {}
    for outcome in (outcome for outcome in outcomes if outcome.claim):
        key = (outcome.pin, outcome.claim, outcome.origin)
        merged[key] = (*merged.get(key, ()), *outcome.findings)
    by_pin: dict[str, list[LiveResult]] = {}
    for (pin, claim, origin), findings in merged.items():
        causes = tuple(sorted({found.id for found in findings}))
        result = LiveResult(
            claim=claim, origin=origin, checked=checked, result="failed" if causes else "passed", causes=causes
        )
        by_pin.setdefault(pin, []).append(result)
    return {pin: tuple(found) for pin, found in by_pin.items()}
