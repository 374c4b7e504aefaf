"""CloudFront Functions: a function per host for viewer requests, in the JavaScript of the runtime cloudfront-js-2.0.

One file has all of it, rules, clock and look-up, and CloudFront limits it to 10 KB. Rules that add headers are in a
second function, for viewer responses, with the same limit.
"""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from docgen.model.redirect import HeaderRule, Redirect
from docgen.redirects.edges import javascript
from docgen.redirects.edges.edge import Edge, Excess, FileTexts, HostRules, Limit

_GUIDE: Final = "docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide"
_RESERVED: Final = re.compile(
    "connection|content-length|expect|host|keep-alive|proxy-(?:authenticate|authorization|connection)|trailer"
    "|transfer-encoding|upgrade|via|x-accel-(?:buffering|charset|limit-rate|redirect)|x-amz-cf-.*"
    "|x-amzn-(?:auth|cf-billing|cf-id|cf-xff|errortype|fle-profile|header-count|header-order|lambda-integration-tag"
    "|requestid)|x-cache|x-edge-.*|x-forwarded-proto|x-real-ip",
    re.IGNORECASE,
)
"""Disallowed, or read-only in a viewer request: CloudFront answers 502 where a function sends one."""


class CloudFront(Edge):
    """CloudFront Functions."""

    NAME = "cloudfront"
    TITLE = "CloudFront Functions"
    LIMITS = (
        Limit(
            "bytes of a function",
            10_240,
            f"10 KB, comments included: {_GUIDE}/cloudfront-limits.html",
            "remove rules, or serve the host from another edge; docgen does not use CloudFront's KeyValueStore",
        ),
        Limit("headers on a rule that CloudFront reserves", 0, f"{_GUIDE}/edge-function-restrictions-all.html"),
    )
    DIFFERENCES = {
        "origin-errors": "CloudFront runs no function where the origin answers with 400 or higher: such an answer gets "
        f"no headers of rules without a target ({_GUIDE}/edge-function-restrictions-all.html).",
    }

    def files(self, host: HostRules) -> FileTexts:
        """A function, and one for the rules that add headers."""
        yield f"{host.base}.js", _function(host, host.rules)
        if host.records.is_asked:
            yield f"{host.base}-headers.js", _header_function(host, host.records.rules)

    def find_excesses(self, hosts: Sequence[HostRules]) -> Iterator[Excess]:
        """The rules that make a function too large, and those with a header that a function must not send."""
        size, headers = self.LIMITS
        for host in hosts:
            yield from javascript.over_size(size, host.rules, partial(_function, host))
            yield from javascript.over_size(size, host.records.rules, partial(_header_function, host))
            for rule in host.every:
                if reserved := [name for name, _ in rule.open_headers if _RESERVED.fullmatch(name)]:
                    hint = f"remove {' and '.join(reserved)} from the headers of the rule and its host"
                    yield Excess(rule, headers, len(reserved), hint)


def _function(host: HostRules, rules: Sequence[Redirect]) -> str:
    """The function of a host with some of its rules."""
    return host.fill("cloudfront.js", **javascript.table(rules))


def _header_function(host: HostRules, rules: Sequence[HeaderRule]) -> str:
    """The function of a host with some of its rules that add headers."""
    tables = javascript.header_table(host.records._replace(rules=rules))
    return host.fill("cloudfront-headers.js", **tables)
