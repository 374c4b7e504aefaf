"""CloudFront Functions: a function per host for viewer requests, in the JavaScript of the runtime cloudfront-js-2.0.

One file has all of it, rules, clock and look-up, and CloudFront limits it to 10 KB.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Final

from docgen.model.files import Files
from docgen.model.redirect import Redirect
from docgen.redirects.docs_host import DocsHost
from docgen.redirects.edges import files, javascript
from docgen.redirects.edges.edge import ALL_FEATURES, Excess, Limit, Setup
from docgen.redirects.edges.template import fill

TITLE = "CloudFront Functions"
HAS_CLOCK = True
ALTERNATIVES: Mapping[str, str] = {}
FEATURES = ALL_FEATURES
_GUIDE: Final = "docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide"
LIMITS: tuple[Limit, ...] = (
    Limit("bytes of a function", 10_240, f"10 KB, comments included: {_GUIDE}/cloudfront-limits.html"),
    Limit("headers on a rule that CloudFront reserves", 0, f"{_GUIDE}/edge-function-restrictions-all.html"),
)
DIFFERENCES: Mapping[str, str] = {}
_RESERVED: Final = re.compile(
    "connection|content-length|expect|host|keep-alive|proxy-(?:authenticate|authorization|connection)|trailer"
    "|transfer-encoding|upgrade|via|x-accel-(?:buffering|charset|limit-rate|redirect)|x-amz-cf-.*"
    "|x-amzn-(?:auth|cf-billing|cf-id|cf-xff|errortype|fle-profile|header-count|header-order|lambda-integration-tag"
    "|requestid)|x-cache|x-edge-.*|x-forwarded-proto|x-real-ip",
    re.IGNORECASE,
)
"""Disallowed, or read-only in a viewer request: CloudFront answers 502 where a function sends one."""


def render(redirects: Sequence[Redirect], setup: Setup) -> Files:
    """One function per host; CloudFront has a clock, so `now` plays no part."""
    return {
        f"cloudfront/{host.base}.js": _function(host, setup, host.rules)
        for host in files.hosts(redirects, setup, FEATURES)
    }


def render_docs_host(docs: DocsHost) -> Files:
    """None: a function serves no files."""
    del docs
    return {}


def excesses(redirects: Sequence[Redirect], setup: Setup) -> tuple[Excess, ...]:
    """The rules that make a function too large, and those with a header that a function must not send."""
    size, headers = LIMITS
    found: tuple[Excess, ...] = ()
    for host in files.hosts(redirects, setup, FEATURES):
        found += javascript.over_size(
            size,
            host.rules,
            partial(_bytes, host, setup),
            "remove rules, or serve the host from another edge; docgen does not use CloudFront's KeyValueStore",
        )
        for rule in host.rules:
            if reserved := _reserved(name for name, _ in (*rule.headers, *rule.host_headers)):
                hint = f"remove {' and '.join(reserved)} from the headers of the rule and its host"
                found += (Excess(rule, headers, len(reserved), hint),)
    return found


def _reserved(names: Iterable[str]) -> list[str]:
    return [name for name in names if _RESERVED.fullmatch(name)]


def _bytes(host: files.HostRules, setup: Setup, rules: Sequence[Redirect]) -> int:
    return len(_function(host, setup, rules).encode())


def _function(host: files.HostRules, setup: Setup, rules: Sequence[Redirect]) -> str:
    """The function of a host with some of its rules."""
    path = f"{setup.folder or 'redirects/dist/cloudfront'}/{host.base}.js"
    return fill("cloudfront.js", path=path, **host.head, **javascript.table(rules))
