"""The servers that the tests of the edges run, each started once for a time."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from docgen.redirects.edges import EDGES

from .conformance import FAR_FUTURE, FAR_PAST, NOW
from .kinds import KINDS, Kind, demanded
from .rules import others, redirects
from .servers import Server, running


@pytest.fixture(scope="session", params=sorted(KINDS))
def kind(request: pytest.FixtureRequest) -> Kind:
    return demanded(request.param)


@pytest.fixture(scope="session", params=["before", "after"])
def time(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session", params=[0, 500], ids=["alone", "among 500"])
def server(
    kind: Kind, time: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    sunset = FAR_FUTURE if time == "before" else FAR_PAST
    folder = Path(tmp_path_factory.mktemp(kind.edge))
    rules = (*redirects(sunset), *others(min(request.param, kind.most), sunset))
    files = EDGES[kind.edge].render(rules, kind.setup(NOW, folder=folder))
    with running(kind, files, folder) as started:
        yield started
