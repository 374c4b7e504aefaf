"""nginx: tables for `http {}`, and includes for `server {}` and for the locations of the upstream.

The tables find the rule of a raw request target, and say which of a few internal locations answers: one for each status
before the sunset, one for each answer after it. A request that no rule takes is looked up, and nothing else.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from docgen.model.redirect import HeaderRule, Headers, Rule
from docgen.redirects.edges.docs_files import SiteServer
from docgen.redirects.edges.edge import FileTexts, HostRules, Limit
from docgen.redirects.edges.files import BASE_NAME, title
from docgen.redirects.edges.headers import SEPARATOR, HeaderRecords
from docgen.redirects.edges.nginx_answers import HostAnswers, clock_tables, literal
from docgen.redirects.edges.nginx_tables import Row, Table, lookup_tables
from docgen.redirects.edges.overlap import lookup
from docgen.redirects.edges.server_syntax import digest, double_quoted

_V: Final = "docgen"


class Nginx(SiteServer):
    """nginx."""

    NAME = "nginx"
    TITLE = "nginx"
    FOLDER = "/etc/nginx"
    SUFFIX = ".conf"
    LIMITS = (
        Limit(
            "bytes of a parameter: a path and its target, a header's name or value, or a body",
            4_090,
            "measured: nginx reads 4,096 with what is around it",
            of_rule=lambda rule, host: _longest(rule, host.records),
        ),
    )
    DIFFERENCES = {
        "refusals": "Before any rule, nginx refuses: with 400 a target with `%00`, with a `%` that no two "
        "hexadecimal digits follow, or above the root (`/../docs`); with 414 a request line beyond 8 KB "
        "(`large_client_header_buffers`); with 405 the method TRACE.",
    }

    def files(self, host: HostRules) -> FileTexts:
        """The include, the tables, and the include of the headers to add."""
        v = _V
        if host.base != BASE_NAME:
            # short, since nginx warns of many long names of variables
            v = f"dg{digest(host.host)[:4]}"
        answers = HostAnswers.of(host.rules)
        rules = lookup(host.rules)
        values = {
            "v": v,
            "maps": f"{host.folder}/conf.d/{host.base}.maps.conf",
            "sample": rules.sample,
        }
        tables = [*answers.tables(v), *clock_tables(v, host.rules), *lookup_tables(v, rules)]
        records = host.records
        if records.is_asked:
            tables += _header_tables(v, records)
        has_dollar = "$" in repr(answers.groups) or f"${{{v}_dollar}}" in repr(tables)
        yield f"{host.base}.conf", host.fill("nginx.conf", **values, **answers.locations(v))
        yield (
            f"{host.base}.maps.conf",
            host.fill("nginx-maps.conf", **values, tables=tables, has_dollar=has_dollar),
        )
        if records.is_asked:
            added = [(double_quoted(column), f"${v}_added{index}") for index, column in enumerate(records.columns)]
            yield f"{host.base}.headers.conf", host.fill("nginx-headers.conf", **values, added=added)

    def docs_headers(self, headers: Headers) -> Iterable[object]:
        """The quoted name and value of each."""
        return [(double_quoted(name), double_quoted(value)) for name, value in headers]


def _longest(rule: Rule, records: HeaderRecords) -> int:
    """The bytes of the longest parameter of a rule."""
    if isinstance(rule, HeaderRule):
        return _longest_parameter(_header_tables(_V, records._replace(rules=[rule])))
    # a name is a parameter, too
    texts = list(chain(*rule.open_headers))
    if rule.gone:
        texts.append(rule.gone.body)
    in_tables = _longest_parameter(lookup_tables(_V, lookup([rule])))
    return max([in_tables, *(len(literal(text, _V).encode()) for text in texts)])


def _longest_parameter(tables: Iterable[Table]) -> int:
    longest = 0
    for table in tables:
        for row in table.rows:
            longest = max(longest, len(row.key), len(row.value))
        longest = max(longest, len(table.source))
    return longest


def _header_tables(v: str, records: HeaderRecords) -> Iterator[Table]:
    """The tables from a request to each header that its answer gets, which is empty where the upstream sends it."""
    fields = ";".join(f"$http_{_in_variable(name)}" for name in records.carriers)
    rows = []
    for rule in records.rules:
        # a request that a redirect answers is not passed to the upstream: before the method stands its answer
        asked = f'"~^ {records.pattern(rule)[1:]}"'
        rows.append(Row(asked, literal(records.record(rule), v), title(rule)))
    yield Table(f'"${v}_go $request_method $request_uri {fields}"', f"{v}_added", rows)
    for index, (name, before, value) in enumerate(records.fields()):
        sent = f"$upstream_http_{_in_variable(name)}"
        if name == "Link":
            sent = ""
        pattern = f'"~^[{SEPARATOR}]{before}(?<{v}_value{index}>{value})"'
        yield Table(f'"{sent}{SEPARATOR}${v}_added"', f"{v}_added{index}", [Row(pattern, f"${v}_value{index}")])


def _in_variable(name: str) -> str:
    return name.lower().replace("-", "_")
