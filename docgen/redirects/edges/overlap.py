"""Rules of one host whose targets overlap: the first one decides, as in the oracle; and the tables of such rules."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from docgen.model.redirect import AnyRule, Redirect, Rule
from docgen.redirects.path_tree import PathTree
from docgen.redirects.paths import covers_all, example_path, overlaps


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
        return next((example_path(rule.path) for rule in rules), "/")


def earlier_rules(redirects: Sequence[AnyRule]) -> Mapping[str, tuple[AnyRule, ...]]:
    """The rules before each rule of a host that overlap with it, by its id; linear in the rules and their overlaps."""
    earlier = {}
    tree: PathTree[int] = PathTree()
    for index, redirect in enumerate(redirects):
        near = map(redirects.__getitem__, sorted(tree.near(redirect.path, below=redirect.match == "prefix")))
        earlier[redirect.id] = tuple(rule for rule in near if overlaps(rule, redirect))
        tree.add(redirect.path, index)
    return earlier


def starts_shorter(one: Rule, other: Rule) -> bool:
    """Whether the literal start of a rule is shorter than that of another."""
    return len(literal_start(one)) < len(literal_start(other))


def literal_start(rule: Rule) -> str:
    """The path up to its first placeholder."""
    return rule.path.partition("{")[0]


def without_shadowed(redirects: Sequence[Redirect]) -> tuple[Redirect, ...]:
    """The rules but for those of which one earlier rule covers all that they do: they never apply."""
    earlier = earlier_rules(redirects)
    return tuple(rule for rule in redirects if not any(covers_all(before, rule) for before in earlier[rule.id]))


def leaves_to_upstream(redirect: Redirect) -> bool:
    """Whether a request that the rule covers may pass through to the upstream."""
    # with an answer after the sunset the edge answers at any time
    return bool(redirect.excluded) or (redirect.sunset is not None and redirect.gone is None)


def lookup(redirects: Sequence[Redirect]) -> Lookup:
    """The tables of the rules of a host; a rule that never applies is in none."""
    patterns: list[Redirect] = []
    rules = without_shadowed(redirects)
    # sorted: the order of rules of which each has its own path is no difference between two builds
    tables: dict[str, dict[str, Redirect]] = {"exact": {}, "prefix": {}}
    for rule in sorted(rules, key=lambda rule: rule.path):
        if "{" not in rule.path:
            tables[rule.match][rule.path] = rule
    # from the last on, so that the rules behind each are known
    for rule in reversed(rules):
        if "{" in rule.path or (rule.match == "prefix" and any(overlaps(rule, later) for later in patterns)):
            patterns.append(rule)
    return Lookup(tables["exact"], tuple(reversed(patterns)), tables["prefix"])
