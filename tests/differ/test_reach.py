"""The words with which pages and reports sum up changes, and what reaches one."""

import msgspec
import pytest

from docgen.differ.wording import describe, reach_phrases, summary
from docgen.model.change import Change

ONE = Change("an-id", "info", "none", "GET /a", "/p", ("/p",), (), (), (), "text", "f")


def change(**values: object) -> Change:
    return msgspec.structs.replace(ONE, **values)


def test_a_summary_counts_by_level_the_worst_first() -> None:
    assert summary([]) == "no changes"
    assert summary([ONE]) == "1 change: 1 info"
    assert summary([ONE, change(level="breaking"), ONE]) == "3 changes: 1 breaking, 2 info"


@pytest.mark.parametrize(
    ("values", "phrases"),
    [
        ({"operations": ("GET /a",)}, []),
        ({"operations": ("GET /b",)}, ["used by `GET /b`"]),
        ({"operations": ("GET /a", "GET /b")}, ["used by `GET /a`, `GET /b`"]),
        ({"operations": ("GET /a", "GET /b"), "selectors": ("GET /a", "GET /b")}, []),
        ({"operations": ("a", "b", "c")}, ["used by `a`, `b`, `c`"]),
        ({"operations": ("a", "b", "c", "d")}, ["used by 4 operations"]),
        ({"events": ("e",)}, ["used by event `e`"]),
        ({"events": ("e", "f")}, ["used by events `e`, `f`"]),
        ({"events": ("e", "f", "g", "h")}, ["used by 4 events"]),
        ({"events": ("e",), "selector": "event e"}, []),
        ({"operations": ("GET /b",), "events": ("e",)}, ["used by `GET /b` and event `e`"]),
        ({"sites": ("/p", "/q"), "operations": ("GET /b",)}, ["used by `GET /b`", "2 places"]),
        ({"sites": ("/p", "/q"), "text": "changed; also in `B`"}, []),
    ],
)
def test_what_reaches_a_change_beside_its_own_part(values: dict[str, object], phrases: list[str]) -> None:
    assert reach_phrases(change(**values), lambda name: f"`{name}`") == phrases


@pytest.mark.parametrize(
    ("selector", "text", "described"),
    [
        ("GET /a", "removed `GET /a`", "removed `GET /a`"),
        ("GET /a", "changed the title", "GET /a: changed the title"),
        ("event e", "the webhook `e` was removed", "the webhook `e` was removed"),
        ("Widget.size", "the property `size` of `Widget` was removed", "the property `size` of `Widget` was removed"),
        ("Widget.a.size", "`a.size` of `Widget` was removed", "`a.size` of `Widget` was removed"),
        ("Widget.size", "the property `size` was removed", "Widget.size: the property `size` was removed"),
    ],
)
def test_a_change_is_told_with_its_part_once(selector: str, text: str, described: str) -> None:
    assert describe(change(selector=selector, text=text)) == described
