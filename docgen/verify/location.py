"""What is wrong with a Location: its host, its path or its query."""

import re
from collections.abc import Collection

from docgen.model.redirect import Redirect

_AUTHORITY = re.compile(r"(?:([a-z][a-z0-9+.-]*):)?//([^/?#]*)", re.IGNORECASE)
_DIGITS = re.compile(r"\[.*|[0-9.]+")


def host_of(location: str) -> str:
    r"""The host that a browser would open, in lower case: it reads `\` as `/`; empty for a path of the same host."""
    authority = _AUTHORITY.match(location.strip().replace("\\", "/"))
    return authority[2].rpartition("@")[2].partition(":")[0].lower() if authority else ""


def is_chosen_by_request(location: str, target: str, allowed_hosts: Collection[str]) -> bool:
    """Whether the host is not allowed and comes from the request: its target has it, or it extends an allowed host."""
    host = host_of(location)
    if not host or host in allowed_hosts:
        return False
    return host in target.lower() or any(host.startswith(known) for known in allowed_hosts)


def is_internal(location: str, redirect: Redirect) -> bool:
    """Whether clients cannot use the address: http, a port that the rule lacks, a host name without a dot, or an IP."""
    authority = _AUTHORITY.match(location)
    if authority is None or location.startswith(redirect.to):
        return False
    scheme, host = (authority[1] or "").lower(), host_of(location)
    port = authority[2].rpartition("@")[2].removeprefix(host)
    return scheme == "http" or ":" in port or "." not in host or _DIGITS.fullmatch(host) is not None


def mismatch_id(expected: str, got: str, redirect: Redirect) -> str:
    """The id of the finding on a Location that is not the expected one."""
    if is_internal(got, redirect):
        return "internal-address"
    expected_path, _, query = expected.partition("?")
    got_path, _, got_query = got.partition("?")
    if query and got.count(query) > expected.count(query):
        return "query-doubled"
    if query and not got_query and got_path.rstrip("/") == expected_path.rstrip("/"):
        return "query-lost"
    if got_path.rstrip("/") == expected_path.rstrip("/") and got_query == query:
        return "slash-changed"
    if got_path.rstrip("/") == redirect.to.rstrip("/") and got_query == query:
        return "suffix-lost"
    return "location-changed"
