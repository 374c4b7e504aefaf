"""What a publication knows: the outcome of each claim, and a contract even where there is none."""

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from docgen.load.project import load
from docgen.model.analysis import Analysis
from docgen.model.claim import Claim, EventsClaim
from docgen.model.project import Project
from docgen.model.proof import Status
from docgen.prove import prove
from docgen.render import render
from docgen.render.event_views import views
from docgen.render.publication import Publication, with_neighbours


@pytest.fixture(scope="module")
def aurous() -> Project:
    project, _ = load(Path(__file__).parents[2], datetime(2026, 6, 1, tzinfo=UTC))
    assert project is not None
    return project


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        (("proved", "refuted", "attested"), "refuted"),
        (("attested", "cannot-prove", "proved"), "cannot-prove"),
        (("proved", "attested"), "attested"),
    ],
)
def test_the_worst_outcome_of_a_claim_counts(aurous: Project, statuses: tuple[Status, ...], expected: str) -> None:
    first = prove(aurous)[0]
    outcomes = tuple(msgspec.structs.replace(first, status=status) for status in statuses)
    assert Publication(Analysis(aurous, outcomes)).proofs[first.claim].status == expected


def test_of_equal_outcomes_the_first_counts(aurous: Project) -> None:
    first = prove(aurous)[0]
    outcomes = tuple(msgspec.structs.replace(first, against=against) for against in ("a", "b"))
    assert Publication(Analysis(aurous, outcomes)).proofs[first.claim].against == "a"


def test_a_later_claim_without_a_status_hides_no_earlier_one(aurous: Project) -> None:
    """A draft shows what its errors are about, and nothing else is lost with them."""
    entries = []
    for entry, status in zip(aurous.entries, ("ready", ""), strict=False):
        claim = Claim(events=EventsClaim(after_status={"image.failed": status}))
        entries.append(msgspec.structs.replace(entry, text=msgspec.structs.replace(entry.text, claims=(claim,))))
    publication = Publication(Analysis(msgspec.structs.replace(aurous, entries=tuple(entries))))
    assert {view.name: view.status for view in views(publication)}["image.failed"] == "ready"


def test_what_has_no_contract_has_no_reference(aurous: Project) -> None:
    pins = tuple(msgspec.structs.replace(pin, spec=None) for pin in aurous.pins)
    publication = Publication(Analysis(msgspec.structs.replace(aurous, pins=pins)))
    assert (len(publication.spec.operations()), publication.url_of("GET /v1/images"), publication.url_of("Image")) == (
        0,
        None,
        None,
    )
    files = render(publication.analysis)
    assert "api-spec.json" not in files
    assert not any(path.startswith("reference/") for path in files)


def test_each_item_is_between_its_neighbours() -> None:
    assert list(with_neighbours("abc")) == [(None, "a", "b"), ("a", "b", "c"), ("b", "c", None)]
    assert list(with_neighbours("a")) == [(None, "a", None)]
    assert list(with_neighbours("")) == []
