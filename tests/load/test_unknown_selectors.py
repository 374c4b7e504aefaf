"""An entry covers what is in the contract of its pin, or in the one before: anything else is a slip of the pen."""

from datetime import UTC, datetime

import msgspec
import pytest

from docgen.load.project import load
from docgen.load.selectors import unknown_selectors
from docgen.model.project import Project
from tests.conftest import REPOSITORY


@pytest.fixture(scope="module")
def harbour() -> Project:
    """A project with the pins 2026-04 and 2026-07."""
    project, _ = load(REPOSITORY / "tests/other/harbour", datetime(2026, 8, 1, tzinfo=UTC))
    assert project is not None
    return project


@pytest.mark.parametrize(
    ("pin", "kind", "selector", "known"),
    [
        ("2026-04", "changed", "GET /nowhere", False),
        ("2026-04", "removed", "GET /nowhere", True),  # the contract that had it is not in the project
        ("2026-07", "removed", "GET /nowhere", False),
        ("2026-07", "removed", "GET /2026-07/parcels", True),
        ("2026-04", "changed", "GET /2026-04/parcels", True),
    ],
)
def test_a_selector_is_of_the_contract(harbour: Project, pin: str, kind: str, selector: str, known: bool) -> None:
    entry = next(entry for entry in harbour.entries if entry.pin == pin)
    text = msgspec.structs.replace(entry.text, kind=kind, covers=(selector,), claims=())
    entries = (msgspec.structs.replace(entry, text=text),)
    found = [(each.id, each.message) for each in unknown_selectors(harbour.pins, entries, harbour.config)]
    message = f"unknown selector `{selector}`; expected a part of the contract of {pin}"
    assert found == ([] if known else [("unknown-selector", message)])
