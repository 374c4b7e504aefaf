"""Apache httpd: an `Include` for a `<VirtualHost>`.

mod_rewrite decides, before anything of the host does (its own `Redirect` comes after `ProxyPass`), on the raw request
line. The rule that answers puts its headers into variables, which a section sends: over those of the host, as only a
section can, and in a line for each name. The body after a sunset has a section too.

Rules that add headers are conditions of mod_rewrite too, behind those of the redirects, which end it. Their `Header`
lines are not `always`, so that no error and no redirect of Apache itself gets them.

Sections are for requests that a rule answers, and for no others: where the host has `AllowEncodedSlashes NoDecode`,
even an empty one makes its `ProxyPass` write `%2F` as `%252F`. `<Location>` would besides match a decoded path.

With 500 rules a redirect costs 32 microseconds of processor time, and 44 with as many lines written by hand (measured).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any, Final, NamedTuple

from docgen.model.redirect import AnyRule, HeaderRule, Headers, Redirect
from docgen.redirects.edges.apache_directives import (
    NOW,
    body_sections,
    covered_lines,
    ended_variable,
    header_lines,
    header_sections,
    line_with_groups,
    quoted,
    sent_fields,
    substitution,
    variable,
)
from docgen.redirects.edges.docs_files import SiteServer
from docgen.redirects.edges.edge import (
    GROUPS,
    INVALID_ESCAPE,
    FileTexts,
    HostRules,
    Limit,
    body_size,
    gone_fields,
)
from docgen.redirects.edges.headers import asked_line
from docgen.redirects.edges.server_syntax import QUERIES, batches, group_number, is_fixed
from docgen.redirects.paths import Part, location_parts, written

_GROUP_SIZE: Final = 25
"""Rules that a request for other paths skips with one comparison; 500 rules make 20 such groups."""


class Apache(SiteServer):
    """Apache httpd."""

    NAME = "apache"
    TITLE = "Apache"
    FOLDER = "/etc/apache2"
    SUFFIX = ".conf"
    LIMITS = (
        Limit(
            "bytes of a body after the sunset",
            8190,
            "measured: the length of a string in an Apache expression",
            "shorten the example of the error in the contract, or write a status without `error`",
            of_answer=body_size,
        ),
        GROUPS,
    )
    DIFFERENCES = {
        "body-first": "Apache reads the body of a request before it answers, also with a redirect or a 404; a client "
        "that sends `Expect: 100-continue` is answered at once, and mod_reqtimeout ends one that is too slow",
        "invalid-escape": INVALID_ESCAPE,
        "refusals": "Before any rule, Apache refuses: with 400 a target with `#` or above the root (`/../docs`); "
        "with 414 one beyond 8,190 bytes (`LimitRequestLine`); with 404 one with `%00`.",
    }

    def files(self, host: HostRules) -> FileTexts:
        """One include."""
        groups = list(_groups(host.rules, partial(_rule, host)))
        header_groups = list(_groups(host.records.rules, _header_rule))
        # what a request that Apache makes for itself skips: all rules, and the line above each group
        length = sum(group["length"] + bool(group["covered"]) for group in (*groups, *header_groups))
        yield (
            f"{host.base}.conf",
            host.fill(
                "apache.conf",
                rules=host.rules,
                groups=groups,
                length=length,
                header_groups=header_groups,
                added=list(map(_added_field, host.records.columns)),
                headers=list(header_sections(host)),
                bodies=list(body_sections(host)),
            ),
        )

    def docs_headers(self, headers: Headers) -> Iterable[object]:
        """Action, name and quoted value of each."""
        return header_lines(headers)


class _Line(NamedTuple):
    """A `RewriteRule`: the request line whose groups it puts into its substitution, if it does so, and its flags."""

    parts: str
    to: str
    flags: Sequence[str]


def _groups(rules: Sequence[AnyRule], values_of: Callable[[AnyRule], dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The rules in their order, in groups; of several groups, each can be skipped as a whole."""
    for group in batches(rules, _GROUP_SIZE):
        values = list(map(values_of, group))
        covered = ""
        if len(rules) > _GROUP_SIZE:
            covered = covered_lines(group)
        yield {"rules": values, "covered": covered, "length": sum(rule["length"] + 1 for rule in values)}


def _rule(host: HostRules, redirect: Redirect) -> dict[str, Any]:
    """The values of one rule in the template."""
    lines, gone = list(_redirects(redirect)), _gone(redirect)
    opens = gone is not None and len(lines) > 1
    return {
        "redirect": redirect,
        "excluded": "|".join(redirect.excluded),
        "yielding": [covered_lines([rule]) for rule in host.yielding(redirect)],
        "covered": covered_lines([redirect]),
        "closed": _closed(redirect),
        "ended": ended_variable(redirect),
        "opens": opens,
        "lines": lines,
        "gone": gone,
        # what `S=` skips
        "length": len(lines) + opens + bool(gone),
    }


def _header_rule(rule: HeaderRule) -> dict[str, Any]:
    """The values of a rule that adds headers in the template."""
    version = None
    if rule.version:
        version = (rule.version[0], quoted(f"={rule.version[1]}"))
    fields = (f"E={_added(name)}:{substitution(value)}" for name, value in rule.headers)
    return {
        "rule": rule,
        "asked": asked_line(rule, absolute=True),
        "version": version,
        "flags": [f"E=docgen_header_rule:{rule.id}", *fields],
        # one line, which nothing skips
        "length": 0,
    }


def _added_field(name: str) -> tuple[str, str, str]:
    """The variable, action and name of a header that is added: that of the upstream stays alone, but for Link."""
    if name == "Link":
        return _added(name), "add", name
    return _added(name), "setifempty", name


def _added(name: str) -> str:
    """The variable with the value of a header that is added."""
    return f"docgen_a_{variable(name)}"


def _redirects(redirect: Redirect) -> Iterator[_Line]:
    """The lines that redirect: two where it matters for the location whether the request has a query."""
    parts = location_parts(redirect)
    # NE: Apache would encode the location once more
    flags = [f"R={redirect.status}", "NE", "L", *_variables(redirect, redirect.open_headers)]
    number = group_number(redirect, Part.QUERY)
    if parts[-1] is Part.MORE_QUERY:
        # Apache takes one `&` off the end of a query
        line = line_with_groups(redirect, r"[?](?=[^# ])([^# ]*?(&?))")
        yield _Line(line, _location(redirect, f"&%{number}%{number + 1}"), flags)
    elif Part.MORE_QUERY in parts:
        yield _Line(line_with_groups(redirect, "[?]([^# ]+)"), _location(redirect, f"&%{number}"), flags)
    elif Part.QUERY in parts and parts[-1] is not Part.QUERY:
        yield _Line(line_with_groups(redirect, "[?]([^# ]*)"), _location(redirect, f"?%{number}"), flags)
    line = ""
    if not all(is_fixed(part) or part in QUERIES for part in parts):
        line = line_with_groups(redirect, "(?:[?][^# ]*)?")
    # without QSD Apache appends the query of the request to a location that has none
    if not redirect.keeps_query and "?" not in redirect.to:
        flags = [*flags, "QSD"]
    yield _Line(line, _location(redirect), flags)


def _location(redirect: Redirect, query: str = "") -> str:
    """The location with this text for the query of the request, which Apache adds where the location ends with it."""

    def text(part: int | Part) -> str:
        if part in QUERIES:
            return query
        return f"%{group_number(redirect, part)}"

    return written(location_parts(redirect), text, literal=substitution)


def _gone(redirect: Redirect) -> _Line | None:
    """The line that answers after the sunset; None where the upstream does."""
    gone = redirect.ended_answer
    if gone is None:
        return None
    return _Line("", "-", [f"R={gone.status}", "L", *_variables(redirect, gone_fields(redirect))])


def _variables(redirect: Redirect, headers: Headers) -> Iterator[str]:
    """The flags that keep the rule's id, for the log, and the headers that are sent."""
    yield f"E=docgen_rule:{redirect.id}"
    for sent, _, _, value in sent_fields(headers):
        yield f"E={sent}:{substitution(value)}"


def _closed(redirect: Redirect) -> str:
    """The expression for the times at which the rule answers as after its sunset; empty where it never does."""
    if redirect.sunset is None:
        return ""
    windows = (f"({NOW} -ge {start} && {NOW} -lt {end})" for start, end in redirect.brownouts)
    return " || ".join([f"{NOW} -ge {redirect.sunset}", *windows])
