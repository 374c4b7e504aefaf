"""The lines of an HAProxy frontend that route the requests of a rule to the backend that answers them."""

from collections.abc import Sequence
from typing import Final

from docgen.model.redirect import Redirect
from docgen.redirects.edges import files
from docgen.redirects.edges.overlap import earlier_rules, yielding

_MAX_WORDS: Final = 58
"""Words for conditions: HAProxy reads 64 words of a line, of which the directive takes some."""


def lines_with_conditions(host: str, backend: str, rules: Sequence[Redirect]) -> list[str]:
    """Lines that match every rule: as few as HAProxy can read the words of."""
    lines: list[list[str]] = []
    for term in _conditions(rules):
        condition = f"{{ hdr(host),field(1,:),lower {host} }} {term}"
        if not lines or len(" ".join([*lines[-1], condition]).split()) + len(lines[-1]) > _MAX_WORDS:
            lines.append([])
        lines[-1].append(condition)
    return [*_clocks(rules), *(f"use_backend {backend} if {' || '.join(conditions)}" for conditions in lines)]


def lines_with_maps(host: str, backend: str, maps: str, rules: Sequence[Redirect]) -> list[str]:
    """Lines that find the rule in two map files: `maps` is their path up to `-exact.map` and `-prefix.map`.

    A rule that leaves the request to the upstream is unset again; no other line names single rules.
    """
    found = "{ var(txn.docgen_rule) -m found }"
    on_host = f"{{ hdr(host),field(1,:),lower {host} }}"
    return [
        *_clocks(rules),
        f"http-request set-var(txn.docgen_rule) path,map_str({maps}-exact.map) if {on_host}",
        f"http-request set-var(txn.docgen_rule) path,map_beg({maps}-prefix.map) if !{found} {on_host}",
        *_unset_excluded(backend, rules),
        *_unset_ended(backend, rules),
        f"use_backend %[var(txn.docgen_rule)] if {found}",
    ]


def _with_clock(rules: Sequence[Redirect]) -> list[Redirect]:
    """The rules whose requests go to the upstream after the sunset: their clock is in the frontend."""
    return [rule for rule in rules if rule.sunset is not None and rule.gone is None]


def _clocks(rules: Sequence[Redirect]) -> list[str]:
    return [
        line
        for rule in _with_clock(rules)
        for line in (
            # keeps the condition defined when ops delete the line of the clock
            f"acl {_acl_name(rule)} always_false",
            f"acl {_acl_name(rule)} date ge {rule.sunset} # {files.clock_mark(rule)}",
        )
    ]


def _unset_ended(backend: str, rules: Sequence[Redirect]) -> list[str]:
    """Lines that unset a rule after its sunset."""
    return [
        f"http-request unset-var(txn.docgen_rule) if {_is_one_of(backend, [rule])} {_acl_name(rule)}"
        for rule in _with_clock(rules)
    ]


def _acl_name(rule: Redirect) -> str:
    """The name of a rule's condition; hosts share the frontend, and their rules may have the same id."""
    return f"docgen_{rule.host}_{rule.id}_gone"


def _is_one_of(backend: str, rules: Sequence[Redirect]) -> str:
    return f"{{ var(txn.docgen_rule) -m str {' '.join(f'{backend}_{rule.id}' for rule in rules)} }}"


def _unset_excluded(backend: str, rules: Sequence[Redirect]) -> list[str]:
    """Lines that unset a rule where it leaves the method to the upstream, with as many ids as a line can have."""
    by_methods: dict[tuple[str, ...], list[Redirect]] = {}
    for rule in rules:
        if rule.excluded:
            by_methods.setdefault(rule.excluded, []).append(rule)
    return [
        f"http-request unset-var(txn.docgen_rule) if {{ method {' '.join(methods)} }} {_is_one_of(backend, chunk)}"
        for methods, excluding in by_methods.items()
        # ten: the words of the line that are neither methods nor ids
        for chunk in _chunks(excluding, _MAX_WORDS - 10 - len(methods))
    ]


def _chunks(rules: Sequence[Redirect], size: int) -> list[Sequence[Redirect]]:
    return [rules[start : start + size] for start in range(0, len(rules), size)]


def _conditions(rules: Sequence[Redirect]) -> tuple[str, ...]:
    """The conditions for routing a request to the backend, one for all rules with the same limits."""
    covered: dict[str, list[str]] = {}
    for rule in rules:
        covered.setdefault(_exceptions(rule, rules), []).append(_covered(rule))
    return tuple(f"{{ path -m reg {_any_of(paths)} }}{limits}" for limits, paths in covered.items())


def _exceptions(redirect: Redirect, rules: Sequence[Redirect]) -> str:
    """The conditions that keep a request of the rule in the frontend."""
    limits = [f"!{{ method {' '.join(redirect.excluded)} }}"] if redirect.excluded else []
    if redirect in _with_clock(rules):
        limits.append(f"!{_acl_name(redirect)}")
    if others := yielding(earlier_rules(rules), redirect):
        limits.append(f"!{{ path -m reg {_any_of([_covered(rule) for rule in others])} }}")
    return "".join(f" {limit}" for limit in limits)


def _any_of(paths: Sequence[str]) -> str:
    return f"'^(?:{'|'.join(paths)})$'"


def _covered(redirect: Redirect) -> str:
    return files.path_pattern(redirect.path) + ("/?" if redirect.match == "exact" else "(?:/.*)?")
