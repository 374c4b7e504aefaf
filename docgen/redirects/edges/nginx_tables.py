"""The `map` tables in which nginx finds the rule of a raw request target, and the parts of its location.

A table of plain keys is a hash: a request costs the same whatever the number of rules. nginx compares such keys in any
letter case, so that an entry repeats its path, which is compared again; and where nothing else is configured a key has
46 bytes at most, so that a longer path is looked up in steps.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Final, NamedTuple

from docgen.model.redirect import Redirect
from docgen.redirects.edges import files
from docgen.redirects.edges.overlap import Lookup
from docgen.redirects.paths import PLACEHOLDER, Part, drops_slash, location_parts

MAX_KEY: Final = 46
"""Bytes of a key in a bucket of 64 bytes, the default of `map_hash_bucket_size`."""
_END: Final = "(?:[?][^#]*)?$"


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
    rows: Sequence[Row]


def lookup_tables(v: str, lookup: Lookup, group: Callable[[Redirect], str]) -> tuple[Table, ...]:
    """The tables from a request to `$<v>_group`: the group of its rule, or nothing.

    They also set `$<v>_rule`, the key of the rule, and `$<v>_to`, its location. Names of variables begin with `v`;
    `group` names the group of a rule.
    """
    depths = sorted({path.count("/") for path in lookup.prefixes}, reverse=True)
    tables = (*_step_tables(v, depths), *_rule_tables(v, depths, lookup, group))
    text = repr(tables)
    return (*(table for table in _request_tables(v, depths) if table.name in text), *tables)


def _step_tables(v: str, depths: Sequence[int]) -> Iterator[Table]:
    """The steps of a look-up, each with the next as its default: whole paths, patterns, prefixes from the longest on.

    A step takes an entry where its path is the request's, letter for letter.
    """
    parsed = f"^(?<{v}_rule>[^ ]++) (?<{v}_name>[^ ]++) (?<{v}_to>[^ ]++)"
    same = rf"{parsed} ([^ ]++) \4/?$"
    steps = [("group", f'"${v}_exact ${v}_path"', same), ("step", f"${v}_pattern", f"{parsed}$")]
    steps += [(f"step{depth}", f'"${v}_pre{depth} ${v}_head{depth}"', same) for depth in depths]
    for index, (name, source, pattern) in enumerate(steps, 1):
        default = [Row("default", f"${v}_{steps[index][0]}")] if index < len(steps) else []
        yield Table(source, f"{v}_{name}", [Row(f'"~{pattern}"', f"${v}_name"), *default])


def _rule_tables(v: str, depths: Sequence[int], lookup: Lookup, group: Callable[[Redirect], str]) -> Iterator[Table]:
    """The tables with the rules; the title of a rule is in one of them."""

    def entry(rule: Redirect) -> str:
        return f"{short_key(rule.id)} {group(rule)} {_location(rule, v)}"

    def row(rule: Redirect, title: str) -> Row:
        return Row(rule.path, f'"{entry(rule)} {rule.path}"', title)

    exact = [
        one
        for rule in lookup.exact.values()
        for one in (row(rule, files.title(rule)), row(rule, "")._replace(key=f"{rule.path}/"))
    ]
    yield from _hashed(f"${v}_path", f"{v}_exact", exact)
    patterns = [Row(f'"~{_pattern(rule, v)}"', f'"{entry(rule)}"', files.title(rule)) for rule in lookup.patterns]
    yield Table("$request_uri", f"{v}_pattern", patterns)
    titled = {rule.id for rule in lookup.patterns}
    for depth in depths:
        rules = [rule for path, rule in lookup.prefixes.items() if path.count("/") == depth]
        # those with a title last: what follows a title is of that rule
        rules.sort(key=lambda rule: rule.id not in titled)
        rows = [row(rule, "" if rule.id in titled else files.title(rule)) for rule in rules]
        yield from _hashed(f"${v}_head{depth}", f"{v}_pre{depth}", rows)


def data_key(text: str) -> str:
    """A key that nginx compares as it is written, whatever its words: a path needs none, as it begins with a slash."""
    # the file's reader takes one backslash, the table the other; without it, `default` and `include` are directives
    return rf"\\{text}"


def short_key(text: str) -> str:
    """A text as the key of a table: itself, or its beginning with a digest where it is too long."""
    return text if len(text) <= MAX_KEY else f"{text[: MAX_KEY - 9]}_{digest(text)}"


def digest(text: str) -> str:
    """Eight characters for a text: a name that depends on nothing else, so that no other row changes with it."""
    return sha256(text.encode()).hexdigest()[:8]


def _request_tables(v: str, depths: Sequence[int]) -> Iterator[Table]:
    """The parts of the raw request target; that of `path` also sets the query."""
    parts = {"path": (f"^(?<{v}_uri>[^?#]*+)(?<{v}_query>[?][^#]*+)?$", f"${v}_uri")}
    parts["more"] = ("^[^?#]*+[?]([^#]++)$", '"&$1"')
    for depth in depths:
        parts[f"head{depth}"] = (rf"^((?:/[^/?#]*){{{depth}}})(?:/[^?#]*)?{_END}", "$1")
        parts[f"rest{depth}"] = (rf"^(?:/[^/?#]*){{{depth}}}(/[^?#]*)", "$1")
        parts[f"below{depth}"] = (rf"^(?:/[^/?#]*){{{depth}}}/([^?#]*)", "$1")
    for name, (pattern, value) in parts.items():
        yield Table("$request_uri", f"{v}_{name}", [Row(f'"~{pattern}"', value)])


def _location(redirect: Redirect, v: str) -> str:
    """The location as a text with variables.

    No capture by number: while nginx puts a text together, it looks up the other variables, whose patterns would
    replace it.
    """
    suffix = "below" if drops_slash(redirect) else "rest"
    depth = "" if "{" in redirect.path else redirect.path.count("/")
    names = {Part.SUFFIX: f"{suffix}{depth}", Part.QUERY: "query", Part.MORE_QUERY: "more"}
    return "".join(
        part if isinstance(part, str) else f"${{{v}_{names[part] if isinstance(part, Part) else part + 1}}}"
        for part in location_parts(redirect)
    )


def _pattern(redirect: Redirect, v: str) -> str:
    """The raw targets that a rule covers, with a named group for each part of its location but the query."""
    names = [str(index + 1) for index in range(len(PLACEHOLDER.findall(redirect.path)))]
    following = iter([*names, *(["below" if drops_slash(redirect) else "rest"] if redirect.match == "prefix" else [])])

    def group(_: re.Match[str]) -> str:
        name = next(following, "")
        return f"(?<{v}_{name}>" if name else "(?:"

    pattern = re.sub(r"\((?!\?:)", group, files.covered_pattern(redirect, groups=True))
    return f"^{pattern}$"


def _hashed(source: str, base: str, rows: Iterable[Row], step: int = 0) -> Iterator[Table]:
    """The tables that look up plain keys of any length; of long ones, the beginning first, `step` by step."""
    # numbered, since nginx also limits the length of a name
    name = f"{base}L{step}" if step else base
    following = f"{base}L{step + 1}"
    rows = list(rows)
    long = [row for row in rows if len(row.key) > MAX_KEY]
    cases = Counter(row.key.lower() for row in rows)
    short = [
        # keys that differ in their case alone are one key of a hash
        row._replace(key=f'"~^{files.path_pattern(row.key)}$"') if cases[row.key.lower()] > 1 else row
        for row in rows
        if len(row.key) <= MAX_KEY
    ]
    if not long:
        yield Table(source, name, short)
        return
    digests = {head: digest(head) for head in (row.key[:MAX_KEY] for row in long)}
    yield Table(source, name, [*short, Row("default", f"${following}")])
    yield Table(source, f"{name}H", [Row(f'"~^(.{{{MAX_KEY}}})."', "$1")])
    yield from _hashed(f"${name}H", f"{name}D", [Row(head, digest) for head, digest in digests.items()])
    yield Table(source, f"{name}T", [Row(f'"~^.{{{MAX_KEY}}}(.+)$"', "$1")])
    rest = [row._replace(key=digests[row.key[:MAX_KEY]] + row.key[MAX_KEY:]) for row in long]
    yield from _hashed(f'"${name}D${name}T"', base, rest, step + 1)
