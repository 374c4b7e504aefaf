"""The servers that the tests of the edges run, each started once for a time."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from docgen.edges import EDGES
from docgen.edges.edge import Setup

from .conformance import FAR_FUTURE, FAR_PAST, NOW
from .kinds import KINDS, Kind
from .rules import others, redirects
from .servers import Server, running


@pytest.fixture(scope="session", params=sorted(KINDS))
def kind(request: pytest.FixtureRequest) -> Kind:
    found = KINDS[request.param]
    if found.binary is None:
        reason = f"{request.param} is not installed: {found.install}"
        (pytest.fail if os.environ.get("DOCGEN_REQUIRE_ALL") == "1" else pytest.skip)(reason)
    return found


@pytest.fixture(scope="session", params=["before", "after"])
def time(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session", params=[0, 500], ids=["alone", "among 500"])
def server(
    kind: Kind, time: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    sunset = FAR_FUTURE if time == "before" else FAR_PAST
    folder = Path(tmp_path_factory.mktemp(kind.edge))
    setup = Setup(NOW, folder=f"{folder}/{kind.edge}", accepted=kind.accepted)
    files = EDGES[kind.edge].render((*redirects(sunset), *others(request.param, sunset)), setup)
    with running(kind, files, folder) as started:
        yield started
