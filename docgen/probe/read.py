"""A document from an https URL: certificates verified, redirects followed, size and time limited.

A credential is only sent to the origin of the first URL, wherever a redirect leads.
"""

import re
import time
import zlib
from collections.abc import Callable
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote, urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass  # noqa: TID251 - what the environment says of proxies

import msgspec

from docgen.errors import NetworkError, UnreadableError, UsageError
from docgen.probe.deadline import Connections, run_with_deadline

if TYPE_CHECKING:
    import httpx

PORTS: Final = {"https": 443, "http": 80}
MAX_BYTES: Final = 64 * 1024 * 1024
MAX_REDIRECTS: Final = 5
_HEADER: Final = re.compile(r"[!-~]([ -~]*[!-~])?")
HTTPX_MISSING: Final = "reading an address needs httpx: pip install 'aurous-docgen[live]'"


class Credential(msgspec.Struct, frozen=True):
    """A header for one origin alone; its repr hides the value."""

    name: str
    value: str

    def __repr__(self) -> str:
        return f"Credential({self.name!r}, ...)"


class Received(NamedTuple):
    """The body of a response with status 200, and its URL after all redirects."""

    url: str
    body: bytes


def read_url(url: str, credential: Credential | None = None, *, timeout: float = 30) -> Received:
    """The document at an https URL (or an http URL on loopback), read within `timeout` seconds.

    UsageError (exit code 2) for a URL that is refused without a request, NetworkError (5) where the server does not
    return the document, UnreadableError (3) where it is larger than MAX_BYTES.
    """
    try:
        # optional dependency: most commands do not use the network
        import httpx
    except ImportError:
        raise UsageError(HTTPX_MISSING) from None
    refuse_address(url, "expected an https URL")
    if credential and not _HEADER.fullmatch(credential.value):
        raise UsageError(f"the value of the header {credential.name} is not valid; expected visible ASCII characters")
    try:
        return run_with_deadline(timeout, lambda connections: _read(url, credential, timeout, connections))
    except (httpx.TimeoutException, TimeoutError):
        raise NetworkError(
            f"{redacted(url)}: no complete response within {timeout:g} s; try again, or raise --timeout"
        ) from None
    except zlib.error as error:
        raise NetworkError(f"{redacted(url)}: the response is not valid gzip: {error}; try again") from None
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
        raise NetworkError(
            f"{redacted(url)}: {error or type(error).__name__}; check the address, and try again"
        ) from None


def redacted(url: str) -> str:
    """A URL for a message, without query, fragment and user information, which may hold a secret."""
    address = re.split(r"[?#]", url, maxsplit=1)[0]
    scheme, sign, rest = address.partition("://")
    if not sign:
        scheme, rest = "", address
    host, slash, path = rest.partition("/")
    return f"{scheme}{sign}{host.rpartition('@')[2]}{slash}{path}"


def _read(url: str, credential: Credential | None, timeout: float, connections: Connections) -> Received:
    """The document at a URL after at most MAX_REDIRECTS redirects."""
    # as above
    import httpx

    first_origin, current = _origin(url), url
    # plain http never goes to a proxy, however httpx and `refuse_address` read NO_PROXY
    with httpx.Client(timeout=timeout, follow_redirects=False, mounts={"http://": None}) as client:
        for _ in range(MAX_REDIRECTS + 1):
            headers = {"Accept": "application/json, application/yaml;q=0.9, */*;q=0.1", "Accept-Encoding": "gzip"}
            if credential and _origin(current) == first_origin:
                headers[credential.name] = credential.value
            with client.stream("GET", current, headers=headers, extensions={"trace": connections}) as response:
                if not response.has_redirect_location:
                    return Received(current, _body(response, current))
                location = response.headers["location"]
            try:
                current = urljoin(current, location)
                refuse_address(current, "expected a redirect to https", loopback=first_origin[0] == "http")
            except (UsageError, ValueError) as refused:
                raise NetworkError(f"{redacted(url)}: cannot follow the redirect: {refused}") from None
    raise NetworkError(f"{redacted(url)}: more than {MAX_REDIRECTS} redirects; expected the URL of the document itself")


def _body(response: "httpx.Response", url: str) -> bytes:
    """The decompressed body; never more than MAX_BYTES of it are in memory, whatever it decompresses to."""
    if response.status_code != 200:
        hint = ""
        if response.status_code in (401, 403):
            hint = "; the credential is missing or not accepted"
        raise NetworkError(f"{redacted(url)}: status {response.status_code}; expected 200{hint}")
    encoding, gzip = response.headers.get("content-encoding", "identity").lower(), None
    if encoding not in ("identity", "gzip", "x-gzip"):
        raise NetworkError(f"{redacted(url)}: the Content-Encoding is {encoding!r}; expected gzip or none")
    if encoding != "identity":
        # 16: the format of gzip
        gzip = zlib.decompressobj(zlib.MAX_WBITS | 16)
    # counted while it is read: a small body may decompress to any size
    parts, size = [], 0
    for chunk in response.iter_raw():
        part = chunk
        if gzip:
            part = gzip.decompress(chunk, MAX_BYTES + 1 - size)
        size += len(part)
        if size > MAX_BYTES:
            raise UnreadableError(f"{redacted(url)}: larger than {MAX_BYTES} bytes; expected an OpenAPI document")
        if gzip and gzip.unused_data:
            break
        parts.append(part)
    if gzip and (gzip.unused_data or not gzip.eof):
        raise zlib.error("it is truncated, or has trailing data")
    return b"".join(parts)


def refuse_address(url: str, expected: str, *, loopback: bool = True) -> None:
    """UsageError (exit code 2) for a URL that is not https, and for one that has a user name or a password.

    With `loopback`, http is allowed to this machine itself, where no proxy is in between.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        raise UsageError(f"{redacted(url)!r} is not a URL; {expected}") from None
    if parts.username or parts.password:
        instead = "remove it, and name the credential with --auth-env or --header-env"
        raise UsageError(f"the URL of {host} has a user name or password; {instead}")
    is_local = loopback and parts.scheme == "http" and is_loopback(host)
    if not host or (parts.scheme != "https" and not is_local):
        raise UsageError(f"{redacted(url)!r} is not https, so the response can be tampered with; {expected}")
    if is_local and not proxy_bypass(parts.netloc) and not {"http", "all"}.isdisjoint(getproxies()):
        raise UsageError(
            f"{redacted(url)!r} is not https, so the proxy in HTTP_PROXY or ALL_PROXY could read and change it; "
            f"{expected}, or {host} in NO_PROXY"
        )


def is_loopback(host: str) -> bool:
    """Whether a host name or an address is that of this machine alone."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _origin(url: str) -> tuple[str, str, int]:
    """Scheme, host and port (RFC 6454)."""
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or PORTS[parts.scheme]


def read_document(url: str, credential: Credential | None, timeout: float) -> tuple[Received, Callable[[str], bytes]]:
    """The document at a URL, and a function that reads another file by its path relative to the document.

    All requests together have `timeout` seconds. The credential is only sent to the origin of `url`. The function
    raises UnreadableError for a file that cannot be read.
    """
    deadline = time.monotonic() + timeout
    received = read_url(url, credential, timeout=timeout)
    if _origin(received.url) != _origin(url):
        credential = None

    def read_file(name: str) -> bytes:
        try:
            address = urljoin(received.url, quote(name))
            return read_url(address, credential, timeout=max(deadline - time.monotonic(), 0.001)).body
        except NetworkError as error:
            raise UnreadableError(str(error)) from None

    return received, read_file
