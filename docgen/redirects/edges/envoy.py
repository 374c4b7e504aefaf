"""Envoy: the rules of a virtual host as a matcher tree, which ops put beside its own routes in the table Envoy watches.

Before it routes, the connection manager writes the time of the request into a header, over what a client sent
there; the tree and its routes compare that number with the sunset.

Envoy finds a path in the tree at once: the longest beginning of a rule's path with which the target begins, then the
next shorter one where no rule of the longer one takes the request (so from 1.36 on, measured). Rules with placeholders
are under what is before the first one, where Envoy tries them one by one.

Rules that add headers are a second tree, of the filters that do it, which ops put into the same virtual host.
"""

import json
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import chain, groupby, takewhile
from typing import Final
from urllib.parse import urlsplit

from docgen.model.files import Files
from docgen.model.redirect import HeaderRule, Redirect
from docgen.redirects.edges import files
from docgen.redirects.edges.edge import ALL_FEATURES, Limit, Setup, fill, no_docs_host
from docgen.redirects.edges.envoy_location import MAX_SIZE, location_pattern, pattern_size
from docgen.redirects.edges.header_records import HeaderRecords, target_pattern
from docgen.redirects.edges.headers import Headers, gone_headers, marked_repeats
from docgen.redirects.edges.overlap import earlier_rules, literal_start, starts_shorter, yielding_or_shorter
from docgen.redirects.edges.time_pattern import at_or_after
from docgen.redirects.paths import Part, Parts, location_parts

TITLE = "Envoy"
HAS_CLOCK = True
ALTERNATIVES: Mapping[str, str] = {}
FEATURES = ALL_FEATURES
LIMITS: tuple[Limit, ...] = (
    Limit(
        "bytes of an answer after the sunset",
        4096,
        "measured: 4,097 are refused with Envoy's default settings",
        "shorten the example of the error in the contract, or write `after: upstream`",
        of_answer=lambda _, body: len(body.encode()),
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
DIFFERENCES: Mapping[str, str] = {
    "refusals": "Before any rule, Envoy refuses with 400 a target with `#` or with bytes that are not ASCII, "
    "and a method that it does not know.",
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
_JOIN: Final = ("ADD_IF_ABSENT", _ADD)
"""What becomes of a header that the upstream sends, too, and of Link."""
_QUERIES: Final[Mapping[str | int | Part, str]] = {
    Part.QUERY: "%CEL(request.path.contains('?') ? '?' : '')%%CEL(request.query)%",
    Part.MORE_QUERY: "%CEL(request.query == '' ? '' : '&')%%CEL(request.query)%",
}
"""A query of the location in Envoy's format of a header value, which cannot join texts in one expression."""
_FOREVER: Final = 2**63 - 1
"""The end of a range of times that has none."""


def render(redirects: Sequence[Redirect], setup: Setup) -> Files:
    """One tree per host, and one of its rules that add headers; Envoy has a clock, so `now` plays no part."""
    rendered: dict[str, str | bytes] = {}
    hosts = [(*host, HeaderRecords.of(setup, host.host)) for host in files.hosts(redirects, setup, FEATURES)]
    names = [name for base, *_, records in hosts for name in (base, f"{base}-headers")[: 1 + records.is_asked]]
    for base, rules, head, records in hosts:
        common = {"folder": setup.folder or "/etc/envoy", "base": base, "anchor": base.replace(".", "_"), **head}
        earlier = earlier_rules(rules)
        own = [_rule(rule, yielding_or_shorter(earlier, rule)) for rule in rules]
        rendered[f"envoy/{base}.yaml"] = fill("envoy.yaml", names=names, rules=own, **common)
        if records.is_asked:
            before = earlier_rules(records.rules)
            extending = [
                _header_rule(rule, [one for one in before[rule.id] if starts_shorter(one, rule)])
                for rule in records.rules
            ]
            rendered[f"envoy/{base}-headers.yaml"] = fill("envoy-headers.yaml", rules=extending, **common)
    return rendered


render_docs_host = no_docs_host
"""None: Envoy serves no files; the docs host is for the server behind it."""
excesses = partial(files.beyond, LIMITS, FEATURES)
"""The rules that Envoy refuses, and with each of them the whole route table."""


def _rule(redirect: Redirect, others: Sequence[Redirect]) -> dict[str, object]:
    """The values of one rule in the template, which must not match what the `others` cover."""
    gone = redirect.gone
    parts = location_parts(redirect)
    # Envoy rewrites a path, and puts the query of the request behind it
    rewrites = parts[-1] is Part.QUERY
    location = () if rewrites else (("Location", _formatted(redirect, parts)),)
    return {
        "redirect": redirect,
        "start": quoted(literal_start(redirect)),
        "title": files.title(redirect),
        "covered": quoted(_covered(redirect)),
        "others": [quoted(_covered(rule)) for rule in others],
        "mark": files.clock_mark(redirect),
        "open": _open(redirect) if gone else "",
        "closed": [] if gone else _closed(redirect),
        "response_code": CODES[redirect.status],
        "to_host": quoted(urlsplit(redirect.to).netloc),
        "rewrite": _rewrite(redirect, parts[:-1]) if rewrites else "",
        "headers": _headers(location, (*redirect.headers, *redirect.host_headers)),
        "gone_headers": _headers((), gone_headers(redirect)),
        "body": quoted(gone.body) if gone else "",
    }


def _covered(redirect: Redirect) -> str:
    return f"^{files.covered_pattern(redirect)}$"


def _header_rule(rule: HeaderRule, others: Sequence[HeaderRule]) -> dict[str, object]:
    """The values of a rule that adds headers in the template, which must not match what the `others` ask."""
    return {
        "rule": rule,
        "start": quoted(literal_start(rule) or "/"),
        "title": files.title(rule),
        "asked": _asked(rule),
        "others": [_asked(other) for other in others],
        "headers": [(quoted(name), quoted(_extending(value)), _JOIN[name == "Link"]) for name, value in rule.headers],
    }


def _asked(rule: HeaderRule) -> list[tuple[str, str]]:
    """The headers of a request that the rule covers, each with what its value has to be."""
    asked = [(":path", _regex(f"^{target_pattern(rule)}(?:[?][^# ]*)?$"))]
    if rule.methods:
        asked.append((":method", _regex(f"^(?:{'|'.join(rule.methods)})$")))
    if rule.version:
        asked.append((rule.version[0].lower(), f"exact: {quoted(rule.version[1])}"))
    return asked


def _regex(pattern: str) -> str:
    return f"safe_regex: {{google_re2: {{}}, regex: {quoted(pattern)}}}"


def _extending(value: str) -> str:
    """A value in Envoy's format, empty where Envoy answers itself."""
    return f"%CEL(response.code_details == 'via_upstream' ? {_expression(value)} : '')%"


def _expression(text: str) -> str:
    """A string of CEL, which reads the escapes of JSON; `%` would end the expression."""
    return json.dumps(text).replace("%", r"\x25")


def _open(redirect: Redirect) -> str:
    """The conditions of a route on the time at which the rule redirects; empty where it always does."""
    if redirect.sunset is None and not redirect.brownouts:
        return ""
    ranges = [
        (0, _FOREVER if redirect.sunset is None else redirect.sunset, ""),
        *((start, end, ", invert_match: true") for start, end in redirect.brownouts),
    ]
    return ", ".join(
        f"{{name: docgen-time, range_match: {{start: {start}, end: {end}}}{inverted}}}"
        for start, end, inverted in ranges
    )


def _closed(redirect: Redirect) -> list[tuple[str, str]]:
    """Expressions for the start and the end (empty: none) of the times at which the rule leaves all to the upstream."""
    sunset = [] if redirect.sunset is None else [(at_or_after(redirect.sunset), "")]
    return [*sunset, *((at_or_after(start), at_or_after(end)) for start, end in redirect.brownouts)]


def _rewrite(redirect: Redirect, parts: Parts) -> str:
    """The field of Envoy's redirect for a location whose path has these parts."""
    path = quoted(_replacement(redirect, parts).removeprefix(f"https://{urlsplit(redirect.to).netloc}"))
    if len(parts) == 1:
        return f"path_redirect: {path}"
    pattern = quoted(location_pattern(redirect, query=False))
    return f"regex_rewrite: {{pattern: {{regex: {pattern}}}, substitution: {path}}}"


def _replacement(redirect: Redirect, parts: Parts) -> str:
    """Parts of the location as a replacement of RE2 for what the rule covers."""
    return files.location_text(redirect, parts, r"\{}".format)


def _formatted(redirect: Redirect, parts: Parts) -> str:
    """The location in Envoy's format of a header value."""
    return "".join(
        query or _extracted(redirect, list(together)) for query, together in groupby(parts, key=_QUERIES.get)
    )


def _extracted(redirect: Redirect, parts: Parts) -> str:
    """Parts of the location that are not its query: text, then an expression of CEL for what the request has."""
    # text is outside: with an empty Location Envoy redirects to the request itself
    texts = list(takewhile(lambda part: isinstance(part, str), parts))
    text, rest = _replacement(redirect, texts).replace("%", "%%"), parts[len(texts) :]
    # `)%` would end the expression
    pattern = location_pattern(redirect).replace("%", "[%]")
    return text + f"%CEL(re.extract(request.path, r'{pattern}', r'{_replacement(redirect, rest)}'))%" * bool(rest)


def _headers(formatted: Headers, headers: Headers) -> list[tuple[str, str, str]]:
    """The fields in order: the first of a name replaces an existing one, the others are appended as further fields."""
    # Envoy formats a value: `%` begins a command operator
    fields = (*formatted, *((name, value.replace("%", "%%")) for name, value in headers))
    return [
        (quoted(name), quoted(value), _ADD if repeated else _REPLACE)
        for repeated, name, value in marked_repeats(fields)
    ]


def quoted(value: str) -> str:
    """A double-quoted scalar of YAML, in which the escapes of JSON are valid (YAML 1.2, sections 5.7 and 7.3.1)."""
    return json.dumps(value, ensure_ascii=False)
