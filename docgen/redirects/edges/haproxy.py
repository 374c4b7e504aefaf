"""HAProxy: backends that answer, the maps that hold the rules, and the lines with which a frontend asks those.

HAProxy has no include, so ops copy the lines out of the head of the .cfg file into the frontend. They are the same
whatever the rules are: a frontend asks the maps which rule covers a path, and whether the upstream answers. All
that is known of a rule is in one block of one map, which is read by its longest matching key.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from hashlib import sha256
from typing import Final, NamedTuple
from urllib.parse import quote

from docgen.model.files import Files
from docgen.model.redirect import Gone, Redirect
from docgen.redirects.docs_host import DocsHost
from docgen.redirects.edges import docs_files, files
from docgen.redirects.edges.edge import ALL_FEATURES, Limit, Setup, fill
from docgen.redirects.edges.header_records import SEPARATOR, HeaderRecords
from docgen.redirects.edges.headers import Headers, header_slots
from docgen.redirects.edges.overlap import Lookup, lookup
from docgen.redirects.paths import Part, drops_slash, location_parts

TITLE = "HAProxy"
HAS_CLOCK = True
ALTERNATIVES: Mapping[str, str] = {}
FEATURES = ALL_FEATURES
LIMITS: tuple[Limit, ...] = (
    Limit("characters in a header's name", 255, "measured: with 256 HAProxy answers 500", of_answer=files.longest_name),
    Limit(
        "bytes of an answer",
        8_000,
        "half of `tune.bufsize`, beyond which HAProxy answers 500: Location has the query, too",
        of_answer=files.answer_size,
    ),
)
DIFFERENCES: Mapping[str, str] = {
    "refusals": "Before any rule, HAProxy refuses with 400 a target with `#` or with bytes that are not ASCII.",
}
_FIRST_TIME: Final = 10**9
"""Unix times of ten digits begin here, in 2001: only those have the same prefixes as the time of a request."""


def render(redirects: Sequence[Redirect], setup: Setup) -> Files:
    """The backends and the maps of each host; HAProxy has a clock, so `now` plays no part."""
    rendered: dict[str, str | bytes] = {}
    for host in files.hosts(redirects, setup, FEATURES):
        rendered |= _host(host, setup)
    return rendered


def render_docs_host(docs: DocsHost) -> Files:
    """A backend for the documentation's host, in front of the server that holds the built site."""
    headers = [(_quoted(name), _format(value)) for name, value in docs.common_headers]
    return {"haproxy/docgen-docs-host.cfg": docs_files.fill_docs_host(docs, "haproxy-docs-host.cfg", headers=headers)}


excesses = partial(files.beyond, LIMITS, FEATURES)
"""The rules whose answers are too long for HAProxy."""


class _Field(NamedTuple):
    """A header of a host's rules: the value that most of them send, empty where most send none, and those of others.

    `key` begins the keys of its values in the map; with the id of a rule it is the whole key, so that the longest key
    is that of the rule, where it has one.
    """

    name: str
    key: str
    usual: str
    others: Mapping[str, str]


def _host(host: files.HostRules, setup: Setup) -> Files:
    """The files of one host."""
    path = f"{setup.folder or '/etc/haproxy'}/{host.base}"
    # of backends and variables, whose names have no hyphen
    suffix = host.base.removeprefix(files.BASE_NAME).replace("-", "_")
    tables = lookup(host.rules)
    # the order of rules that have their own paths is no difference between two builds; rules that never apply are last
    looked_up = (*tables.exact.values(), *tables.patterns, *list(tables.prefixes.values())[::-1])
    rules = list({rule.id: rule for rule in (*looked_up, *host.rules)}.values())
    own = _fields(":", {rule.id: rule.headers for rule in rules})
    hosts_own = _fields("::", {rule.id: rule.host_headers for rule in rules})
    common = {"path": path, "suffix": suffix, "sample": tables.sample, **host.head}
    records = HeaderRecords.of(setup, host.host)
    cfg = fill(
        "haproxy.cfg",
        added=_added_headers(records, suffix),
        carriers=records.carriers,
        depths=sorted({_depth(rule) for rule in tables.prefixes.values()}),
        statuses=sorted({rule.status for rule in rules} - {308}),
        gone=_gone(rules),
        looks_up=any(field.others for field in (*own, *hosts_own)),
        headers=[_added(field, f"txn.docgen_id{suffix}", path) for field in own],
        host_headers=[_added(field, f"txn.docgen_id{suffix}", path) for field in hosts_own],
        **common,
    )
    fields = (*own, *hosts_own)
    blocks = [(files.title(rule), [*_rows(rule, tables), *_values(rule, fields)]) for rule in rules]
    usual = [(field.key, field.usual) for field in fields if field.others and field.usual]
    patterns = [_pattern_row(rule) for rule in tables.patterns]
    rendered: dict[str, str | bytes] = {
        f"haproxy/{host.base}.cfg": cfg,
        f"haproxy/{host.base}.map": fill("haproxy.map", blocks=blocks, usual=usual, **common),
        f"haproxy/{host.base}-patterns.map": fill("haproxy-patterns.map", rows=patterns, **common),
    }
    if records.is_asked:
        # a key ends at the first space
        rows = [
            (files.title(one), records.pattern(one).replace(" ", r"\x20"), records.record(one)) for one in records.rules
        ]
        text = fill("haproxy-headers.map", columns=records.columns, records=rows, **common)
        rendered[f"haproxy/{host.base}-headers.map"] = text
    return rendered


def _added_headers(records: HeaderRecords, suffix: str) -> list[str]:
    """The arguments that add each header of a record: the upstream's own stays alone, but for Link."""
    added = []
    for index, name in enumerate(records.columns if records.is_asked else (), 1):
        value = f"var(txn.docgen_added{suffix}),field({index},{SEPARATOR}{',0' * (index == len(records.columns))})"
        alone = "" if name == "Link" else f" !{{ res.fhdr({name}) -m found }}"
        added.append(f'{_quoted(name)} "%[{value}]" if {{ {value} -m len gt 0 }}{alone}')
    return added


def _rows(rule: Redirect, tables: Lookup) -> Iterator[tuple[str, str]]:
    """The keys of a rule with their values: its paths, the methods that it leaves alone, its clock and brownouts."""
    path = rule.path
    if tables.exact.get(path) is rule:
        record = _record(rule, "plain" if _is_plain(rule) else "exact", "")
        # a path is looked up with a question mark behind it, so that these keys have an end
        yield from ((f"{path}?", record), (f"{path}/?", record))
    elif tables.prefixes.get(path) is rule:
        if path not in tables.exact:
            yield f"{path}?", _record(rule, "prefix", "")
        yield f"{path}/", _record(rule, str(_depth(rule)), "" if drops_slash(rule) else "/")
    for method in rule.excluded:
        yield f"{method}@{rule.id}:", "upstream"
    if rule.sunset is not None:
        yield f"{rule.id}:sunset", f"{rule.sunset} {files.clock_mark(rule)}"
    for window in rule.brownouts:
        for digits in _prefixes(*window):
            yield f"{rule.id}:@{digits}", "brownout"


def _values(rule: Redirect, fields: Sequence[_Field]) -> Iterator[tuple[str, str]]:
    """The keys of the headers of a rule that are not the usual ones, with their values."""
    return ((f"{field.key}{rule.id}:", field.others[rule.id]) for field in fields if rule.id in field.others)


def _record(rule: Redirect, kind: str, suffix: str) -> str:
    """What a path has in a map: kind, rule, status, answer after the sunset, query, and the three parts of a target.

    For what is below a prefix, the kind is the number of the field of the path that follows it.
    """
    values = {Part.SUFFIX: suffix, Part.QUERY: "", Part.MORE_QUERY: ""}
    target = "".join(
        part if isinstance(part, str) else values[part] if isinstance(part, Part) else f"\\{part + 1}"
        for part in location_parts(rule)
    )
    rest, hash_, fragment = target.partition("#")
    path, question_mark, search = rest.partition("?")
    query = ("add" if search else "keep") if rule.keeps_query else "drop"
    record = f"{rule.id}: {rule.status} {_after(rule)} {query} {path} {question_mark}{search} {hash_}{fragment}"
    return f"{kind} {record.rstrip()}"


def _pattern_row(rule: Redirect) -> tuple[str, str]:
    """The expression of a rule's path, whose groups are placeholders and suffix, and its record with those."""
    suffix = f"\\{files.group_number(rule, Part.SUFFIX)}"
    return f"^{files.covered_pattern(rule, groups=True, query=False)}$", _record(rule, "pattern", suffix)


def _is_plain(rule: Redirect) -> bool:
    """Whether an exact rule is as most are: it takes one question of a frontend, and one of the backend."""
    special = rule.excluded or rule.brownouts or {"?", "#"} & set(rule.to) or not rule.keeps_query
    goes_on = rule.sunset is not None and rule.gone is None
    return rule.status == 308 and not goes_on and not special


def _depth(rule: Redirect) -> int:
    """The field of a path, split at slashes, that follows a prefix: the text before the first slash is one too."""
    return rule.path.count("/") + 2


def _prefixes(start: int, end: int) -> Iterator[str]:
    """The first digits of all times from a Unix time up to another, and of no other time."""
    start = max(start, _FIRST_TIME)
    while start < end:
        size = 1
        while start % (size * 10) == 0 and start + size * 10 <= end:
            size *= 10
        yield str(start // size)
        start += size


def _after(rule: Redirect) -> str:
    """The word for the answer after the sunset, which is that of all rules with the same."""
    if rule.gone is None:
        return "upstream"
    if not rule.gone.body:
        return str(rule.gone.status)
    return f"{rule.gone.status}-{sha256(f'{rule.gone.content_type} {rule.gone.body}'.encode()).hexdigest()[:8]}"


def _gone(rules: Sequence[Redirect]) -> dict[str, str]:
    """The status and the body of each answer after the sunset but for a plain 404, by its word."""
    answers = {_after(rule): rule.gone for rule in rules if rule.gone and _after(rule) != "404"}
    return {word: f"{gone.status}{_content(gone)}" for word, gone in answers.items()}


def _content(gone: Gone) -> str:
    content_type = _quoted(gone.content_type or "text/plain")
    return f" content-type {content_type} string {_quoted(gone.body)}" if gone.body else ""


def _fields(sign: str, headers: Mapping[str, Headers]) -> list[_Field]:
    """The headers that rules send, each of a name that comes again apart; `headers` are those of a rule by its id."""
    fields: list[_Field] = []
    for name, values in header_slots(headers):
        usual = Counter(values.values()).most_common(1)[0][0]
        others = {id_: value for id_, value in values.items() if value != usual}
        earlier = sum(field.name.lower() == name.lower() for field in fields)
        key = f"{sign}{quote(name, safe='')}{f'/{earlier + 1}' if earlier else ''}:"
        fields.append(_Field(name, key, usual, others))
    return fields


def _added(field: _Field, id_: str, path: str) -> str:
    """The arguments that add a header to an answer: literally, or looked up where rules differ in it."""
    name = _quoted(field.name)
    if not field.others:
        return f"{name} {_format(field.usual)}"
    value = f"str({field.key}),concat(,{id_}),map_beg({path}.map)"
    lacking = not field.usual or "" in field.others.values()
    return f'{name} "%[{value}]"' + (f" if {{ {value} -m len gt 0 }}" if lacking else "")


def _quoted(value: str) -> str:
    """A literal string of HAProxy."""
    return files.double_quoted(value, {**files.ESCAPES, "$": "\\$"})


def _format(value: str) -> str:
    """A literal string where HAProxy reads a log format."""
    return _quoted(value.replace("%", "%%"))
