"""CloudFront Functions: a function per host for viewer requests, in the JavaScript of the runtime cloudfront-js-2.0.

One file has all of it, rules, clock and look-up, and CloudFront limits it to 10 KB. Rules that add headers are in a
second function, for viewer responses, with the same limit.
"""

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from docgen.model.files import Files
from docgen.model.redirect import HeaderRule, Redirect, Rule
from docgen.redirects.edges import files, javascript
from docgen.redirects.edges.edge import ALL_FEATURES, Excess, Limit, Setup, fill, no_docs_host
from docgen.redirects.edges.header_records import HeaderRecords
from docgen.redirects.edges.headers import Headers

TITLE = "CloudFront Functions"
HAS_CLOCK = True
ALTERNATIVES: Mapping[str, str] = {}
FEATURES = ALL_FEATURES
_GUIDE: Final = "docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide"
LIMITS: tuple[Limit, ...] = (
    Limit("bytes of a function", 10_240, f"10 KB, comments included: {_GUIDE}/cloudfront-limits.html"),
    Limit("headers on a rule that CloudFront reserves", 0, f"{_GUIDE}/edge-function-restrictions-all.html"),
)
DIFFERENCES: Mapping[str, str] = {
    "origin-errors": "CloudFront runs no function where the origin answers with 400 or higher: such an answer gets no "
    f"headers of rules without a target ({_GUIDE}/edge-function-restrictions-all.html).",
}
_RESERVED: Final = re.compile(
    "connection|content-length|expect|host|keep-alive|proxy-(?:authenticate|authorization|connection)|trailer"
    "|transfer-encoding|upgrade|via|x-accel-(?:buffering|charset|limit-rate|redirect)|x-amz-cf-.*"
    "|x-amzn-(?:auth|cf-billing|cf-id|cf-xff|errortype|fle-profile|header-count|header-order|lambda-integration-tag"
    "|requestid)|x-cache|x-edge-.*|x-forwarded-proto|x-real-ip",
    re.IGNORECASE,
)
"""Disallowed, or read-only in a viewer request: CloudFront answers 502 where a function sends one."""


def render(redirects: Sequence[Redirect], setup: Setup) -> Files:
    """One function per host, and one for its rules that add headers; CloudFront has a clock, so `now` plays no part."""
    rendered: dict[str, str | bytes] = {}
    for host in files.hosts(redirects, setup, FEATURES):
        rendered[f"cloudfront/{host.base}.js"] = _function(host, setup, host.rules)
        records = HeaderRecords.of(setup, host.host)
        if records.is_asked:
            rendered[f"cloudfront/{host.base}-headers.js"] = _header_function(host, setup, records.rules)
    return rendered


render_docs_host = no_docs_host
"""None: a function serves no files."""


def excesses(redirects: Sequence[Redirect], setup: Setup) -> tuple[Excess, ...]:
    """The rules that make a function too large, and those with a header that a function must not send."""
    size, headers = LIMITS
    hint = "remove rules, or serve the host from another edge; docgen does not use CloudFront's KeyValueStore"
    found: tuple[Excess, ...] = ()
    for host in files.hosts(redirects, setup, FEATURES):
        added = HeaderRecords.of(setup, host.host).rules
        found += javascript.over_size(size, host.rules, partial(_function, host, setup), hint)
        found += javascript.over_size(size, added, partial(_header_function, host, setup), hint)
        sent: list[tuple[Rule, Headers]] = [(rule, (*rule.headers, *rule.host_headers)) for rule in host.rules]
        for rule, fields in (*sent, *((one, one.headers) for one in added)):
            if reserved := [name for name, _ in fields if _RESERVED.fullmatch(name)]:
                remove = f"remove {' and '.join(reserved)} from the headers of the rule and its host"
                found += (Excess(rule, headers, len(reserved), remove),)
    return found


def _function(host: files.HostRules, setup: Setup, rules: Sequence[Redirect]) -> str:
    """The function of a host with some of its rules."""
    path = f"{setup.folder or 'redirects/dist/cloudfront'}/{host.base}.js"
    return fill("cloudfront.js", path=path, **host.head, **javascript.table(rules))


def _header_function(host: files.HostRules, setup: Setup, rules: Sequence[HeaderRule]) -> str:
    """The function of a host with some of its rules that add headers."""
    path = f"{setup.folder or 'redirects/dist/cloudfront'}/{host.base}-headers.js"
    records = HeaderRecords.of(setup, host.host)._replace(rules=rules)
    return fill("cloudfront-headers.js", path=path, **host.head, **javascript.header_table(records))
