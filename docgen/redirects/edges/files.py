"""Names and common parts of the generated files."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, get_args

from docgen.model.redirect import Method, Redirect, rfc3339
from docgen.redirects.edges.edge import Excess, Limit, Setup, needs

BASE: Final = "docgen-redirects"
"""The base name of the first configured host's file; that of another host has `-<host>` behind it."""


def by_host(redirects: Sequence[Redirect], features: frozenset[str]) -> dict[str, tuple[Redirect, ...]]:
    """The emitted rules of each host that `features` can carry in full, hosts in order of first appearance.

    What they cannot carry is left out, never half done; `missing` tells the author. A host without any rule
    left stays, with none: its file is included by a server's configuration.
    """
    hosts: dict[str, list[Redirect]] = {redirect.host: [] for redirect in redirects}
    for redirect in redirects:
        if redirect.is_served and needs(redirect) <= features:
            hosts[redirect.host].append(redirect)
    return {host: tuple(rules) for host, rules in hosts.items()}


def beyond(limit: Limit, hosts: Iterable[Sequence[Redirect]], instead: str) -> tuple[Excess, ...]:
    """The rules of each host that stand behind as many as a limit allows."""
    return tuple(Excess(rule, limit, len(rules), instead) for rules in hosts for rule in rules[limit.figure :])


def names(redirects: Sequence[Redirect], setup: Setup) -> dict[str, str]:
    """The base name of each host's file: the set-up's first host, else that of the first rule, has the plain one."""
    hosts = list(dict.fromkeys(redirect.host for redirect in redirects))
    plain = setup.first_host or (hosts[0] if hosts else "")
    return {host: BASE if host == plain else f"{BASE}-{host}" for host in hosts}


def host_of(name: str, bases: Mapping[str, str]) -> str:
    """The host of a generated file by its name, or by that of its folder; `bases` are what `names` gives."""
    own = next((part for part in name.split("/") if part.startswith(BASE)), "")
    fitting = [host for host, base in bases.items() if re.match(rf"{re.escape(base)}(?:[.-]|$)", own)]
    return max(fitting, key=lambda host: len(bases[host]), default="")


def sources(redirects: Sequence[Redirect], host: str) -> tuple[str, ...]:
    """The rule files that a host's file is made from, in order, removed rules included."""
    return tuple(dict.fromkeys(redirect.source.path for redirect in redirects if redirect.host == host))


def title(redirect: Redirect) -> str:
    """One line about a rule, for whoever reads the file at the edge."""
    until = "" if redirect.sunset is None else f", until {rfc3339(redirect.sunset)}"
    return f"{redirect.id}: {redirect.path} to {redirect.to}{until}"


def methods(redirect: Redirect) -> tuple[str, ...]:
    """The methods that a rule can name, without those that it leaves to the upstream: an edge may need a list."""
    return tuple(method for method in get_args(Method) if method not in redirect.excluded)


def clock_mark(redirect: Redirect) -> str:
    """The words that mark the one line which ends a rule."""
    return f"docgen-redirects: sunset of {redirect.id}; delete this line to keep redirecting"


def pattern(path: str) -> str:
    """A rule's path as a regular expression, in the syntax common to PCRE and RE2."""
    return path.replace(".", "[.]")
