"""The `map` tables in which nginx finds the rule of a raw request target, and the parts of its location.

A table of plain keys is a hash: a request costs the same whatever the number of rules. nginx compares such keys in any
letter case, so that an entry repeats its path, which is compared again; and where nothing else is configured a key has
46 bytes at most, so that a longer path is looked up in steps.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from docgen.model.redirect import Gone, Headers, Redirect
from docgen.redirects.edges.files import title
from docgen.redirects.edges.overlap import Lookup
from docgen.redirects.edges.server_syntax import covered_pattern, digest, path_pattern
from docgen.redirects.paths import PLACEHOLDER, Part, drops_slash, location_parts, written

MAX_KEY: Final = 46
"""Bytes of a key in a bucket of 64 bytes, the default of `map_hash_bucket_size`."""
_END: Final = "(?:[?][^#]*)?$"


class Group(NamedTuple):
    """What the answers of a rule consist of, but for the location and the end."""

    status: int
    excluded: tuple[str, ...]
    headers: Headers
    host_headers: Headers
    gone: Gone | None

    @classmethod
    def of(cls, redirect: Redirect) -> "Group":
        """The group of a rule."""
        return cls(redirect.status, redirect.excluded, redirect.open_headers, redirect.host_headers, redirect.gone)

    @property
    def name(self) -> str:
        """A digest of the answers: so the row of a rule changes with its own answers only."""
        return digest(repr(tuple(self)))


class Row(NamedTuple):
    """A row of a table in nginx's syntax: the `title` of its rule stands before it, its `mark` behind it."""

    key: str
    value: str
    title: str = ""
    mark: str = ""


class Table(NamedTuple):
    """A `map` from the text `source` to the variable `name`."""

    source: str
    name: str
    rows: list[Row]


def lookup_tables(v: str, lookup: Lookup) -> tuple[Table, ...]:
    """The tables from a request to `$<v>_group`: the group of its rule, or nothing.

    They also set `$<v>_rule`, the key of the rule, and `$<v>_to`, its location. Names of variables begin with `v`.
    """
    depths = sorted({path.count("/") for path in lookup.prefixes}, reverse=True)
    tables = (*_step_tables(v, depths), *_rule_tables(v, depths, lookup))
    text = repr(tables)
    # nginx warns of many variables, so that what no rule needs is left out
    used = (table for table in _request_tables(v, depths) if table.name in text)
    return (*used, *tables)


def _step_tables(v: str, depths: Sequence[int]) -> list[Table]:
    """The steps of a look-up, each with the next as its default: whole paths, patterns, prefixes from the longest on.

    A step takes an entry where its path is the request's, letter for letter.
    """
    parsed = f"^(?<{v}_rule>[^ ]++) (?<{v}_name>[^ ]++) (?<{v}_to>[^ ]++)"
    same = rf"{parsed} ([^ ]++) \4/?$"
    steps = [("group", f'"${v}_exact ${v}_path"', same), ("step", f"${v}_pattern", f"{parsed}$")]
    for depth in depths:
        steps.append((f"step{depth}", f'"${v}_pre{depth} ${v}_head{depth}"', same))
    tables = [Table(source, f"{v}_{name}", [Row(f'"~{pattern}"', f"${v}_name")]) for name, source, pattern in steps]
    # a step that finds nothing asks the next
    for table, following in pairwise(tables):
        table.rows.append(Row("default", f"${following.name}"))
    return tables


def _rule_tables(v: str, depths: Sequence[int], lookup: Lookup) -> Iterator[Table]:
    """The tables with the rules; the title of a rule is in one of them."""

    def entry(rule: Redirect) -> str:
        return f"{short_key(rule.id)} {Group.of(rule).name} {_location(rule, v)}"

    def row(rule: Redirect, above: str = "", slash: str = "") -> Row:
        return Row(f"{rule.path}{slash}", f'"{entry(rule)} {rule.path}"', above)

    exact = []
    for rule in lookup.exact.values():
        exact += [row(rule, title(rule)), row(rule, slash="/")]
    yield from _hashed(f"${v}_path", f"{v}_exact", exact)
    patterns = [Row(f'"~{_pattern(rule, v)}"', f'"{entry(rule)}"', title(rule)) for rule in lookup.patterns]
    yield Table("$request_uri", f"{v}_pattern", patterns)
    titled = {rule.id for rule in lookup.patterns}
    for depth in depths:
        first, last = [], []
        for path, rule in lookup.prefixes.items():
            # those with a title last: what follows a title is of that rule
            if path.count("/") == depth and rule.id in titled:
                first.append(row(rule))
            elif path.count("/") == depth:
                last.append(row(rule, title(rule)))
        yield from _hashed(f"${v}_head{depth}", f"{v}_pre{depth}", [*first, *last])


def short_key(text: str) -> str:
    """A text as the key of a table: itself, or its beginning with a digest where it is too long."""
    if len(text) <= MAX_KEY:
        return text
    return f"{text[: MAX_KEY - 9]}_{digest(text)}"


def _request_tables(v: str, depths: Sequence[int]) -> Iterator[Table]:
    """The parts of the raw request target; that of `path` also sets the query."""
    parts = {"path": (f"^(?<{v}_uri>[^?#]*+)(?<{v}_query>[?][^#]*+)?$", f"${v}_uri")}
    parts["more"] = ("^[^?#]*+[?]([^#]++)$", '"&$1"')
    for depth in depths:
        above = rf"(?:/[^/?#]*){{{depth}}}"
        parts[f"head{depth}"] = (rf"^({above})(?:/[^?#]*)?{_END}", "$1")
        parts[f"rest{depth}"] = (rf"^{above}(/[^?#]*)", "$1")
        parts[f"below{depth}"] = (rf"^{above}/([^?#]*)", "$1")
    for name, (pattern, value) in parts.items():
        yield Table("$request_uri", f"{v}_{name}", [Row(f'"~{pattern}"', value)])


def _location(redirect: Redirect, v: str) -> str:
    """The location as a text with variables.

    No capture by number: while nginx puts a text together, it looks up the other variables, whose patterns would
    replace it.
    """
    suffix = _suffix(redirect)
    if "{" not in redirect.path:
        suffix += str(redirect.path.count("/"))
    names: dict[int | Part, str] = {Part.SUFFIX: suffix, Part.QUERY: "query", Part.MORE_QUERY: "more"}

    def variable(part: int | Part) -> str:
        if isinstance(part, int):
            return f"${{{v}_{part + 1}}}"
        return f"${{{v}_{names[part]}}}"

    return written(location_parts(redirect), variable)


def _suffix(redirect: Redirect) -> str:
    if drops_slash(redirect):
        return "below"
    return "rest"


def _pattern(redirect: Redirect, v: str) -> str:
    """The raw targets that a rule covers, with a named group for each part of its location but the query."""
    names = list(map(str, range(1, len(PLACEHOLDER.findall(redirect.path)) + 1)))
    if redirect.match == "prefix":
        names.append(_suffix(redirect))
    following = iter(names)

    def group(_: re.Match[str]) -> str:
        for name in following:
            return f"(?<{v}_{name}>"
        return "(?:"

    pattern = re.sub(r"\((?!\?:)", group, covered_pattern(redirect, groups=True))
    return f"^{pattern}$"


def _hashed(source: str, base: str, rows: Sequence[Row], step: int = 0) -> Iterator[Table]:
    """The tables that look up plain keys of any length; of long ones, the beginning first, `step` by step."""
    # numbered, since nginx also limits the length of a name
    name = base
    if step:
        name = f"{base}L{step}"
    cases = Counter(row.key.lower() for row in rows)
    short, rest = [], []
    digests = {}
    for row in rows:
        if len(row.key) > MAX_KEY:
            beginning = row.key[:MAX_KEY]
            digests[beginning] = digest(beginning)
            rest.append(row._replace(key=digests[beginning] + row.key[MAX_KEY:]))
        elif cases[row.key.lower()] > 1:
            # keys that differ in their case alone are one key of a hash
            short.append(row._replace(key=f'"~^{path_pattern(row.key)}$"'))
        else:
            short.append(row)
    if not rest:
        yield Table(source, name, short)
        return
    yield Table(source, name, [*short, Row("default", f"${base}L{step + 1}")])
    yield Table(source, f"{name}H", [Row(f'"~^(.{{{MAX_KEY}}})."', "$1")])
    yield from _hashed(f"${name}H", f"{name}D", list(map(Row, digests, digests.values())))
    yield Table(source, f"{name}T", [Row(f'"~^.{{{MAX_KEY}}}(.+)$"', "$1")])
    yield from _hashed(f'"${name}D${name}T"', base, rest, step + 1)
