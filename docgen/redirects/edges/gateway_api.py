"""Kubernetes Gateway API: HTTPRoutes with the filter RequestRedirect.

Whatever the order of the rules, an exact path precedes a prefix, and a longer prefix a shorter one. So a rule that an
earlier one covers is left out, and the rules may be spread over several HTTPRoutes.
"""

from collections.abc import Iterator, Sequence
from itertools import chain, product
from typing import Final, NamedTuple

from docgen.model.redirect import Redirect
from docgen.redirects.edges.edge import FileTexts, HostRules, Limit
from docgen.redirects.edges.expiry import OTHER_METHODS, TAKEOVERS, StaticEdge, active_at, static_head
from docgen.redirects.edges.features import alternatives
from docgen.redirects.edges.files import title
from docgen.redirects.edges.overlap import without_shadowed

_RULES: Final = Limit("rules of an HTTPRoute", 16, "maxItems of the CRD; more are spread over several HTTPRoutes")
_MATCHES: Final = Limit("matches of an HTTPRoute", 128, "CEL rule of the CRD; more are spread over several HTTPRoutes")


class GatewayApi(StaticEdge):
    """Kubernetes Gateway API."""

    NAME = "gateway-api"
    TITLE = "Kubernetes Gateway API"
    ALTERNATIVES = alternatives(
        NAME,
        {
            "after-410": "write `after: 404`, or accept what the backend answers once the rule is gone: {accept}",
            "after-body": "write `after: upstream`, or accept what the backend answers once the rule is gone: {accept}",
            "headers": "the specification does not say that ResponseHeaderModifier applies to a redirect: write "
            "`status: 302`, which clients do not cache permanently, and accept that none are sent: {accept}",
            "host-headers": "the specification does not say that ResponseHeaderModifier applies to a redirect; "
            "accept that none are sent: {accept}",
        },
        "path-colon",
    )
    LIMITS = (
        _RULES,
        _MATCHES,
        Limit(
            "characters in a path",
            1_024,
            "maxLength of the CRD",
            "shorten `from` or `to`",
            of=lambda redirect: max(len(redirect.path) + 1, len(redirect.target.path)),
        ),
        TAKEOVERS,
    )
    DIFFERENCES = {
        "no-clock": "Once files built after its sunset are applied, a rule is gone, and the backend answers as without "
        "it: its own 404 where it has no such path. Between the sunset and then the rule still redirects.",
        "other-methods": OTHER_METHODS,
    }

    def files(self, host: HostRules) -> FileTexts:
        """One file of HTTPRoutes."""
        routes = list(_routes(active_at(host)))
        yield f"{host.base}.yaml", host.fill("gateway-api.yaml", **static_head(host), base=host.base, routes=routes)


class _Rule(NamedTuple):
    """A rule of an HTTPRoute: `title` on the first one of a redirect, `matches` as (path, method or empty)."""

    title: str
    kind: str
    matches: tuple[tuple[str, str], ...]
    hostname: str
    port: int | None
    path: str
    status: int


def _routes(redirects: Sequence[Redirect]) -> Iterator[list[_Rule]]:
    """The rules, in a further HTTPRoute where one is full."""
    route: list[_Rule] = []
    for rule in chain.from_iterable(map(_rules, without_shadowed(redirects))):
        matches = sum(len(other.matches) for other in (*route, rule))
        if len(route) == _RULES.figure or matches > _MATCHES.figure:
            yield route
            route = []
        route.append(rule)
    if route:
        yield route


def _rules(redirect: Redirect) -> Iterator[_Rule]:
    """One rule for an exact redirect; for a prefix one a method, since ReplacePrefixMatch allows a single match.

    Replacing with `/to/` drops that slash where nothing follows the prefix, so that path has a rule of its own.
    """
    target = redirect.target
    above = title(redirect)
    methods: Sequence[str] = ("",)
    if redirect.excluded:
        methods = redirect.redirected_methods
    # the port is None for that of the scheme, as in the resource
    common = (target.hostname or "", target.port)
    exact: list[str] = []
    if redirect.match == "exact":
        exact = [redirect.path, f"{redirect.path}/"]
    elif redirect.to.endswith("/") and target.path != "/":
        exact = [redirect.path]
    if exact:
        yield _Rule(above, "Exact", tuple(product(exact, methods)), *common, target.path, redirect.status)
        above = ""
    if redirect.match == "prefix":
        for method in methods:
            prefix = target.path.removesuffix("/") or "/"
            yield _Rule(above, "PathPrefix", ((redirect.path, method),), *common, prefix, redirect.status)
            above = ""
