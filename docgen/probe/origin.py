"""The origin of a URL, and the address that the client connects to."""

import re
from collections.abc import Iterable
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

import msgspec

from docgen.errors import UsageError
from docgen.probe.read import PORTS, is_loopback, redacted

_RESOLVE: Final = re.compile(r"([^:\[\]]+):([0-9]{1,5}):(?:\[([0-9A-Fa-f:.]+)\]|([^\[\]:]+))")
Resolve = dict[tuple[str, int], str]
"""The address to connect to, by host and port."""


class Origin(msgspec.Struct, frozen=True):
    """Scheme, host and port (RFC 6454), and the `address` to connect to, which is the host unless it is resolved."""

    scheme: str
    host: str
    port: int
    address: str

    @property
    def authority(self) -> str:
        """Host and port as in the Host header: the default port is left out."""
        if self.port == PORTS[self.scheme]:
            return bracketed(self.host)
        return f"{bracketed(self.host)}:{self.port}"

    @property
    def url(self) -> str:
        """The origin as a URL, such as `https://api.example.com`."""
        return f"{self.scheme}://{self.authority}"

    @property
    def label(self) -> str:
        """The origin as a saved result names it: the URL, and `by <address>` where the address is not the host."""
        if self.address == self.host:
            return self.url
        return f"{self.url} by {self.address}"


def bracketed(host: str) -> str:
    """A host as a URL has it: an address of IPv6 is in brackets (RFC 3986, section 3.2.2)."""
    if ":" in host:
        return f"[{host}]"
    return host


def parse_origin(url: str, resolve: Resolve) -> Origin:
    """The origin of an https URL, or of an http URL that connects to loopback.

    UsageError (exit code 2) for any other URL, and for one with a user name or password.
    """
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        host, port, parts = "", 0, urlsplit("")
    if not host or not port:
        raise UsageError(f"{redacted(url)!r} is not an origin; expected for example https://api.example.com")
    if parts.username or parts.password:
        raise UsageError(f"the URL of {host} has a user name or password; remove it: docgen sends none to an edge")
    origin = Origin(parts.scheme, host, port, resolve.get((host, port), host))
    # by the address, so that a resolved name can be tested on this machine
    if origin.scheme == "http" and not is_loopback(origin.address):
        raise UsageError(f"{redacted(url)!r} is not https, so the response can be tampered with; expected an https URL")
    return origin


def parse_origin_argument(url: str, resolve: Resolve) -> Origin:
    """The origin in an argument; UsageError (exit code 2) also where it has a path, a query or a fragment."""
    origin, parts = parse_origin(url, resolve), urlsplit(url)
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        raise UsageError(f"{redacted(url)!r} has a path, a query or a fragment; expected for example {origin.url}")
    return origin


def parse_resolve(values: Iterable[str]) -> Resolve:
    """The addresses in values of `HOST:PORT:ADDR`, as of curl, IPv6 in brackets; UsageError (exit code 2) otherwise."""
    addresses: Resolve = {}
    for value in values:
        wrong = UsageError(f"{value!r} is not HOST:PORT:ADDR; expected for example api.example.com:443:192.0.2.7")
        match = _RESOLVE.fullmatch(value)
        if match is None or not 0 < int(match[2]) < 65536:
            raise wrong
        address = match[3] or match[4]
        try:
            ip_address(address)
        except ValueError:
            raise wrong from None
        addresses[(match[1].lower(), int(match[2]))] = address
    return addresses
