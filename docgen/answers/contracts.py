"""The contracts in which the requests of a customer are looked up."""

from collections.abc import Mapping

import msgspec

from docgen.answers.build import visible_pins
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.openapi.routes import Routes
from docgen.upgrade.usage import renamed_operations


class Contract(msgspec.Struct, frozen=True):
    """The routes of a contract, and the name of each of its operations in the contract that is upgraded to."""

    routes: Routes
    names: Mapping[str, str]


def contracts(project: Project, start: Pin | None, end: Pin) -> tuple[Contract, ...]:
    """The contract of `start`, then that of `end`, then the others that a reader may know, the newest first."""
    pins = dict.fromkeys(pin.id for pin in (start, end, *visible_pins(project)) if pin)
    by_id = {pin.id: pin for pin in project.pins}
    return tuple(_contract(by_id[pin], end) for pin in pins if by_id[pin].spec)


def _contract(pin: Pin, end: Pin) -> Contract:
    assert pin.spec  # noqa: S101 - the caller leaves the others out
    return Contract(Routes(pin.spec), renamed_operations(pin, end) if pin is not end else {})
