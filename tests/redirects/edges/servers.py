"""Real servers on loopback, an upstream that records what it got, and a client that sends bytes unmodified."""

import contextlib
import re
import socket
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import NamedTuple

from docgen.model.files import Files
from docgen.model.statuses import PHRASES

from .kinds.kind import HOST, Kind

_HELD: deque[socket.socket] = deque(maxlen=64)


class Response(NamedTuple):
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def all(self, name: str) -> list[str]:
        return [value for field, value in self.headers if field.lower() == name.lower()]


class Upstream:
    """Answers every request with a status and headers that a test may set, and keeps the bytes of each head."""

    def __init__(self) -> None:
        self.heads: list[bytes] = []
        self.headers = b""
        self.status = 200
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):  # closed at the end of the test
            while True:
                connection, _ = self._socket.accept()
                threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            connection.settimeout(5)
            head = b""
            while b"\r\n\r\n" not in head and (part := connection.recv(65536)):
                head += part
            if head:
                self.heads.append(head.partition(b"\r\n\r\n")[0])
                connection.sendall(
                    f"HTTP/1.1 {self.status} {PHRASES.get(self.status, '')}\r\nX-Upstream: yes\r\n".encode()
                    + self.headers
                    + b"Content-Length: 0\r\nConnection: close\r\n\r\n"
                )

    def close(self) -> None:
        self._socket.close()


class Server(NamedTuple):
    """A running edge in front of an upstream."""

    port: int
    upstream: Upstream
    pid: int

    def send(
        self, method: str, target: bytes, host: str = HOST, length: int = 0, *, sent: bool = False, fields: str = ""
    ) -> Response:
        return send(self.port, method, target, host, length, sent=sent, fields=fields)


class Timed(NamedTuple):
    """An answer, and between which two moments its request was made."""

    sent: float
    answer: Response
    received: float


def answers(server: Server, paths: Collection[str], until: float) -> dict[str, list[Timed]]:
    """What each path gets until a moment, and once after it, however long a busy machine takes for the one before."""
    seen: dict[str, list[Timed]] = {path: [] for path in paths}
    began = 0.0
    while began < until:
        began = time.time()
        for path, of_path in seen.items():
            sent = time.time()
            of_path.append(Timed(sent, server.send("GET", path.encode()), time.time()))
        time.sleep(0.005)
    return seen


class Started(NamedTuple):
    """A process that listens on a port of loopback."""

    port: int
    pid: int


def send(
    port: int,
    method: str,
    target: bytes,
    host: str = HOST,
    length: int = 0,
    *,
    sent: bool = False,
    fields: str = "",
) -> Response:
    """Sends one request whose body of `length` bytes never comes, unless it is `sent`; `fields` are header lines."""
    # a method that has a body says so also where it is empty: some servers answer 411 otherwise (RFC 9110, section 8.6)
    announced = f"Content-Length: {length}\r\n" if length or method in ("POST", "PUT", "PATCH") else ""
    head = (
        method.encode()
        + b" "
        + target
        + f" HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{announced}{fields}\r\n".encode()
    )
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(head + bytes(length if sent else 0))
        answer = b""
        with contextlib.suppress(ConnectionResetError):
            while not complete(answer, method) and (part := connection.recv(65536)):
                answer += part
    return parse(answer)


def complete(answer: bytes, method: str) -> bool:
    """Whether the answer is there in full: a server may keep the connection open, waiting for the body."""
    head, end, body = answer.partition(b"\r\n\r\n")
    length = re.search(rb"(?mi)^content-length: *([0-9]+)", head)
    has_no_body = method == "HEAD" or re.match(rb"HTTP/1.. (?:204|304) ", head) is not None
    return bool(end) and (has_no_body or (length is not None and len(body) >= int(length[1])))


def parse(answer: bytes) -> Response:
    if not answer.startswith(b"HTTP/1."):  # a line break in the target made it HTTP/0.9: no head at all
        return Response(400, (), answer)
    head, _, body = answer.partition(b"\r\n\r\n")
    status, *lines = head.decode("latin-1").split("\r\n")
    fields = [line.partition(":") for line in lines]
    return Response(int(status.split()[1]), tuple((name, value.strip()) for name, _, value in fields), body)


def free_port() -> int:
    """A port of loopback that the kernel gives nobody else while its server starts: on Linux it stays bound for a time.

    A server that sets SO_REUSEADDR, as all do, can take it, since nothing listens there.
    """
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    held.bind(("127.0.0.1", 0))
    port = int(held.getsockname()[1])
    if sys.platform == "linux":
        _HELD.append(held)
    else:
        held.close()
    return port


def install(files: Files, folder: Path) -> None:
    """Writes the generated files."""
    (folder / "spool").mkdir(exist_ok=True)
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(str(text), "utf-8")


def validate(kind: Kind, files: Files, folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs the server's own validator over a folder that is set up."""
    command = _command(kind, kind.validate, files, folder)
    return subprocess.run(
        command, capture_output=True, text=True, timeout=30, env=_environment(kind, folder), check=False
    )


@contextlib.contextmanager
def running(kind: Kind, files: Files, folder: Path) -> Iterator[Server]:
    """The server with the generated files in front of an upstream."""
    upstream = Upstream()
    with (
        contextlib.closing(upstream),
        start(kind, files, folder, lambda port: kind.configure(folder, files, port, upstream.port)) as process,
    ):
        yield Server(process.port, upstream, process.pid)


@contextlib.contextmanager
def start(kind: Kind, files: Files, folder: Path, configure: Callable[[int], None]) -> Iterator[Started]:
    """Runs the server on a free port with the generated files and the configuration around them."""
    port = free_port()
    install(files, folder)
    configure(port)
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            _command(kind, kind.run + kind.quick_start, files, folder, port),
            stdout=log,
            stderr=log,
            env=_environment(kind, folder),
        )
        try:
            wait_for(process, port, folder / "log")
            yield Started(port, process.pid)
        finally:
            process.kill()
            process.wait(10)


def wait_for(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    for _ in range(2400):  # a server that compiles 500 rules needs its time
        if process.poll() is not None:
            break
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise AssertionError(f"the server did not start: {log.read_text('utf-8')}")


def _command(kind: Kind, arguments: tuple[str, ...], files: Files, folder: Path, port: int = 0) -> list[str]:
    assert kind.binary
    command = [kind.binary]
    for argument in arguments:
        if argument == "{files}":
            command += [word for path in files if path.endswith(kind.loads) for word in ("-f", f"{folder}/{path}")]
        else:
            command.append(argument.format(folder=folder, port=port))
    return command


def _environment(kind: Kind, folder: Path) -> dict[str, str]:
    own = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    return {**own, **kind.environment}
