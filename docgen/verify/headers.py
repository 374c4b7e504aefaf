"""The headers of a reply, compared with those of its rule."""

from collections.abc import Iterator, Sequence
from typing import Final

from docgen.model.redirect import Redirect
from docgen.verify.http_exchange import Mismatch, Reply, escape_untrusted, header_lines

FINDING_IDS: Final = {
    "sunset": "sunset-header-wrong",
    "deprecation": "deprecation-header-wrong",
    "link": "link-header-wrong",
}
"""The finding on a wrong value, by the name of the header in lower case."""
_NOT_STORING: Final = frozenset(
    {
        "no-store",
        "no-cache",
        "private",
        "must-revalidate",
        "proxy-revalidate",
        "no-transform",
        "max-age=0",
        "s-maxage=0",
    }
)
_DATE_HEADERS: Final = ("Sunset", "Deprecation")


def mismatches(redirect: Redirect, headers: Sequence[tuple[str, str]], reply: Reply) -> Iterator[Mismatch]:
    """The headers of a rule that are missing, repeated, or have another value.

    Several lines of a name equal one comma-separated list (RFC 9110, section 5.3), which some edges send. A directive
    beside `no-store` that stores nothing changes nothing.
    """
    names = {name.lower(): name for name, _ in headers if name != "Location"}  # which has findings of its own
    host_names = {name.lower() for name, _ in redirect.host_headers}
    for key, name in names.items():
        expected = tuple(value for field, value in headers if field.lower() == key)
        got = listed(reply.values(name))
        if got != listed(expected) and not (key == "cache-control" and _stores_nothing(got)):
            yield _mismatch(redirect, name, expected, reply, host_names)


def _mismatch(redirect: Redirect, name: str, expected: Sequence[str], reply: Reply, host_names: set[str]) -> Mismatch:
    got = reply.values(name)
    finding_id = FINDING_IDS.get(
        name.lower(), "host-header-wrong" if name.lower() in host_names else "rule-header-wrong"
    )
    problem = "is missing" if not got else "is repeated" if set(got) == set(expected) else "has a different value"
    if name.lower() == "cache-control":
        finding_id = "answer-cacheable"
        sent = f"the server, or a proxy in front of it, sends `{escape_untrusted(', '.join(got))}`"
        problem = f"lets clients store the response: {sent}" if got else problem
    return Mismatch(
        finding_id,
        f"`{redirect.id}`: the header {name} {problem}",
        header_lines(name, expected),
        header_lines(name, got),
    )


def listed(values: Sequence[str]) -> list[str]:
    """The members of a comma-separated list, sorted: proxies join and reorder lines."""
    return sorted(part.strip() for part in ",".join(values).split(","))


def _stores_nothing(directives: Sequence[str]) -> bool:
    lower = {directive.lower() for directive in directives}
    return "no-store" in lower and lower <= _NOT_STORING


def unexpected(redirect: Redirect, headers: Sequence[tuple[str, str]], reply: Reply) -> Iterator[Mismatch]:
    """The headers `Sunset` and `Deprecation` on a redirect whose rule does not have them."""
    for name in _DATE_HEADERS:
        if reply.values(name) and name not in {field for field, _ in headers}:
            message = f"`{redirect.id}`: unexpected header {name}; the rule does not have it"
            yield Mismatch(
                FINDING_IDS[name.lower()], message, header_lines(name, ()), header_lines(name, reply.values(name))
            )


def redirect_lines(redirect: Redirect, reply: Reply) -> tuple[str, ...]:
    """The header lines of a reply that are also in the redirect of the rule, with the same value."""
    # any upstream may send `no-store`, so Cache-Control is no sign of the rule
    redirect_values = {(name.lower(), value) for name, value in redirect.headers if name.lower() != "cache-control"}
    return tuple(f"{name}: {value}" for name, value in reply.headers if (name.lower(), value) in redirect_values)


def leftover_lines(redirect: Redirect, reply: Reply) -> tuple[str, ...]:
    """The header lines of a reply after the sunset that only a redirect may have, whatever their values."""
    lines = (f"{name}: {value}" for name in ("Location", *_DATE_HEADERS) for value in reply.values(name))
    return tuple(dict.fromkeys((*lines, *redirect_lines(redirect, reply))))
