"""nginx: tables for `http {}`, and includes for `server {}` and for the locations of the upstream.

The tables find the rule of a raw request target, and say which of a few internal locations answers: one for each status
before the sunset, one for each answer after it. A request that no rule takes is looked up, and nothing else.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Final

from docgen.model.files import Files
from docgen.model.redirect import Redirect, Rule
from docgen.redirects.docs_host import DocsHost
from docgen.redirects.edges import docs_files, files
from docgen.redirects.edges.edge import ALL_FEATURES, Excess, Limit, Setup, fill
from docgen.redirects.edges.header_records import SEPARATOR, HeaderRecords
from docgen.redirects.edges.nginx_answers import HostAnswers, clock_tables, group_name, literal, quoted
from docgen.redirects.edges.nginx_tables import Row, Table, digest, lookup_tables
from docgen.redirects.edges.overlap import lookup

TITLE = "nginx"
HAS_CLOCK = True
FEATURES = ALL_FEATURES
ALTERNATIVES: Mapping[str, str] = {}
_V: Final = "docgen"
LIMITS: tuple[Limit, ...] = (
    Limit(
        "bytes of a parameter: a path and its target, a header's name or value, or a body",
        4_090,
        "measured: nginx reads 4,096 with what is around it",
    ),
)
DIFFERENCES: Mapping[str, str] = {
    "refusals": "Before any rule, nginx refuses: with 400 a target with `%00`, with a `%` that no two "
    "hexadecimal digits follow, or above the root (`/../docs`); with 414 a request line beyond 8 KB "
    "(`large_client_header_buffers`); with 405 the method TRACE.",
}


def render(redirects: Sequence[Redirect], setup: Setup) -> Files:
    """The tables and the include of each host; nginx has a clock, so `now` plays no part."""
    rendered: dict[str, str | bytes] = {}
    for host in files.hosts(redirects, setup, FEATURES):
        rendered |= _host(host, setup)
    return rendered


def render_docs_host(docs: DocsHost) -> Files:
    """The include for the documentation's host, whose `root` is the built site."""
    headers = [(quoted(name), quoted(value)) for name, value in docs.common_headers]
    types = {"plain_types": docs_files.plain_types(), "charset_types": docs_files.charset_types()}
    text = docs_files.fill_docs_host(docs, "nginx-docs-host.conf", headers=headers, **types)
    return {"nginx/docgen-docs-host.conf": text}


def excesses(redirects: Sequence[Redirect], setup: Setup) -> tuple[Excess, ...]:
    """The rules with a parameter that is too long."""
    (size,) = LIMITS
    rules = [rule for rules in files.rules_by_host(redirects, setup, FEATURES).values() for rule in rules]
    longest: list[tuple[Rule, int]] = [(rule, _longest(rule)) for rule in rules]
    for records in (HeaderRecords.of(setup, host) for host in files.base_names(redirects, setup)):
        own = ((rule, header_tables(_V, records._replace(rules=[rule]))) for rule in records.rules)
        longest += ((rule, _longest_parameter(tables)) for rule, tables in own)
    return tuple(Excess(rule, size, actual, size.hint) for rule, actual in longest if actual > size.figure)


def _longest(redirect: Redirect) -> int:
    """The bytes of the longest parameter of a rule."""
    texts = [*chain(*redirect.headers, *redirect.host_headers), redirect.gone.body if redirect.gone else ""]
    in_tables = _longest_parameter(lookup_tables(_V, lookup([redirect]), group_name))
    return max(in_tables, *(len(literal(text, _V).encode()) for text in texts))


def _longest_parameter(tables: Iterable[Table]) -> int:
    longest = 0
    for table in tables:
        rows = chain.from_iterable(row[:2] for row in table.rows)
        longest = max(longest, len(table.source), *map(len, rows))
    return longest


def _host(host: files.HostRules, setup: Setup) -> Files:
    """The files of a host; short names of variables, since nginx warns of many long ones, begin with `v`."""
    folder = setup.folder or "/etc/nginx"
    v = _V if host.base == files.BASE_NAME else f"dg{digest(host.host)[:4]}"
    answers = HostAnswers.of(host.rules)
    found = lookup(host.rules)
    values = {
        **host.head,
        "v": v,
        "include": f"{folder}/{host.base}.conf",
        "maps": f"{folder}/conf.d/{host.base}.maps.conf",
        "sample": found.sample,
    }
    tables = [*answers.tables(v), *clock_tables(v, host.rules), *lookup_tables(v, found, group_name)]
    records = HeaderRecords.of(setup, host.host)
    if records.is_asked:
        tables += header_tables(v, records)
        added = [(quoted(name), f"${v}_added{index}") for index, name in enumerate(records.columns)]
        values |= {"headers_path": f"{folder}/{host.base}.headers.conf", "added": added}
    has_dollar = any(f"{v}_dollar" in row.value for table in tables for row in table.rows) or answers.has_dollar
    rendered: dict[str, str | bytes] = {
        f"nginx/{host.base}.conf": fill("nginx.conf", **values, **answers.locations(v)),
        f"nginx/{host.base}.maps.conf": fill("nginx-maps.conf", **values, tables=tables, has_dollar=has_dollar),
    }
    if records.is_asked:
        rendered[f"nginx/{host.base}.headers.conf"] = fill("nginx-headers.conf", **values)
    return rendered


def header_tables(v: str, records: HeaderRecords) -> Iterator[Table]:
    """The tables from a request to each header that its answer gets, which is empty where the upstream sends it."""
    fields = ";".join(f"$http_{name.replace('-', '_')}" for name in records.carriers)
    rows = [
        # a request that a redirect answers is not passed to the upstream: before the method stands its answer
        Row(f'"~^ {records.pattern(rule)[1:]}"', literal(records.record(rule), v), files.title(rule))
        for rule in records.rules
    ]
    yield Table(f'"${v}_go $request_method $request_uri {fields}"', f"{v}_added", rows)
    for index, name in enumerate(records.columns):
        sent = "" if name == "Link" else f"$upstream_http_{name.lower().replace('-', '_')}"
        before, value = records.column(index)
        pattern = f'"~^[{SEPARATOR}]{before}(?<{v}_value{index}>{value})"'
        yield Table(f'"{sent}{SEPARATOR}${v}_added"', f"{v}_added{index}", [Row(pattern, f"${v}_value{index}")])
