"""What the client puts on the wire, to the byte, and what it makes of the answers."""

import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from docgen.errors import UnreadableError, UsageError
from docgen.probe import Client, Network, parse_origin, parse_resolve
from tests.redirects.edges.servers import free_port
from tests.verify.certificates import authority, needs_openssl, served_by
from tests.verify.recorder import Recorder, recording, whole

pytest.importorskip("httpx", reason="httpx is the extra `live`")
pytestmark = pytest.mark.edge
QUICK = Network(timeout=5, retries=0, rate=1000)
TARGETS = (
    "/docs",
    "/docs?a=1&b=%20%2F&c=d?e",
    "/docs//evil.com",
    "//evil.com/docs",
    "/docs/..//x",
    "/a%2Fb%20c;v=1/@x",
    "/docs/%0d%0aX-Injected:1",
    "/docs%00",
    "/docs/\\evil.com",
    '/a|b^c{d}`e"f<g>',
    "http://evil.com/docs",
    "*",
)


@pytest.fixture
def server() -> Iterator[Recorder]:
    with recording(lambda _: whole()) as started:
        yield started


def url(server: Recorder, scheme: str = "http") -> str:
    return f"{scheme}://127.0.0.1:{server.port}"


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST"])
def test_a_target_goes_out_as_it_is(server: Recorder, method: str, target: str) -> None:
    with Client(QUICK, time.time) as client:
        assert client.send(parse_origin(url(server), {}), method, target).reply
    (head,) = server.heads
    assert head.partition(b"\r\n")[0] == f"{method} {target} HTTP/1.1".encode()


def test_nothing_is_sent_that_could_be_a_secret(server: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://user:hidden@127.0.0.1:9")
    server.answer = lambda _: whole("308 Permanent Redirect", b"", "Location: /next", "Set-Cookie: session=hidden")
    with Client(QUICK, time.time) as client:
        for _ in range(2):
            reply = client.send(parse_origin(url(server), {}), "GET", "/").reply
            assert reply and reply.location == "/next"
    assert len(server.heads) == 2, "a redirect is not followed"
    names = {line.partition(b":")[0].lower() for head in server.heads for line in head.split(b"\r\n")[1:] if line}
    assert names == {b"host", b"accept", b"user-agent", b"connection"}


def test_header_lines_come_as_they_were_sent(server: Recorder) -> None:
    server.answer = lambda _: whole("200 OK", b"x", "link: <a>", "Link: <b>", "X-Odd: caf\xe9,  two")
    with Client(QUICK, time.time) as client:
        reply = client.send(parse_origin(url(server), {}), "GET", "/").reply
    assert reply
    assert ("link", "<a>") in reply.headers
    assert reply.values("Link") == ("<a>", "<b>")
    assert reply.values("x-odd") == ("caf\xe9,  two",)


@pytest.mark.parametrize(("method", "tries"), [("GET", 3), ("HEAD", 3), ("OPTIONS", 3), ("POST", 1), ("DELETE", 1)])
@pytest.mark.parametrize("answer", [whole("503 Service Unavailable"), b""])
def test_only_a_safe_request_is_sent_again(
    server: Recorder, monkeypatch: pytest.MonkeyPatch, method: str, tries: int, answer: bytes
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(Client, "pause", lambda _, seconds: pauses.append(seconds))
    server.answer = lambda _: answer
    with Client(Network(timeout=5, retries=2, rate=1000), time.time) as client:
        client.send(parse_origin(url(server), {}), method, "/")
    assert len(server.heads) == tries
    assert pauses == [0.5, 1.0][: tries - 1]


def test_what_answers_at_the_second_try_has_answered(server: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Client, "pause", lambda _, seconds: None)
    server.answer = lambda _: whole() if len(server.heads) > 1 else b""
    with Client(Network(timeout=5, retries=2, rate=1000), time.time) as client:
        exchange = client.send(parse_origin(url(server), {}), "GET", "/")
    assert exchange.reply and len(server.heads) == 2


def test_the_rate_is_kept(server: Recorder) -> None:
    with Client(Network(timeout=5, retries=0, rate=20), time.time) as client:
        began = time.monotonic()
        for _ in range(5):
            client.send(parse_origin(url(server), {}), "GET", "/")
    assert time.monotonic() - began >= 4 / 20


def test_the_times_of_an_exchange_are_those_of_the_clock_that_is_given(server: Recorder) -> None:
    ticks = iter((10.0, 12.5))
    with Client(QUICK, lambda: next(ticks)) as client:
        exchange = client.send(parse_origin(url(server), {}), "GET", "/")
    assert (exchange.sent, exchange.received) == (10.0, 12.5)


def test_a_body_without_an_end_is_cut(server: Recorder) -> None:
    server.answer = lambda _: b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 500_000
    with Client(QUICK, time.time) as client:
        reply = client.send(parse_origin(url(server), {}), "GET", "/", max_body=1000).reply
    assert reply and 1000 < len(reply.body) < 200_000


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (b"", "Server disconnected"),
        (b"SSH-2.0-x\r\n\r\n", "illegal status line"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx", "peer closed connection"),
    ],
)
def test_what_is_no_answer_says_why(server: Recorder, answer: bytes, reason: str) -> None:
    server.answer = lambda _: answer
    with Client(QUICK, time.time) as client:
        exchange = client.send(parse_origin(url(server), {}), "GET", "/")
    assert (exchange.reply, exchange.is_unresolved) == (None, False)
    assert reason in exchange.error


def test_a_slow_answer_is_given_up(server: Recorder) -> None:
    server.answer = lambda _: time.sleep(1) or whole()  # type: ignore[func-returns-value] # sleeps, then answers
    with Client(Network(timeout=0.2, retries=0, rate=1000), time.time) as client:
        assert client.send(parse_origin(url(server), {}), "GET", "/").error == "no complete response within 0.2 s"


def test_a_name_that_nobody_has_and_a_port_where_nobody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with Client(QUICK, time.time) as client:
        refused = client.send(parse_origin(f"http://127.0.0.1:{free_port()}", {}), "GET", "/")
        assert "refused" in refused.error and not refused.is_unresolved
        monkeypatch.setattr(socket, "getaddrinfo", unknown)  # a resolver may take longer than the client waits
        assert client.send(parse_origin("https://nobody.invalid", {}), "GET", "/").is_unresolved


@needs_openssl
def test_resolve_connects_elsewhere_under_the_name_of_the_host(tmp_path: Path) -> None:
    ca = authority(tmp_path / "ca")
    with recording(lambda _: whole(), served_by(ca, ["api.aurous-labs.com"])) as server:
        resolve = parse_resolve([f"api.aurous-labs.com:{server.port}:127.0.0.1"])
        with Client(Network(5, 0, 1000, str(ca), resolve), time.time) as client:
            origin = parse_origin(f"https://API.aurous-labs.com:{server.port}", resolve)
            assert client.send(origin, "GET", "/docs").reply
    assert server.names == ["api.aurous-labs.com"]
    assert f"\r\nHost: api.aurous-labs.com:{server.port}\r\n".encode() in server.heads[0]


@needs_openssl
def test_another_host_header_is_sent_alone_and_leaves_the_certificate_to_the_address(tmp_path: Path) -> None:
    ca = authority(tmp_path / "ca")
    with recording(lambda _: whole(), served_by(ca, ["origin.example"])) as server:
        resolve = parse_resolve([f"origin.example:{server.port}:127.0.0.1"])
        with Client(Network(5, 0, 1000, str(ca), resolve), time.time) as client:
            origin = parse_origin(f"https://origin.example:{server.port}", resolve)
            assert client.send(origin, "GET", "/docs", [("host", "api.aurous-labs.com")]).reply
    assert server.names == ["origin.example"]
    lines = server.heads[0].lower().split(b"\r\n")
    assert [line for line in lines if line.startswith(b"host:")] == [b"host: api.aurous-labs.com"]


@needs_openssl
@pytest.mark.parametrize(("names", "trusted"), [(["api.aurous-labs.com"], False), (["other.example"], True)])
def test_a_certificate_that_does_not_verify_ends_it_unasked(tmp_path: Path, names: list[str], trusted: bool) -> None:
    ca = authority(tmp_path / "ca")
    with recording(lambda _: whole(), served_by(ca, names)) as server:
        resolve = parse_resolve([f"api.aurous-labs.com:{server.port}:127.0.0.1"])
        with Client(Network(5, 0, 1000, str(ca) if trusted else None, resolve), time.time) as client:
            exchange = client.send(parse_origin(f"https://api.aurous-labs.com:{server.port}", resolve), "GET", "/")
    assert "certificate" in exchange.error.lower()
    assert server.heads == []


def test_a_file_without_an_authority_is_named(tmp_path: Path) -> None:
    (tmp_path / "empty.pem").write_text("")
    for name, says in (("empty.pem", "expected PEM certificates"), ("missing.pem", "No such file")):
        with pytest.raises(UnreadableError, match=says):
            Client(Network(5, 0, 1000, str(tmp_path / name)), time.time)


def test_a_name_that_cannot_be_one_gives_no_answer() -> None:
    with Client(QUICK, time.time) as client:
        for host in ("a" * 300, "a\x1bb", "xn--a\u00fc"):
            exchange = client.send(parse_origin(f"https://{host}.example", {}), "GET", "/")
            assert exchange.reply is None and exchange.error


def test_without_httpx_the_line_that_installs_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "httpx", None)
    with pytest.raises(UsageError, match=r"pip install 'aurous-docgen\[live\]'"):
        Client(QUICK, time.time)
