"""Vercel: `routes` of a `vercel.json`, and a text beside it, since JSON has no comments.

`redirects` of a vercel.json come before its `headers`, and so have none; a route has both. A rule that has ended stays
as a route with its status alone, which replaces any page of the site at the path.
"""

import json
import re
from collections.abc import Mapping, Sequence

from docgen.model.files import Files
from docgen.model.redirect import Redirect
from docgen.redirects.edges import expiry, files
from docgen.redirects.edges.edge import (
    ALL_FEATURES,
    EXTENSIONS,
    HEADER_RULES,
    JOINED_FIELDS,
    Excess,
    Limit,
    Setup,
    acceptance_entry,
    fill,
    no_docs_host,
)
from docgen.redirects.edges.headers import NO_STORE, joined
from docgen.redirects.edges.overlap import Earlier, earlier_rules, yielding
from docgen.redirects.paths import Part, location_parts

TITLE = "Vercel"
HAS_CLOCK = False
ALTERNATIVES: Mapping[str, str] = {
    "after-body": "write `after: 404`, `410` or `upstream`, or accept the status without a body: "
    + acceptance_entry("vercel", "after-body"),
    "brace-dollar": "write the value without `$`: Vercel replaces it with a part of the path",
    "dollar": "write the value without `$`: Vercel replaces it with a part of the path",
    **{name: EXTENSIONS[name] for name in (HEADER_RULES, "brownouts", "drop-query", "target-fragment", "target-query")},
}
FEATURES = ALL_FEATURES - set(ALTERNATIVES)
LIMITS: tuple[Limit, ...] = (
    Limit(
        "rules on a host", 2_048, "routes of a deployment, the site's own included: Vercel's documentation of limits"
    ),
    Limit(
        "placeholders of the target before a letter or digit",
        0,
        "Vercel would read it as a part of the group's name",
        "put `/` or another sign behind the placeholder",
        of=lambda redirect: len(re.findall("}[A-Za-z0-9]", redirect.to)),
    ),
)
DIFFERENCES: Mapping[str, str] = {
    "joined-fields": JOINED_FIELDS,
    "other-methods": "A rule that leaves a method to the upstream redirects the others of GET, HEAD, POST, PUT, PATCH, "
    "DELETE and OPTIONS; any further method goes to the upstream.",
}


def render(redirects: Sequence[Redirect], setup: Setup) -> Files:
    """A folder per host: a text about the file, and the file, which changes when a sunset passes `now`."""
    folder = setup.folder or "redirects/dist/vercel"
    rendered: dict[str, str] = {}
    for base, rules, head in files.hosts(redirects, setup, FEATURES):
        routed = [rule for rule in rules if rule.gone or not expiry.has_ended(rule, setup.now)]
        earlier = earlier_rules(rules)
        routes = [_route(rule, earlier, setup.now) for rule in routed]
        rendered |= {
            f"vercel/{base}/docgen-redirects.txt": fill(
                "vercel",
                head=expiry.head_values(rules, setup, head),
                path=f"{folder}/{base}/vercel.json",
                titles=[files.title(rule) for rule in routed],
            ),
            f"vercel/{base}/vercel.json": json.dumps({"routes": routes}, indent=2) + "\n",
        }
    return rendered


render_docs_host = no_docs_host
"""Nothing: with `cleanUrls`, Vercel itself serves /errors/<code> from `errors/<code>.html`, and `404.html`."""


def excesses(redirects: Sequence[Redirect], setup: Setup) -> tuple[Excess, ...]:
    """The rules beyond the limit of a deployment, and those whose target cannot be written."""
    hosts = files.rules_by_host(redirects, setup, FEATURES).values()
    many = files.over_limit(LIMITS[0], hosts, "remove rules, or serve them from another edge")
    return (*many, *files.beyond(LIMITS, FEATURES, redirects, setup))


def _route(redirect: Redirect, earlier: Earlier, now: int) -> dict[str, object]:
    """One route: the redirect before its sunset, the status alone after it."""
    others = "".join(f"(?!{files.covered_pattern(rule, query=False)}$)" for rule in yielding(earlier, redirect))
    route: dict[str, object] = {
        "src": f"^{others}{files.covered_pattern(redirect, groups=True, query=False)}$",
        "caseSensitive": True,
        "has": [{"type": "host", "value": {"eq": redirect.host}}],
    }
    if redirect.excluded:
        route["methods"] = list(files.redirected_methods(redirect))
    if redirect.gone and expiry.has_ended(redirect, now):
        headers = (NO_STORE, *redirect.host_headers)
        return {**route, "status": redirect.gone.status, "headers": joined(headers)}
    headers = (("Location", _location(redirect)), *redirect.headers, *redirect.host_headers)
    return {**route, "status": redirect.status, "headers": joined(headers)}


def _location(redirect: Redirect) -> str:
    """The location without the query of the request, which Vercel puts behind it."""
    parts = [part for part in location_parts(redirect) if part is not Part.QUERY]
    return files.location_text(redirect, parts, "${}".format)
