"""The sections of Apache's file for an answer: the headers of the rules that answer, and the bodies after a sunset."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Final

from docgen.model.redirect import Redirect
from docgen.redirects.answer_headers import Headers, is_answered_after, open_headers
from docgen.redirects.edges.apache_text import action, covered_lines, expression, quoted
from docgen.redirects.edges.edge import gone_fields
from docgen.redirects.edges.overlap import Earlier, yielding
from docgen.redirects.edges.server_syntax import batches

NOW: Final = "%{reqenv:docgen_time}"
_MAX_LENGTH: Final = 10_000
"""Characters in the paths of an expression, which must compile to less than 64 KB."""


def header_sections(rules: Sequence[Redirect], earlier: Earlier) -> Iterator[dict[str, object]]:
    """The headers of answers, for each condition under which a rule answers."""

    def key(rule: Redirect) -> _Key:
        return ended_variable(rule), rule.excluded, tuple(yielding(earlier, rule))

    for ended, condition, part in _sections(rules, key):
        if ended:
            condition += f" && -z reqenv('{ended}')"
        yield {"condition": condition, "fields": _fields(part)}


def _fields(rules: Sequence[Redirect]) -> list[tuple[str, str, str]]:
    """Variable, action and name of each header that a rule sends; of one name, the first comes first."""
    fields: dict[str, tuple[str, str, str]] = {}
    for rule in rules:
        headers = open_headers(rule)
        sent = sent_fields(headers)
        # a header of the answer after the sunset alone needs a line, too
        if is_answered_after(rule):
            sent = chain(sent, sent_fields(gone_fields(rule)))
        for variable, set_or_add, name, _ in sent:
            fields[variable] = (variable, set_or_add, name)
    return list(fields.values())


def body_sections(rules: Sequence[Redirect], earlier: Earlier) -> Iterator[dict[str, object]]:
    """The bodies after a sunset, and from when on their sections count."""

    def key(rule: Redirect) -> _Key:
        return _document(rule), rule.excluded, earlier[rule.id]

    for body, condition, part in _sections(list(filter(is_answered_after, rules)), key):
        since = min(map(_first_end, part))
        yield {"condition": f"{NOW} -ge {since} && {condition}", "body": body}


def _document(rule: Redirect) -> str:
    """The arguments of ErrorDocument for the answer after the sunset."""
    if rule.gone is None:
        return ""
    if not rule.gone.body:
        return f"{rule.gone.status} default"
    return f"{rule.gone.status} {quoted(expression(rule.gone.body))}"


def _first_end(rule: Redirect) -> int:
    """The first time at which an ending rule answers as after its sunset."""
    for start, _ in rule.brownouts:
        return start
    return rule.sunset or 0


_Key = tuple[str, Sequence[str], Sequence[Redirect]]
"""What rules of a section share; the methods that they leave to the upstream; the rules before them."""


def _sections(
    rules: Sequence[Redirect], key: Callable[[Redirect], _Key]
) -> Iterator[tuple[str, str, Sequence[Redirect]]]:
    """What some rules share, the condition under which one of them has a request, and these rules."""
    same: defaultdict[tuple[str, str, tuple[str, ...]], list[Redirect]] = defaultdict(list)
    for rule in rules:
        shared, excluded, others = key(rule)
        same[shared, "|".join(excluded), tuple(covered_lines([other]) for other in others)].append(rule)
    for (shared, excluded, covered), group in same.items():
        unless = [f"%{{THE_REQUEST}} !~ m;{line};" for line in covered]
        if excluded:
            unless.append(f"%{{REQUEST_METHOD}} !~ m;^(?:{excluded})$;")
        # by the longest path: an expression beyond the limit stops Apache at its start
        size = max(1, _MAX_LENGTH // max(len(rule.path) for rule in group))
        for part in batches(group, size):
            yield shared, " && ".join([f"%{{THE_REQUEST}} =~ m;{covered_lines(part)};", *unless]), part


def ended_variable(redirect: Redirect) -> str:
    """The variable that says that the upstream answers now; empty for a rule after which the edge does."""
    if redirect.sunset is None or redirect.gone:
        return ""
    return f"docgen_ended_{redirect.id}"


def sent_fields(headers: Headers) -> Iterator[tuple[str, str, str, str]]:
    """The variable, action, name and value of each header: the first of a name replaces that of the host."""
    numbers = Counter[str]()
    for name, value in headers:
        number = numbers[name.lower()]
        numbers[name.lower()] += 1
        yield f"docgen_h_{variable(name)}{number or ''}", action(number > 0), name, value


def variable(name: str) -> str:
    """The name of a header as a part of that of a variable."""
    return re.sub("[^a-z0-9-]", lambda sign: f"_{ord(sign[0]):x}", name.lower())
