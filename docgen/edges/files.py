"""Names and common parts of the generated files."""

from collections.abc import Sequence
from datetime import UTC, datetime

from docgen.model.redirect import Redirect


def by_host(redirects: Sequence[Redirect]) -> dict[str, tuple[Redirect, ...]]:
    """The emitted rules of each host, hosts in order of first appearance.

    A host whose rules were all removed stays, with none: its file is included by a server's configuration.
    """
    hosts = dict.fromkeys(redirect.host for redirect in redirects)
    return {host: tuple(r for r in redirects if r.host == host and r.emitted) for host in hosts}


def names(redirects: Sequence[Redirect]) -> dict[str, str]:
    """The base name of each host's file: the first host has the plain name."""
    hosts = list(by_host(redirects))
    return {host: "docgen-redirects" if host == hosts[0] else f"docgen-redirects-{host}" for host in hosts}


def sources(redirects: Sequence[Redirect], host: str) -> tuple[str, ...]:
    """The rule files that a host's file is made from, in order, removed rules included."""
    return tuple(dict.fromkeys(redirect.source.path for redirect in redirects if redirect.host == host))


def title(redirect: Redirect) -> str:
    """One line about a rule, for whoever reads the file at the edge."""
    until = (
        "" if redirect.sunset is None else f", until {datetime.fromtimestamp(redirect.sunset, UTC):%Y-%m-%dT%H:%M:%SZ}"
    )
    return f"{redirect.id}: {redirect.path} to {redirect.to}{until}"


def clock_mark(redirect: Redirect) -> str:
    """The words that mark the one line which ends a rule."""
    return f"docgen-redirects: sunset of {redirect.id}; delete this line to keep redirecting"


def pattern(path: str) -> str:
    """A rule's path as a regular expression, in the syntax common to PCRE and RE2."""
    return path.replace(".", "[.]")
