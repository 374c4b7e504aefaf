"""The redirects that a person would write, which the benchmark compares with, are redirects on the real server."""

from pathlib import Path

import pytest

from .conformance import FAR_FUTURE
from .kinds import KINDS, Kind
from .rules import build
from .servers import running

pytestmark = pytest.mark.edge
HEADERS = [["Cache-Control", "no-store"]]


@pytest.mark.parametrize("kind", sorted(name for name in KINDS if KINDS[name].static), indirect=True)
def test_the_static_redirects_of_the_benchmark(kind: Kind, tmp_path: Path) -> None:
    base = {"id": "base", "path": "/v1/base", "match": "exact", "to": "https://docs.aurous-labs.com/base"}
    assert kind.static
    with running(kind, kind.static([build({**base, "headers": HEADERS}, FAR_FUTURE)]), tmp_path) as server:
        answer = server.send("GET", b"/v1/base?page=1")
        passed = server.send("GET", b"/v2/nothing-here")
    assert (answer.status, answer.all("Location")) == (308, ["https://docs.aurous-labs.com/base?page=1"])
    assert passed.status == 200
