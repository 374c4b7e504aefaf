"""Kubernetes Gateway API: HTTPRoutes with the filter RequestRedirect.

Whatever the order of the rules, an exact path precedes a prefix, and a longer prefix a shorter one. So a rule that an
earlier one covers is left out, and the rules may be spread over several HTTPRoutes.
"""

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit

import msgspec

from docgen.model.files import Files
from docgen.model.redirect import Redirect
from docgen.redirects.edges import expiry, files
from docgen.redirects.edges.edge import (
    ALL_FEATURES,
    EXTENSIONS,
    Excess,
    Limit,
    Setup,
    acceptance_entry,
    fill,
    no_docs_host,
)
from docgen.redirects.edges.overlap import without_shadowed

TITLE = "Kubernetes Gateway API"
HAS_CLOCK = False
ALTERNATIVES: Mapping[str, str] = {
    "after-410": "write `after: 404`, or accept what the backend answers once the rule is gone: "
    + acceptance_entry("gateway-api", "after-410"),
    "after-body": "write `after: upstream`, or accept what the backend answers once the rule is gone: "
    + acceptance_entry("gateway-api", "after-body"),
    "headers": "the specification does not say that ResponseHeaderModifier applies to a redirect: write "
    "`status: 302`, which clients do not cache permanently, and accept that none are sent: "
    + acceptance_entry("gateway-api", "headers"),
    "host-headers": "the specification does not say that ResponseHeaderModifier applies to a redirect; "
    "accept that none are sent: " + acceptance_entry("gateway-api", "host-headers"),
    **{name: text for name, text in EXTENSIONS.items() if name != "path-colon"},
}
FEATURES = ALL_FEATURES - set(ALTERNATIVES)
_RULES = Limit("rules of an HTTPRoute", 16, "maxItems of the CRD; more are spread over several HTTPRoutes")
_MATCHES = Limit("matches of an HTTPRoute", 128, "CEL rule of the CRD; more are spread over several HTTPRoutes")
_PATH = Limit(
    "characters in a path",
    1_024,
    "maxLength of the CRD",
    "shorten `from` or `to`",
    of=lambda redirect: max(len(redirect.path) + 1, len(urlsplit(redirect.to).path)),
)
LIMITS: tuple[Limit, ...] = (_RULES, _MATCHES, _PATH, expiry.TAKEOVERS)
DIFFERENCES: Mapping[str, str] = {
    "no-clock": "Once files built after its sunset are applied, a rule is gone, and the backend answers as without it: "
    "its own 404 where it has no such path. Between the sunset and then the rule still redirects.",
    "other-methods": "A rule that leaves a method to the upstream redirects the others of GET, HEAD, POST, PUT, PATCH, "
    "DELETE and OPTIONS; any further method goes to the upstream.",
}


class _Rule(msgspec.Struct, frozen=True):
    """A rule of an HTTPRoute: `title` on the first one of a redirect, `matches` as (path, method or empty)."""

    title: str
    kind: str
    matches: tuple[tuple[str, str], ...]
    hostname: str
    port: int | None
    path: str
    status: int


def render(redirects: Sequence[Redirect], setup: Setup) -> Files:
    """One file of HTTPRoutes per host, with the rules that still redirect at `now`."""
    folder = setup.folder or "redirects/dist/gateway-api"
    return {
        f"gateway-api/{base}.yaml": fill(
            "gateway-api.yaml",
            head=expiry.head_values(rules, setup, head),
            path=f"{folder}/{base}.yaml",
            base=base,
            routes=list(_routes(expiry.active(rules, setup.now))),
        )
        for base, rules, head in files.hosts(redirects, setup, FEATURES)
    }


render_docs_host = no_docs_host
"""Nothing: a Gateway serves no files."""


def excesses(redirects: Sequence[Redirect], setup: Setup) -> tuple[Excess, ...]:
    """The rules with a path that is too long, and those that would answer in the place of an earlier one."""
    hosts = files.rules_by_host(redirects, setup, FEATURES).values()
    long = files.beyond(LIMITS, FEATURES, redirects, setup)
    return (*long, *expiry.takeovers(hosts, setup.now, by_method=True))


def _routes(redirects: Sequence[Redirect]) -> Iterator[list[_Rule]]:
    """The rules, in a further HTTPRoute where one is full."""
    route: list[_Rule] = []
    for rule in (rule for redirect in without_shadowed(redirects) for rule in _rules(redirect)):
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
    target = urlsplit(redirect.to)
    title = files.title(redirect)
    methods = files.redirected_methods(redirect) if redirect.excluded else ("",)
    common = (target.hostname or "", target.port)
    if redirect.match == "exact" or (redirect.to.endswith("/") and target.path != "/"):
        paths = (redirect.path, f"{redirect.path}/") if redirect.match == "exact" else (redirect.path,)
        matches = tuple((path, method) for path in paths for method in methods)
        yield _Rule(title, "Exact", matches, *common, target.path, redirect.status)
        title = ""
    if redirect.match == "prefix":
        for method in methods:
            prefix = target.path.removesuffix("/") or "/"
            yield _Rule(title, "PathPrefix", ((redirect.path, method),), *common, prefix, redirect.status)
            title = ""
