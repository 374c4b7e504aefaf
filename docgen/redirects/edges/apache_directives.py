"""Apache's directives: literal texts, expressions for the request lines that rules cover, and sections for answers.

A section sends the headers of the rules that answer, or has the body after a sunset.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from operator import attrgetter
from posixpath import commonprefix
from typing import Final

from docgen.model.redirect import Field, Headers, Redirect, Rule
from docgen.redirects.edges.edge import HostRules, Values, gone_fields
from docgen.redirects.edges.headers import target_pattern, with_places
from docgen.redirects.edges.server_syntax import batches, covered_pattern, double_quoted

_ESCAPES: Final = {
    "\\": "\\\\",
    "%": "\\%",
    "${": "$\\{",
    "$": "\\$",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
}
"""The special characters of an expression; `${` must not be in the file at all, since Apache expands it on reading."""
_LINE: Final = r"^\S+ (?:(?i:https?)://[^/?# ]*)?"
"""The request line up to the target in origin form."""
_TOKEN: Final = re.compile(r"\(\?:\[[^](]+\]\+\)|\(\?:/[^()]*\)\?$|\[.\]|.\??")
"""A part of what `covered_pattern` gives that is not cut: a placeholder, a suffix, a character."""


def header_lines(headers: Sequence[Field]) -> Iterator[tuple[str, str, str]]:
    """Action, name and quoted value of each field."""
    for place, name, value in with_places(headers):
        # mod_headers interprets `%` and some backslashes and cannot escape, as an expression can
        if re.search(r"[\\%$]|^expr=", value):
            value = f"expr={expression(value)}"
        yield action(place), name, quoted(value)


def action(place: int) -> str:
    """The first field of a name replaces that of the host."""
    if place:
        return "add"
    return "set"


def expression(text: str) -> str:
    """Literal text of an Apache expression."""
    # in their order: the backslash first, or those of the other escapes would be escaped
    for chars, escape in _ESCAPES.items():
        text = text.replace(chars, escape)
    return text


def substitution(text: str) -> str:
    """Literal text in a substitution or a flag of mod_rewrite, where the variables of the head are `,` and `"`."""
    text = re.sub(r"[\\%${]", r"\\\g<0>", text)
    return text.replace(",", "%{ENV:docgen_comma}").replace('"', "%{ENV:docgen_quote}")


def quoted(value: str) -> str:
    """One argument of a directive."""
    return double_quoted(value, str.maketrans({"\\": "\\\\", '"': '\\"'}))


def line_with_groups(redirect: Redirect, query: str) -> str:
    """The request lines of a rule, with groups for the parts of its path and this expression for the query."""
    return f"{_LINE}{covered_pattern(redirect, groups=True, query=False, ends=' ')}{query} "


def covered_lines(rules: Iterable[Rule]) -> str:
    """The request lines of some rules, with any query."""
    targets = map(_TOKEN.findall, dict.fromkeys(map(_target, rules)))
    return f"{_LINE}{_any_of(list(targets))}(?:[?][^# ]*)? "


def _target(rule: Rule) -> str:
    """The targets of a rule without their query, as an expression in the parts of `_TOKEN`."""
    if isinstance(rule, Redirect):
        return covered_pattern(rule, query=False, ends=" ")
    return target_pattern(rule, "(?:[^/?# ]+)")


def _any_of(patterns: Sequence[list[str]]) -> str:
    """One expression for several, in which what some begin with is written, and compared, once."""
    shared = commonprefix(patterns)
    text = "".join(shared)
    if len(patterns) == 1:
        return text
    branches: defaultdict[str, list[list[str]]] = defaultdict(list)
    for tokens in patterns:
        rest = tokens[len(shared) :]
        branches["".join(rest[:1])].append(rest)
    following = "|".join(map(_any_of, branches.values()))
    if following:
        text += f"(?:{following})"
    return text


NOW: Final = "%{reqenv:docgen_time}"
_MAX_LENGTH: Final = 10_000
"""Characters in the paths of an expression, which must compile to less than 64 KB."""


def header_sections(host: HostRules) -> Iterator[Values]:
    """The headers of answers, for each condition under which a rule answers."""
    for ended, condition, part in _sections((ended_variable(rule), host.yielding(rule), rule) for rule in host.rules):
        if ended:
            condition += f" && -z reqenv('{ended}')"
        yield {"condition": condition, "fields": _fields(part)}


def _fields(rules: Sequence[Redirect]) -> list[tuple[str, str, str]]:
    """Variable, action and name of each header that a rule sends; of one name, the first comes first."""
    fields: dict[str, tuple[str, str, str]] = {}
    for rule in rules:
        sent = sent_fields(rule.open_headers)
        # a header of the answer after the sunset alone needs a line, too
        if rule.ended_answer:
            sent = chain(sent, sent_fields(gone_fields(rule)))
        for variable, set_or_add, name, _ in sent:
            fields[variable] = (variable, set_or_add, name)
    return list(fields.values())


def body_sections(host: HostRules) -> Iterator[Values]:
    """The bodies after a sunset, and from when on their sections count."""
    ending = filter(attrgetter("ended_answer"), host.rules)
    for body, condition, part in _sections((_document(rule), host.earlier[rule.id], rule) for rule in ending):
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


def _sections(
    rules: Iterable[tuple[str, Sequence[Redirect], Redirect]],
) -> Iterator[tuple[str, str, Sequence[Redirect]]]:
    """What some rules share, the condition under which one of them has a request, and these rules.

    Each rule comes with what it shares, and with the rules before it.
    """
    same: defaultdict[tuple[str, str, tuple[str, ...]], list[Redirect]] = defaultdict(list)
    for shared, others, rule in rules:
        same[shared, "|".join(rule.excluded), tuple(covered_lines([other]) for other in others)].append(rule)
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
    for place, name, value in with_places(headers):
        yield f"docgen_h_{variable(name)}{place or ''}", action(place), name, value


def variable(name: str) -> str:
    """The name of a header as a part of that of a variable."""
    return re.sub("[^a-z0-9-]", lambda sign: f"_{ord(sign[0]):x}", name.lower())
