"""The headers of a reply, compared with those of its rule."""

from collections.abc import Iterator, Sequence
from typing import Final

from docgen.model.redirect import Field, Redirect
from docgen.verify.http_exchange import Mismatch, Reply, escape_untrusted, header_lines, values_of

FINDING_IDS: Final = {
    "sunset": "sunset-header-wrong",
    "deprecation": "deprecation-header-wrong",
    "link": "link-header-wrong",
}
"""The finding on a wrong value, by the name of the header in lower case."""
_NOT_STORING: Final = {
    "max-age=0",
    "s-maxage=0",
    "no-store",
    "no-cache",
    "private",
    "must-revalidate",
    "proxy-revalidate",
    "no-transform",
}
_DATE_HEADERS: Final = ("Sunset", "Deprecation")


def mismatches(redirect: Redirect, headers: Sequence[Field], reply: Reply) -> Iterator[Mismatch]:
    """The headers of a rule that are missing, repeated, or have another value.

    Several lines of a name equal one comma-separated list (RFC 9110, section 5.3), which some edges send. A directive
    beside `no-store` that stores nothing changes nothing.
    """
    # once a name, however often the rule has it; Location has findings of its own
    names = {name.lower(): name for name, _ in headers if name != "Location"}
    for key, name in names.items():
        expected, got = values_of(headers, name), reply.values(name)
        if listed(got) != listed(expected) and not (key == "cache-control" and _stores_nothing(listed(got))):
            yield _mismatch(redirect, name, expected, got)


def _mismatch(redirect: Redirect, name: str, expected: Sequence[str], got: Sequence[str]) -> Mismatch:
    finding_id = "rule-header-wrong"
    if values_of(redirect.host_headers, name):
        finding_id = "host-header-wrong"
    finding_id = FINDING_IDS.get(name.lower(), finding_id)
    problem = _problem(got, expected)
    if name.lower() == "cache-control":
        finding_id = "answer-cacheable"
        if got:
            sent = f"the server, or a proxy in front of it, sends `{escape_untrusted(', '.join(got))}`"
            problem = f"lets clients store the response: {sent}"
    message = f"`{redirect.id}`: the header {name} {problem}"
    return Mismatch(finding_id, message, header_lines(name, expected), header_lines(name, got))


def _problem(got: Sequence[str], expected: Sequence[str]) -> str:
    if not got:
        return "is missing"
    if set(got) == set(expected):
        return "is repeated"
    return "has a different value"


def listed(values: Sequence[str]) -> list[str]:
    """The members of a comma-separated list, sorted: proxies join and reorder lines."""
    return sorted(map(str.strip, ",".join(values).split(",")))


def _stores_nothing(directives: Sequence[str]) -> bool:
    lower = set(map(str.lower, directives))
    return "no-store" in lower and lower <= _NOT_STORING


def unexpected(redirect: Redirect, headers: Sequence[Field], reply: Reply) -> Iterator[Mismatch]:
    """The headers `Sunset` and `Deprecation` on a redirect whose rule does not have them."""
    for name in _DATE_HEADERS:
        got = reply.values(name)
        if got and name not in dict(headers):
            message = f"`{redirect.id}`: unexpected header {name}; the rule does not have it"
            yield Mismatch(FINDING_IDS[name.lower()], message, header_lines(name, ()), header_lines(name, got))


def redirect_lines(redirect: Redirect, reply: Reply) -> tuple[str, ...]:
    """The header lines of a reply that are also in the redirect of the rule, with the same value."""
    # any upstream may send `no-store`, so Cache-Control is no sign of the rule
    own = {(name.lower(), value) for name, value in redirect.headers if name.lower() != "cache-control"}
    return tuple(f"{name}: {value}" for name, value in reply.headers if (name.lower(), value) in own)


def leftover_lines(redirect: Redirect, reply: Reply) -> tuple[str, ...]:
    """The header lines of a reply after the sunset that only a redirect may have, whatever their values."""
    lines: dict[str, None] = {}
    for name in ("Location", *_DATE_HEADERS):
        if values := reply.values(name):
            lines |= dict.fromkeys(header_lines(name, values))
    return tuple(lines | dict.fromkeys(redirect_lines(redirect, reply)))
