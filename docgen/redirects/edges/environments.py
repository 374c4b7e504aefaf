"""The environments that rules have hosts for, and the rules of one environment."""

from collections.abc import Sequence

from docgen.errors import UsageError
from docgen.model.redirect import AnyRule, Rule


def hosts_by_environment(rules: Sequence[Rule]) -> dict[str, frozenset[str]]:
    """The hosts of each environment that a rule names; sorted by the name of the environment."""
    hosts: dict[str, set[str]] = {}
    for rule in rules:
        if not isinstance(rule.text.host, str):
            for name, host in rule.text.host.items():
                hosts.setdefault(name, set()).add(host)
    return {name: frozenset(hosts[name]) for name in sorted(hosts)}


def in_environment(rules: Sequence[AnyRule], environment: str) -> tuple[AnyRule, ...]:
    """The rules on the hosts of an environment, also those with a single host where it is one of them.

    UsageError (exit code 2) for an environment that no rule names.
    """
    known = hosts_by_environment(rules)
    if environment not in known:
        listed = "every rule has a single host"
        if known:
            listed = f"expected one of {', '.join(known)}"
        raise UsageError(f"no rule names a host for the environment {environment!r}; {listed}")
    return tuple(rule for rule in rules if rule.host in known[environment])
