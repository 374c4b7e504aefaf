"""Each rule ends by itself at its sunset, on one line that ops may delete."""

import time as clock
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from docgen.model.files import Files
from docgen.model.redirect import Redirect
from docgen.redirects import oracle
from docgen.redirects.edges import EDGES
from docgen.redirects.edges.files import clock_mark

from .conformance import FAR_FUTURE, FAR_PAST
from .kinds import KINDS, Kind
from .rules import build, redirects
from .servers import Response, running, validate

pytestmark = pytest.mark.edge
clocks = pytest.mark.parametrize(
    "kind", sorted(name for name in KINDS if EDGES[KINDS[name].edge].HAS_CLOCK), indirect=True
)
RULES = redirects(FAR_PAST)
ENDING = [redirect for redirect in RULES if redirect.sunset is not None and redirect.is_served]
HALVES = [
    [rule for place, rule in enumerate(ENDING) if place >> bit & 1 == side]
    for bit in range((len(ENDING) - 1).bit_length())
    for side in (0, 1)
]
"""Of any two rules, one of the halves has the first and not the second: a server each, not a server a rule."""


@clocks
def test_flip_at_the_sunset(kind: Kind, tmp_path: Path) -> None:
    """Until T every answer redirects; of the requests sent 50 ms after T or later, none does."""
    sunset = int(clock.time()) + kind.starts_within
    files = EDGES[kind.edge].render(redirects(sunset), kind.setup(folder=tmp_path))
    with running(kind, files, tmp_path) as server:
        seen: list[tuple[float, Response, float]] = []
        while (sent := clock.time()) < sunset + 0.7:
            seen.append((sent, server.send("GET", b"/docs"), clock.time()))
            clock.sleep(0.005 if abs(sent - sunset) < 0.1 else 0.02)
    before = {answer.status for _, answer, received in seen if received < sunset}
    after = {answer.status for sent, answer, _ in seen if sent > sunset + 0.05}
    assert (before, after) == ({308}, {404})
    assert not [sent for sent, answer, _ in seen if sent > sunset + 0.05 and answer.all("Location")]


@clocks
def test_a_brownout_begins_and_ends(kind: Kind, tmp_path: Path) -> None:
    """The rule redirects before and after the window, and answers in it as after its sunset."""
    if "brownouts" not in EDGES[kind.edge].FEATURES:
        pytest.skip("the edge has no brownouts")
    start = int(clock.time()) + kind.starts_within
    own = {"match": "exact", "to": "https://docs.aurous-labs.com/", "brownouts": [[start, start + 1]]}
    kinds = {"/gone": {"gone": {"status": 404}}, "/upstream": {}}
    rules = [build({**own, "id": path[1:], "path": path} | kept, FAR_FUTURE) for path, kept in kinds.items()]
    seen: dict[str, list[tuple[float, int, float]]] = {path: [] for path in kinds}
    with running(kind, EDGES[kind.edge].render(rules, kind.setup(folder=tmp_path)), tmp_path) as server:
        while clock.time() < start + 1.5:
            for path, answers in seen.items():
                answers.append((clock.time(), server.send("GET", path.encode()).status, clock.time()))
            clock.sleep(0.005)
    for path, status in (("/gone", 404), ("/upstream", 200)):
        within = {said for sent, said, received in seen[path] if start + 0.05 < sent and received < start + 1}
        before = {said for _, said, received in seen[path] if received < start}
        after = {said for sent, said, _ in seen[path] if sent > start + 1.05}
        assert (before, within, after) == ({308}, {status}, {308})


@clocks
@pytest.mark.parametrize("keep", HALVES, ids=lambda rules: " ".join(rule.id for rule in rules))
def test_deleting_the_marked_lines_keeps_those_rules_alone(
    kind: Kind, tmp_path: Path, keep: Sequence[Redirect]
) -> None:
    files = without_clocks(EDGES[kind.edge].render(RULES, kind.setup()), keep)
    with running(kind, files, tmp_path) as server:
        checked = validate(kind, files, tmp_path)
        assert checked.returncode == 0, checked.stderr
        expected = tuple(msgspec.structs.replace(rule, sunset=None) if rule in keep else rule for rule in RULES)
        for rule in RULES:
            target = rule.path + ("/2025" if rule.id == "archive" else "")
            answer = oracle.answer(expected, oracle.Request("GET", rule.host, target), FAR_PAST)
            assert server.send("GET", target.encode(), rule.host).status == (answer.status if answer else 200)


def without_clocks(files: Files, keep: Sequence[Redirect]) -> Files:
    """The files without the line of each of these rules that is to be deleted to keep it: one line a rule."""
    marks = [clock_mark(rule) for rule in keep]
    lines = {path: str(text).splitlines(keepends=True) for path, text in files.items()}
    found = [mark for mark in marks for text in lines.values() for line in text if mark in line]
    assert sorted(found) == sorted(marks)
    return {
        path: "".join(line for line in text if not any(mark in line for mark in marks)) for path, text in lines.items()
    }
