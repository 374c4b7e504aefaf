"""What is Apache's own: the header that carries its clock."""

import time as clock
from pathlib import Path

import pytest

from docgen.edges import EDGES
from docgen.edges.edge import Setup

from .kinds.kind import HOST, Kind
from .rules import redirects
from .servers import running

pytestmark = [pytest.mark.edge, pytest.mark.parametrize("kind", ["apache"], indirect=True)]


@pytest.mark.parametrize("sent", ["t=1", "t=4102444800000000", "4102444800", ""])
@pytest.mark.parametrize(("sunset", "status"), [(-60, 404), (60, 308)])
def test_a_client_cannot_set_the_clock(kind: Kind, tmp_path: Path, sunset: int, status: int, sent: str) -> None:
    files = EDGES["apache"].render(redirects(int(clock.time()) + sunset), Setup())
    with running(kind, files, tmp_path) as server:
        forged = f"{HOST}\r\nX-Docgen-Time: {sent}\r\nx-docgen-time: {sent}"
        assert server.send("GET", b"/docs", forged).status == status
        assert server.send("GET", b"/elsewhere", forged).status == 200
        assert b"docgen" not in server.upstream.heads[-1].lower()
