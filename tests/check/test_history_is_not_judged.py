"""Nothing that proves, compares or checks facts knows of history; what a site shows of it is checked as elsewhere."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from docgen.analysis import analysed
from docgen.load.project import load
from docgen.model.analysis import Analysis
from docgen.model.history import History, HistoryEntryText
from docgen.model.project import Project
from tests import history
from tests.conftest import as_base

WORDS = st.sampled_from(
    (
        "`completed`",
        "`GET /v0/gone`",
        "418",
        "Generation.status",
        "event never.fired",
        "{{ claim.enum.wire }}",
        "§",
        "2",
    )
)
SAID = st.lists(WORDS, min_size=1, max_size=9).map(" ".join)
DAYS = st.dates(date(1999, 1, 1), date(2026, 5, 31))
TEXTS = st.builds(history.text, SAID, SAID, DAYS, covers=st.lists(SAID, max_size=2).map(tuple))

MET = {
    "guide": ("Read [the guide](../../guides/webhooks.md) and <b>the rest</b>.", ""),
    "beside": ("Read [the entry](guide.md) and [the pin](index.md).", ""),
    "gone": ("Read [the guide](../../guides/gone.md).", "dead-link"),
    "draft": ("@@DRAFT: a sentence of the import.", "draft-left"),
    "word": ("The sweeper came.", "internal-word"),
    "Not a slug": ("A body.", "invalid-name"),
}
"""The body of an entry by its slug, and the finding on it."""


@pytest.fixture(scope="module")
def project(uncorrected: Path) -> Project:
    found, _ = load(uncorrected, datetime(2026, 6, 1, tzinfo=UTC))
    assert found is not None
    # its day is after those of history: new entries from before it are findings
    return replace(found, base=as_base(found, date(2026, 5, 31)))


@pytest.fixture(scope="module")
def known(project: Project) -> Analysis:
    return analysed(project)


@pytest.mark.slow
@settings(max_examples=3)
@given(st.lists(TEXTS, min_size=44, max_size=44))
def test_what_is_found_is_the_same_with_a_past(
    project: Project, known: Analysis, texts: list[HistoryEntryText]
) -> None:
    entries = tuple(history.entry("old", f"old-{number}", text) for number, text in enumerate(texts))
    found = analysed(replace(project, history=History((history.pin("old", date(1999, 1, 1)),), entries)))
    assert found.findings == known.findings
    assert (found.proofs, found.changes, found.facts) == (known.proofs, known.changes, known.facts)


def test_what_a_reader_meets_is_checked(project: Project, known: Analysis) -> None:
    pins = (history.pin("old", history.FIRST), history.pin("v 1", history.FIRST))
    entries = (history.entry("old", slug, history.text("A title", body)) for slug, (body, _) in MET.items())
    found = analysed(replace(project, history=History(pins, tuple(entries))))
    new = {finding.path: finding.id for finding in found.findings if finding not in known.findings}
    expected = {f"changelog/old/{slug}.yaml": id_ for slug, (_, id_) in MET.items() if id_}
    assert new == {**expected, "changelog/v 1/pin.yaml": "invalid-name"}
