"""Netlify: `_redirects`, with the host in each line.

The format has no headers on a redirect. Netlify does not distinguish a path with a trailing slash from one without.
"""

from collections.abc import Iterator

from docgen.model.redirect import Redirect
from docgen.redirects.docs_host import CROSS_ORIGIN
from docgen.redirects.edges.docs_files import SitePlatform
from docgen.redirects.edges.edge import FileTexts, HostRules, Limit
from docgen.redirects.edges.expiry import ENDS_ON_SITE, TAKEOVERS, active_at, static_head
from docgen.redirects.edges.features import alternatives
from docgen.redirects.edges.server_syntax import with_named_placeholders


class Netlify(SitePlatform):
    """Netlify."""

    NAME = "netlify"
    TITLE = "Netlify"
    SHARED = CROSS_ORIGIN
    ALTERNATIVES = alternatives(
        NAME,
        {
            "after-410": "write `after: 404`, or accept what the site answers once the rule is gone: {accept}",
            "after-body": "write `after: upstream` or `404`, or accept what the site answers once the rule is gone: "
            "{accept}",
            "headers": "Netlify sends none with a redirect from `_redirects`: write "
            "`status: 302`, which clients do not cache permanently, and accept that none are sent: {accept}",
            "host-headers": "Netlify sends none with a redirect from `_redirects`; accept that none are sent: {accept}",
            "methods-except": "write `methods: all`: a line of `_redirects` has no condition on the method",
            "status-307": "write `status: 302` or `308`: Netlify's documentation has called 307 unsupported",
        },
        "path-characters",
        "placeholder",
    )
    LIMITS = (
        Limit(
            "rules on a host",
            10_000,
            "beyond that Netlify's documentation advises wildcards or Edge Functions",
            "remove rules, or serve them from another edge",
            of_host=active_at,
        ),
        TAKEOVERS,
    )
    DIFFERENCES = {
        "no-clock": ENDS_ON_SITE,
        "trailing-slash": "A prefix rule whose target does not end with a slash redirects `/from/` to the target "
        "without one: Netlify does not distinguish a path with a trailing slash from one without.",
        "backslash": "A backslash and a digit in the path are lost: Netlify's matcher reads them as a group. "
        "No URL may contain a raw backslash.",
        "placeholder-value": "A value that is the name of another placeholder (`:docgen_b`) is replaced by that one's.",
    }

    def files(self, host: HostRules) -> FileTexts:
        """One `_redirects`."""
        rules = [(rule, list(_lines(rule))) for rule in active_at(host)]
        yield f"{host.base}/_redirects", host.fill("netlify", **static_head(host), rules=rules)


def _lines(redirect: Redirect) -> Iterator[str]:
    """The lines of a rule: `!` redirects also where the site has a file; a splat is the raw rest of the path.

    Netlify appends the query itself.
    """
    path, to = with_named_placeholders(redirect)
    origin, status = f"https://{redirect.host}{path}", f"{redirect.status}!"
    # a splat also matches nothing, so that a target with a slash needs no line of its own
    if redirect.match == "exact" or not to.endswith("/"):
        yield f"{origin} {to} {status}"
    if redirect.match == "prefix":
        yield f"{origin}/* {to.removesuffix('/')}/:splat {status}"
