"""One bound on a whole exchange: name, connection, TLS, headers and body, whatever the other side does."""

import socket
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, TypeVar

Result = TypeVar("Result")


class Connections:
    """What an exchange has opened; httpcore calls it at each step, as the extension `trace` of a request."""

    def __init__(self) -> None:
        self._opened: list[socket.socket] = []
        self._over = False

    def __call__(self, event: str, info: Mapping[str, Any]) -> None:
        """Learn of a connection; TimeoutError where the time is over, so that nothing more is sent."""
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            self._opened.append(info["return_value"].get_extra_info("socket"))
        if self._over:
            raise TimeoutError

    def cut(self) -> None:
        """End whatever waits on a connection, and what would open one."""
        self._over = True
        for opened in self._opened:
            with suppress(OSError):  # closed already
                socket.socket.shutdown(opened, socket.SHUT_RDWR)  # that of TLS would touch what the other thread uses


def within(seconds: float, exchange: Callable[[Connections], Result]) -> Result:
    """What an exchange gives; TimeoutError where it takes more than `seconds`.

    It runs in a thread of its own, since nothing interrupts the system while it looks up a name, and httpx bounds each
    read alone: one byte a second is never late. The thread ends with its connections, and never holds up an exit.
    """
    connections, outcome = Connections(), Future[Result]()

    def run() -> None:
        try:
            outcome.set_result(exchange(connections))
        except BaseException as error:  # raised again where the outcome is awaited
            outcome.set_exception(error)

    threading.Thread(target=run, name="docgen-network", daemon=True).start()
    try:
        return outcome.result(seconds)
    finally:
        connections.cut()
