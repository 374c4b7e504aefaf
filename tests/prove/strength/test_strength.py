"""For every claim of the three sample projects: each edit that makes its sentence false is refuted.

What an edit leaves open (an enum that is gone, an example that is gone) is not called proved any more.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Final

import msgspec
import pytest

from docgen.claims import KINDS
from docgen.load.project import load
from docgen.model.project import Project
from docgen.prove import prove
from docgen.prove.pin_claims import FIRST_PIN
from docgen.prove.pin_claims import PIN_CLAIMS as PINS
from tests.conftest import REPOSITORY
from tests.prove.strength import events, lifecycle, rules, schemas, traffic
from tests.prove.strength import pins as pins_edits
from tests.prove.strength.edit import Carrier, Edits

SAMPLES: Final = {
    "aurous": (REPOSITORY, datetime(2026, 6, 1, tzinfo=UTC)),
    "harbour": (REPOSITORY / "tests/other/harbour", datetime(2026, 8, 1, tzinfo=UTC)),
    "sample": (REPOSITORY / "tests/check/sample", datetime(2026, 10, 1, tzinfo=UTC)),
}
EDITS: Final[Mapping[str, Callable[[Carrier], Edits]]] = {
    "events": events.of_events,
    "enum": schemas.of_enum,
    "fields": schemas.of_fields,
    "response": traffic.of_response,
    "header": traffic.of_header,
    "redirect": rules.of_redirect,
    "notice": rules.of_notice,
    "url": rules.of_url,
    "removal": lifecycle.of_removal,
    "deprecation": lifecycle.of_deprecation,
}
ATTESTED: Final = ("attested", "accepts", "policy")  # no contract shows them, so nothing there makes them false


@cache
def loaded(name: str) -> Project:
    root, now = SAMPLES[name]
    project, findings = load(root, now)
    assert project is not None
    assert project.complete, findings
    return project


def carriers(project: Project) -> dict[str, Carrier]:
    """Each claim of the entries, in the project with that claim alone."""
    found = {}
    for entry in project.entries:
        for claim in entry.text.claims:
            text = msgspec.structs.replace(entry.text, claims=(claim,))
            alone = msgspec.structs.replace(entry, text=text)
            one = msgspec.structs.replace(project, entries=(alone,))
            found[claim.full_id(entry.slug)] = Carrier(one, entry.pin, claim.full_id(entry.slug), alone, claim)
    return found | (lifecycle.carriers(project) if project is loaded("sample") else {})


def outcomes(project: Project, claim_id: str) -> set[str]:
    return {proof.status for proof in prove(project) if proof.claim == claim_id}


def pin_carriers(project: Project) -> dict[str, Carrier]:
    """Each claim of each pin.yaml."""
    found = {proof.claim: proof.kind for proof in prove(project) if proof.claim.startswith("pin-")}
    pins = {f"pin-{pin.id}/{part}": pin.id for pin in project.pins for part in pins_edits.PARTS}
    alone = msgspec.structs.replace(project, entries=())
    return {claim_id: Carrier(alone, pins[claim_id], claim_id) for claim_id in found if claim_id in pins}


def survivors(edits: Edits, claim_id: str) -> list[tuple[str, set[str]]]:
    """The edits after which the claim is not what it has to be; there must be some edit."""
    found = [(edit, outcomes(edit.project, claim_id)) for edit in edits]
    assert found
    return [
        (edit.label, after)
        for edit, after in found
        if not ("refuted" in after if edit.refuted else after and not after & {"proved", "attested"})
    ]


ENTRY_CLAIMS: Final = [
    (name, claim_id)
    for name in SAMPLES
    for claim_id, carrier in carriers(loaded(name)).items()
    if carrier.claim and carrier.claim.kind not in ATTESTED
]
PIN_CLAIMS: Final = [(name, claim_id) for name in SAMPLES for claim_id in pin_carriers(loaded(name))]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "claim_id"), ENTRY_CLAIMS)
def test_an_edit_that_makes_a_claim_false_is_refuted(name: str, claim_id: str) -> None:
    carrier = carriers(loaded(name))[claim_id]
    assert carrier.claim
    assert outcomes(carrier.project, claim_id) == {"proved"}
    assert survivors(EDITS[carrier.claim.kind](carrier), claim_id) == []


@pytest.mark.parametrize(("name", "claim_id"), PIN_CLAIMS)
def test_an_edit_that_makes_a_claim_of_a_pin_false_is_refuted(name: str, claim_id: str) -> None:
    carrier = pin_carriers(loaded(name))[claim_id]
    assert outcomes(carrier.project, claim_id) <= {"proved", "attested"}
    assert survivors(pins_edits.PARTS[claim_id.partition("/")[2]](carrier), claim_id) == []


def test_every_kind_of_claim_is_edited() -> None:
    assert {*EDITS, *ATTESTED} >= set(KINDS)
    assert {*pins_edits.PARTS, *ATTESTED} >= {part.name for part in (*PINS, FIRST_PIN)}
