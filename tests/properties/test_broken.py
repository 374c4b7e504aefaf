"""Each law catches the faults that it is there for: a law that nothing breaks proves nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, find, settings
from hypothesis import strategies as st

from properties import laws
from properties.broken import DIFFERS
from properties.documents import documents
from properties.drawn import edited, edited_schemas
from properties.edits import edits
from properties.transforms import extracted, inlined, reordered

pytestmark = pytest.mark.slow  # each law searches for what shows a fault
Case = tuple[Any, ...]
FAST = settings(
    max_examples=200, derandomize=True, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)


@st.composite
def with_edit(draw: st.DrawFn) -> Case:
    document = draw(documents())
    return document, draw(edits(document).filter(lambda edit: not edit.merged))


@st.composite
def with_other(draw: st.DrawFn, rewrite: Callable[[Any], Any]) -> Case:
    document = draw(documents())
    return document, draw(rewrite(document))


@st.composite
def both_reordered(draw: st.DrawFn) -> Case:
    base, revision = draw(edited())
    return (base, revision), (draw(reordered(base)), draw(reordered(revision)))


LAWS: dict[str, tuple[Callable[..., None], st.SearchStrategy[Case]]] = {
    "same_is_silent": (laws.same_is_silent, st.tuples(documents())),
    "order_says_nothing": (laws.order_says_nothing, with_other(reordered)),
    "order_changes_nothing": (laws.order_changes_nothing, both_reordered()),
    "inlined": (laws.references_say_nothing, documents().map(lambda document: (document, inlined(document)))),
    "extracted": (laws.references_say_nothing, with_other(extracted)),
    "inlined_verdict": (
        laws.references_change_no_verdict,
        edited().map(lambda sides: (sides, (inlined(sides[0]), sides[1]))),
    ),
    "text_says_nothing": (laws.text_says_nothing, edited()),
    "sharing_says_nothing": (laws.sharing_says_nothing, edited()),
    "swapped_is_mirrored": (laws.swapped_is_mirrored, edited()),
    "change_is_well_formed": (laws.change_is_well_formed, edited()),
    "sites_are_there": (laws.sites_are_there, edited()),
    "headlines_are_true": (laws.headlines_are_true, edited()),
    "edit_is_reported": (laws.edit_is_reported, with_edit()),
    "breaking_has_a_witness": (
        laws.breaking_has_a_witness,
        edited_schemas(merged=False).map(lambda schemas: (schemas, "request")),
    ),
    "silence_has_no_witness": (
        laws.silence_has_no_witness,
        edited_schemas(merged=True).map(lambda schemas: (schemas, "request")),
    ),
}
CAUGHT = [
    ("same_is_silent", "restless"),
    ("order_says_nothing", "literal"),
    ("order_changes_nothing", "first_come"),
    ("inlined", "by_reference"),
    ("extracted", "by_reference"),
    ("inlined_verdict", "by_reference"),
    ("text_says_nothing", "by_text"),
    ("sharing_says_nothing", "by_identity"),
    ("swapped_is_mirrored", "one_way"),
    ("change_is_well_formed", "twice"),
    ("change_is_well_formed", "mislevelled"),
    ("sites_are_there", "elsewhere"),
    ("headlines_are_true", "misnaming"),
    ("edit_is_reported", "silent"),
    ("edit_is_reported", "elsewhere"),
    ("edit_is_reported", "one_way"),
    ("breaking_has_a_witness", "alarmist"),
    ("silence_has_no_witness", "silent"),
    ("silence_has_no_witness", "cautious"),
]


@pytest.mark.parametrize(("law", "differ"), CAUGHT)
def test_a_law_catches_a_broken_differ(law: str, differ: str) -> None:
    holds, drawn = LAWS[law]

    def breaks(case: Case) -> bool:
        try:
            holds(DIFFERS[differ], *case)
        except AssertionError:
            return True
        return False

    find(drawn, breaks, settings=FAST)


def test_every_law_is_broken_by_something() -> None:
    assert {law for law, _ in CAUGHT} == LAWS.keys()
