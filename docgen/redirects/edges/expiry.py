"""The files of an edge without a clock: the rules that they have at a build time, and until when that is right."""

from abc import ABC
from collections.abc import Iterator, Sequence
from typing import Final

from docgen.model.redirect import Redirect, rfc3339
from docgen.redirects.edges.edge import Edge, Excess, HostRules, Limit

TAKEOVERS: Final = Limit(
    "earlier overlapping rules that end sooner, or exclude a method that it redirects",
    0,
    "an ended rule is not in the file, so that the later one would answer in its place",
)
ENDS_ON_SITE: Final = (
    "From the first publish after its sunset a rule is gone, and the site answers as without it: "
    "its own 404 where it has no page at the path. Between the sunset and that publish the rule still redirects."
)
"""A difference of platforms that serve a site."""
OTHER_METHODS: Final = (
    "A rule that leaves a method to the upstream redirects the others of GET, HEAD, POST, PUT, PATCH, "
    "DELETE and OPTIONS; any further method goes to the upstream."
)
"""A difference of platforms that list methods."""


class StaticEdge(Edge, ABC):
    """An edge without a clock, whose file loses a rule that has ended."""

    HAS_CLOCK = False

    def find_excesses(self, hosts: Sequence[HostRules]) -> Iterator[Excess]:
        """The rules beyond a limit, and those that would answer requests of an earlier rule that has ended."""
        yield from super().find_excesses(hosts)
        # where the edge cannot leave methods to the upstream, an earlier rule redirects them all
        by_method = "methods-except" in self.FEATURES
        for host in hosts:
            for later in active_at(host):
                sooner = [rule for rule in host.earlier[later.id] if _takes_over(rule, later, by_method)]
                if sooner:
                    hint = f"give it the sunset and the methods of `{sooner[0].id}`, or a path that does not overlap"
                    yield Excess(later, TAKEOVERS, len(sooner), hint)


def active_at(host: HostRules) -> tuple[Redirect, ...]:
    """The rules of a host that still redirect at the time of the build, in their order."""
    return tuple(redirect for redirect in host.rules if not redirect.has_ended(host.setup.now))


def static_head(host: HostRules) -> dict[str, str]:
    """The values of a file's head that says until when it is right; its sample is a rule that redirects."""
    redirecting = active_at(host)
    sample = "/"
    if redirecting:
        sample = redirecting[0].path
    sunsets = [rule.sunset for rule in redirecting if rule.sunset is not None]
    until = "Right until the rules change: none of them has a sunset to come."
    if sunsets:
        until = f"Right until {rfc3339(min(sunsets))}: build and publish again then."
    return {"sample": sample, "until": until}


def _takes_over(earlier: Redirect, later: Redirect, by_method: bool) -> bool:
    """Whether the later rule would redirect a request that the earlier one covers but does not redirect."""
    # the earlier rule leaves these to the upstream, and the later one would redirect them
    if by_method and set(earlier.excluded) - set(later.excluded):
        return True
    return earlier.sunset is not None and (later.sunset is None or later.sunset > earlier.sunset)
