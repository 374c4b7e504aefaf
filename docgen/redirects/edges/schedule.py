"""Sunsets that are moved in the files of an edge alone, for a night or for a rehearsal: the source stays as it is."""

from collections.abc import Sequence

import msgspec

from docgen.errors import UsageError
from docgen.model.redirect import Redirect, http_date, rfc3339


def moved(redirect: Redirect, sunset: int) -> Redirect:
    """The rule with another sunset, a Unix time in seconds, and a Sunset header (RFC 8594) that says so.

    A rule without a sunset stays as it is.
    """
    if redirect.sunset is None:
        return redirect
    said = ("Sunset", http_date(redirect.sunset))
    headers = tuple(("Sunset", http_date(sunset)) if header == said else header for header in redirect.headers)
    return msgspec.structs.replace(redirect, sunset=sunset, headers=headers)


def rehearsed(redirects: Sequence[Redirect], sunset: int) -> tuple[tuple[Redirect, ...], str]:
    """Every rule with the same sunset, and the line that says so in each file."""
    notice = f"REHEARSAL: every sunset is at {rfc3339(sunset)}; never deploy this to production"
    return tuple(moved(redirect, sunset) for redirect in redirects), notice


def kept(redirects: Sequence[Redirect], rules: Sequence[Redirect], until: int, now: int) -> tuple[Redirect, ...]:
    """All redirects, of which `rules` end at `until`; both times are Unix times in seconds.

    UsageError (exit code 2) for a rule that the edge does not end, or would not end later than now.
    """
    for rule in rules:
        _refuse(rule, until, now)
    return tuple(moved(redirect, until) if redirect in rules else redirect for redirect in redirects)


def kept_notice(rules: Sequence[Redirect], until: int) -> str:
    """The line that says in each file what was kept by hand, and what the source says of it."""
    names = " and ".join(dict.fromkeys(rule.id for rule in rules))
    places = dict.fromkeys(f"{rule.source.path} still says {rfc3339(rule.sunset or 0)}" for rule in rules)
    return f"Kept by hand: {names} until {rfc3339(until)}; {', '.join(places)}"


def _refuse(rule: Redirect, until: int, now: int) -> None:
    if not rule.is_served:
        raise UsageError(f"`{rule.id}` was removed on {rule.text.removed}; take `removed` out of {rule.source.path}")
    if rule.sunset is None:
        raise UsageError(f"`{rule.id}` has no sunset: it is permanent; nothing to keep")
    if until <= rule.sunset:
        raise UsageError(f"`{rule.id}` ends at {rfc3339(rule.sunset)}; expected a later time than that")
    if until <= now:
        raise UsageError(
            f"{rfc3339(until)} is in the past, so `{rule.id}` would not redirect; expected a time after now"
        )
