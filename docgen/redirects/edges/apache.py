"""Apache httpd: an `Include` for a `<VirtualHost>`.

mod_rewrite decides, before anything of the host does (its own `Redirect` comes after `ProxyPass`), on the raw
request line; the pattern of a rule only spares that work to requests for other paths. A `<Location>` of the same
path holds the headers and the body, so that other requests do not pay for them.

With 500 rules a request costs 36 microseconds of processor time where the first rule takes it, 44 where the last
does, and 66 where none does; with as many `RewriteRule` lines written by hand it is 29, 73 and 77 (measured).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from docgen.model.files import Files
from docgen.model.redirect import Redirect
from docgen.redirects.docs_host import DocsHost
from docgen.redirects.edges import docs_files, files
from docgen.redirects.edges.apache_text import expression, header_lines, quoted
from docgen.redirects.edges.edge import ALL_FEATURES, EXTENSIONS, Excess, Limit, Setup
from docgen.redirects.edges.headers import NO_STORE, content_type
from docgen.redirects.edges.overlap import Earlier, earlier_rules
from docgen.redirects.edges.template import fill

TITLE = "Apache"
HAS_CLOCK = True
ALTERNATIVES: Mapping[str, str] = EXTENSIONS
FEATURES = ALL_FEATURES - set(ALTERNATIVES)
LIMITS: tuple[Limit, ...] = (
    Limit("bytes of a body after the sunset", 8190, "measured: the length of a string in an Apache expression"),
)
DIFFERENCES: Mapping[str, str] = {
    "body-first": "Apache reads the body of a request before it answers, also with a redirect or a 404; a client that "
    "sends `Expect: 100-continue` is answered at once, and mod_reqtimeout ends one that is too slow",
}
_GROUP_SIZE: Final = 25
"""Rules that a request for other paths skips with one comparison; 500 rules make 20 such groups."""


def render(redirects: Sequence[Redirect], setup: Setup) -> Files:
    """One include per host; Apache has a clock, so `now` plays no part."""
    return {
        f"apache/{base}.conf": fill(
            "apache.conf",
            path=f"{setup.folder or '/etc/apache2'}/{base}.conf",
            rules=rules,
            groups=list(_groups(rules)),
            **head,
        )
        for base, rules, head in files.hosts(redirects, setup, FEATURES)
    }


def render_docs_host(docs: DocsHost) -> Files:
    """The include for the documentation's virtual host, whose `DocumentRoot` is the built site."""
    text = docs_files.fill_docs_host(docs, "apache-docs-host.conf", headers=header_lines(docs.common_headers))
    return {"apache/docgen-docs-host.conf": text}


def excesses(redirects: Sequence[Redirect], setup: Setup) -> tuple[Excess, ...]:
    """The rules whose body is too long for Apache; no limit on the number of rules was found."""
    (limit,) = LIMITS
    bodies = [
        (rule, len(rule.gone.body.encode()))
        for rules in files.rules_by_host(redirects, FEATURES | setup.accepted).values()
        for rule in rules
        if rule.gone and rule.sunset is not None
    ]
    hint = "shorten the example of the error in the contract, or write a status without `error`"
    return tuple(Excess(rule, limit, size, hint) for rule, size in bodies if size > limit.figure)


def _groups(rules: Sequence[Redirect]) -> Iterator[dict[str, object]]:
    """The rules in their order, in groups; of several groups, each can be skipped as a whole."""
    earlier = earlier_rules(rules)
    for start in range(0, len(rules), _GROUP_SIZE):
        group = rules[start : start + _GROUP_SIZE]
        yield {
            "rules": [_rule(rule, earlier) for rule in group],
            "paths": _any_of([rule.path for rule in group]) if len(rules) > _GROUP_SIZE else "",
            # what `S=` skips: the answer after the sunset is a RewriteRule of its own
            "length": sum(2 if _ends_here(rule) else 1 for rule in group),
        }


def _rule(redirect: Redirect, earlier: Earlier) -> dict[str, object]:
    """The values of one rule in the template."""
    gone = redirect.gone if _ends_here(redirect) else None
    # every matching <Location> applies, so a later rule's must exclude what an earlier rule covers
    return {
        "redirect": redirect,
        "title": files.title(redirect),
        "path": files.path_pattern(redirect.path) + ("/?$" if redirect.match == "exact" else "(?:/|$)"),
        "covered": _covered(redirect),
        "earlier": [_covered(rule) for rule in earlier[redirect.id]],
        "excluded": "|".join(redirect.excluded),
        "to": redirect.to + ("" if redirect.match == "exact" else "%1"),
        "mark": files.clock_mark(redirect),
        "gone": gone,
        "body": quoted(expression(gone.body)) if gone and gone.body else "default",
        "headers": header_lines((*redirect.headers, *redirect.host_headers)),
        "gone_headers": header_lines((NO_STORE, *content_type(redirect), *redirect.host_headers)),
    }


def _ends_here(redirect: Redirect) -> bool:
    """Whether the edge itself answers after the rule's sunset."""
    return redirect.sunset is not None and redirect.gone is not None


def _covered(redirect: Redirect) -> str:
    """The raw request line; its group, put behind `to`, makes the location, to which Apache adds the query."""
    suffix = "(?:/([^?# ]*))?" if redirect.to.endswith("/") else "(/[^?# ]*)?"
    rest = "/?" if redirect.match == "exact" else suffix
    return rf"^\S+ (?:(?i:https?)://[^/?# ]*)?{files.path_pattern(redirect.path)}{rest}(?:\?[^# ]*)? "


def _any_of(paths: Sequence[str]) -> str:
    """One expression for the paths, their common prefix first, so that other requests fail early."""
    first, last = min(paths), max(paths)
    shared = next((i for i, char in enumerate(first) if char != last[i]), len(first))
    return f"{files.path_pattern(first[:shared])}(?:{'|'.join(files.path_pattern(path[shared:]) for path in paths)})"
