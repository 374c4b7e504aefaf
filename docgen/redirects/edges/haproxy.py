"""HAProxy: backends that answer, and the lines with which a frontend hands requests to them.

HAProxy has no include, so ops copy those lines (and, for a rule whose requests go to the upstream after its
sunset, its clock) out of the file's head into the frontend. Up to fifty rules of a host share one backend; of
more, each has a backend of its own, which the frontend finds in two map files.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from docgen.model.files import Files
from docgen.model.redirect import Redirect
from docgen.redirects.docs_host import DocsHost
from docgen.redirects.edges import docs_files, files, haproxy_frontend
from docgen.redirects.edges.edge import ALL_FEATURES, EXTENSIONS, Excess, Limit, Setup
from docgen.redirects.edges.haproxy_text import header_arguments, quoted
from docgen.redirects.edges.template import fill
from docgen.redirects.paths import covered

TITLE = "HAProxy"
HAS_CLOCK = True
ALTERNATIVES: Mapping[str, str] = EXTENSIONS
FEATURES = ALL_FEATURES - set(ALTERNATIVES)
LIMITS: tuple[Limit, ...] = (
    Limit("rules on a host with `after: upstream`", 50, "measured: each costs every request a comparison"),
    Limit("headers of a rule and its host", 18, "HAProxy's limit of 64 words a line"),
)
DIFFERENCES: Mapping[str, str] = {}
_MAX_INLINE_RULES: Final = 50
"""A backend evaluates its rules one by one: 70,000 requests/s for few, 3,000 for 500 (measured)."""


def render(redirects: Sequence[Redirect], setup: Setup) -> Files:
    """The backends of each host, and map files where they are many; HAProxy has a clock, so `now` plays no part."""
    rendered: dict[str, str | bytes] = {}
    for host in files.hosts(redirects, setup, FEATURES):
        rendered |= _host(host, setup)
    return rendered


def render_docs_host(docs: DocsHost) -> Files:
    """A backend for the documentation's host, in front of the server that holds the built site."""
    headers = [(quoted(name), quoted(value.replace("%", "%%"))) for name, value in docs.common_headers]
    return {"haproxy/docgen-docs-host.cfg": docs_files.fill_docs_host(docs, "haproxy-docs-host.cfg", headers=headers)}


def excesses(redirects: Sequence[Redirect], setup: Setup) -> tuple[Excess, ...]:
    """The rules of a host beyond the limit of clocks in the frontend, and those with too many headers."""
    upstream, headers = LIMITS
    hosts = files.rules_by_host(redirects, FEATURES | setup.accepted).values()
    clocks = [[rule for rule in rules if rule.sunset is not None and rule.gone is None] for rules in hosts]
    return (
        *files.over_limit(upstream, clocks, "write `after` with a status"),
        *(
            Excess(rule, headers, sent, "remove headers of the rule or of its host")
            for rules in hosts
            for rule in rules
            if (sent := len(rule.headers) + len(rule.host_headers)) > headers.figure
        ),
    )


def _host(host: files.HostRules, setup: Setup) -> Files:
    """The files of one host."""
    path = f"{setup.folder or '/etc/haproxy'}/{host.base}"
    backend = host.base.replace("docgen-redirects", "docgen_redirects")
    with_maps = len(host.rules) > _MAX_INLINE_RULES
    lines = (
        haproxy_frontend.lines_with_maps(host.host, backend, path, host.rules)
        if with_maps
        else haproxy_frontend.lines_with_conditions(host.host, backend, host.rules)
    )
    text = fill(
        "haproxy.cfg",
        path=f"{path}.cfg",
        maps=[f"{path}-exact.map", f"{path}-prefix.map"] if with_maps else [],
        backend=backend,
        frontend=lines,
        rules=[_rule(rule) for rule in host.rules],
        **host.head,
    )
    return {f"haproxy/{host.base}.cfg": text, **(_maps(host, backend) if with_maps else {})}


def _maps(host: files.HostRules, backend: str) -> Files:
    """The map files of a host: whole paths, and prefixes, of which HAProxy finds the longest."""
    paths = [path for rule in host.rules for path in (rule.path, f"{rule.path}/")]
    below = [f"{rule.path}/" for rule in host.rules if rule.match == "prefix"]
    maps = {"exact": paths, "prefix": below}
    return {
        f"haproxy/{host.base}-{kind}.map": fill(
            "haproxy.map",
            rows={key: f"{backend}_{_first(host.rules, key).id}" for key in keys},
            **host.head,
        )
        for kind, keys in maps.items()
    }


def _first(rules: Sequence[Redirect], key: str) -> Redirect:
    return next(rule for rule in rules if covered(rule, key) is not None)


def _rule(redirect: Redirect) -> dict[str, object]:
    """The values of one rule in the template."""
    gone = redirect.gone
    return {
        "redirect": redirect,
        "title": files.title(redirect),
        "location": _location(redirect),
        "headers": header_arguments((*redirect.headers, *redirect.host_headers)),
        "host_headers": header_arguments(redirect.host_headers),
        "content": _content(gone.content_type, gone.body) if gone and gone.body else "",
        "mark": files.clock_mark(redirect),
    }


def _location(redirect: Redirect) -> str:
    """The expression of the location: the target and what follows the rule's path, without its slash where needed."""
    if redirect.match == "prefix" and not redirect.to.endswith("/"):
        return f"{redirect.to}%[pathq,bytes({len(redirect.path)})]"
    return f"%[pathq,regsub('^{files.path_pattern(redirect.path)}/?','{redirect.to}')]"


def _content(content_type: str, body: str) -> str:
    return f" content-type {quoted(content_type or 'text/plain')} string {quoted(body)}"
