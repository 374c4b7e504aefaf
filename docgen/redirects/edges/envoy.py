"""Envoy: the routes of a virtual host, which ops put before its own in the route table that Envoy watches.

Before it routes, the connection manager writes the time of the request into a header, over what a client sent
there; a route compares that number with the sunset. The order of the routes decides, as in the oracle. Envoy goes
through them one by one: beside as many static redirects, fifty rules cost 15 % more CPU a redirect, five hundred
74 % (measured).

With the setting `matcher_tree` the rules are a tree instead, in which Envoy finds a path at once: the longest rule's
path with which the target begins, then the next shorter one where no rule of the longer one takes the request (so from
1.36 on, measured). Five hundred rules then cost 23 % less CPU a redirect than as many static ones in a list. Ops must
write their own routes differently for it, so it is never the default.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Annotated, Final
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta

from docgen.model.config import EdgeConfig
from docgen.model.files import Files
from docgen.model.redirect import Redirect
from docgen.redirects.docs_host import DocsHost
from docgen.redirects.edges import files
from docgen.redirects.edges.edge import ALL_FEATURES, EXTENSIONS, Excess, Limit, Setup
from docgen.redirects.edges.headers import gone_headers, marked_repeats
from docgen.redirects.edges.overlap import earlier_rules, yielding, yielding_or_shorter
from docgen.redirects.edges.template import fill
from docgen.redirects.edges.time_pattern import at_or_after

TITLE = "Envoy"
HAS_CLOCK = True
ALTERNATIVES: Mapping[str, str] = EXTENSIONS
FEATURES = ALL_FEATURES - set(ALTERNATIVES)
LIMITS: tuple[Limit, ...] = (
    Limit("bytes of an answer after the sunset", 4096, "measured: 4,097 are refused with Envoy's default settings"),
)
DIFFERENCES: Mapping[str, str] = {
    "line-break": "A line break in the request target makes it HTTP/0.9, which Envoy refuses with 426.",
}
CODES: Final[Mapping[int, str]] = {
    301: "MOVED_PERMANENTLY",
    302: "FOUND",
    307: "TEMPORARY_REDIRECT",
    308: "PERMANENT_REDIRECT",
}
"""The names of the statuses in Envoy's API (RedirectAction.RedirectResponseCode)."""

_REPLACE: Final = "OVERWRITE_IF_EXISTS_OR_ADD"
_ADD: Final = "APPEND_IF_EXISTS_OR_ADD"


class EnvoyConfig(EdgeConfig, frozen=True, kw_only=True):
    """Settings of Envoy."""

    matcher_tree: Annotated[
        bool, Meta(description="The rules as a tree that finds a path at once, instead of a list of routes.")
    ] = False


def render(redirects: Sequence[Redirect], setup: Setup) -> Files:
    """One list of routes per host, or one tree; Envoy has a clock, so `now` plays no part."""
    tree = msgspec.convert(setup.options, EnvoyConfig).matcher_tree
    others = yielding_or_shorter if tree else yielding
    return {
        f"envoy/{base}.yaml": fill(
            "envoy-matcher-tree.yaml" if tree else "envoy.yaml",
            folder=setup.folder or "/etc/envoy",
            file=f"{base}.yaml",
            names=list(files.base_names(redirects, setup).values()),
            matcher_tree=tree,
            rules=[_rule(rule, others(earlier, rule)) for rule in rules],
            **head,
        )
        for base, rules, head in files.hosts(redirects, setup, FEATURES)
        for earlier in [earlier_rules(rules)]
    }


def render_docs_host(docs: DocsHost) -> Files:
    """None: Envoy serves no files; the docs host is for the server behind it."""
    del docs
    return {}


def excesses(redirects: Sequence[Redirect], setup: Setup) -> tuple[Excess, ...]:
    """The rules whose answer after the sunset is so long that Envoy refuses the whole route table."""
    (limit,) = LIMITS
    hint = "shorten the example of the error in the contract, or write `after: upstream`"
    return tuple(
        Excess(rule, limit, length, hint)
        for rules in files.rules_by_host(redirects, FEATURES | setup.accepted).values()
        for rule in rules
        if rule.sunset is not None and rule.gone and (length := len(rule.gone.body.encode())) > limit.figure
    )


def _rule(redirect: Redirect, others: Sequence[Redirect]) -> dict[str, object]:
    """The values of one rule in the template, which must not match what the `others` cover."""
    gone = redirect.gone
    to = urlsplit(redirect.to)
    path = files.path_pattern(redirect.path)
    carries_slash = redirect.match == "exact" or redirect.to.endswith("/")
    return {
        "redirect": redirect,
        "title": files.title(redirect),
        "exactly": quoted(f"^{path}/?$"),
        "covered": quoted(_covered(redirect)),
        "others": [quoted(_covered(rule)) for rule in others],
        "mark": files.clock_mark(redirect),
        "ended": at_or_after(redirect.sunset) if redirect.sunset is not None and gone is None else "",
        "response_code": CODES[redirect.status],
        "to_host": quoted(to.netloc),
        "to_path": quoted(to.path),
        "replaced": quoted(f"^{path}{'/?' if carries_slash else ''}"),
        "headers": _headers((*redirect.headers, *redirect.host_headers)),
        "gone_headers": _headers(gone_headers(redirect)),
        "body": quoted(gone.body) if gone else "",
    }


def _covered(redirect: Redirect) -> str:
    r"""The raw target with its query; to RE2 a byte that is no UTF-8 is `\C` alone."""
    rest = r"/?(\?\C*)?" if redirect.match == "exact" else r"([/?]\C*)?"
    return f"^{files.path_pattern(redirect.path)}{rest}$"


def _headers(headers: Sequence[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """The fields in order: the first of a name replaces an existing one, the others are appended as further fields."""
    return [
        # Envoy formats the value: `%` begins a command operator
        (quoted(name), quoted(value.replace("%", "%%")), _ADD if repeated else _REPLACE)
        for repeated, name, value in marked_repeats(headers)
    ]


def quoted(value: str) -> str:
    """A double-quoted scalar of YAML, in which the escapes of JSON are valid (YAML 1.2, sections 5.7 and 7.3.1)."""
    return json.dumps(value, ensure_ascii=False)
