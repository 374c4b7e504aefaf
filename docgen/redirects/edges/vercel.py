"""Vercel: `routes` of a `vercel.json`, and a text beside it, since JSON has no comments.

`redirects` of a vercel.json come before its `headers`, and so carry none; a route carries both. What has ended stays
as a route with a status, where the rule's answer has no body: nothing of the site stands at the path then.
"""

import json
from collections.abc import Mapping, Sequence

from docgen.model.files import Files
from docgen.model.redirect import Redirect
from docgen.redirects.docs_host import DocsHost
from docgen.redirects.edges import expiry, files
from docgen.redirects.edges.edge import ALL_FEATURES, JOINED_FIELDS, Excess, Limit, Setup, acceptance_entry
from docgen.redirects.edges.overlap import earlier_yielding
from docgen.redirects.edges.template import fill

TITLE = "Vercel"
HAS_CLOCK = False
ALTERNATIVES: Mapping[str, str] = {
    "after-body": "write `after: 404`, `410` or `upstream`, or accept the bare status: "
    + acceptance_entry("vercel", "after-body"),
    "brace-dollar": "write the value without `$`: Vercel puts a part of the path in its place",
    "dollar": "write the value without `$`: Vercel puts a part of the path in its place",
}
FEATURES = ALL_FEATURES - set(ALTERNATIVES)
LIMITS: tuple[Limit, ...] = (
    Limit(
        "rules on a host", 2_048, "routes of a deployment, the site's own included: Vercel's documentation of limits"
    ),
)
DIFFERENCES: Mapping[str, str] = {
    "joined-fields": JOINED_FIELDS,
    "other-methods": "A rule that leaves a method to the upstream redirects GET, HEAD, POST, PUT, PATCH, DELETE and "
    "OPTIONS but for what it leaves; any other method goes to the upstream.",
}


def render(redirects: Sequence[Redirect], setup: Setup) -> Files:
    """A folder per host: what the file is, and the file; its bytes change when a sunset passes `now`."""
    names = files.base_names(redirects, setup)
    folder = setup.folder or "redirects/dist/vercel"
    written: dict[str, str] = {}
    for host, rules in files.rules_by_host(redirects, FEATURES | setup.accepted).items():
        kept = [rule for rule in rules if rule.gone or not expiry.has_ended(rule, setup.now)]
        routes = [_route(rule, rules, setup.now) for rule in kept]
        written |= {
            f"vercel/{names[host]}/docgen-redirects.txt": fill(
                "vercel",
                head=expiry.head_values(redirects, host, rules, setup),
                path=f"{folder}/{names[host]}/vercel.json",
                titles=[files.title(rule) for rule in kept],
            ),
            f"vercel/{names[host]}/vercel.json": json.dumps({"routes": routes}, indent=2) + "\n",
        }
    return written


def render_docs_host(docs: DocsHost) -> Files:
    """Nothing: with `cleanUrls`, Vercel itself serves /errors/<code> from `errors/<code>.html`, and `404.html`."""
    del docs
    return {}


def excesses(redirects: Sequence[Redirect], setup: Setup) -> tuple[Excess, ...]:
    """The rules beyond what a deployment may have."""
    (limit,) = LIMITS
    hosts = files.rules_by_host(redirects, FEATURES | setup.accepted).values()
    return files.over_limit(limit, hosts, "take rules out, or give them to another edge")


def _route(redirect: Redirect, rules: Sequence[Redirect], now: int) -> dict[str, object]:
    """One route: the redirect before its sunset, the bare status after it."""
    yielding = "".join(f"(?!{_covered(rule)}$)" for rule in earlier_yielding(rules, redirect))
    route: dict[str, object] = {
        "src": f"^{yielding}{_captured(redirect)}$",
        "caseSensitive": True,
        "has": [{"type": "host", "value": {"eq": redirect.host}}],
    }
    if redirect.excluded:
        route["methods"] = list(files.redirected_methods(redirect))
    if redirect.gone and expiry.has_ended(redirect, now):
        headers = (("Cache-Control", "no-store"), *redirect.host_headers)
        return {**route, "status": redirect.gone.status, "headers": _joined(headers)}
    headers = (("Location", _location(redirect)), *redirect.headers, *redirect.host_headers)
    return {**route, "status": redirect.status, "headers": _joined(headers)}


def _covered(redirect: Redirect) -> str:
    """The paths of a rule as a PCRE without anchors and groups."""
    return files.path_pattern(redirect.path) + ("/?" if redirect.match == "exact" else "(?:/.*)?")


def _captured(redirect: Redirect) -> str:
    """The same with one group that, put behind `to`, makes the location of a prefix rule."""
    if redirect.match == "exact":
        return _covered(redirect)
    return files.path_pattern(redirect.path) + ("(?=/|$)/?(.*)" if redirect.to.endswith("/") else "((?:/.*)?)")


def _location(redirect: Redirect) -> str:
    return redirect.to if redirect.match == "exact" else f"{redirect.to}$1"


def _joined(headers: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The fields by name, each once, as JSON needs them: a list of values is one field (RFC 9110, section 5.3)."""
    joined: dict[str, str] = {}
    for name, value in headers:
        known = next((other for other in joined if other.lower() == name.lower()), name)
        joined[known] = f"{joined[known]}, {value}" if known in joined else value
    return joined
