"""nginx: an include for `server {}`.

A rule that answers every method before and after its sunset is entered by two locations. A location cannot express a
rule that may leave a request to the upstream, or that overlaps with another: its raw target is matched at the server's
level. Either way the rule's own internal location answers.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from docgen.model.files import Files
from docgen.model.redirect import Redirect
from docgen.redirects.docs_host import DocsHost
from docgen.redirects.edges import docs_files, files
from docgen.redirects.edges.edge import ALL_FEATURES, EXTENSIONS, Excess, Limit, Setup
from docgen.redirects.edges.overlap import leaves_to_upstream
from docgen.redirects.edges.template import fill
from docgen.redirects.edges.time_pattern import at_or_after
from docgen.redirects.paths import overlaps

TITLE = "nginx"
HAS_CLOCK = True
ALTERNATIVES: Mapping[str, str] = {
    "brace-dollar": "write the value without `$`, which nginx has no escape for",
    "dollar": "write the value without `$`, which nginx has no escape for",
    **EXTENSIONS,
}
FEATURES = ALL_FEATURES - set(ALTERNATIVES)
LIMITS: tuple[Limit, ...] = (
    Limit("rules on a host that overlap, or may leave a request to the upstream", 50, "measured: no cost up to here"),
    Limit("bytes of a header's value or an answer after the sunset", 4_000, "nginx's limit of 4,096 bytes a parameter"),
)
DIFFERENCES: Mapping[str, str] = {}
_DEFAULT_BODY: Final = "This address is no longer in use.\n"
"""Without a body, the server's `error_page` would answer in the place of the rule, without its headers."""


def render(redirects: Sequence[Redirect], setup: Setup) -> Files:
    """One include per host, with the rules that nginx can carry; nginx has a clock, so `now` plays no part."""
    return {
        f"nginx/{base}.conf": fill(
            "nginx.conf",
            path=f"{setup.folder or '/etc/nginx'}/{base}.conf",
            rules=[_rule(rule, rules) for rule in rules],
            **head,
        )
        for base, rules, head in files.hosts(redirects, setup, FEATURES)
    }


def render_docs_host(docs: DocsHost) -> Files:
    """The include for the documentation's host, whose `root` is the built site."""
    headers = [(quoted(name), quoted(value)) for name, value in docs.common_headers]
    types = {"plain_types": docs_files.plain_types(), "charset_types": docs_files.charset_types()}
    text = docs_files.fill_docs_host(docs, "nginx-docs-host.conf", headers=headers, **types)
    return {"nginx/docgen-docs-host.conf": text}


def excesses(redirects: Sequence[Redirect], setup: Setup) -> tuple[Excess, ...]:
    """The rules of a host beyond the limit of matches at the server's level, and those with a long value."""
    number, size = LIMITS
    hosts = files.rules_by_host(redirects, FEATURES | setup.accepted).values()
    raw = [[rule for rule in rules if _needs_raw_target(rule, rules)] for rules in hosts]
    hint = "avoid overlapping rules, and write `methods: all` and `after` with a status"
    return (
        *files.over_limit(number, raw, hint),
        *(
            Excess(rule, size, longest, "shorten it")
            for rules in hosts
            for rule in rules
            if (longest := _longest(rule)) > size.figure
        ),
    )


def _longest(redirect: Redirect) -> int:
    """The bytes of the longest string in the file, escapes included."""
    gone = redirect.gone
    texts = [value for _, value in (*redirect.headers, *redirect.host_headers)] + [gone.body if gone else ""]
    return max(len(quoted(text).encode()) for text in texts)


def _rule(redirect: Redirect, rules: Sequence[Redirect]) -> dict[str, object]:
    """The values of one rule in the template."""
    gone = redirect.gone
    path = files.path_pattern(redirect.path)
    return {
        "redirect": redirect,
        "title": files.title(redirect),
        "raw": _needs_raw_target(redirect, rules),
        "covered": rf"^{path}(?:[/?]|$)" if redirect.match == "prefix" else rf"^{path}/?(?:\?|$)",
        "rest": _rest(redirect, path),
        "clock": None if redirect.sunset is None else at_or_after(redirect.sunset),
        "mark": files.clock_mark(redirect),
        "headers": [(quoted(name), quoted(value)) for name, value in (*redirect.headers, *redirect.host_headers)],
        "host_headers": [(quoted(name), quoted(value)) for name, value in redirect.host_headers],
        "content_type": quoted((gone and gone.content_type) or "text/plain"),
        "body": quoted((gone and gone.body) or _DEFAULT_BODY),
    }


def _needs_raw_target(redirect: Redirect, rules: Sequence[Redirect]) -> bool:
    """Whether the raw target must be matched at the server's level."""
    return leaves_to_upstream(redirect) or any(overlaps(redirect, rule) for rule in rules if rule is not redirect)


def _rest(redirect: Redirect, path: str) -> str:
    """The expression whose groups, appended to `to`, make the location."""
    if redirect.match == "exact":
        return rf"^{path}/?(\?.*)?$"
    if redirect.to.endswith("/"):
        return rf"^{path}(?:/([^?]*))?(\?.*)?$"
    return rf"^{path}(/[^?]*)?(\?.*)?$"


def quoted(value: str) -> str:
    """A literal string of nginx, which has no escape for `$`: hence the missing feature `dollar`."""
    for char, escape in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")):
        value = value.replace(char, escape)
    return f'"{value}"'
