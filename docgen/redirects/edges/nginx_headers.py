"""The tables of nginx for rules that add headers to what the upstream answers."""

from collections.abc import Iterator

from docgen.redirects.edges import files
from docgen.redirects.edges.header_records import SEPARATOR, HeaderRecords
from docgen.redirects.edges.nginx_answers import literal, quoted
from docgen.redirects.edges.nginx_tables import Row, Table


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


def header_variables(v: str, records: HeaderRecords) -> Iterator[tuple[str, str]]:
    """Each header with the variable of its value."""
    return ((quoted(name), f"${v}_added{index}") for index, name in enumerate(records.columns))
