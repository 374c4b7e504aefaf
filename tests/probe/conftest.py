"""Servers on loopback that give the contract of this repository."""

from collections.abc import Iterator

import pytest

from tests.conftest import REPOSITORY
from tests.probe.server import Server, serving

CONTRACT = REPOSITORY / "changelog/2026-05-15/api-spec.json"


@pytest.fixture
def server() -> Iterator[Server]:
    """A server with the contract."""
    with serving(CONTRACT.read_bytes()) as started:
        yield started


@pytest.fixture
def other() -> Iterator[Server]:
    """Another origin."""
    with serving(b'{"openapi": "3.0.0"}') as started:
        yield started


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy of whoever runs the suite: a test names its own."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
