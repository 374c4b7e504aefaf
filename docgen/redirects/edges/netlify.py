"""Netlify: `_redirects`, with the host in each line.

The format has no headers on a redirect. Netlify does not distinguish a path with a trailing slash from one without.
"""

from collections.abc import Iterator, Mapping, Sequence

from docgen.model.files import Files
from docgen.model.redirect import Redirect
from docgen.redirects.docs_host import CROSS_ORIGIN, DocsHost
from docgen.redirects.edges import docs_files, expiry, files
from docgen.redirects.edges.edge import ALL_FEATURES, EXTENSIONS, Excess, Limit, Setup, acceptance_entry, fill

TITLE = "Netlify"
HAS_CLOCK = False
ALTERNATIVES: Mapping[str, str] = {
    "after-410": "write `after: 404`, or accept what the site answers once the rule is gone: "
    + acceptance_entry("netlify", "after-410"),
    "after-body": "write `after: upstream` or `404`, or accept what the site answers once the rule is gone: "
    + acceptance_entry("netlify", "after-body"),
    "headers": "Netlify sends none with a redirect from `_redirects`: write "
    "`status: 302`, which clients do not cache permanently, and accept that none are sent: "
    + acceptance_entry("netlify", "headers"),
    "host-headers": "Netlify sends none with a redirect from `_redirects`; accept that none are sent: "
    + acceptance_entry("netlify", "host-headers"),
    "methods-except": "write `methods: all`: a line of `_redirects` has no condition on the method",
    "status-307": "write `status: 302` or `308`: Netlify's documentation has called 307 unsupported",
    **{name: text for name, text in EXTENSIONS.items() if name not in ("path-characters", "placeholder")},
}
FEATURES = ALL_FEATURES - set(ALTERNATIVES)
LIMITS: tuple[Limit, ...] = (
    Limit("rules on a host", 10_000, "beyond that Netlify's documentation advises wildcards or Edge Functions"),
    expiry.TAKEOVERS,
)
DIFFERENCES: Mapping[str, str] = {
    "no-clock": "From the first publish after its sunset a rule is gone, and the site answers as without it: "
    "its own 404 where it has no page at the path. Between the sunset and that publish the rule still redirects.",
    "trailing-slash": "A prefix rule whose target does not end with a slash redirects `/from/` to the target without "
    "one: Netlify does not distinguish a path with a trailing slash from one without.",
    "backslash": "A backslash and a digit in the path are lost: Netlify's matcher reads them as a group. "
    "No URL may contain a raw backslash.",
    "placeholder-value": "A value that is the name of another placeholder (`:docgen_b`) is replaced by that one's.",
}


def render(redirects: Sequence[Redirect], setup: Setup) -> Files:
    """One `_redirects` per host, with the rules that still redirect at `now`."""
    folder = setup.folder or "redirects/dist/netlify"
    return {
        f"netlify/{base}/_redirects": fill(
            "netlify",
            head=expiry.head_values(rules, setup, head),
            path=f"{folder}/{base}/_redirects",
            rules=[
                {"title": files.title(rule), "lines": list(_lines(rule))} for rule in expiry.active(rules, setup.now)
            ],
        )
        for base, rules, head in files.hosts(redirects, setup, FEATURES)
    }


def render_docs_host(docs: DocsHost) -> Files:
    """`_headers` of the site; Netlify itself serves /errors/<code> from `errors/<code>.html`, and `404.html`."""
    return {"netlify/docgen-docs-host/_headers": docs_files.headers_file(docs, TITLE, shared=CROSS_ORIGIN)}


def excesses(redirects: Sequence[Redirect], setup: Setup) -> tuple[Excess, ...]:
    """The rules beyond the number that Netlify advises, and those that would answer in the place of an earlier one."""
    hosts = list(files.rules_by_host(redirects, setup, FEATURES).values())
    alive = [expiry.active(rules, setup.now) for rules in hosts]
    many = files.over_limit(LIMITS[0], alive, "remove rules, or serve them from another edge")
    return (*many, *expiry.takeovers(hosts, setup.now))


def _lines(redirect: Redirect) -> Iterator[str]:
    """The lines of a rule: `!` redirects also where the site has a file; a splat is the raw rest of the path.

    Netlify appends the query itself.
    """
    path, to = files.with_named_placeholders(redirect)
    origin, status = f"https://{redirect.host}{path}", f"{redirect.status}!"
    if redirect.match == "exact" or not to.endswith("/"):
        yield f"{origin} {to} {status}"
    if redirect.match == "prefix":
        yield f"{origin}/* {to.removesuffix('/')}/:splat {status}"
