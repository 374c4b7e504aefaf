"""Requests to the byte: raw targets go out as they are, nothing is followed, nothing is kept from one to the next."""

import socket
import ssl
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, Self

import msgspec

from docgen.errors import UnreadableError, UsageError
from docgen.probe.deadline import Connections, within
from docgen.probe.origin import Origin, Resolve
from docgen.probe.read import INSTALL
from docgen.verify.http_exchange import Exchange, Failure, Reply
from docgen.verify.questions import SAFE

if TYPE_CHECKING:
    import httpx

_BACKOFF: Final = 0.5
_MOST: Final = 64 * 1024
"""Bytes of a body that are read: more than any answer of a rule has."""


class Network(msgspec.Struct, frozen=True):
    """How a live address is asked: seconds for an answer, tries and all; further tries; requests a second; trust."""

    timeout: float = 10
    retries: int = 2
    rate: float = 10
    ca_file: str | None = None
    resolve: Resolve = {}


class Client:
    """Asks one request after the other, each on a connection of its own, without proxy, cookies or credentials.

    `clock` gives the Unix time in seconds. Without the extra `live`, UsageError (exit code 2) says how to install it.
    """

    def __init__(self, network: Network, clock: Callable[[], float]) -> None:
        try:
            import httpx  # an extra: most commands never talk to the network
        except ImportError:
            raise UsageError(INSTALL) from None
        self.network = network
        self._httpx, self._clock, self._last = httpx, clock, float("-inf")
        # an edge may treat a second request of a connection otherwise, and no answer may depend on the one before
        limits = httpx.Limits(max_keepalive_connections=0)
        # the transport, not httpx.Client, which normalises targets and adds headers of its own
        self._transport = httpx.HTTPTransport(verify=_trust(network.ca_file), trust_env=False, limits=limits)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._transport.close()

    def now(self) -> float:
        """The Unix time in seconds."""
        return self._clock()

    def pause(self, seconds: float) -> None:
        """Wait, as between two tries."""
        time.sleep(seconds)

    def ask(
        self,
        origin: Origin,
        method: str,
        target: str,
        headers: Sequence[tuple[str, str]] = (),
        most: int = _MOST,
    ) -> Exchange:
        """The answer to a request with this very target, of which at most `most` bytes of the body are read.

        A header of `headers` stands in place of the client's own one of that name. A safe request is sent again where
        there is no answer, or one of 5xx, with a pause that doubles each time, while the time for the answer lasts.
        """
        # a request that may change something is sent once, whatever became of it
        tries, left = self.network.retries if method in SAFE else 0, self.network.timeout
        for attempt in range(tries + 1):
            self._wait_for_turn()
            began = time.monotonic()
            exchange = self._once(partial(self._request, origin, method, target, headers), left, most)
            pause = _BACKOFF * 2**attempt
            left -= time.monotonic() - began + pause
            if attempt == tries or left <= 0 or (exchange.reply and exchange.reply.status < 500):
                break
            self.pause(pause)
        return exchange

    def _once(self, request: Callable[[Connections], "httpx.Request"], seconds: float, most: int) -> Exchange:
        sent = self._clock()
        try:
            reply = within(seconds, lambda connections: self._reply(request(connections), most))
        except (self._httpx.TimeoutException, TimeoutError):
            said = f"no complete response within {self.network.timeout:g} s"
            return Exchange(sent, self._clock(), None, "timeout", said)
        except (self._httpx.HTTPError, self._httpx.InvalidURL, UnicodeError) as error:
            return Exchange(sent, self._clock(), None, self._failure(error), str(error) or type(error).__name__)
        return Exchange(sent, self._clock(), reply)

    def _reply(self, request: "httpx.Request", most: int) -> Reply:
        response = self._transport.handle_request(request)
        try:
            return Reply(response.status_code, _raw(response), _body(response, most))
        finally:
            response.close()

    def _request(
        self,
        origin: Origin,
        method: str,
        target: str,
        headers: Sequence[tuple[str, str]],
        connections: Connections,
    ) -> "httpx.Request":
        """Connected to the address, while SNI, the name in the certificate and Host are those of the host.

        Another Host among the headers changes neither of the others.
        """
        address = f"[{origin.address}]" if ":" in origin.address else origin.address
        timeout = self._httpx.Timeout(self.network.timeout).as_dict()
        own = [("Host", origin.authority), ("Accept", "*/*"), ("User-Agent", "docgen"), ("Connection", "close")]
        given = {name.lower() for name, _ in headers}
        return self._httpx.Request(
            method,
            f"{origin.scheme}://{address}:{origin.port}/",  # its path is not sent: the extension `target` is
            headers=[*(pair for pair in own if pair[0].lower() not in given), *headers],
            extensions={
                "target": target.encode("latin-1"),
                "sni_hostname": origin.host,
                "timeout": timeout,
                "trace": connections,
            },
        )

    def _failure(self, error: Exception) -> Failure:
        """The kind of a failure, from the errors that led to it."""
        if isinstance(error, self._httpx.ProtocolError):
            return "protocol"
        chain: BaseException | None = error
        while chain is not None:
            if isinstance(chain, socket.gaierror):
                return "dns"
            if isinstance(chain, ssl.SSLError):
                return "tls"
            chain = chain.__cause__ or chain.__context__
        return "connection"

    def _wait_for_turn(self) -> None:
        wait = self._last + 1 / self.network.rate - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        self._last = time.monotonic()


def _body(response: "httpx.Response", most: int) -> bytes:
    parts, size = [], 0
    # raw: what gzip would make of it could fill the memory
    for part in response.iter_raw():
        parts.append(part)
        size += len(part)
        if size > most:
            break
    return b"".join(parts)


def _raw(response: "httpx.Response") -> tuple[tuple[str, str], ...]:
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in response.headers.raw)


def _trust(ca_file: str | None) -> ssl.SSLContext:
    """The usual authorities, and those of a file; UnreadableError (exit code 3) where it has none."""
    from httpx import create_ssl_context  # as above

    context = create_ssl_context(trust_env=False)
    if ca_file is not None:
        try:
            context.load_verify_locations(ca_file)
        except (OSError, ssl.SSLError) as error:
            said = error.strerror or "holds no certificate"
            raise UnreadableError(f"{ca_file}: {said}; expected the certificate of an authority, as PEM") from None
    return context
