"""The rules of one of the environments that rules have hosts for."""

from collections import defaultdict
from collections.abc import Sequence

from docgen.errors import UsageError
from docgen.model.redirect import AnyRule


def in_environment(rules: Sequence[AnyRule], environment: str) -> tuple[AnyRule, ...]:
    """The rules on the hosts of an environment, also those with a single host where it is one of them.

    UsageError (exit code 2) for an environment that no rule names.
    """
    hosts: defaultdict[str, set[str]] = defaultdict(set)
    for rule in rules:
        if not isinstance(rule.text.host, str):
            for name, host in rule.text.host.items():
                hosts[name].add(host)
    if environment not in hosts:
        listed = "every rule has a single host"
        if hosts:
            listed = f"expected one of {', '.join(sorted(hosts))}"
        raise UsageError(f"no rule names a host for the environment {environment!r}; {listed}")
    return tuple(rule for rule in rules if rule.host in hosts[environment])
