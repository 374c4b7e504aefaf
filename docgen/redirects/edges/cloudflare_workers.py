"""Cloudflare Workers: a module worker per host, and its routes.

Only the paths of the rules are routed to the worker: a request for another path neither waits for it nor is
counted. Where a rule has a prefix of its path, one route serves both.
"""

import re
import zlib
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from docgen.model.files import Files
from docgen.model.redirect import HeaderRule, Redirect, Rule
from docgen.redirects.edges import files, javascript
from docgen.redirects.edges.edge import ALL_FEATURES, JOINED_FIELDS, Excess, Limit, Setup, fill, no_docs_host
from docgen.redirects.edges.header_records import HeaderRecords

TITLE = "Cloudflare Workers"
HAS_CLOCK = True
ALTERNATIVES: Mapping[str, str] = {}
FEATURES = ALL_FEATURES
_DOCUMENTED: Final = "developers.cloudflare.com/workers/platform/limits/"
LIMITS: tuple[Limit, ...] = (
    Limit("routes in a zone", 1_000, _DOCUMENTED),
    Limit("compressed bytes of a worker", 3_000_000, f"3 MB on the free plan, 10 MB on the paid one: {_DOCUMENTED}"),
)
DIFFERENCES: Mapping[str, str] = {
    "joined-fields": JOINED_FIELDS,
    "not-a-path": "The runtime workerd answers 500 to a target that does not begin with `/`, before the worker runs; "
    "what Cloudflare's own servers answer is not tested.",
    "url-normalization": "Cloudflare normalizes a URL before the worker sees it, always merges slashes, and drops a "
    "fragment: Location has the normalized path, below the rule's own target, and headers are added by that path.",
}
_COMPATIBILITY_DATE: Final = "2026-06-01"
"""The runtime that the rules are tested with: only a new version of docgen moves it, never the day of a build."""


def render(redirects: Sequence[Redirect], setup: Setup) -> Files:
    """A folder per host with the worker and wrangler's configuration; `now` plays no part."""
    rendered: dict[str, str] = {}
    for host in files.hosts(redirects, setup, FEATURES):
        rules = _rules(host, setup)
        rendered[f"cloudflare-workers/{host.base}/worker.js"] = _worker(host, setup, rules)
        rendered[f"cloudflare-workers/{host.base}/wrangler.jsonc"] = fill(
            "cloudflare-workers-wrangler.jsonc",
            worker=host.base.replace(".", "--"),
            compatibility_date=_COMPATIBILITY_DATE,
            routes=[f"{rule.host}{_literal_start(rule)}*" for rule in _routed(rules)],
            **host.head,
        )
    return rendered


render_docs_host = no_docs_host
"""None: a worker serves no files."""


def excesses(redirects: Sequence[Redirect], setup: Setup) -> tuple[Excess, ...]:
    """The rules whose route is beyond the limit of a zone, and those that make a worker too large.

    The routes of all hosts count as one zone's: which hosts share a zone is not known here.
    """
    routes, size = LIMITS
    hosts = list(files.hosts(redirects, setup, FEATURES))
    routed = [rule for host in hosts for rule in _routed(_rules(host, setup))]
    found = files.over_limit(
        routes, [routed], "move the rules below one path, remove rules, or ask Cloudflare for more routes"
    )
    for host in hosts:
        worker = partial(_worker, host, setup)
        found += javascript.over_size(size, _rules(host, setup), worker, "remove rules", zlib.compress)
    return found


def _rules(host: files.HostRules, setup: Setup) -> tuple[Rule, ...]:
    return (*host.rules, *HeaderRecords.of(setup, host.host).rules)


def _worker(host: files.HostRules, setup: Setup, rules: Sequence[Rule]) -> str:
    """The worker of a host with some of its rules."""
    folder = f"{setup.folder or 'redirects/dist/cloudflare-workers'}/{host.base}"
    redirects = [rule for rule in rules if isinstance(rule, Redirect)]
    records = HeaderRecords.of(setup, host.host)._replace(rules=[one for one in rules if isinstance(one, HeaderRule)])
    tables = javascript.table(redirects) | javascript.header_table(records)
    return fill("cloudflare-workers.js", folder=folder, **host.head, **tables)


def _routed(rules: Sequence[Rule]) -> list[Rule]:
    """The rules with a route of their own, sorted by path: a route `host/path*` also matches longer paths."""
    routed: list[Rule] = []
    for rule in sorted(rules, key=_literal_start):
        if not routed or not _literal_start(rule).startswith(_literal_start(routed[-1])):
            routed.append(rule)
    return routed


def _literal_start(rule: Rule) -> str:
    """The path up to its first placeholder or encoded byte: a route has no wildcard before its end.

    Whether Cloudflare decodes a path before it looks for a route is not documented.
    """
    return re.split("[{%]", rule.path)[0] or "/"
