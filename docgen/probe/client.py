"""An HTTP client for probes: targets are sent byte for byte, no redirect is followed, and requests share no state."""

import socket
import ssl
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, Self

import msgspec

from docgen.errors import UnreadableError, UsageError
from docgen.model.redirect import Field
from docgen.probe.deadline import Connections, run_with_deadline
from docgen.probe.origin import Origin, Resolve, bracketed
from docgen.probe.read import HTTPX_MISSING
from docgen.traffic.records import USER_AGENT
from docgen.verify.http_exchange import Exchange, Reply
from docgen.verify.questions import SAFE

if TYPE_CHECKING:
    import httpx

_BACKOFF: Final = 0.5
_MAX_FAILURES: Final = 3
_MAX_BODY: Final = 64 * 1024
"""Bytes of a response's body that are read: more than any redirect or error answer of a rule."""


class Network(msgspec.Struct, frozen=True):
    """How to send requests: `timeout` in seconds with all retries, retries, requests a second, trust and addresses."""

    timeout: float
    retries: int
    rate: float
    ca_file: str | None = None
    resolve: Resolve = {}


class Client:
    """A client that sends one request at a time, each on its own connection, without proxy, cookies or credentials.

    `now` returns the Unix time in seconds. Without the extra `live`, UsageError (exit code 2) says how to install it.
    """

    def __init__(self, network: Network, now: Callable[[], float]) -> None:
        try:
            # optional dependency: most commands do not use the network
            import httpx
        except ImportError:
            raise UsageError(HTTPX_MISSING) from None
        self.network = network
        self.now = now
        self._httpx, self._last, self._failures = httpx, float("-inf"), 0
        # no keep-alive: an edge may answer the second request on a connection differently
        limits = httpx.Limits(max_keepalive_connections=0)
        # not httpx.Client, which normalises targets and adds headers of its own
        self._transport = httpx.HTTPTransport(verify=_trust_store(network.ca_file), trust_env=False, limits=limits)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._transport.close()

    def pause(self, seconds: float) -> None:
        """Sleep between two tries."""
        time.sleep(seconds)

    def send(
        self,
        origin: Origin,
        method: str,
        target: str,
        headers: Sequence[Field] = (),
        max_body: int = _MAX_BODY,
    ) -> Exchange:
        """Send one request with exactly this target, and read at most `max_body` bytes of the response's body.

        `headers` replace the client's own headers of the same name. A safe request is retried after no response, a 5xx
        or a 429, with a pause that doubles each time, or as long as Retry-After asks, until the timeout is used up.
        """
        # never retried: a request that may change something, and what has failed again and again
        patient = method in SAFE and self._failures < _MAX_FAILURES
        tries, remaining = self.network.retries * patient, self.network.timeout
        for attempt in range(tries + 1):
            self._wait_for_turn()
            started = time.monotonic()
            exchange = self._try_once(partial(self._reply, origin, method, target, headers, max_body), remaining)
            reply, pause = exchange.reply, _BACKOFF * 2**attempt
            if reply:
                pause = max(pause, reply.retry_after(exchange.received))
            remaining -= time.monotonic() - started + pause
            if attempt == tries or remaining <= 0 or (reply and reply.status < 500 and not reply.is_limited):
                break
            self.pause(pause)
        self._failures += 1
        if reply is None or reply.status < 500:
            self._failures = 0
        return exchange

    def _try_once(self, request: Callable[[Connections], Reply], seconds: float) -> Exchange:
        sent = self.now()
        try:
            reply = run_with_deadline(seconds, request)
        except (self._httpx.TimeoutException, TimeoutError):
            reason = f"no complete response within {self.network.timeout:g} s"
            return Exchange(sent, self.now(), None, reason)
        except (self._httpx.HTTPError, self._httpx.InvalidURL, UnicodeError) as error:
            reason = str(error) or type(error).__name__
            return Exchange(sent, self.now(), None, reason, is_unresolved=_is_unresolved(error))
        return Exchange(sent, self.now(), reply)

    def _reply(
        self,
        origin: Origin,
        method: str,
        target: str,
        headers: Sequence[Field],
        max_body: int,
        connections: Connections,
    ) -> Reply:
        """The reply at the origin's address; SNI, the certificate's name and Host are those of the origin's host.

        A Host in `headers` replaces the header only, not SNI and the certificate's name.
        """
        timeout = self._httpx.Timeout(self.network.timeout).as_dict()
        own = [("Host", origin.authority), ("Accept", "*/*"), ("User-Agent", USER_AGENT), ("Connection", "close")]
        replaced = {name.lower() for name, _ in headers}
        request = self._httpx.Request(
            method,
            # the extension `target` is sent instead of this path
            f"{origin.scheme}://{bracketed(origin.address)}:{origin.port}/",
            headers=[*(pair for pair in own if pair[0].lower() not in replaced), *headers],
            extensions={
                # each character of a target stands for one byte
                "target": target.encode("latin-1"),
                "sni_hostname": origin.host,
                "timeout": timeout,
                "trace": connections,
            },
        )
        response = self._transport.handle_request(request)
        try:
            lines = ((name.decode("latin-1"), value.decode("latin-1")) for name, value in response.headers.raw)
            return Reply(response.status_code, tuple(lines), _body(response, max_body))
        finally:
            response.close()

    def _wait_for_turn(self) -> None:
        wait = self._last + 1 / self.network.rate - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        self._last = time.monotonic()


def _is_unresolved(error: BaseException | None) -> bool:
    """Whether a name was not found, which the chain of exceptions has: httpx wraps the original error."""
    while error is not None:
        if isinstance(error, socket.gaierror):
            return True
        error = error.__cause__ or error.__context__
    return False


def _body(response: "httpx.Response", max_body: int) -> bytes:
    body = bytearray()
    # raw: decompressed, a small response could fill the memory
    for part in response.iter_raw():
        body += part
        if len(body) > max_body:
            break
    return bytes(body)


def _trust_store(ca_file: str | None) -> ssl.SSLContext:
    """The default certificate authorities, and those in a PEM file; UnreadableError (exit code 3) if it has none."""
    # as above
    from httpx import create_ssl_context

    context = create_ssl_context(trust_env=False)
    if ca_file is not None:
        try:
            context.load_verify_locations(ca_file)
        except (OSError, ssl.SSLError) as error:
            reason = error.strerror or "has no certificate"
            raise UnreadableError(f"{ca_file}: {reason}; expected PEM certificates of authorities") from None
    return context
