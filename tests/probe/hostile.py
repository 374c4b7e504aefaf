"""A server on loopback that talks for ever, or not at all: each habit is what it does with one connection."""

import contextlib
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from typing import Final

HEAD: Final = b"HTTP/1.1 200 OK\r\n"
PACE: Final = 0.05


def _for_ever(connection: socket.socket, piece: bytes, pace: float = PACE) -> None:
    while True:
        connection.sendall(piece)
        time.sleep(pace)


def _silent(connection: socket.socket) -> None:
    while connection.recv(1024):
        pass


def _header_bytes(connection: socket.socket) -> None:
    connection.sendall(HEAD + b"X: ")
    _for_ever(connection, b"x")


def _header_lines(connection: socket.socket) -> None:
    connection.sendall(HEAD)
    _for_ever(connection, b"X: x\r\n")


def _informational(connection: socket.socket) -> None:
    _for_ever(connection, b"HTTP/1.1 103 Early Hints\r\n\r\n", 0)


def _continue(connection: socket.socket) -> None:
    _for_ever(connection, b"HTTP/1.1 100 Continue\r\n\r\n")


def _body(connection: socket.socket) -> None:
    connection.sendall(HEAD + b"\r\n")
    _for_ever(connection, b" ")


def _chunk_extension(connection: socket.socket) -> None:
    connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n1;x=")
    _for_ever(connection, b"x")


def _trailers(connection: socket.socket) -> None:
    connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n1\r\n \r\n0\r\n")
    _for_ever(connection, b"X: x\r\n")


def _gzip_of_nothing(connection: socket.socket) -> None:
    begun = zlib.compressobj(wbits=31)
    connection.sendall(HEAD + b"Content-Encoding: gzip\r\n\r\n" + begun.compress(b"") + begun.flush(zlib.Z_SYNC_FLUSH))
    _for_ever(connection, b"\x00\x00\x00\xff\xff" * 1000, 0)  # blocks that hold no byte (RFC 1951, 3.2.4)


def _redirects(connection: socket.socket) -> None:
    time.sleep(0.3)
    connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: /next\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


def _handshake(connection: socket.socket) -> None:
    connection.sendall(b"\x16\x03\x03\x40\x00")  # the head of a record of TLS that is 16 KiB long
    _for_ever(connection, b"\x02")


PLAIN: Final = (
    _silent,
    _header_bytes,
    _header_lines,
    _informational,
    _continue,
    _body,
    _chunk_extension,
    _trailers,
)
PULLED: Final = (_gzip_of_nothing, _redirects)
TLS: Final = (_silent, _handshake)


def answer(body: bytes, *headers: bytes) -> Callable[[socket.socket], None]:
    """A habit that gives one answer and hangs up."""
    lines = b"".join(line + b"\r\n" for line in headers)
    return lambda connection: connection.sendall(HEAD + lines + b"Connection: close\r\n\r\n" + body)


def bomb(mebibytes: int) -> bytes:
    """Zeroes, in a thousandth of their size, made without holding them."""
    packed = zlib.compressobj(wbits=31)
    return b"".join([*(packed.compress(b"\x00" * (1 << 20)) for _ in range(mebibytes)), packed.flush()])


@contextlib.contextmanager
def behaving(habit: Callable[[socket.socket], None]) -> Iterator[int]:
    """The port of a server with a habit; its connections end with it."""
    listening, taken = socket.create_server(("127.0.0.1", 0), backlog=64), list[socket.socket]()

    def talk(connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            if habit is not _handshake and habit is not _silent:
                connection.recv(65536)
            habit(connection)

    def serve() -> None:
        with contextlib.suppress(OSError):
            while True:
                taken.append(listening.accept()[0])
                threading.Thread(target=talk, args=(taken[-1],), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield int(listening.getsockname()[1])
    finally:
        listening.close()
        for connection in taken:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
