"""`--timeout` bounds the whole answer, whatever the other side does, and leaves nothing behind."""

import gzip
import resource
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from docgen.errors import NetworkError, UnreadableError
from docgen.probe import Client, Network, parse_origin, read
from docgen.probe.deadline import run_with_deadline
from docgen.probe.read import read_url
from tests.conftest import REPOSITORY, Docgen
from tests.probe.hostile import PLAIN, PULLED, TLS, answer, behaving, bomb

pytest.importorskip("httpx", reason="httpx is the extra `live`")
pytestmark = pytest.mark.edge
SECONDS = 0.5
LATE = 1.0
"""Seconds that a busy machine may add."""
Habit = Callable[[socket.socket], None]


@contextmanager
def in_time(seconds: float = SECONDS) -> Iterator[None]:
    began = time.monotonic()
    yield
    assert time.monotonic() - began <= seconds + LATE


def network_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "docgen-network"]


def nothing_is_left() -> bool:
    deadline = time.monotonic() + 2 * SECONDS + LATE
    while network_threads() and time.monotonic() < deadline:
        time.sleep(0.01)
    return not network_threads()


@pytest.mark.parametrize(
    ("scheme", "habit"),
    [*(("http", habit) for habit in PLAIN + PULLED), *(("https", habit) for habit in TLS)],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_a_pull_ends_in_time(scheme: str, habit: Habit) -> None:
    with behaving(habit) as port:
        with pytest.raises(NetworkError, match=r"no complete response within 0\.5 s"), in_time():
            read_url(f"{scheme}://127.0.0.1:{port}/api-spec.json", timeout=SECONDS)
        assert nothing_is_left()


@pytest.mark.parametrize(
    ("scheme", "habit"),
    [*(("http", habit) for habit in PLAIN), *(("https", habit) for habit in TLS)],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_an_answer_of_an_edge_ends_in_time_with_all_its_tries(scheme: str, habit: Habit) -> None:
    with behaving(habit) as port, Client(Network(SECONDS, 2, 1000), time.time) as client:
        origin = parse_origin(f"{scheme}://127.0.0.1:{port}", {})
        with in_time():
            exchange = client.send(origin, "GET", "/docs")
        assert (exchange.reply, exchange.error) == (None, "no complete response within 0.5 s")
        assert nothing_is_left()


@pytest.fixture
def no_names(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A system that looks for a name without end."""
    released = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: released.wait(30) and [])
    yield
    released.set()
    assert nothing_is_left()


@pytest.mark.usefixtures("no_names")
def test_a_name_that_is_looked_up_without_end_is_given_up() -> None:
    with pytest.raises(NetworkError, match="no complete response within"), in_time():
        read_url("https://api.example.com/", timeout=SECONDS)
    with Client(Network(SECONDS, 2, 1000), time.time) as client, in_time():
        assert (
            client.send(parse_origin("https://api.example.com", {}), "GET", "/").error
            == "no complete response within 0.5 s"
        )


def test_nothing_is_sent_when_the_time_is_over() -> None:
    """A name that is found too late leads to no request, and so to no credential on the wire."""
    heads: list[bytes] = []
    found, asked = threading.Event(), socket.getaddrinfo

    with (
        behaving(lambda connection: heads.append(connection.recv(65536))) as port,
        pytest.MonkeyPatch.context() as late,
    ):
        late.setattr(socket, "getaddrinfo", lambda *a, **k: found.wait(30) and asked(*a, **k))
        with pytest.raises(NetworkError, match="no complete response within"):
            read_url(f"http://127.0.0.1:{port}/", timeout=SECONDS)
        found.set()
        assert nothing_is_left()
    assert heads in ([], [b""])


def test_what_fails_fails_as_it_would_without_a_bound() -> None:
    def broken(_: object) -> None:
        raise KeyError("x")

    with pytest.raises(KeyError):
        run_with_deadline(5, broken)


COMMANDS = {
    "spec pull": ("spec", "pull", "http://127.0.0.1:{port}/api-spec.json"),
    "verify": ("verify", "--origin", "http://api.aurous-labs.com:{port}", "--resolve", "{host}"),
    "redirects verify": ("redirects", "verify", "--origin", "http://api.aurous-labs.com:{port}", "--resolve", "{host}"),
    "redirects remove": ("redirects", "remove", "docs-site", "--upstream", "http://127.0.0.1:{port}"),
}


@pytest.mark.parametrize("habit", [PLAIN[0], PLAIN[1]], ids=["silent", "header_bytes"])
@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_holds_its_timeout(aurous: Path, docgen: Docgen, name: str, habit: Habit) -> None:
    after = ("--now", "2026-09-01") if name in ("spec pull", "redirects remove") else ()
    with behaving(habit) as port:
        places = {"port": port, "host": f"api.aurous-labs.com:{port}:127.0.0.1"}
        command = [word.format(**places) for word in COMMANDS[name]]
        docgen(aurous, "check")  # what the project takes is not the network's
        began = time.monotonic()
        docgen(aurous, *command, "--timeout", "0.1", *after)
        quick = time.monotonic() - began
        began = time.monotonic()
        ran = docgen(aurous, *command, "--timeout", "1", *after)
        took = time.monotonic() - began
    assert ran.code == 5, ran.out + ran.err
    assert "no complete response within 1 s" in ran.err
    assert took <= quick + 1 + LATE


def test_a_name_that_hangs_does_not_hold_up_the_exit() -> None:
    hanging = (
        "import socket, time; socket.getaddrinfo = lambda *a, **k: time.sleep(60); from docgen.cli import main; main()"
    )
    command = [
        sys.executable,
        "-c",
        hanging,
        "-C",
        str(REPOSITORY),
        "spec",
        "pull",
        "https://a.example/",
        "--timeout",
        "1",
    ]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert ran.returncode == 5, ran.stderr


def test_gzip_is_read() -> None:
    with behaving(answer(gzip.compress(b"openapi"), b"Content-Encoding: gzip")) as port:
        assert read_url(f"http://127.0.0.1:{port}/").body == b"openapi"


def test_a_bomb_is_counted_decoded_and_never_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "MAX_BYTES", 65536)
    with behaving(answer(bomb(1024), b"Content-Encoding: gzip")) as port:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with pytest.raises(UnreadableError, match="larger than 65536 bytes"):
            read_url(f"http://127.0.0.1:{port}/")
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 16 * 1024, f"{grown} KiB more than before"


@pytest.mark.parametrize(
    ("body", "encoding", "says"),
    [
        (b"x", b"br", "the Content-Encoding is 'br'; expected gzip or none"),
        (b"x", b"deflate", "the Content-Encoding is 'deflate'"),
        (b"x", b"gzip, gzip", "the Content-Encoding is 'gzip, gzip'"),
        (b"no gzip", b"gzip", "the response is not valid gzip"),
        (bomb(1)[:-4], b"gzip", "the response is not valid gzip: it is truncated"),
        (bomb(1) + b"more", b"gzip", "the response is not valid gzip: it is truncated, or has trailing"),
    ],
)
def test_a_body_that_is_not_as_it_says(body: bytes, encoding: bytes, says: str) -> None:
    with behaving(answer(body, b"Content-Encoding: " + encoding)) as port, pytest.raises(NetworkError) as stop:
        read_url(f"http://127.0.0.1:{port}/")
    assert says in str(stop.value)
