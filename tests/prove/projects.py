"""Projects with another contract or other claims, made in memory: a proof takes milliseconds."""

from typing import Any

import msgspec

from docgen.model.claim import Claim
from docgen.model.project import Project
from docgen.openapi.spec import Spec
from docgen.positions.source import Source


def with_contract(project: Project, pin_id: str, document: dict[str, Any]) -> Project:
    """The project, whose pin has that contract."""
    pins = tuple(
        msgspec.structs.replace(pin, spec=Spec(Source(pin.spec.source.path, "{}"), document))
        if pin.spec and pin.id == pin_id
        else pin
        for pin in project.pins
    )
    return msgspec.structs.replace(project, pins=pins)


def with_claim(project: Project, kind: str, claim: dict[str, Any]) -> Project:
    """The project, whose first entry has that claim alone."""
    entry, *others = project.entries
    claims = (msgspec.convert({kind: claim}, Claim),)
    text = msgspec.structs.replace(entry.text, claims=claims)
    return msgspec.structs.replace(project, entries=(msgspec.structs.replace(entry, text=text), *others))
