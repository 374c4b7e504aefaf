"""Names and common parts of the generated files."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple, get_args

from docgen.model.redirect import Method, Redirect, rfc3339
from docgen.redirects.edges.edge import Excess, Limit, Setup, required_features

BASE_NAME: Final = "docgen-redirects"
"""The base name of the first host's file; that of another host is `docgen-redirects-<host>`."""


def rules_by_host(redirects: Sequence[Redirect], features: frozenset[str]) -> dict[str, tuple[Redirect, ...]]:
    """The emitted rules of each host that an edge with `features` serves in full, hosts in order of appearance.

    Any other rule is left out, never approximated; a finding reports it. A host without a rule stays, since the
    configuration of a server includes its file.
    """
    hosts: dict[str, list[Redirect]] = {redirect.host: [] for redirect in redirects}
    for redirect in redirects:
        if redirect.is_served and required_features(redirect) <= features:
            hosts[redirect.host].append(redirect)
    return {host: tuple(rules) for host, rules in hosts.items()}


class HostRules(NamedTuple):
    """The rules of a host that an edge serves, the base name of its file, and the template values of its head."""

    base: str
    rules: tuple[Redirect, ...]
    head: Mapping[str, object]

    @property
    def host(self) -> str:
        """The host itself."""
        return str(self.head["host"])


def hosts(redirects: Sequence[Redirect], setup: Setup, features: frozenset[str]) -> Iterator[HostRules]:
    """What each host's file is rendered from; `features` are those of the edge, without what the project accepted."""
    bases = base_names(redirects, setup)
    for host, rules in rules_by_host(redirects, features | setup.accepted).items():
        head = {"host": host, "notice": setup.notice, "sources": source_paths(redirects, host)}
        yield HostRules(bases[host], rules, head)


def over_limit(limit: Limit, hosts: Iterable[Sequence[Redirect]], hint: str) -> tuple[Excess, ...]:
    """The rules of each host beyond the number that a limit allows, the last ones."""
    return tuple(Excess(rule, limit, len(rules), hint) for rules in hosts for rule in rules[limit.figure :])


def base_names(redirects: Sequence[Redirect], setup: Setup) -> dict[str, str]:
    """The base name of each host's file: the first host of `setup`, else that of the first rule, has the plain one."""
    hosts = list(dict.fromkeys(redirect.host for redirect in redirects))
    plain = setup.first_host or (hosts[0] if hosts else "")
    return {host: BASE_NAME if host == plain else f"{BASE_NAME}-{host}" for host in hosts}


def host_of(name: str, bases: Mapping[str, str]) -> str:
    """The host of a generated file, by the name of the file or of its folder; `bases` is from `base_names`."""
    part = next((part for part in name.split("/") if part.startswith(BASE_NAME)), "")
    hosts = [host for host, base in bases.items() if re.match(rf"{re.escape(base)}(?:[.-]|$)", part)]
    # the plain name also begins those of all other hosts
    return max(hosts, key=lambda host: len(bases[host]), default="")


def source_paths(redirects: Sequence[Redirect], host: str) -> tuple[str, ...]:
    """The paths of the rule files of a host, in order, also those with removed rules only."""
    return tuple(dict.fromkeys(redirect.source.path for redirect in redirects if redirect.host == host))


def title(redirect: Redirect) -> str:
    """The comment before a rule in every file of an edge, from which `read_deployed` takes the rule again."""
    until = "" if redirect.sunset is None else f", until {rfc3339(redirect.sunset)}"
    return f"Rule {redirect.id}: {redirect.path} to {redirect.to}{until}"


def redirected_methods(redirect: Redirect) -> tuple[str, ...]:
    """The methods that a rule redirects, for an edge that needs a list: all but those left to the upstream."""
    return tuple(method for method in get_args(Method) if method not in redirect.excluded)


def clock_mark(redirect: Redirect) -> str:
    """The comment on the one line that ends a rule, by which ops find it and `read_deployed` reads it."""
    return f"docgen-redirects: sunset of {redirect.id}; delete this line to keep redirecting"


def path_pattern(path: str) -> str:
    """A rule's path as a regular expression, in the syntax common to PCRE and RE2."""
    return path.replace(".", "[.]")
