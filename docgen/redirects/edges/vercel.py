"""Vercel: `routes` of a `vercel.json`, and a text beside it, since JSON has no comments.

`redirects` of a vercel.json come before its `headers`, and so have none; a route has both. A rule that has ended stays
as a route with its status alone, which replaces any page of the site at the path.
"""

import json
import re

from docgen.model.redirect import Redirect
from docgen.redirects.edges.edge import JOINED_FIELDS, Edge, FileTexts, HostRules, Limit, Values
from docgen.redirects.edges.expiry import OTHER_METHODS, static_head
from docgen.redirects.edges.features import alternatives
from docgen.redirects.edges.headers import joined
from docgen.redirects.edges.server_syntax import covered_pattern, location_text
from docgen.redirects.paths import Part, location_parts


class Vercel(Edge):
    """Vercel, whose file changes when a sunset passes."""

    NAME = "vercel"
    TITLE = "Vercel"
    HAS_CLOCK = False
    ALTERNATIVES = alternatives(
        NAME,
        {
            "after-body": "write `after: 404`, `410` or `upstream`, or accept the status without a body: {accept}",
            "brace-dollar": "write the value without `$`: Vercel replaces it with a part of the path",
            "dollar": "write the value without `$`: Vercel replaces it with a part of the path",
        },
        "path-characters",
        "path-colon",
        "placeholder",
        "placeholder-part",
    )
    LIMITS = (
        Limit(
            "rules on a host",
            2_048,
            "routes of a deployment, the site's own included: Vercel's documentation of limits",
            "remove rules, or serve them from another edge",
            of_host=lambda host: host.rules,
        ),
        Limit(
            "placeholders of the target before a letter or digit",
            0,
            "Vercel would read it as a part of the group's name",
            "put `/` or another sign behind the placeholder",
            of=lambda redirect: len(re.findall("}[A-Za-z0-9]", redirect.to)),
        ),
    )
    DIFFERENCES = {"joined-fields": JOINED_FIELDS, "other-methods": OTHER_METHODS}

    def files(self, host: HostRules) -> FileTexts:
        """A text about the file, and the file."""
        routed = [rule for rule in host.rules if rule.gone or not rule.has_ended(host.setup.now)]
        routes = [_route(rule, host) for rule in routed]
        yield f"{host.base}/docgen-redirects.txt", host.fill("vercel", **static_head(host), rules=routed)
        yield f"{host.base}/vercel.json", json.dumps({"routes": routes}, indent=2) + "\n"


def _route(redirect: Redirect, host: HostRules) -> Values:
    """One route: the redirect before its sunset, the status alone after it."""
    others = (f"(?!{covered_pattern(rule, query=False)}$)" for rule in host.yielding(redirect))
    route: Values = {
        "src": f"^{''.join(others)}{covered_pattern(redirect, groups=True, query=False)}$",
        # Vercel ignores the case of a path otherwise
        "caseSensitive": True,
        "has": [{"type": "host", "value": {"eq": redirect.host}}],
    }
    if redirect.excluded:
        route["methods"] = list(redirect.redirected_methods)
    if redirect.gone and redirect.has_ended(host.setup.now):
        return {**route, "status": redirect.gone.status, "headers": joined(redirect.gone_headers)}
    # Vercel puts the query of the request behind it
    parts = [part for part in location_parts(redirect) if part is not Part.QUERY]
    location = location_text(redirect, parts, "${}".format)
    headers = (("Location", location), *redirect.open_headers)
    return {**route, "status": redirect.status, "headers": joined(headers)}
