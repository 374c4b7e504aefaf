"""Redirect loops and chains, and rules that shadow each other."""

from collections.abc import Iterator
from itertools import chain

from docgen.check.rule import Findings, calendar_rule, error_rule, found, info_rule
from docgen.model.project import Project
from docgen.model.redirect import HeaderRule, Redirect, Rule
from docgen.openapi.cycles import strongly_connected
from docgen.positions import location
from docgen.redirects.oracle import covers_url
from docgen.redirects.paths import RuleIndex, covers_all


@error_rule
def redirect_loop(project: Project) -> Findings:
    """Rules redirect in a loop, or a rule names its own address as `info` or `successor`: a client goes in a circle."""
    chains = _Chains(project)
    for start in served_rules(project):
        loop = chains.of(start)
        if loop and loop[-1] is start:
            message = f"`{start.id}` redirects back to itself: {' -> '.join(rule.id for rule in loop)}"
            yield found(*start.at("to"), message, "point `to` at a path that no rule redirects")
        for key, url in (("info", start.text.info), ("successor", start.text.successor)):
            if url and covers_url(start, url):
                message = f"`{start.id}` names its own address as `{key}`: a client that follows the link is redirected"
                hint = "write the URL of a page that no rule redirects"
                yield found(*start.at(key), message, hint)


@error_rule
def redirect_chain(project: Project) -> Findings:
    """A rule redirects to another rule and cannot be flattened: one more round trip, and some clients lose the body."""
    chains = _Chains(project)
    for start in served_rules(project):
        following = chains.following[id(start)]
        # target-sunset and redirect-loop report these
        if following is None or following.has_ended(project.epoch) or chains.is_loop(start):
            continue
        yield found(
            *start.at("to"),
            f"`{start.id}` redirects to {start.to}, which `{following.id}` redirects to {following.to} "
            f"({location(*following.at('from'))}); they have different responses or sunsets",
            f"write `to: {following.to}`",
        )


@info_rule
def redirect_flattened(project: Project) -> Findings:
    """A rule redirects to a path that another rule redirects: clients go straight to the end of the chain."""
    for start in served_rules(project):
        if start.through:
            past = " and ".join(f"`{id_}`" for id_ in start.through)
            message = f"`{start.id}` redirects to {start.text.to}, then through {past}"
            message += f"; the edge sends clients to {start.to}"
            yield found(*start.at("to"), message, f"write `to: {start.to}` if this is permanent")


@calendar_rule
def target_sunset(project: Project) -> Findings:
    """A rule redirects to a path whose own sunset has passed: clients get an error."""
    passed = RuleIndex(rule for rule in project.redirects if rule.has_ended(project.epoch))
    for start in served_rules(project):
        following = next((rule for rule in passed.covering_url(start.to) if rule is not start), None)
        if following is not None:
            message = f"`{start.id}` redirects to {start.to}"
            message += f", but the sunset of `{following.id}` for that path has passed"
            yield found(*start.at("to"), message, f"write `to: {following.to}`, or another path that works")


@error_rule
def redirect_shadowed(project: Project) -> Findings:
    """An earlier rule matches all that a later one would match: the later one never applies."""
    served = RuleIndex(served_rules(project))
    for later in served_rules(project):
        for earlier in served.covering(later.host, later.path):
            if earlier is later:
                break
            if covers_all(earlier, later):
                yield found(
                    *later.at("from"),
                    f"`{later.id}` never applies: `{earlier.id}` matches {later.path} first "
                    f"({location(*earlier.at('from'))})",
                    "put the narrower rule first, or remove one of them",
                )
    yield from _shadowed_header_rules(project, served)


def _shadowed_header_rules(project: Project, redirects: RuleIndex[Redirect]) -> Findings:
    served = [header_rule for header_rule in project.header_rules if header_rule.is_served]
    index = RuleIndex(served)
    for later in served:
        near: Iterator[Rule] = chain(redirects.covering(later.host, later.path), index.covering(later.host, later.path))
        for earlier in near:
            if earlier is later:
                break
            if covers_all(earlier, later) and _takes_all(earlier, later):
                requests = f"all requests for {later.path or '/'} ({location(*earlier.at('from'))})"
                message = f"`{later.id}` never applies: `{earlier.id}` takes {requests}"
                yield found(*later.at("from"), message, "remove one of them")
                break


def _takes_all(earlier: Rule, later: HeaderRule) -> bool:
    """Whether a rule takes all methods and versions of a later one: none gets to the upstream, at any time."""
    if isinstance(earlier, Redirect):
        passes = set(earlier.excluded) & set(later.methods or earlier.excluded)
        return not passes and (earlier.sunset is None or earlier.gone is not None)
    methods = not earlier.methods or (bool(later.methods) and set(later.methods) <= set(earlier.methods))
    return methods and earlier.version in (None, later.version)


def served_rules(project: Project) -> list[Redirect]:
    """The rules that an edge serves: all but removed ones."""
    return [redirect for redirect in project.redirects if redirect.is_served]


class _Chains:
    """The chains of the rules that edges serve; `following` is the rule to which each leads, by identity."""

    def __init__(self, project: Project) -> None:
        served = served_rules(project)
        index = RuleIndex(served)
        # the first rule that covers a path answers for it, as on an edge
        self.following = {id(rule): next(index.covering_url(rule.to), None) for rule in served}
        self._looping = set[int]()
        # what a circle leads to comes before it
        for circle in strongly_connected(self.following, self._after):
            following = self._after(circle[0])
            if any(key in circle or key in self._looping for key in following):
                self._looping.update(circle)

    def _after(self, key: int) -> list[int]:
        return [id(following) for following in (self.following[key],) if following]

    def of(self, start: Redirect) -> list[Redirect]:
        """The rules that a client follows from one on, if they are a loop: the last is one of those before it."""
        if not self.is_loop(start):
            return []
        followed: dict[int, Redirect] = {}
        following: Redirect | None = start
        while following and id(following) not in followed:
            followed[id(following)] = following
            following = self.following[id(following)]
        return [*followed.values(), *filter(None, (following,))]

    def is_loop(self, rule: Redirect) -> bool:
        """Whether the chain from a rule on ends in a loop."""
        return id(rule) in self._looping
