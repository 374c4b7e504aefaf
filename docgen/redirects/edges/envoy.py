"""Envoy: the rules of a virtual host as a matcher tree, which ops put beside its own routes in the table Envoy watches.

Before it routes, the connection manager writes the time of the request into a header, over what a client sent
there; the tree and its routes compare that number with the sunset.

Envoy finds a path in the tree at once: the longest beginning of a rule's path with which the target begins, then the
next shorter one where no rule of the longer one takes the request (so from 1.36 on, measured). Rules with placeholders
are under what is before the first one, where Envoy tries them one by one.

Rules that add headers are a second tree, of the filters that do it, which ops put into the same virtual host.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, groupby, takewhile
from typing import Final

from docgen.model.redirect import HeaderRule, Headers, Redirect
from docgen.redirects.edges.edge import Edge, FileTexts, HostRules, Limit, Values, body_size, gone_fields
from docgen.redirects.edges.envoy_location import MAX_SIZE, location_pattern, pattern_size
from docgen.redirects.edges.headers import QUERY_PATTERN, target_pattern, with_places
from docgen.redirects.edges.overlap import earlier_rules, leaves_to_upstream, literal_start, starts_shorter
from docgen.redirects.edges.server_syntax import at_or_after, covered_pattern, is_fixed, location_text
from docgen.redirects.paths import Part, Parts, location_parts

CODES: Final[Mapping[int, str]] = {
    301: "MOVED_PERMANENTLY",
    302: "FOUND",
    307: "TEMPORARY_REDIRECT",
    308: "PERMANENT_REDIRECT",
}
"""The names of the statuses in Envoy's API (RedirectAction.RedirectResponseCode)."""
_REPLACE: Final = "OVERWRITE_IF_EXISTS_OR_ADD"
_ADD: Final = "APPEND_IF_EXISTS_OR_ADD"
_ADD_MISSING: Final = "ADD_IF_ABSENT"
_QUERIES: Final[Mapping[str | int | Part, str]] = {
    Part.QUERY: "%CEL(request.path.contains('?') ? '?' : '')%%CEL(request.query)%",
    Part.MORE_QUERY: "%CEL(request.query == '' ? '' : '&')%%CEL(request.query)%",
}
"""A query of the location in Envoy's format of a header value, which cannot join texts in one expression."""


class Envoy(Edge):
    """Envoy, which refuses with a rule beyond a limit the whole route table."""

    NAME = "envoy"
    TITLE = "Envoy"
    FOLDER = "/etc/envoy"
    LIMITS = (
        Limit(
            "bytes of an answer after the sunset",
            4096,
            "measured: 4,097 are refused with Envoy's default settings",
            "shorten the example of the error in the contract, or write `after: upstream`",
            of_answer=body_size,
        ),
        Limit(
            "instructions in the pattern of its path",
            MAX_SIZE,
            "the default of `re2.max_program_size.error_level`",
            "shorten the text beside the placeholders of `from`",
            of=pattern_size,
        ),
        Limit(
            "characters in a header's name or value, with escapes",
            16_000,
            "Envoy refuses a table with more than 16,384 in one",
            of_answer=lambda headers, _: max((len(_expression(text)) for text in chain(*headers)), default=0),
        ),
    )
    DIFFERENCES = {
        "refusals": "Before any rule, Envoy refuses with 400 a target with `#` or with bytes that are not ASCII, "
        "and a method that it does not know.",
        "line-break": "A line break in the request target makes it HTTP/0.9, which Envoy refuses with 426.",
    }

    def files(self, host: HostRules) -> FileTexts:
        """A tree, and one of the rules that add headers."""
        common = {"folder": host.folder, "base": host.base, "anchor": host.base.replace(".", "_")}
        rules = [_rule(rule, host.earlier[rule.id]) for rule in host.rules]
        yield f"{host.base}.yaml", host.fill("envoy.yaml", names=list(_trees(host)), rules=rules, **common)
        if host.records.is_asked:
            before = earlier_rules(host.records.rules)
            adding = [_header_rule(rule, before[rule.id]) for rule in host.records.rules]
            yield f"{host.base}-headers.yaml", host.fill("envoy-headers.yaml", rules=adding, **common)


def _trees(host: HostRules) -> Iterator[str]:
    """The names of the files of all hosts, which one command copies into the table."""
    for other, base in host.bases.items():
        yield base
        if other in host.hosts_with_headers:
            yield f"{base}-headers"


def _rule(redirect: Redirect, earlier: Sequence[Redirect]) -> Values:
    """The values of one rule in the template, which must not match what some `earlier` ones cover."""
    # Envoy would try those with a shorter start after this one
    others = (rule for rule in earlier if leaves_to_upstream(rule) or starts_shorter(rule, redirect))
    parts = location_parts(redirect)
    rewrite = location = ""
    if parts[-1] is Part.QUERY:
        # Envoy rewrites a path, and puts the query of the request behind it
        rewrite = _rewrite(redirect, parts[:-1])
    else:
        location = _location(redirect, parts)
    opened, closed, body = "", _closed(redirect), ""
    if redirect.gone:
        opened, closed, body = _open(redirect), [], quoted(redirect.gone.body)
    return {
        "redirect": redirect,
        "start": quoted(literal_start(redirect)),
        "covered": _covered(redirect),
        "others": list(map(_covered, others)),
        "open": opened,
        "closed": closed,
        "response_code": CODES[redirect.status],
        "to_host": quoted(redirect.target.netloc),
        "rewrite": rewrite,
        "headers": list(_headers(redirect.open_headers, location)),
        "gone_headers": list(_headers(gone_fields(redirect))),
        "body": body,
    }


def _covered(redirect: Redirect) -> str:
    return quoted(f"^{covered_pattern(redirect)}$")


def _header_rule(rule: HeaderRule, earlier: Sequence[HeaderRule]) -> Values:
    """The values of a rule that adds headers in the template, which must not match what `earlier` ones ask."""
    headers = []
    for name, value in rule.headers:
        # what the upstream sends itself stays alone, but for Link
        action = _ADD_MISSING
        if name == "Link":
            action = _ADD
        # empty where Envoy answers itself
        value = f"%CEL(response.code_details == 'via_upstream' ? {_expression(value)} : '')%"
        headers.append((quoted(name), quoted(value), action))
    return {
        "rule": rule,
        "start": quoted(literal_start(rule) or "/"),
        "asked": _asked(rule),
        # Envoy would try those with a longer start before this one
        "others": [_asked(other) for other in earlier if starts_shorter(other, rule)],
        "headers": headers,
    }


def _asked(rule: HeaderRule) -> list[tuple[str, str]]:
    """The headers of a request that the rule covers, each with what its value has to be."""
    asked = [(":path", _regex(f"^{target_pattern(rule)}{QUERY_PATTERN}$"))]
    if rule.methods:
        asked.append((":method", _regex(f"^(?:{'|'.join(rule.methods)})$")))
    if rule.version:
        asked.append((rule.version[0].lower(), f"exact: {quoted(rule.version[1])}"))
    return asked


def _regex(pattern: str) -> str:
    return f"safe_regex: {{google_re2: {{}}, regex: {quoted(pattern)}}}"


def _expression(text: str) -> str:
    """A string of CEL, which reads the escapes of JSON; `%` would end the expression."""
    return json.dumps(text).replace("%", r"\x25")


def _open(redirect: Redirect) -> str:
    """The conditions of a route on the time at which the rule redirects; empty where it always does."""
    if redirect.sunset is None:
        return ""
    # a range does not include its end, as a rule is closed at its sunset
    ranges = [_time(0, redirect.sunset)]
    ranges += [_time(start, end, ", invert_match: true") for start, end in redirect.brownouts]
    return ", ".join(ranges)


def _time(start: int, end: int, inverted: str = "") -> str:
    return f"{{name: docgen-time, range_match: {{start: {start}, end: {end}}}{inverted}}}"


def _closed(redirect: Redirect) -> list[tuple[str, str]]:
    """Expressions for the start and the end (empty: none) of the times at which the rule leaves all to the upstream."""
    if redirect.sunset is None:
        return []
    windows = [(at_or_after(start), at_or_after(end)) for start, end in redirect.brownouts]
    return [(at_or_after(redirect.sunset), ""), *windows]


def _rewrite(redirect: Redirect, parts: Parts) -> str:
    """The field of Envoy's redirect for a location whose path has these parts."""
    # the host has a field of its own
    path = quoted(_replacement(redirect, parts).removeprefix(f"https://{redirect.target.netloc}"))
    if len(parts) == 1:
        return f"path_redirect: {path}"
    pattern = quoted(location_pattern(redirect, query=False))
    return f"regex_rewrite: {{pattern: {{regex: {pattern}}}, substitution: {path}}}"


def _replacement(redirect: Redirect, parts: Parts) -> str:
    """Parts of the location as a replacement of RE2 for what the rule covers."""
    return location_text(redirect, parts, r"\{}".format)


def _location(redirect: Redirect, parts: Parts) -> str:
    """The location in Envoy's format of a header value."""
    texts = []
    for query, together in groupby(parts, key=_QUERIES.get):
        texts.append(query or _extracted(redirect, list(together)))
    return "".join(texts)


def _extracted(redirect: Redirect, parts: Parts) -> str:
    """Parts of the location that are not its query: text, then an expression of CEL for what the request has."""
    # text is outside: with an empty Location Envoy redirects to the request itself
    texts = list(takewhile(is_fixed, parts))
    text, rest = _replacement(redirect, texts).replace("%", "%%"), parts[len(texts) :]
    if not rest:
        return text
    # `)%` would end the expression
    pattern = location_pattern(redirect).replace("%", "[%]")
    return f"{text}%CEL(re.extract(request.path, r'{pattern}', r'{_replacement(redirect, rest)}'))%"


def _headers(fields: Headers, location: str = "") -> Iterator[tuple[str, str, str]]:
    """The fields in order, after a location: the first of a name replaces an existing one, the others are appended."""
    if location:
        yield quoted("Location"), quoted(location), _REPLACE
    for place, name, value in with_places(fields):
        action = _REPLACE
        if place:
            action = _ADD
        # in Envoy's format of a value, `%` begins a command operator
        yield quoted(name), quoted(value.replace("%", "%%")), action


def quoted(value: str) -> str:
    """A double-quoted scalar of YAML, in which the escapes of JSON are valid (YAML 1.2, sections 5.7 and 7.3.1)."""
    return json.dumps(value, ensure_ascii=False)
