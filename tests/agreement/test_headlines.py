"""The headline of a root cause is true of the part that it names: its level holds there."""

import pytest
from diff_data import DATA, real_pairs
from properties.reached import untrue_headlines

from docgen.differ import diff

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not (DATA / "real").is_dir(), reason=f"no real documents in {DATA}")]


@pytest.mark.parametrize("back", [False, True], ids=["there", "back"])
def test_the_worst_effect_reaches_what_the_headline_names(back: bool) -> None:
    for name, base, revision in real_pairs():
        sides = (revision, base) if back else (base, revision)
        assert list(untrue_headlines(*sides, diff(*sides))) == [], name
