"""A real server on loopback, with the habits of servers that a pull meets; /tls is the same behind TLS."""

import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

TOKEN = "Bearer s3cret-of-a-test"  # noqa: S105 - made up for this suite


class Server(ThreadingHTTPServer):
    """`seen` holds the path and the headers of every request; `other` is where /elsewhere leads."""

    daemon_threads = True

    def __init__(self, contract: bytes) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.seen: list[tuple[str, dict[str, str]]] = []
        self.contract, self.other, self.delay = contract, "", 3.0
        self.url = f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, *_: object) -> None:
        """Nothing: a client that hangs up is what some tests are about."""


class Handler(BaseHTTPRequestHandler):
    """Answers by path."""

    server: Server

    def do_GET(self) -> None:
        self.server.seen.append((self.path, dict(self.headers)))
        name = self.path.partition("?")[0].strip("/")
        getattr(self, f"_{name}", self._missing)()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as in the base class
        """Nothing: the output is the test's."""

    def _answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def _missing(self) -> None:
        self._answer(404)

    def _contract(self) -> None:
        self._answer(200, self.server.contract, Content_Type="application/json")

    def _locked(self) -> None:
        accepted = TOKEN in (self.headers.get("Authorization"), self.headers.get("X-Api-Key"))
        self._contract() if accepted else self._answer(401)

    def _here(self) -> None:
        self._answer(302, Location="/locked")

    def _elsewhere(self) -> None:
        self._answer(302, Location=self.server.other)

    def _circle(self) -> None:
        self._answer(302, Location="/circle")

    def _plain(self) -> None:
        self._answer(302, Location="http://example.com/contract?key=hidden")

    def _bracket(self) -> None:
        self._answer(302, Location="https://[example.com/")

    def _html(self) -> None:
        self._answer(200, b"<!doctype html><title>Sign in</title>", Content_Type="text/html")

    def _latin(self) -> None:
        self._answer(200, b'{"openapi": "3.1.0", "info": "\xe9"}')

    def _slow(self) -> None:
        time.sleep(self.server.delay)

    def _drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(50):
            self.wfile.write(b" ")
            self.wfile.flush()
            time.sleep(0.1)

    def _huge(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(1024):
            self.wfile.write(b" " * 1024)


@contextmanager
def serving(contract: bytes = b"{}", tls: Path | None = None) -> Iterator[Server]:
    """A server on a free port of loopback; with a folder, behind a certificate that nobody vouches for."""
    server = Server(contract)
    if tls is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*_self_signed(tls))
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.url = server.url.replace("http:", "https:")
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def _self_signed(folder: Path) -> tuple[str, str]:
    certificate, key = str(folder / "certificate.pem"), str(folder / "key.pem")
    made = ("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost")
    names = ("-addext", "subjectAltName=IP:127.0.0.1")
    subprocess.run([*made, *names, "-out", certificate, "-keyout", key], check=True, capture_output=True)
    return certificate, key
