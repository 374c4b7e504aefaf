"""The origin of a live address, and where it is connected to."""

import re
from collections.abc import Iterable
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

import msgspec

from docgen.errors import UsageError
from docgen.probe.read import LOOPBACK, shown

PORTS: Final = {"https": 443, "http": 80}
_RESOLVE: Final = re.compile(r"([^:\[\]]+):([0-9]{1,5}):(?:\[([0-9A-Fa-f:.]+)\]|([^\[\]:]+))")
Resolve = dict[tuple[str, int], str]
"""An address to connect to, for a host and a port."""


class Origin(msgspec.Struct, frozen=True):
    """Scheme, host and port (RFC 6454), and the `address` that is connected to in place of the host."""

    scheme: str
    host: str
    port: int
    address: str

    @property
    def authority(self) -> str:
        """Host and port as the Host header has them: the usual port is left out."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The origin as an address."""
        return f"{self.scheme}://{self.authority}"

    @property
    def asked(self) -> str:
        """The origin as a record names it, with the address where that was not left to the host's name."""
        return self.url if self.address == self.host else f"{self.url} by {self.address}"


def parse_origin(url: str, resolve: Resolve) -> Origin:
    """The origin of an https address, or of an http one whose connection stays on loopback.

    UsageError (exit code 2) for any other, and for one with a name or password.
    """
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        host, port, parts = "", 0, urlsplit("")
    if not host or not port:
        raise UsageError(f"{shown(url)!r} is not an origin; expected for example https://api.example.com")
    if parts.username or parts.password:
        raise UsageError(f"the origin of {host} has a name or password in it; this command sends no credential there")
    origin = Origin(parts.scheme, host, port, resolve.get((host, port), host))
    if origin.scheme == "http" and not (origin.address in LOOPBACK or _is_loopback(origin.address)):
        raise UsageError(
            f"{shown(url)!r} is not https, so anyone on the way could change it; expected an https address"
        )
    return origin


def named_origin(url: str, resolve: Resolve) -> Origin:
    """The origin that an argument names; UsageError (exit code 2) also where a path or a query stands behind it."""
    origin, parts = parse_origin(url, resolve), urlsplit(url)
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        raise UsageError(f"{shown(url)!r} has more than an origin; expected for example {origin.url}")
    return origin


def parse_resolve(values: Iterable[str]) -> Resolve:
    """`HOST:PORT:ADDR` as curl has it, an IPv6 address in brackets; UsageError (exit code 2) for another form."""
    found: Resolve = {}
    for value in values:
        match = _RESOLVE.fullmatch(value)
        address = (match[3] or match[4]) if match else ""
        if match is None or not _is_address(address) or not 0 < int(match[2]) < 65536:
            raise UsageError(f"{value!r} is not HOST:PORT:ADDR; expected for example api.example.com:443:192.0.2.7")
        found[(match[1].lower(), int(match[2]))] = address
    return found


def _is_address(text: str) -> bool:
    try:
        return bool(ip_address(text))
    except ValueError:
        return False


def _is_loopback(address: str) -> bool:
    return _is_address(address) and ip_address(address).is_loopback
