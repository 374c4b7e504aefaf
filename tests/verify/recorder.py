"""A server that keeps the bytes that it got, and answers with the bytes that it is told."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator

Answer = Callable[[bytes], bytes]
"""The bytes of a whole answer to the head of a request; none of them hangs up."""


class Recorder:
    """`heads` are the requests; `names` the server names that the clients asked for (SNI)."""

    def __init__(self, answer: Answer, tls: ssl.SSLContext | None = None) -> None:
        self.heads: list[bytes] = []
        self.names: list[str | None] = []
        self.answer, self._tls = answer, tls
        if tls:
            tls.sni_callback = lambda _socket, name, _context: self.names.append(name)
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):  # closed at the end of the test
            while True:
                connection, _ = self._socket.accept()
                threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, raw: socket.socket) -> None:
        with raw, contextlib.suppress(OSError):
            raw.settimeout(5)
            connection = self._tls.wrap_socket(raw, server_side=True) if self._tls else raw
            head = b""
            while b"\r\n\r\n" not in head and (part := connection.recv(65536)):
                head += part
            if head:
                self.heads.append(head)
                connection.sendall(self.answer(head))
            connection.close()

    def close(self) -> None:
        self._socket.close()


@contextlib.contextmanager
def recording(answer: Answer, tls: ssl.SSLContext | None = None) -> Iterator[Recorder]:
    with contextlib.closing(Recorder(answer, tls)) as started:
        yield started


def whole(status: str = "200 OK", body: bytes = b"", *lines: str) -> bytes:
    """An answer with these header lines."""
    head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *lines, "Connection: close", "", ""]
    return "\r\n".join(head).encode("latin-1") + body
