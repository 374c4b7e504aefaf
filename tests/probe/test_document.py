"""What a document at an address refers to in its folder: where it is asked for, and who sees the credential."""

import time

import pytest

from docgen.errors import UnreadableError
from docgen.probe.read import Credential, read_document
from tests.probe.server import TOKEN, Server

pytest.importorskip("httpx", reason="httpx is the extra `live`")
pytestmark = pytest.mark.edge
CREDENTIAL = Credential("Authorization", TOKEN)


def test_files_beside_it_get_the_credential(server: Server) -> None:
    received, other = read_document(f"{server.url}/locked", CREDENTIAL, 10)
    assert other("locked") == received.body == server.contract
    assert [headers["Authorization"] for _, headers in server.seen] == [TOKEN, TOKEN]


def test_no_other_origin_gets_the_credential(server: Server, other: Server) -> None:
    server.other = f"{other.url}/contract"
    _, beside = read_document(f"{server.url}/elsewhere", CREDENTIAL, 10)
    with pytest.raises(UnreadableError, match=r"paths/a%20b\.yaml: status 404"):
        beside("paths/a b.yaml")
    assert [(path, "Authorization" in headers) for path, headers in other.seen] == [
        ("/contract", False),
        ("/paths/a%20b.yaml", False),
    ]


def test_all_files_together_have_the_time(server: Server) -> None:
    _, beside = read_document(f"{server.url}/contract", None, 0.5)
    time.sleep(0.6)
    with pytest.raises(UnreadableError, match="no complete response"):
        beside("contract")
