"""What is wrong with a Location: its host, its path or its query."""

import re
from collections.abc import Collection
from urllib.parse import unquote

from docgen.model.redirect import Redirect

_AUTHORITY = re.compile(r"(?:([a-z][a-z0-9+.-]*):)?//([^/?#]*)", re.IGNORECASE)
_DIGITS = re.compile(r"\[.*|[0-9.]+")


def host_of(location: str) -> str:
    r"""The host that a browser would open, in lower case: it reads `\` as `/`; empty for a path of the same host."""
    authority = _AUTHORITY.match(location.strip().replace("\\", "/"))
    if authority is None:
        return ""
    return authority[2].rpartition("@")[2].partition(":")[0].lower().rstrip(".")


def origin_of(location: str) -> str:
    """The scheme, the host and the port of a Location as they are written; empty for a path of the same host."""
    authority = _AUTHORITY.match(location)
    if authority is None:
        return ""
    return authority[0]


def is_chosen_by_request(location: str, target: str, allowed_hosts: Collection[str]) -> bool:
    """Whether the host is not allowed and comes from the request: its target has it, or it extends an allowed host."""
    host = host_of(location)
    if not host or host in allowed_hosts:
        return False
    return host in target.lower() or any(map(host.startswith, allowed_hosts))


def is_internal(location: str, redirect: Redirect) -> bool:
    """Whether clients cannot use the address: http, a port that the rule lacks, a host name without a dot, or an IP."""
    authority = _AUTHORITY.match(location)
    if authority is None or location.startswith(base_of(redirect.to)):
        return False
    scheme, host = (authority[1] or "").lower(), host_of(location)
    port = authority[2].rpartition("@")[2].removeprefix(host)
    return scheme == "http" or ":" in port or "." not in host or _DIGITS.fullmatch(host) is not None


def fault(expected: str, got: str, redirect: Redirect) -> tuple[str, str]:
    """The id of the finding on a Location that is not the expected one, and what is wrong with it."""
    if is_internal(got, redirect):
        return "internal-address", "Location is plain http, or an internal address"
    expected_path, _, query = expected.partition("#")[0].partition("?")
    got_path, _, got_query = got.partition("#")[0].partition("?")
    same_path = got_path.rstrip("/") == expected_path.rstrip("/")
    # the target of the rule may have the same query itself
    if query and got.count(query) > expected.count(query):
        return "query-doubled", "the query is repeated"
    if same_path and got_query != query and query.startswith(got_query):
        lost = "the query is lost"
        if "?" in got:
            lost = "the query is cut"
        return "query-lost", lost
    if same_path and got_query == query and got_path != expected_path:
        return "slash-changed", "a trailing slash is lost or added"
    if got_path.rstrip("/") == base_of(redirect.to) and got_query == query:
        return "suffix-lost", "the path after the prefix is lost"
    return "location-changed", _change(expected, got)


def base_of(to: str) -> str:
    """A target up to its first placeholder, query or fragment, without a slash at its end."""
    return re.split("[{?#]", to, maxsplit=1)[0].removesuffix("/")


def _change(expected: str, got: str) -> str:
    """What was done to a Location that is not the expected one, where the bytes show it."""
    if got == expected.replace("+", "%20"):
        return "`+` is written as %20"
    if got != expected and got.lower() == expected.lower():
        return "letters are written in lower case, or in upper case"
    if unquote(got) == unquote(expected):
        return "it is decoded, or encoded again"
    if _merged(got) == _merged(expected):
        return "`//` is written as `/`"
    return "Location differs"


def _merged(location: str) -> str:
    return re.sub("/+", "/", location)
