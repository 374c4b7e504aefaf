"""What the one network client reads, and what it refuses, against a real server on loopback."""

import shutil
import sys
from pathlib import Path

import pytest

from docgen.errors import DocgenError, NetworkError, UnreadableError, UsageError
from docgen.probe import Credential, read
from docgen.probe.read import is_loopback, read_url
from tests.probe.server import TOKEN, Server, serving

pytest.importorskip("httpx", reason="httpx is the extra `live`")
pytestmark = pytest.mark.edge
CREDENTIAL = Credential("Authorization", TOKEN)


def test_a_document_is_read(server: Server) -> None:
    assert read_url(f"{server.url}/contract").body == server.contract


def test_a_credential_is_sent_and_has_no_readable_form(server: Server) -> None:
    assert read_url(f"{server.url}/locked", CREDENTIAL).body
    assert read_url(f"{server.url}/here", CREDENTIAL).body
    assert TOKEN not in repr(CREDENTIAL) + str(CREDENTIAL)


def test_a_credential_never_follows_to_another_origin(server: Server, other: Server) -> None:
    server.other = f"{other.url}/contract"
    received = read_url(f"{server.url}/elsewhere", CREDENTIAL)
    assert (received.url, received.body) == (server.other, b'{"openapi": "3.0.0"}')
    ((path, headers),) = other.seen
    assert path == "/contract"
    assert TOKEN not in str(headers)


def test_another_origin_that_leads_back_gets_the_credential_from_nobody(server: Server, other: Server) -> None:
    server.other, other.other = f"{other.url}/elsewhere", f"{server.url}/locked"
    assert read_url(f"{server.url}/elsewhere", CREDENTIAL).body
    assert TOKEN not in str(other.seen)


@pytest.mark.parametrize(
    ("path", "raised", "says"),
    [
        ("missing", NetworkError, "status 404; expected 200"),
        ("locked", NetworkError, "status 401; expected 200; the credential"),
        ("circle", NetworkError, "more than 5 redirects"),
        ("plain", NetworkError, "cannot follow the redirect: 'http://example.com/contract' is not https"),
        ("bracket", NetworkError, "cannot follow the redirect: "),
        ("huge", UnreadableError, "larger than 65536 bytes"),
        ("slow", NetworkError, "no complete response within 0.5 s"),
        ("drip", NetworkError, "no complete response within 0.5 s"),
    ],
)
def test_an_address_that_gives_no_document(
    server: Server, path: str, raised: type[DocgenError], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read, "MAX_BYTES", 65536)
    with pytest.raises(raised) as stop:
        read_url(f"{server.url}/{path}?key=hidden", timeout=0.5)
    assert says in str(stop.value)
    assert "hidden" not in str(stop.value)


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"])
def test_plain_http_is_not_asked_through_a_proxy(
    server: Server, other: Server, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy is another machine: it would read the credential, and could change the contract."""
    monkeypatch.setenv(name, other.url)
    for credential in (CREDENTIAL, None):
        with pytest.raises(UsageError, match=r"is not https, so the proxy .* or 127\.0\.0\.1 in NO_PROXY"):
            read_url(f"{server.url}/locked", credential)
    assert (server.seen, other.seen) == ([], [])


def test_a_redirect_of_plain_http_is_not_followed_through_a_proxy(
    server: Server, other: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", other.url)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    server.other = "http://localhost:1/contract"
    with pytest.raises(NetworkError, match=r"cannot follow the redirect: .* or localhost in NO_PROXY"):
        read_url(f"{server.url}/elsewhere", CREDENTIAL)
    assert other.seen == []


@pytest.mark.parametrize("exempt", ["127.0.0.1", "*", "127.0.0.1:{port}", "localhost,127.0.0.1"])
def test_what_no_proxy_exempts_is_asked_directly(
    server: Server, other: Server, exempt: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where httpx reads NO_PROXY in another way, as with a port."""
    monkeypatch.setenv("HTTP_PROXY", other.url)
    monkeypatch.setenv("NO_PROXY", exempt.format(port=server.server_port))
    assert read_url(f"{server.url}/locked", CREDENTIAL).body
    assert other.seen == []


@pytest.mark.parametrize(
    ("host", "is_this_machine"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("::1", True),
        ("0.0.0.0", False),  # noqa: S104 - nothing listens there
        ("127.1", False),
        ("localhost.example.com", False),
        ("192.0.2.1", False),
    ],
)
def test_only_loopback_is_this_machine(host: str, is_this_machine: bool) -> None:
    assert is_loopback(host) is is_this_machine


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate of the test")
def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    with serving(tls=tmp_path) as server:
        with pytest.raises(NetworkError, match=r"(?i)certificate"):
            read_url(f"{server.url}/contract", CREDENTIAL)
        assert server.seen == []


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://example.com/api-spec.json", "is not https"),
        ("ftp://example.com/api-spec.json", "is not https"),
        ("https:///api-spec.json", "is not https"),
        ("https://[::1/api-spec.json", "is not a URL"),
        ("https://example.com:x/", "is not a URL"),
        ("https://user:hidden@example.com/", "name or password"),
    ],
)
def test_an_address_that_is_refused_unasked(url: str, says: str) -> None:
    with pytest.raises(UsageError) as stop:
        read_url(url)
    assert says in str(stop.value)
    assert "hidden" not in str(stop.value)


@pytest.mark.parametrize("value", ["a\r\nX: y", "caf\u00e9 hidden", ""])
def test_a_value_that_is_no_header_is_not_shown(server: Server, value: str) -> None:
    with pytest.raises(UsageError) as stop:
        read_url(f"{server.url}/contract", Credential("Authorization", value))
    assert "hidden" not in str(stop.value)
    assert server.seen == []


def test_nobody_listens(server: Server) -> None:
    url = server.url
    server.server_close()
    with pytest.raises(NetworkError, match="check the address"):
        read_url(f"{url}/contract", timeout=2)


def test_without_httpx_the_line_that_installs_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "httpx", None)
    with pytest.raises(UsageError, match=r"pip install 'aurous-docgen\[live\]'"):
        read_url("https://example.com/")


@pytest.mark.parametrize("url", ["https://exa mple.invalid/", "https://example.invalid/\x01", "https://a.b/"])
def test_an_address_that_nobody_can_ask(url: str) -> None:
    with pytest.raises(NetworkError):
        read_url(url, timeout=2)
