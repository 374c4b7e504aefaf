"""A document from an https address: certificates verified, redirects followed, size and time limited.

A credential goes to the origin that was asked, and to no other, wherever a redirect leads.
"""

import re
import zlib
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

import msgspec

from docgen.errors import NetworkError, UnreadableError, UsageError
from docgen.probe.deadline import Connections, within

if TYPE_CHECKING:
    import httpx

LIMIT: Final = 64 * 1024 * 1024
REDIRECTS: Final = 5
LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
_HEADER: Final = re.compile(r"[!-~]([ -~]*[!-~])?")
INSTALL: Final = "reading an address needs httpx: pip install 'aurous-docgen[live]'"


class Credential(msgspec.Struct, frozen=True):
    """A header that must not be seen by anyone but the origin that was asked: it has no readable form."""

    name: str
    value: str

    def __repr__(self) -> str:
        return f"Credential({self.name!r}, ...)"


class Received(msgspec.Struct, frozen=True):
    """What an address answered with status 200, and the address after all redirects."""

    url: str
    body: bytes


def read_url(url: str, credential: Credential | None = None, *, timeout: float = 30, limit: int = LIMIT) -> Received:
    """The document at an https address (or an http one on loopback), read within `timeout` seconds.

    UsageError (exit code 2) for an address that is refused unasked, NetworkError (5) where the address does not
    give the document, UnreadableError (3) where it has more than `limit` bytes.
    """
    try:
        import httpx  # an extra: most commands never talk to the network
    except ImportError:
        raise UsageError(INSTALL) from None
    refuse_address(url, "expected an https address")
    if credential and not _HEADER.fullmatch(credential.value):
        raise UsageError(f"the value of the header {credential.name} is none; expected visible ASCII")
    try:
        return within(timeout, lambda connections: _read(url, credential, timeout, limit, connections))
    except (httpx.TimeoutException, TimeoutError):
        raise NetworkError(
            f"{shown(url)}: no complete response within {timeout:g} s; try again, or raise --timeout"
        ) from None
    except zlib.error as error:
        raise NetworkError(f"{shown(url)}: the gzip of the response is broken: {error}") from None
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
        raise NetworkError(
            f"{shown(url)}: {error or type(error).__name__}; look at the address, and try again"
        ) from None


def shown(url: str) -> str:
    """An address as it may stand in a message: a query can hold a key, and so can what stands before the host."""
    address = re.split(r"[?#]", url, maxsplit=1)[0]
    scheme, sign, rest = address.partition("://") if "://" in address else ("", "", address)
    host, slash, path = rest.partition("/")
    return f"{scheme}{sign}{host.rpartition('@')[2]}{slash}{path}"


def _read(url: str, credential: Credential | None, timeout: float, limit: int, connections: Connections) -> Received:
    """The document at the end of the redirects."""
    import httpx  # as above

    asked, place = _origin(url), url
    with httpx.Client(timeout=timeout, follow_redirects=False) as client:
        for _ in range(REDIRECTS + 1):
            headers = {"Accept": "application/json, application/yaml;q=0.9, */*;q=0.1", "Accept-Encoding": "gzip"}
            if credential and _origin(place) == asked:
                headers[credential.name] = credential.value
            with client.stream("GET", place, headers=headers, extensions={"trace": connections}) as answer:
                if not answer.has_redirect_location:
                    return Received(place, _body(answer, place, limit))
                location = answer.headers["location"]
            try:
                place = urljoin(place, location)
                refuse_address(place, "expected one that leads to https", loopback=asked[0] == "http")
            except (UsageError, ValueError) as refused:
                raise NetworkError(f"{shown(url)}: the redirect is not followed: {refused}") from None
    raise NetworkError(f"{shown(url)}: more than {REDIRECTS} redirects; expected the address of the document itself")


def _body(answer: "httpx.Response", url: str, limit: int) -> bytes:
    """The decoded body; no more of it than `limit` is ever held, whatever it decodes to."""
    if answer.status_code != 200:
        hint = "; the credential is not accepted, or is missing" if answer.status_code in (401, 403) else ""
        raise NetworkError(f"{shown(url)}: answered {answer.status_code}; expected 200{hint}")
    gzip = _gzip(answer, url)
    parts, size = [], 0
    for sent in answer.iter_raw():
        part = gzip.decompress(sent, limit + 1 - size) if gzip else sent
        size += len(part)
        if size > limit:
            raise UnreadableError(f"{shown(url)}: more than {limit} bytes; expected an OpenAPI document")
        if gzip and gzip.unused_data:
            break
        parts.append(part)
    if gzip and (gzip.unused_data or not gzip.eof):
        raise zlib.error("it ends early, or goes on after its end")
    return b"".join(parts)


def _gzip(answer: "httpx.Response", url: str) -> "zlib._Decompress | None":
    """The decoder of an answer; None where it is sent as it is, NetworkError where it has an encoding unasked."""
    encoding = answer.headers.get("content-encoding", "identity").lower()
    if encoding not in ("identity", "gzip", "x-gzip"):
        raise NetworkError(f"{shown(url)}: sent with the Content-Encoding {encoding!r}; expected gzip, or none")
    return None if encoding == "identity" else zlib.decompressobj(zlib.MAX_WBITS | 16)


def refuse_address(url: str, expected: str, *, loopback: bool = True) -> None:
    """UsageError for an address that is neither https nor, where that is fine, on loopback, or has a password."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        raise UsageError(f"{shown(url)!r} is not a URL; {expected}") from None
    if parts.username or parts.password:
        instead = "where a command takes a credential, --auth-env or --header-env names it"
        raise UsageError(f"the address of {host} has a name or password in it; {instead}")
    if not host or (parts.scheme != "https" and not (loopback and parts.scheme == "http" and host in LOOPBACK)):
        raise UsageError(f"{shown(url)!r} is not https, so anyone on the way could change it; {expected}")


def _origin(url: str) -> tuple[str, str, int]:
    """Scheme, host and port (RFC 6454)."""
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or {"https": 443, "http": 80}[parts.scheme]
