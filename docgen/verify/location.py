"""What is wrong with a Location: whose address it is, and what became of path and query."""

import re
from collections.abc import Collection

from docgen.model.redirect import Redirect

_AUTHORITY = re.compile(r"(?:([a-z][a-z0-9+.-]*):)?//([^/?#]*)", re.IGNORECASE)
_DIGITS = re.compile(r"\[.*|[0-9.]+")


def host_of(location: str) -> str:
    r"""The host that a browser would open, in lower case: it reads `\` as `/`; empty for a path of the same host."""
    authority = _AUTHORITY.match(location.strip().replace("\\", "/"))
    return authority[2].rpartition("@")[2].partition(":")[0].lower() if authority else ""


def chosen_by_request(location: str, target: str, own: Collection[str]) -> bool:
    """Whether the host is none of `own`, and the request had a say in it: it stands there, or is appended to one."""
    host = host_of(location)
    if not host or host in own:
        return False
    return host in target.lower() or any(host.startswith(known) for known in own)


def internal(location: str, redirect: Redirect) -> bool:
    """Whether only the server knows the address: http, a port that the rule does not have, a bare name or number."""
    authority = _AUTHORITY.match(location)
    if authority is None or location.startswith(redirect.to):
        return False
    scheme, host = (authority[1] or "").lower(), host_of(location)
    port = authority[2].rpartition("@")[2].removeprefix(host)
    return scheme == "http" or ":" in port or "." not in host or _DIGITS.fullmatch(host) is not None


def difference(expected: str, got: str, redirect: Redirect) -> str:
    """The id of the cause for which a Location on the right host is not the expected one."""
    if internal(got, redirect):
        return "internal-address"
    address, _, query = expected.partition("?")
    path, _, kept = got.partition("?")
    if query and got.count(query) > expected.count(query):
        return "query-doubled"
    if query and not kept and path.rstrip("/") == address.rstrip("/"):
        return "query-lost"
    if path.rstrip("/") == address.rstrip("/") and kept == query:
        return "slash-changed"
    if path.rstrip("/") == redirect.to.rstrip("/") and kept == query:
        return "suffix-lost"
    return "location-changed"
