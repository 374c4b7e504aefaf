"""The outcome of each claim at a live address, and the files that record them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from docgen.model.files import Files
from docgen.model.finding import Finding
from docgen.model.live import LIVE, LiveFile, LiveResult
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.model.redirect import utc
from docgen.verify.findings import FindingsByRule


class Outcome(NamedTuple):
    """The result of a claim of a pin at an origin; it passed if there are no findings.

    Findings that belong to no claim have an empty `claim`: they are reported, but not recorded.
    """

    claim: str
    pin: str
    origin: str
    findings: tuple[Finding, ...] = ()


def rule_outcomes(project: Project, origin: str, findings: FindingsByRule) -> Iterator[Outcome]:
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


def live_files(pins: Iterable[Pin], outcomes: Sequence[Outcome], moment: float) -> Files:
    """`changelog/<pin>/live.json` of each pin with new results, which replace earlier ones of a claim at an origin.

    A claim that was checked twice at an origin must pass both times. `moment` is a Unix time in seconds.
    """
    checked = utc(int(moment))
    files = {}
    for pin in pins:
        causes = defaultdict[tuple[str, str], set[str]](set)
        for outcome in outcomes:
            if outcome.claim and outcome.pin == pin.id:
                causes[outcome.claim, outcome.origin].update(finding.id for finding in outcome.findings)
        if causes:
            latest = {(result.claim, result.origin): result for result in (pin.live.results if pin.live else ())}
            for (claim, origin), ids in causes.items():
                latest[claim, origin] = LiveResult(
                    claim=claim,
                    origin=origin,
                    checked=checked,
                    result="failed" if ids else "passed",
                    causes=tuple(sorted(ids)),
                )
            file = LiveFile(results=tuple(latest[key] for key in sorted(latest)))
            text = msgspec.json.format(msgspec.json.encode(file), indent=2).decode()
            files[f"changelog/{pin.id}/{LIVE}"] = f"{text}\n"
    return files
