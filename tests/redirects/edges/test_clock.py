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
from .servers import Response, Server, Upstream, answers, running, validate

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
LATE = 0.05
"""Seconds after an instant within which a server may still answer as before it."""


@clocks
def test_flip_at_the_sunset(kind: Kind, tmp_path: Path) -> None:
    """Until T every answer redirects; of the requests sent 50 ms after T or later, none does."""
    sunset = int(clock.time()) + kind.starts_within
    files = EDGES[kind.edge].render(redirects(sunset), kind.setup(folder=tmp_path))
    with running(kind, files, tmp_path) as server:
        seen = answers(server, ["/docs"], sunset + 0.7)["/docs"]
    after = [each.answer for each in seen if each.sent > sunset + LATE]
    assert {each.answer.status for each in seen if each.received < sunset} == {308}
    assert {answer.status for answer in after} == {404}
    assert not [answer for answer in after if answer.all("Location")]


@clocks
def test_a_brownout_begins_and_ends(kind: Kind, tmp_path: Path) -> None:
    """The rule redirects before and after the window, and answers in it as after its sunset."""
    if "brownouts" not in EDGES[kind.edge].FEATURES:
        pytest.skip("the edge has no brownouts")
    start = int(clock.time()) + kind.starts_within
    end = start + 2
    own = {"match": "exact", "to": "https://docs.aurous-labs.com/", "brownouts": [[start, end]]}
    kinds = {"/gone": {"gone": {"status": 404}}, "/upstream": {}}
    rules = [build({**own, "id": path[1:], "path": path} | kept, FAR_FUTURE) for path, kept in kinds.items()]
    with running(kind, EDGES[kind.edge].render(rules, kind.setup(folder=tmp_path)), tmp_path) as server:
        seen = answers(server, kinds, end + 2 * LATE)
    for path, status in (("/gone", 404), ("/upstream", 200)):
        before = {each.answer.status for each in seen[path] if each.received < start}
        within = {each.answer.status for each in seen[path] if start + LATE < each.sent and each.received < end}
        after = {each.answer.status for each in seen[path] if each.sent > end + LATE}
        assert (before, within, after) == ({308}, {status}, {308})


class Busy(Server):
    """A server that answers late."""

    def send(self, *_: object, **__: object) -> Response:
        clock.sleep(0.3)
        return Response(200, (), b"")


def test_after_an_instant_a_busy_machine_is_asked_as_well() -> None:
    instant = clock.time() + 0.1
    upstream = Upstream()
    upstream.close()
    seen = answers(Busy(0, upstream, 0), ["/first", "/second"], instant)
    assert min(of_path[-1].sent for of_path in seen.values()) >= instant


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
