"""HAProxy: backends that answer, the maps that hold the rules, and the lines with which a frontend asks those.

HAProxy has no include, so ops copy the lines out of the head of the .cfg file into the frontend. They are the same
whatever the rules are: a frontend asks the maps which rule covers a path, and whether the upstream answers. All
that is known of a rule is in one block of one map, which is read by its longest matching key.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from typing import NamedTuple
from urllib.parse import quote

from docgen.model.redirect import Headers, Redirect
from docgen.redirects.edges.docs_files import SiteServer
from docgen.redirects.edges.edge import FileTexts, HostRules, Limit, answer_size, longest_name
from docgen.redirects.edges.files import BASE_NAME, clock_mark, title
from docgen.redirects.edges.headers import SEPARATOR, HeaderRecords, header_slots
from docgen.redirects.edges.overlap import Lookup, lookup
from docgen.redirects.edges.server_syntax import (
    ESCAPES,
    covered_pattern,
    digest,
    double_quoted,
    group_number,
    time_prefixes,
)
from docgen.redirects.paths import Part, drops_slash, location_parts, written


class HAProxy(SiteServer):
    """HAProxy."""

    NAME = "haproxy"
    TITLE = "HAProxy"
    FOLDER = "/etc/haproxy"
    SUFFIX = ".cfg"
    LIMITS = (
        Limit("characters in a header's name", 255, "measured: with 256 HAProxy answers 500", of_answer=longest_name),
        Limit(
            "bytes of an answer",
            8_000,
            "half of `tune.bufsize`, beyond which HAProxy answers 500: Location has the query, too",
            of_answer=answer_size,
        ),
    )
    DIFFERENCES = {
        "refusals": "Before any rule, HAProxy refuses with 400 a target with `#` or with bytes that are not ASCII.",
    }

    def files(self, host: HostRules) -> FileTexts:
        """The backends, the map with the rules, that with expressions for paths, and that of headers to add."""
        # of backends and variables, whose names have no hyphen
        suffix = host.base.removeprefix(BASE_NAME).replace("-", "_")
        tables = lookup(host.rules)
        rules = _in_order(tables, host.rules)
        own = list(_fields(":", {rule.id: rule.headers for rule in rules}))
        hosts_own = list(_fields("::", {rule.id: rule.host_headers for rule in rules}))
        fields = (*own, *hosts_own)
        usual = [(field.key, field.usual) for field in fields if field.others and field.usual]
        common = {"suffix": suffix, "sample": tables.sample}
        cfg = host.fill(
            "haproxy.cfg",
            added=list(_added_headers(host.records, suffix)),
            carriers=host.records.carriers,
            depths=sorted(set(map(_depth, tables.prefixes.values()))),
            statuses=sorted({rule.status for rule in rules} - {308}),
            gone=_gone(rules),
            looks_up=any(field.others for field in fields),
            headers=list(map(_added, own, repeat(suffix), repeat(host.path))),
            host_headers=list(map(_added, hosts_own, repeat(suffix), repeat(host.path))),
            **common,
        )
        yield f"{host.base}.cfg", cfg
        blocks = [(title(rule), list(_rows(rule, tables, fields))) for rule in rules]
        yield f"{host.base}.map", host.fill("haproxy.map", blocks=blocks, usual=usual, **common)
        patterns = []
        for rule in tables.patterns:
            # its groups are placeholders and suffix
            pattern = covered_pattern(rule, groups=True, query=False)
            patterns.append((f"^{pattern}$", _record(rule, "pattern", f"\\{group_number(rule, Part.SUFFIX)}")))
        yield f"{host.base}-patterns.map", host.fill("haproxy-patterns.map", rows=patterns, **common)
        if host.records.is_asked:
            records = host.records
            # a key ends at the first space
            rows = [(rule, records.pattern(rule).replace(" ", r"\x20"), records.record(rule)) for rule in records.rules]
            text = host.fill("haproxy-headers.map", columns=records.columns, records=rows, **common)
            yield f"{host.base}-headers.map", text

    def docs_headers(self, headers: Headers) -> Iterable[object]:
        """The quoted name and value of each, for a backend in front of the server that holds the built site."""
        return [(_quoted(name), _format(value)) for name, value in headers]


class _Field(NamedTuple):
    """A header of a host's rules: the value that most of them send, empty where most send none, and those of others.

    `key` begins the keys of its values in the map; with the id of a rule it is the whole key, so that the longest key
    is that of the rule, where it has one.
    """

    name: str
    key: str
    usual: str
    others: Mapping[str, str]


def _in_order(tables: Lookup, every: Sequence[Redirect]) -> list[Redirect]:
    """The rules in the order of the tables, those that never apply last.

    So the order of rules that have their own paths is no difference between two builds.
    """
    looked_up = (*tables.exact.values(), *tables.patterns, *reversed([*tables.prefixes.values()]))
    return list({rule.id: rule for rule in (*looked_up, *every)}.values())


def _added_headers(records: HeaderRecords, suffix: str) -> Iterator[str]:
    """The arguments that add each header of a record: the upstream's own stays alone, but for Link."""
    if not records.is_asked:
        return
    for index, name in enumerate(records.columns, 1):
        # the last one has the rest of the record
        rest = ",0" * (index == len(records.columns))
        value = f"var(txn.docgen_added{suffix}),field({index},{SEPARATOR}{rest})"
        arguments = f'{_quoted(name)} "%[{value}]" if {{ {value} -m len gt 0 }}'
        if name != "Link":
            arguments += f" !{{ res.fhdr({name}) -m found }}"
        yield arguments


def _rows(rule: Redirect, tables: Lookup, fields: Sequence[_Field]) -> Iterator[tuple[str, str]]:
    """The keys of a rule with their values: paths, methods that it leaves alone, clock, brownouts, unusual headers."""
    path = rule.path
    if tables.exact.get(path) is rule:
        kind = _exact_kind(rule)
        # a path is looked up with a question mark behind it, so that these keys have an end
        yield f"{path}?", _record(rule, kind, "")
        yield f"{path}/?", _record(rule, kind, "")
    elif tables.prefixes.get(path) is rule:
        # an exact rule for the same path comes first, and its key is the same
        if path not in tables.exact:
            yield f"{path}?", _record(rule, "prefix", "")
        yield f"{path}/", _record(rule, str(_depth(rule)), "/" * (not drops_slash(rule)))
    for method in rule.excluded:
        yield f"{method}@{rule.id}:", "upstream"
    if rule.sunset is not None:
        yield f"{rule.id}:sunset", f"{rule.sunset} {clock_mark(rule)}"
    for window in rule.brownouts:
        for digits in time_prefixes(*window):
            yield f"{rule.id}:@{digits}", "brownout"
    for field in fields:
        if rule.id in field.others:
            yield f"{field.key}{rule.id}:", field.others[rule.id]


def _record(rule: Redirect, kind: str, suffix: str) -> str:
    """What a path has in a map: kind, rule, status, answer after the sunset, query, and the three parts of a target.

    For what is below a prefix, the kind is the number of the field of the path that follows it.
    """

    def text(part: int | Part) -> str:
        if isinstance(part, int):
            return f"\\{part + 1}"
        # what becomes of the query is a word of its own
        return suffix * (part is Part.SUFFIX)

    rest, hash_, fragment = written(location_parts(rule), text).partition("#")
    path, question_mark, search = rest.partition("?")
    query = "drop"
    if rule.keeps_query and search:
        query = "add"
    elif rule.keeps_query:
        query = "keep"
    record = f"{rule.id}: {rule.status} {_after(rule)} {query} {path} {question_mark}{search} {hash_}{fragment}"
    return f"{kind} {record.rstrip()}"


def _exact_kind(rule: Redirect) -> str:
    """The kind of an exact rule: `plain` as most are, after which a frontend and the backend stop at one question."""
    special = rule.excluded or rule.brownouts or {"?", "#"} & set(rule.to) or not rule.keeps_query
    goes_on = rule.sunset is not None and rule.gone is None
    if rule.status == 308 and not goes_on and not special:
        return "plain"
    return "exact"


def _depth(rule: Redirect) -> int:
    """The field of a path, split at slashes, that follows a prefix: the text before the first slash is one too."""
    return rule.path.count("/") + 2


def _after(rule: Redirect) -> str:
    """The word for the answer after the sunset, which is that of all rules with the same."""
    if rule.gone is None:
        return "upstream"
    if not rule.gone.body:
        return str(rule.gone.status)
    return f"{rule.gone.status}-{digest(f'{rule.gone.content_type} {rule.gone.body}')}"


def _gone(rules: Sequence[Redirect]) -> dict[str, str]:
    """The status and the body of each answer after the sunset but for a plain 404, by its word."""
    answers = {}
    for rule in rules:
        word, gone = _after(rule), rule.gone
        if gone and gone.body:
            content_type = _quoted(gone.content_type or "text/plain")
            answers[word] = f"{gone.status} content-type {content_type} string {_quoted(gone.body)}"
        elif gone and word != "404":
            answers[word] = word
    return answers


def _fields(sign: str, headers: Mapping[str, Headers]) -> Iterator[_Field]:
    """The headers that rules send, each of a name that comes again apart; `headers` are those of a rule by its id."""
    for name, place, values in header_slots(headers):
        usual = Counter(values.values()).most_common(1)[0][0]
        others = {id_: value for id_, value in values.items() if value != usual}
        key = f"{sign}{quote(name, safe='')}"
        if place:
            key += f"/{place + 1}"
        yield _Field(name, f"{key}:", usual, others)


def _added(field: _Field, suffix: str, path: str) -> str:
    """The arguments that add a header to an answer: literally, or looked up where rules differ in it."""
    name = _quoted(field.name)
    if not field.others:
        return f"{name} {_format(field.usual)}"
    value = f"str({field.key}),concat(,txn.docgen_id{suffix}),map_beg({path}.map)"
    # an empty header would be sent as one
    if field.usual and "" not in field.others.values():
        return f'{name} "%[{value}]"'
    return f'{name} "%[{value}]" if {{ {value} -m len gt 0 }}'


def _quoted(value: str) -> str:
    """A literal string of HAProxy."""
    return double_quoted(value, ESCAPES | str.maketrans({"$": "\\$"}))


def _format(value: str) -> str:
    """A literal string where HAProxy reads a log format."""
    return _quoted(value.replace("%", "%%"))
