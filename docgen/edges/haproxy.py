"""HAProxy: a `backend` that answers, and the `use_backend` line with which a frontend hands requests to it.

HAProxy has no include, so ops copy that line (and, for a rule whose requests go to the upstream after its
sunset, its clock) out of the file's head into the frontend. The rules stand in the file themselves, without
map files: fine up to fifty of them on a host, which is what `over_limit` says.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from docgen.edges import files
from docgen.edges.edge import ALL, Excess, Limit, Setup
from docgen.edges.overlap import yielding_before
from docgen.edges.template import fill
from docgen.model.files import Files
from docgen.model.redirect import Redirect

TITLE = "HAProxy"
CLOCK = True
FEATURES = ALL
INSTEAD: Mapping[str, str] = {}
LIMITS: tuple[Limit, ...] = (
    Limit("rules on a host", 50, "measured: 70,000 requests/s with few rules, 3,000 with 500"),
)
DIFFERS: Mapping[str, str] = {}
_WORDS: Final = 58
"""A line has at most 64 words, the first three of which are not conditions."""


def render(redirects: Sequence[Redirect], setup: Setup) -> Files:
    """One file per host with its backend; HAProxy has a clock, so `now` plays no part."""
    names = files.names(redirects)
    return {
        f"haproxy/{names[host]}.cfg": fill(
            "haproxy.cfg",
            host=host,
            notice=setup.notice,
            path=f"{setup.folder or '/etc/haproxy'}/{names[host]}.cfg",
            backend=_backend(names[host]),
            sources=files.sources(redirects, host),
            use_backend=_use_backend(host, _backend(names[host]), rules),
            rules=[_rule(rule) for rule in rules],
        )
        for host, rules in files.by_host(redirects, FEATURES | setup.accepted).items()
    }


def render_docs_host(host: str) -> Files:
    """A backend for the documentation's host, in front of the server that holds the built site."""
    return {"haproxy/docgen-docs-host.cfg": fill("haproxy-docs-host.cfg", host=host)}


def excesses(redirects: Sequence[Redirect], setup: Setup) -> tuple[Excess, ...]:
    """The rules beyond the fiftieth of a host."""
    (limit,) = LIMITS
    hosts = files.by_host(redirects, FEATURES | setup.accepted).values()
    return files.beyond(limit, hosts, "take rules out, or give them to another edge")


def _backend(name: str) -> str:
    return name.replace("docgen-redirects", "docgen_redirects")


def _rule(redirect: Redirect) -> dict[str, object]:
    """The values of one rule in the template."""
    gone = redirect.gone
    carries_slash = redirect.match == "exact" or redirect.to.endswith("/")
    return {
        "redirect": redirect,
        "title": files.title(redirect),
        "path": f"^{files.pattern(redirect.path)}{'/?' if carries_slash else ''}",
        "headers": _headers((*redirect.headers, *redirect.host_headers)),
        "host_headers": _headers(redirect.host_headers),
        "content": _content(gone.content_type, gone.body) if gone and gone.body else "",
        "mark": files.clock_mark(redirect),
    }


def _use_backend(host: str, backend: str, rules: Sequence[Redirect]) -> list[str]:
    """The lines for the frontend: one, unless HAProxy could not read so many words in a line."""
    lines: list[list[str]] = []
    for term in _terms(rules):
        condition = f"{{ hdr(host),field(1,:),lower {host} }} {term}"
        if not lines or len(" ".join([*lines[-1], condition]).split()) + len(lines[-1]) > _WORDS:
            lines.append([])
        lines[-1].append(condition)
    return [f"use_backend {backend} if {' || '.join(conditions)}" for conditions in lines]


def _terms(rules: Sequence[Redirect]) -> tuple[str, ...]:
    """What must hold for a frontend to hand a request over, one condition per set of rules with the same limits."""
    covered: dict[str, list[str]] = {}
    for rule in rules:
        covered.setdefault(_limits(rule, rules), []).append(_covered(rule))
    return tuple(f"{{ path -m reg {_any_of(paths)} }}{limits}" for limits, paths in covered.items())


def _limits(redirect: Redirect, rules: Sequence[Redirect]) -> str:
    """What keeps a request that the rule covers in the frontend."""
    limits = [f"!{{ method {' '.join(redirect.excluded)} }}"] if redirect.excluded else []
    if redirect.sunset is not None and redirect.gone is None:
        limits.append(f"!docgen_{redirect.id}_gone")
    if yielding := yielding_before(rules, redirect):
        limits.append(f"!{{ path -m reg {_any_of([_covered(rule) for rule in yielding])} }}")
    return "".join(f" {limit}" for limit in limits)


def _any_of(paths: Sequence[str]) -> str:
    return f"'^(?:{'|'.join(paths)})$'"


def _covered(redirect: Redirect) -> str:
    return files.pattern(redirect.path) + ("/?" if redirect.match == "exact" else "(?:/.*)?")


def _headers(headers: Sequence[tuple[str, str]]) -> str:
    return "".join(f" hdr {quoted(name)} {quoted(value.replace('%', '%%'))}" for name, value in headers)


def _content(content_type: str, body: str) -> str:
    return f" content-type {quoted(content_type or 'text/plain')} string {quoted(body)}"


def quoted(value: str) -> str:
    """A literal string of HAProxy; where it is a log format, `%` has to be doubled before."""
    for char, escape in (("\\", "\\\\"), ('"', '\\"'), ("$", "\\$"), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")):
        value = value.replace(char, escape)
    return f'"{value}"'
