"""Each rule ends by itself at its sunset, on one line that ops may delete."""

import time as clock
from pathlib import Path

import msgspec
import pytest

from docgen.model.files import Files
from docgen.model.redirect import Redirect
from docgen.redirects import oracle
from docgen.redirects.edges import EDGES
from docgen.redirects.edges.files import clock_mark

from .conformance import FAR_PAST
from .kinds import KINDS, Kind
from .rules import redirects
from .servers import Response, running, validate

pytestmark = pytest.mark.edge
clocks = pytest.mark.parametrize(
    "kind", sorted(name for name in KINDS if EDGES[KINDS[name].edge].HAS_CLOCK), indirect=True
)
RULES = redirects(FAR_PAST)
ENDING = [redirect for redirect in RULES if redirect.sunset is not None and redirect.is_served]


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
@pytest.mark.parametrize("redirect", ENDING, ids=lambda redirect: redirect.id)
def test_deleting_the_marked_line_keeps_the_rule(kind: Kind, tmp_path: Path, redirect: Redirect) -> None:
    files = without_clock(EDGES[kind.edge].render(RULES, kind.setup()), redirect)
    with running(kind, files, tmp_path) as server:
        checked = validate(kind, files, tmp_path)
        assert checked.returncode == 0, checked.stderr
        kept = tuple(msgspec.structs.replace(r, sunset=None) if r is redirect else r for r in RULES)
        for rule in RULES:
            target = rule.path + ("/2025" if rule.id == "archive" else "")
            answer = oracle.answer(kept, oracle.Request("GET", rule.host, target), FAR_PAST)
            assert server.send("GET", target.encode(), rule.host).status == (answer.status if answer else 200)


def without_clock(files: Files, redirect: Redirect) -> Files:
    changed = {}
    removed = 0
    for path, text in files.items():
        kept = [line for line in str(text).splitlines(keepends=True) if clock_mark(redirect) not in line]
        removed += len(str(text).splitlines()) - len(kept)
        changed[path] = "".join(kept)
    assert removed == 1
    return changed
