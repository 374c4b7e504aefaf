"""The lines of an HAProxy frontend that hand a rule's requests to the backend that answers them."""

from collections.abc import Sequence
from typing import Final

from docgen.model.redirect import Redirect
from docgen.redirects.edges import files
from docgen.redirects.edges.overlap import earlier_yielding

_WORDS: Final = 58
"""A line has at most 64 words, the first three of which are not conditions."""


def by_condition(host: str, backend: str, rules: Sequence[Redirect]) -> list[str]:
    """Lines that look at every rule: one, unless HAProxy could not read so many words in it."""
    lines: list[list[str]] = []
    for term in _terms(rules):
        condition = f"{{ hdr(host),field(1,:),lower {host} }} {term}"
        if not lines or len(" ".join([*lines[-1], condition]).split()) + len(lines[-1]) > _WORDS:
            lines.append([])
        lines[-1].append(condition)
    return [*_clocks(rules), *(f"use_backend {backend} if {' || '.join(conditions)}" for conditions in lines)]


def by_table(host: str, backend: str, maps: str, rules: Sequence[Redirect]) -> list[str]:
    """Lines that find the rule in two map files: `maps` is their path up to `-exact.map` and `-prefix.map`.

    A rule that leaves a request to the upstream is let go of again; nothing else looks at single rules.
    """
    found = "{ var(txn.docgen_rule) -m found }"
    on_host = f"{{ hdr(host),field(1,:),lower {host} }}"
    return [
        *_clocks(rules),
        f"http-request set-var(txn.docgen_rule) path,map_str({maps}-exact.map) if {on_host}",
        f"http-request set-var(txn.docgen_rule) path,map_beg({maps}-prefix.map) if !{found} {on_host}",
        *_excluded(backend, rules),
        *_ended(backend, rules),
        f"use_backend %[var(txn.docgen_rule)] if {found}",
    ]


def _ending(rules: Sequence[Redirect]) -> list[Redirect]:
    """The rules whose requests go to the upstream after the sunset: their clock stands in the frontend."""
    return [rule for rule in rules if rule.sunset is not None and rule.gone is None]


def _clocks(rules: Sequence[Redirect]) -> list[str]:
    return [
        line
        for rule in _ending(rules)
        for line in (
            # so that the line with the clock can be deleted by hand, and the name of the condition still exists
            f"acl {_gone(rule)} always_false",
            f"acl {_gone(rule)} date ge {rule.sunset} # {files.clock_mark(rule)}",
        )
    ]


def _ended(backend: str, rules: Sequence[Redirect]) -> list[str]:
    """Lines that let go of a rule once its sunset has come."""
    return [
        f"http-request unset-var(txn.docgen_rule) if {_is(backend, [rule])} {_gone(rule)}" for rule in _ending(rules)
    ]


def _gone(rule: Redirect) -> str:
    """The name of its condition: the rules of several hosts stand in one frontend, and may have the same id."""
    return f"docgen_{rule.host}_{rule.id}_gone"


def _is(backend: str, rules: Sequence[Redirect]) -> str:
    return f"{{ var(txn.docgen_rule) -m str {' '.join(f'{backend}_{rule.id}' for rule in rules)} }}"


def _excluded(backend: str, rules: Sequence[Redirect]) -> list[str]:
    """Lines that let go of a rule where it leaves the method to the upstream, as many ids a line as it may hold."""
    sets: dict[tuple[str, ...], list[Redirect]] = {}
    for rule in rules:
        if rule.excluded:
            sets.setdefault(rule.excluded, []).append(rule)
    return [
        f"http-request unset-var(txn.docgen_rule) if {{ method {' '.join(methods)} }} {_is(backend, some)}"
        for methods, those in sets.items()
        for some in _chunks(those, _WORDS - 10 - len(methods))
    ]


def _chunks(rules: Sequence[Redirect], size: int) -> list[Sequence[Redirect]]:
    return [rules[start : start + size] for start in range(0, len(rules), size)]


def _terms(rules: Sequence[Redirect]) -> tuple[str, ...]:
    """What must hold for a frontend to hand a request over, one condition per set of rules with the same limits."""
    covered: dict[str, list[str]] = {}
    for rule in rules:
        covered.setdefault(_limits(rule, rules), []).append(_covered(rule))
    return tuple(f"{{ path -m reg {_any_of(paths)} }}{limits}" for limits, paths in covered.items())


def _limits(redirect: Redirect, rules: Sequence[Redirect]) -> str:
    """What keeps a request that the rule covers in the frontend."""
    limits = [f"!{{ method {' '.join(redirect.excluded)} }}"] if redirect.excluded else []
    if redirect in _ending(rules):
        limits.append(f"!{_gone(redirect)}")
    if yielding := earlier_yielding(rules, redirect):
        limits.append(f"!{{ path -m reg {_any_of([_covered(rule) for rule in yielding])} }}")
    return "".join(f" {limit}" for limit in limits)


def _any_of(paths: Sequence[str]) -> str:
    return f"'^(?:{'|'.join(paths)})$'"


def _covered(redirect: Redirect) -> str:
    return files.path_pattern(redirect.path) + ("/?" if redirect.match == "exact" else "(?:/.*)?")
