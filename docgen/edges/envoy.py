"""Envoy: the routes of a virtual host, which ops put before its own in the route table that Envoy watches.

The connection manager writes the time of each request into a header, before it routes and over what a client
sent; a route compares it with the sunset as a number.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import urlsplit

from docgen.edges import files
from docgen.edges.edge import ALL, Excess, Limit, Setup
from docgen.edges.overlap import yielding_before
from docgen.edges.template import fill
from docgen.model.files import Files
from docgen.model.redirect import Redirect

TITLE = "Envoy"
CLOCK = True
FEATURES = ALL
INSTEAD: Mapping[str, str] = {}
LIMITS: tuple[Limit, ...] = ()
DIFFERS: Mapping[str, str] = {
    "line-break": "a line break in the request target makes it HTTP/0.9, which Envoy refuses with 426 before any route",
}
_CODES: Final[Mapping[int, str]] = {
    301: "MOVED_PERMANENTLY",
    302: "FOUND",
    307: "TEMPORARY_REDIRECT",
    308: "PERMANENT_REDIRECT",
}


def render(redirects: Sequence[Redirect], setup: Setup) -> Files:
    """One list of routes per host; Envoy has a clock, so `now` plays no part."""
    names = files.names(redirects)
    return {
        f"envoy/{names[host]}.yaml": fill(
            "envoy.yaml",
            host=host,
            notice=setup.notice,
            file=f"{names[host]}.yaml",
            path=f"{setup.folder or '/etc/envoy'}/{names[host]}.yaml",
            sources=files.sources(redirects, host),
            rules=[_rule(rule, rules) for rule in rules],
        )
        for host, rules in files.by_host(redirects, FEATURES | setup.accepted).items()
    }


def render_docs_host(host: str) -> Files:
    """None: Envoy serves no files."""
    del host
    return {}


def excesses(redirects: Sequence[Redirect], setup: Setup) -> tuple[Excess, ...]:
    return ()


def _rule(redirect: Redirect, rules: Sequence[Redirect]) -> dict[str, object]:
    """The values of one rule in the template."""
    gone = redirect.gone
    to = urlsplit(redirect.to)
    path = files.pattern(redirect.path)
    carries_slash = redirect.match == "exact" or redirect.to.endswith("/")
    content_type = (("Content-Type", gone.content_type),) if gone and gone.body and gone.content_type else ()
    return {
        "redirect": redirect,
        "title": files.title(redirect),
        "exactly": quoted(f"^{path}/?$"),
        "conditions": _conditions(redirect, rules),
        "clock": redirect.sunset is not None
        and f"{{name: docgen-time, range_match: {{start: 0, end: {redirect.sunset}}}}} # {files.clock_mark(redirect)}",
        "response_code": _CODES[redirect.status],
        "to_host": to.netloc,
        "to_path": to.path,
        "replaced": quoted(f"^{path}{'/?' if carries_slash else ''}"),
        "headers": _headers((*redirect.headers, *redirect.host_headers)),
        "gone_headers": _headers((("Cache-Control", "no-store"), *redirect.host_headers, *content_type)),
        "body": quoted(gone.body if gone else ""),
    }


def _conditions(redirect: Redirect, rules: Sequence[Redirect]) -> list[str]:
    """What keeps a request that the rule covers from it: a method, or an earlier rule that leaves it to the upstream."""
    methods = [f'{{name: ":method", string_match: {{exact: {name}}}, invert_match: true}}' for name in redirect.excluded]
    taken = [
        f'{{name: ":path", string_match: {{safe_regex: {{regex: {quoted(_covered(rule))}}}}}, invert_match: true}}'
        for rule in yielding_before(rules, redirect)
    ]
    return methods + taken


def _covered(redirect: Redirect) -> str:
    """The raw target with its query, byte by byte."""
    path = files.pattern(redirect.path)
    return rf"^{path}/?([?]\C*)?$" if redirect.match == "exact" else rf"^{path}([/?]\C*)?$"


def _headers(headers: Sequence[tuple[str, str]]) -> list[str]:
    """Fields: the first of each name replaces what the site set, the others are added to it."""
    seen: set[str] = set()
    added: list[str] = []
    for name, value in headers:
        action = "APPEND_IF_EXISTS_OR_ADD" if name.lower() in seen else "OVERWRITE_IF_EXISTS_OR_ADD"
        seen.add(name.lower())
        added.append(f"{{header: {{key: {quoted(name)}, value: {quoted(value.replace('%', '%%'))}}}, append_action: {action}}}")
    return added


def quoted(value: str) -> str:
    """A double-quoted scalar of YAML, in which JSON's escapes are valid (YAML 1.2, section 7.3.1)."""
    return json.dumps(value, ensure_ascii=False)
