"""What the files of an edge have in place of all rules as they are: those of an environment, or with moved sunsets.

The source does not change.
"""

from collections import defaultdict
from collections.abc import Sequence

import msgspec

from docgen.errors import UsageError
from docgen.model.redirect import AnyRule, HeaderRule, Redirect, rfc3339
from docgen.redirects.resolve import sunset_field


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


def with_sunset(rule: AnyRule, sunset: int) -> AnyRule:
    """The rule with another sunset, a Unix time in seconds, and a Sunset header (RFC 8594) that says so.

    A rule without a sunset, or without a target, stays as it is.
    """
    if isinstance(rule, HeaderRule) or rule.sunset is None:
        return rule
    # a writer's own Sunset header, with another date, stays
    headers = list(rule.headers)
    if sunset_field(rule.sunset) in headers:
        headers[headers.index(sunset_field(rule.sunset))] = sunset_field(sunset)
    return msgspec.structs.replace(rule, sunset=sunset, headers=tuple(headers))


def rehearsal(redirects: Sequence[Redirect], sunset: int) -> tuple[tuple[Redirect, ...], str]:
    """Every rule with the same sunset, and the notice for each file."""
    notice = f"REHEARSAL: every sunset is at {rfc3339(sunset)}; never deploy this to production"
    return tuple(with_sunset(redirect, sunset) for redirect in redirects), notice


def keep_until(redirects: Sequence[Redirect], rules: Sequence[Redirect], until: int, now: int) -> tuple[Redirect, ...]:
    """All redirects, with the sunset of `rules` at `until`; both times are Unix times in seconds.

    UsageError (exit code 2) for a rule that is removed or permanent, or that would not end later than now and before.
    """
    for rule in rules:
        if not rule.is_served:
            raise UsageError(f"`{rule.id}` was removed on {rule.text.removed}; delete `removed` in {rule.source.path}")
        if rule.sunset is None:
            raise UsageError(f"`{rule.id}` has no sunset: it is permanent; nothing to keep")
        # earlier would be a shorter notice, which only the source may give
        if until <= rule.sunset:
            raise UsageError(f"`{rule.id}` ends at {rfc3339(rule.sunset)}; expected a later time")
        if until <= now:
            past = f"{rfc3339(until)} is in the past, so `{rule.id}` would not redirect"
            raise UsageError(f"{past}; expected a time after now")
    kept = list(redirects)
    for index, redirect in enumerate(kept):
        if redirect in rules:
            kept[index] = with_sunset(redirect, until)
    return tuple(kept)


def keep_notice(rules: Sequence[Redirect], until: int) -> str:
    """The notice for each file: which rules were kept by hand, and which sunset their source has."""
    names = " and ".join(dict.fromkeys(rule.id for rule in rules))
    sources = dict.fromkeys(f"{rule.source.path} still says {rfc3339(rule.sunset or 0)}" for rule in rules)
    return f"Kept by hand: {names} until {rfc3339(until)}; {', '.join(sources)}"
