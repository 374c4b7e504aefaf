"""How a finding names a change: what it affects and where it is owed, the first by name, and its worst effects."""

import pytest

from docgen.check.contract_change import affected, selectors_text, subject_of, worst_effects
from docgen.model.change import Change, Effect, Level

OPERATIONS = ("GET /a", "GET /b", "GET /c", "GET /d", "GET /e")
EVENTS = ("a.made", "a.sold", "a.lost", "a.kept")


def change(operations: int = 0, events: int = 0, effects: tuple[tuple[str, Level], ...] = ()) -> Change:
    return Change(
        *("b-removed", "breaking", "both", "A.b", "/a/b", ()),
        effects=tuple(Effect(id_, level, "both") for id_, level in effects),
        operations=OPERATIONS[:operations],
        events=EVENTS[:events],
        text="removed `b`",
        fingerprint="",
        selectors=("A.b", "B.b"),
    )


@pytest.mark.parametrize(
    ("operations", "events", "words"),
    [
        (0, 0, "clients that rely on it"),
        (1, 1, "GET /a and `a.made`"),
        (3, 0, "GET /a, GET /b, GET /c"),
        (4, 0, "GET /a, GET /b, GET /c and 1 more operation"),
        (5, 4, "GET /a, GET /b, GET /c and 2 more operations and `a.made`, `a.sold`, `a.lost` and 1 more event"),
    ],
)
def test_what_a_change_affects(operations: int, events: int, words: str) -> None:
    assert affected(change(operations, events)) == words


@pytest.mark.parametrize(
    ("left", "places", "subject"),
    [
        (("",), "it", "this change at it"),
        (("B.b",), "`B.b`", "this change at `B.b`"),
        (("A.b", "B.b"), "`A.b`, `B.b`", "this change"),
        (("A", "B", "C", "D"), "`A`, `B`, `C` and 1 more place", "this change at `A`, `B`, `C` and 1 more place"),
    ],
)
def test_where_a_change_is_owed(left: tuple[str, ...], places: str, subject: str) -> None:
    assert selectors_text(left) == places
    assert subject_of(change(), left) == subject


def test_the_worst_effects_are_named_once_each_the_change_s_own_first() -> None:
    effects: tuple[tuple[str, Level], ...] = (("a-removed", "breaking"), ("c-removed", "warning"))
    same: tuple[tuple[str, Level], ...] = (("b-removed", "breaking"), ("a-removed", "breaking"))
    assert worst_effects(change(effects=(*effects, *same))) == "b-removed, a-removed"
