"""One request to a server, and what it answers, untouched: no redirect is followed."""

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import msgspec

from docgen.errors import NetworkError, UsageError
from docgen.probe.read import INSTALL, refuse_address, shown

if TYPE_CHECKING:
    import httpx

LARGEST: Final = 1024 * 1024
"""The bytes of a body up to which it is read; what is compared is far shorter."""


class Asked(msgspec.Struct, frozen=True):
    """An answer as it came: the headers in their order, the body up to `LARGEST` bytes."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str | None:
        """The first value of a header, or None."""
        return next((value for known, value in self.headers if known.lower() == name.lower()), None)


def ask(method: str, url: str, headers: Sequence[tuple[str, str]] = (), *, timeout: float = 10) -> Asked:
    """The answer of an https address (or an http one on loopback) within `timeout` seconds in all.

    A header `Host` is sent instead of the address's own; the certificate has to be that of the address.
    UsageError (exit code 2) for an address that is refused unasked, NetworkError (5) where no answer comes.
    """
    try:
        import httpx  # an extra: most commands never talk to the network
    except ImportError:
        raise UsageError(INSTALL) from None
    refuse_address(url, "expected an https address, or http on loopback")
    deadline = time.monotonic() + timeout
    try:
        with (
            httpx.Client(timeout=timeout, follow_redirects=False) as client,
            client.stream(method, url, headers=list(headers)) as answer,
        ):
            return Asked(answer.status_code, tuple(answer.headers.multi_items()), _body(answer, url, deadline))
    except httpx.TimeoutException:
        raise NetworkError(f"{shown(url)}: no whole answer within {timeout:g} s; try again") from None
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
        raise NetworkError(
            f"{shown(url)}: {error or type(error).__name__}; look at the address, and try again"
        ) from None


def _body(answer: "httpx.Response", url: str, deadline: float) -> bytes:
    body = b""
    for part in answer.iter_bytes():
        body += part
        if time.monotonic() > deadline:
            raise NetworkError(f"{shown(url)}: no whole answer in time; try again")
        if len(body) > LARGEST:
            break
    return body[:LARGEST]
