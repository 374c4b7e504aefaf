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

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from posixpath import commonprefix
from typing import Any, Final, NamedTuple

from docgen.model.files import Files
from docgen.model.redirect import HeaderRule, Redirect
from docgen.redirects.docs_host import DocsHost
from docgen.redirects.edges import docs_files, files
from docgen.redirects.edges.apache_text import expression, header_lines, quoted, substitution
from docgen.redirects.edges.edge import ALL_FEATURES, INVALID_ESCAPE, Limit, Setup, fill
from docgen.redirects.edges.header_records import HeaderRecords, asked_line, target_pattern
from docgen.redirects.edges.headers import Headers, gone_headers
from docgen.redirects.edges.overlap import Earlier, earlier_rules, yielding
from docgen.redirects.paths import Part, location_parts

TITLE = "Apache"
HAS_CLOCK = True
ALTERNATIVES: Mapping[str, str] = {}
FEATURES = ALL_FEATURES
LIMITS: tuple[Limit, ...] = (
    Limit(
        "bytes of a body after the sunset",
        8190,
        "measured: the length of a string in an Apache expression",
        "shorten the example of the error in the contract, or write a status without `error`",
        of_answer=lambda _, body: len(body.encode()),
    ),
    files.GROUPS,
)
DIFFERENCES: Mapping[str, str] = {
    "body-first": "Apache reads the body of a request before it answers, also with a redirect or a 404; a client that "
    "sends `Expect: 100-continue` is answered at once, and mod_reqtimeout ends one that is too slow",
    "invalid-escape": INVALID_ESCAPE,
    "refusals": "Before any rule, Apache refuses: with 400 a target with `#` or above the root (`/../docs`); "
    "with 414 one beyond 8,190 bytes (`LimitRequestLine`); with 404 one with `%00`.",
}
_GROUP_SIZE: Final = 25
"""Rules that a request for other paths skips with one comparison; 500 rules make 20 such groups."""
_MAX_LENGTH: Final = 10_000
"""Characters in the paths of an expression, which must compile to less than 64 KB."""
_TOKEN: Final = re.compile(r"\(\?:\[[^](]+\]\+\)|\(\?:/[^()]*\)\?$|\[.\]|.\??")
"""A part of what `covered_pattern` gives that is not cut: a placeholder, a suffix, a character."""
_LINE: Final = r"^\S+ (?:(?i:https?)://[^/?# ]*)?"
"""The request line up to the target in origin form."""
_NOW: Final = "%{reqenv:docgen_time}"


def render(redirects: Sequence[Redirect], setup: Setup) -> Files:
    """One include per host; Apache has a clock, so `now` plays no part."""
    rendered: dict[str, str] = {}
    for base, rules, head in files.hosts(redirects, setup, FEATURES):
        earlier = earlier_rules(rules)
        records = HeaderRecords.of(setup, str(head["host"]))
        groups, header_groups = list(_groups(rules, earlier)), list(_header_groups(records.rules))
        rendered[f"apache/{base}.conf"] = fill(
            "apache.conf",
            path=f"{setup.folder or '/etc/apache2'}/{base}.conf",
            rules=rules,
            groups=groups,
            length=sum(group["length"] + bool(group["covered"]) for group in (*groups, *header_groups)),
            header_groups=header_groups,
            added=[(_added(name), "add" if name == "Link" else "setifempty", name) for name in records.columns],
            headers=list(_headers(rules, earlier)),
            bodies=list(_bodies(rules, earlier)),
            **head,
        )
    return rendered


def render_docs_host(docs: DocsHost) -> Files:
    """The include for the documentation's virtual host, whose `DocumentRoot` is the built site."""
    text = docs_files.fill_docs_host(docs, "apache-docs-host.conf", headers=header_lines(docs.common_headers))
    return {"apache/docgen-docs-host.conf": text}


excesses = partial(files.beyond, LIMITS, FEATURES)
"""The rules whose body is too long for Apache, or with too many placeholders; more rules have no limit."""


class _Line(NamedTuple):
    """A `RewriteRule`: the request line whose groups it puts into its substitution, if it does so, and its flags."""

    parts: str
    to: str
    flags: Sequence[str]


def _groups(rules: Sequence[Redirect], earlier: Earlier) -> Iterator[dict[str, Any]]:
    """The rules in their order, in groups; of several groups, each can be skipped as a whole."""
    for group in files.batches(rules, _GROUP_SIZE):
        values = [_rule(rule, earlier) for rule in group]
        yield {
            "rules": values,
            "covered": _covered(group) if len(rules) > _GROUP_SIZE else "",
            "length": sum(rule["length"] + 1 for rule in values),
        }


def _rule(redirect: Redirect, earlier: Earlier) -> dict[str, Any]:
    """The values of one rule in the template."""
    lines, gone = list(_redirects(redirect)), _gone(redirect)
    opens = gone is not None and len(lines) > 1
    return {
        "redirect": redirect,
        "title": files.title(redirect),
        "excluded": "|".join(redirect.excluded),
        "yielding": [_covered([rule]) for rule in yielding(earlier, redirect)],
        "covered": _covered([redirect]),
        "closed": _closed(redirect) if redirect.sunset is not None else "",
        "mark": files.clock_mark(redirect),
        "ended": _ended(redirect),
        "opens": opens,
        "lines": lines,
        "gone": gone,
        # what `S=` skips
        "length": len(lines) + opens + bool(gone),
    }


def _header_groups(rules: Sequence[HeaderRule]) -> Iterator[dict[str, Any]]:
    """The rules that add headers, in groups like those of the others."""
    for group in files.batches(rules, _GROUP_SIZE):
        targets = [target_pattern(rule, "(?:[^/?# ]+)") for rule in group]
        yield {
            "rules": list(map(_header_rule, group)),
            "covered": _request_lines(targets) if len(rules) > _GROUP_SIZE else "",
            "length": len(group),
        }


def _header_rule(rule: HeaderRule) -> dict[str, Any]:
    fields = [f"E={_added(name)}:{substitution(value)}" for name, value in rule.headers]
    return {
        "title": files.title(rule),
        "asked": asked_line(rule, absolute=True),
        "version": rule.version and (rule.version[0], quoted(f"={rule.version[1]}")),
        "flags": [f"E=docgen_header_rule:{rule.id}", *fields],
    }


def _added(name: str) -> str:
    """The variable with the value of a header that is added."""
    return f"docgen_a_{_plain(name)}"


def _redirects(redirect: Redirect) -> Iterator[_Line]:
    """The lines that redirect: two where it matters for the location whether the request has a query."""
    parts = location_parts(redirect)
    flags = [f"R={redirect.status}", "NE", "L", *_variables(redirect, (*redirect.headers, *redirect.host_headers))]
    number = files.group_number(redirect, Part.QUERY)
    if Part.MORE_QUERY in parts:
        # Apache takes one `&` off the end of a query
        query, last = (
            (r"[?](?=[^# ])([^# ]*?(&?))", f"%{number + 1}") if parts[-1] is Part.MORE_QUERY else ("[?]([^# ]+)", "")
        )
        yield _Line(_parts(redirect, query), _location(redirect, f"&%{number}{last}"), flags)
    elif Part.QUERY in parts and parts[-1] is not Part.QUERY:
        yield _Line(_parts(redirect, "[?]([^# ]*)"), _location(redirect, f"?%{number}"), flags)
    drops = not redirect.keeps_query and "?" not in redirect.to
    to = _location(redirect)
    uses_parts = any(not isinstance(part, str) and part not in (Part.QUERY, Part.MORE_QUERY) for part in parts)
    yield _Line(_parts(redirect, "(?:[?][^# ]*)?") if uses_parts else "", to, [*flags, "QSD"] if drops else flags)


def _location(redirect: Redirect, query: str = "") -> str:
    """The location with this text for the query of the request, which Apache adds where the location ends with it."""

    def text(part: str | int | Part) -> str:
        if isinstance(part, str):
            return substitution(part)
        return query if part in (Part.QUERY, Part.MORE_QUERY) else f"%{files.group_number(redirect, part)}"

    return "".join(map(text, location_parts(redirect)))


def _gone(redirect: Redirect) -> _Line | None:
    """The line that answers after the sunset; None where the upstream does."""
    if redirect.sunset is None or redirect.gone is None:
        return None
    return _Line("", "-", [f"R={redirect.gone.status}", "L", *_variables(redirect, gone_headers(redirect))])


def _variables(redirect: Redirect, headers: Headers) -> list[str]:
    """The flags that keep the rule's id, for the log, and the headers that are sent."""
    fields = [f"E={variable}:{substitution(value)}" for variable, _, _, value in _sent(headers)]
    return [f"E=docgen_rule:{redirect.id}", *fields]


def _sent(headers: Headers) -> Iterator[tuple[str, str, str, str]]:
    """The variable, action, name and value of each header: the first of a name replaces that of the host."""
    numbers = Counter[str]()
    for name, value in headers:
        number = numbers[name.lower()]
        numbers[name.lower()] += 1
        yield f"docgen_h_{_plain(name)}{number or ''}", "add" if number else "set", name, value


def _plain(name: str) -> str:
    """The name of a header as a part of that of a variable."""
    return re.sub("[^a-z0-9-]", lambda sign: f"_{ord(sign[0]):x}", name.lower())


def _fields(rules: Sequence[Redirect]) -> list[tuple[str, str, str]]:
    """Variable, action and name of each header that a rule sends; of one name, the first comes first."""
    sent = (
        field
        for rule in rules
        for headers in ((*rule.headers, *rule.host_headers), gone_headers(rule) if _gone(rule) else ())
        for field in _sent(headers)
    )
    return list({variable: (variable, action, name) for variable, action, name, _ in sent}.values())


def _headers(rules: Sequence[Redirect], earlier: Earlier) -> Iterator[dict[str, object]]:
    """The headers of answers, for each condition under which a rule answers."""

    def key(rule: Redirect) -> _Key:
        return _ended(rule), "|".join(rule.excluded), tuple(yielding(earlier, rule))

    for ended, condition, part in _sections(rules, key):
        condition += f" && -z reqenv('{ended}')" if ended else ""
        yield {"condition": condition, "fields": _fields(part)}


def _bodies(rules: Sequence[Redirect], earlier: Earlier) -> Iterator[dict[str, object]]:
    """The bodies after a sunset, and from when on their sections count."""

    def key(rule: Redirect) -> _Key:
        body = quoted(expression(rule.gone.body)) if rule.gone and rule.gone.body else "default"
        return f"{rule.gone.status if rule.gone else 0} {body}", "|".join(rule.excluded), earlier[rule.id]

    for body, condition, part in _sections([rule for rule in rules if _gone(rule)], key):
        starts = [rule.brownouts[0][0] if rule.brownouts else rule.sunset for rule in part]
        since = min(start for start in starts if start is not None)
        yield {"condition": f"{_NOW} -ge {since} && {condition}", "body": body}


_Key = tuple[str, str, Sequence[Redirect]]
"""What rules of a section share; the methods that they leave to the upstream; the rules before them."""


def _sections(
    rules: Sequence[Redirect], key: Callable[[Redirect], _Key]
) -> Iterator[tuple[str, str, Sequence[Redirect]]]:
    """What some rules share, the condition under which one of them has a request, and these rules."""
    same: defaultdict[tuple[str, str, tuple[str, ...]], list[Redirect]] = defaultdict(list)
    for rule in rules:
        shared, excluded, others = key(rule)
        same[shared, excluded, tuple(_covered([other]) for other in others)].append(rule)
    for (shared, excluded, covered), group in same.items():
        unless = [f"%{{THE_REQUEST}} !~ m;{one};" for one in covered]
        unless += [f"%{{REQUEST_METHOD}} !~ m;^(?:{excluded})$;"] * bool(excluded)
        size = max(1, _MAX_LENGTH // max(len(rule.path) for rule in group))
        for part in files.batches(group, size):
            yield shared, " && ".join([f"%{{THE_REQUEST}} =~ m;{_covered(part)};", *unless]), part


def _ended(redirect: Redirect) -> str:
    """The variable that says that the upstream answers now; empty for a rule after which the edge does."""
    return f"docgen_ended_{redirect.id}" if redirect.sunset is not None and redirect.gone is None else ""


def _closed(redirect: Redirect) -> str:
    """The expression for the times at which the rule answers as after its sunset."""
    windows = [f"({_NOW} -ge {start} && {_NOW} -lt {end})" for start, end in redirect.brownouts]
    return " || ".join([f"{_NOW} -ge {redirect.sunset}", *windows])


def _parts(redirect: Redirect, query: str) -> str:
    """The request line with groups, and this expression for the query."""
    return f"{_LINE}{files.covered_pattern(redirect, groups=True, query=False, ends=' ')}{query} "


def _covered(rules: Sequence[Redirect]) -> str:
    """The request lines of some rules."""
    return _request_lines([files.covered_pattern(rule, query=False, ends=" ") for rule in rules])


def _request_lines(targets: Sequence[str]) -> str:
    """The request lines with one of the targets, which are expressions in the parts of `_TOKEN`, and any query."""
    return f"{_LINE}{_any_of([_TOKEN.findall(target) for target in dict.fromkeys(targets)])}(?:[?][^# ]*)? "


def _any_of(patterns: Sequence[list[str]]) -> str:
    """One expression for several, in which what some begin with is written, and compared, once."""
    shared = commonprefix(patterns)
    branches: defaultdict[str, list[list[str]]] = defaultdict(list)
    for tokens in patterns:
        branches["".join(tokens[len(shared) :][:1])].append(tokens[len(shared) :])
    rest = "|".join(map(_any_of, branches.values())) if len(patterns) > 1 else ""
    return "".join(shared) + (f"(?:{rest})" if rest else "")
