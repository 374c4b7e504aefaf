"""Cloudflare Workers: a module worker per host, and its routes.

Only the paths of the rules are routed to the worker: a request for another path neither waits for it nor is
counted. Where a rule has a prefix of its path, one route serves both.
"""

import re
import zlib
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain
from typing import Final

from docgen.model.redirect import Rule, Rules
from docgen.redirects.edges import javascript
from docgen.redirects.edges.edge import JOINED_FIELDS, Edge, Excess, FileTexts, HostRules, Limit, too_many

_DOCUMENTED: Final = "developers.cloudflare.com/workers/platform/limits/"
_COMPATIBILITY_DATE: Final = "2026-06-01"
"""The runtime that the rules are tested with: only a new version of docgen moves it, never the day of a build."""


class CloudflareWorkers(Edge):
    """Cloudflare Workers."""

    NAME = "cloudflare-workers"
    TITLE = "Cloudflare Workers"
    LIMITS = (
        Limit(
            "routes in a zone",
            1_000,
            _DOCUMENTED,
            "move the rules below one path, remove rules, or ask Cloudflare for more routes",
        ),
        Limit(
            "compressed bytes of a worker",
            3_000_000,
            f"3 MB on the free plan, 10 MB on the paid one: {_DOCUMENTED}",
            "remove rules",
        ),
    )
    DIFFERENCES = {
        "joined-fields": JOINED_FIELDS,
        "not-a-path": "The runtime workerd answers 500 to a target that does not begin with `/`, before the worker "
        "runs; what Cloudflare's own servers answer is not tested.",
        "url-normalization": "Cloudflare normalizes a URL before the worker sees it, always merges slashes, and drops "
        "a fragment: Location has the normalized path, below the rule's own target, and headers are added by that "
        "path.",
    }

    def files(self, host: HostRules) -> FileTexts:
        """A folder with the worker and wrangler's configuration."""
        yield f"{host.base}/worker.js", _worker(host, host.every)
        yield (
            f"{host.base}/wrangler.jsonc",
            host.fill(
                "cloudflare-workers-wrangler.jsonc",
                worker=host.base.replace(".", "--"),
                compatibility_date=_COMPATIBILITY_DATE,
                routes=[f"{rule.host}{_literal_start(rule)}*" for rule in _routed(host.every)],
            ),
        )

    def find_excesses(self, hosts: Sequence[HostRules]) -> Iterator[Excess]:
        """The rules whose route is beyond the limit of a zone, and those that make a worker too large.

        The routes of all hosts count as one zone's: which hosts share a zone is not known here.
        """
        routes, size = self.LIMITS
        yield from too_many(routes, list(chain.from_iterable(_routed(host.every) for host in hosts)))
        for host in hosts:
            yield from javascript.over_size(size, host.every, partial(_worker, host), zlib.compress)


def _worker(host: HostRules, rules: Sequence[Rule]) -> str:
    """The worker of a host with some of its rules."""
    redirects, header_rules = Rules.of(rules)
    tables = javascript.table(redirects) | javascript.header_table(host.records._replace(rules=header_rules))
    return host.fill("cloudflare-workers.js", **tables)


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
