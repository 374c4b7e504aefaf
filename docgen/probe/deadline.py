"""One deadline for a whole exchange: name lookup, connection, TLS, headers and body, whatever the server does."""

import socket
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, TypeVar

Result = TypeVar("Result")


class Connections:
    """The connections of an exchange; httpcore calls it at each step, as the request extension `trace`."""

    def __init__(self) -> None:
        self._connections: list[socket.socket] = []
        self._aborted = False

    def __call__(self, event: str, info: Mapping[str, Any]) -> None:
        """Note a new connection; TimeoutError after `abort`, so that nothing more is sent."""
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            self._connections.append(info["return_value"].get_extra_info("socket"))
        if self._aborted:
            raise TimeoutError

    def abort(self) -> None:
        """Shut down all connections, and prevent new ones."""
        self._aborted = True
        for connection in self._connections:
            # it is closed already
            with suppress(OSError):
                # SSLSocket.shutdown would also change the TLS state, which the other thread uses
                socket.socket.shutdown(connection, socket.SHUT_RDWR)


def run_with_deadline(seconds: float, exchange: Callable[[Connections], Result]) -> Result:
    """The result of an exchange; TimeoutError where it takes more than `seconds`.

    It runs in a thread, since nothing can interrupt a name lookup of the system, and httpx limits each read alone: a
    server that sends a byte a second never times out. The thread ends with its connections, and does not delay an exit.
    """
    connections, outcome = Connections(), Future[Result]()

    def run() -> None:
        try:
            outcome.set_result(exchange(connections))
        except BaseException as error:  # raised again by outcome.result
            outcome.set_exception(error)

    threading.Thread(target=run, name="docgen-network", daemon=True).start()
    try:
        return outcome.result(seconds)
    finally:
        connections.abort()
