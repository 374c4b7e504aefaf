"""The headline of a root cause is true of the part that it names: its level holds there."""

from collections.abc import Iterator

import pytest
from diff_data import DATA, real_pairs
from reached import Directed, reached

from docgen.differ import diff
from docgen.model.change import Change
from docgen.openapi.references import schema_reference
from docgen.openapi.spec import Spec

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not (DATA / "real").is_dir(), reason=f"no real documents in {DATA}")]


def untrue(base: Spec, revision: Spec, changes: tuple[Change, ...]) -> Iterator[tuple[str, str]]:
    """The changes whose worst effect does not reach the schema that the headline names, in its direction."""
    sides = [reached(side) for side in (base, revision)]
    schemas = {name for side in (base, revision) for name in side.document.get("components", {}).get("schemas", {})}
    for change in changes:
        # the names of schemas may have dots: the longest that is one is meant
        ends = [end for end, letter in enumerate(change.selector) if letter == "."] + [len(change.selector)]
        named = [change.selector[:end] for end in ends if change.selector[:end] in schemas]
        effect = next(effect for effect in change.effects if effect.id == change.id)
        users = (*effect.operations, *(f"event {event}" for event in effect.events))
        if named and users and effect.polarity != "none":
            ref = schema_reference(named[-1])
            if not any(_reaches(side.get(user), effect.polarity, ref) for side in sides for user in users):
                yield change.text, effect.id


def _reaches(directed: Directed | None, polarity: str, ref: str) -> bool:
    return bool(directed) and ref in directed.get(polarity, ())


@pytest.mark.parametrize("back", [False, True], ids=["there", "back"])
def test_the_worst_effect_reaches_what_the_headline_names(back: bool) -> None:
    for name, base, revision in real_pairs():
        sides = (revision, base) if back else (base, revision)
        changes = diff(*sides)
        assert list(untrue(*sides, changes)) == [], name
        assert [
            change.text for change in changes if change.milder.get(change.selector, change.level) != change.level
        ] == []
