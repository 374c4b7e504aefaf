"""The rules of one host as tables, for servers that find a path in a table at once."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from docgen.model.redirect import Redirect
from docgen.redirects.edges.overlap import without_shadowed
from docgen.redirects.paths import example_path, overlaps


class Lookup(NamedTuple):
    """The first of `exact`, `patterns` in their order, and `prefixes` from the longest on, is the oracle's rule.

    `exact` has the path of each exact rule, `prefixes` that of each prefix rule. `patterns` are the rules with
    placeholders, and the prefix rules that must be tried before one of them.
    """

    exact: Mapping[str, Redirect]
    patterns: tuple[Redirect, ...]
    prefixes: Mapping[str, Redirect]

    @property
    def sample(self) -> str:
        """A path that the first rule covers; `/` without a rule."""
        rules = (*self.exact.values(), *self.patterns, *self.prefixes.values())
        return example_path(rules[0].path) if rules else "/"


def lookup(redirects: Sequence[Redirect]) -> Lookup:
    """The tables of the rules of a host; a rule that never applies is in none."""
    patterns: list[Redirect] = []
    rules = without_shadowed(redirects)
    # sorted: the order of rules of which each has its own path is no difference between two builds
    plain = sorted((rule for rule in rules if "{" not in rule.path), key=lambda rule: rule.path)
    for rule in reversed(rules):
        if "{" in rule.path or (rule.match == "prefix" and any(overlaps(rule, later) for later in patterns)):
            patterns.append(rule)
    return Lookup(
        {rule.path: rule for rule in plain if rule.match == "exact"},
        tuple(reversed(patterns)),
        {rule.path: rule for rule in plain if rule.match == "prefix"},
    )
