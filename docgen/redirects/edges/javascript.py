"""What the edges that run JavaScript share: the rules as a table in the file, and a limit on its size.

The table and its look-up are templates (`javascript-rules.js`, `javascript-decide.js`), which keep to what
CloudFront's runtime knows: ECMAScript 5.1 with `const` and `let`.
"""

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter, itemgetter
from typing import Final

from docgen.model.redirect import AnyRule, Redirect
from docgen.redirects.edges.edge import Excess, Limit, Values
from docgen.redirects.edges.headers import HeaderRecords
from docgen.redirects.edges.server_syntax import path_pattern
from docgen.redirects.paths import Part, location_parts

_MAX_REPEATED: Final = 40
"""Up to this length a value is repeated in each rule: a constant for it would save nothing."""
_TAKEN: Final[Mapping[str | Part, int]] = {Part.SUFFIX: 0, Part.QUERY: 1, Part.MORE_QUERY: 2}
"""What `decide` takes from a request, with its place there; the placeholders follow."""
_SHARED: Final = {"headers": "HEADERS", "always": "ALWAYS", "gone": "GONE"}
"""The values that rules may share, with the beginning of the names of their constants."""


def table(rules: Sequence[Redirect]) -> Values:
    """The values of the template of the rules; a long value that several rules share is a constant."""
    rows = list(map(_rule, rules))
    shared: dict[str, str] = {}
    for key, name in _SHARED.items():
        shared |= _constants(name, (str(row[key]) for row in rows))
    for row in rows:
        # in place, since the rows were made for this
        for key in _SHARED:
            row[key] = shared.get(str(row[key]), row[key])
    return {
        "shared": shared.items(),
        "rules": rows,
        # what no rule needs is not in the file either
        "patterns": any(map(itemgetter("pattern"), rows)),
        "parts": any(not isinstance(_location(rule), str) for rule in rules),
        "brownouts": any(map(attrgetter("brownouts"), rules)),
    }


def header_table(records: HeaderRecords) -> Values:
    """The values of the template of the rules that add headers; a long value that several share is a constant."""
    shared = _constants("ADDED", (literal(rule.headers) for rule in records.rules))
    added = []
    for rule in records.rules:
        headers = literal(rule.headers)
        asks = _regex(records.pattern(rule))
        added.append({"rule": rule, "asks": asks, "headers": shared.get(headers, headers)})
    return {
        "added_shared": shared.items(),
        "added": added,
        "carriers": literal(records.carriers),
    }


def literal(value: object) -> str:
    """A value as a literal of JavaScript, in ASCII: JSON (RFC 8259) is a subset of that language."""
    return json.dumps(value)


def over_size(
    limit: Limit,
    rules: Sequence[AnyRule],
    file: Callable[[Sequence[AnyRule]], str],
    packed: Callable[[bytes], bytes] = bytes,
) -> Iterator[Excess]:
    """The rules of a host beyond those that fit into its file: `file` gives that of some rules, `packed` its bytes."""

    def size(some: Sequence[AnyRule]) -> int:
        return len(packed(file(some).encode()))

    actual = size(rules)
    if actual > limit.figure:
        # the size grows with each rule, so a few renderings find the last that fits
        fitting = bisect_right(range(len(rules)), limit.figure, key=lambda count: size(rules[:count])) - 1
        for rule in rules[fitting:]:
            yield Excess(rule, limit, actual, limit.hint)


def _constants(name: str, values: Iterable[str]) -> dict[str, str]:
    constants: dict[str, str] = {}
    for value, count in Counter(values).items():
        if count > 1 and len(value) > _MAX_REPEATED:
            constants[value] = f"{name}_{len(constants) + 1}"
    return constants


def _rule(redirect: Redirect) -> Values:
    """The values of one rule in the template."""
    pattern = always = ""
    if "{" in redirect.path:
        pattern = _pattern(redirect)
    if redirect.host_headers:
        always = literal(redirect.host_headers)
    return {
        "redirect": redirect,
        "path": literal(redirect.path),
        "pattern": pattern,
        "to": literal(_location(redirect)),
        "clock": _clock(redirect),
        "excluded": literal(redirect.excluded),
        "headers": literal(redirect.headers),
        "always": always,
        "gone": _gone(redirect),
    }


def _pattern(redirect: Redirect) -> str:
    """What the rule covers of a raw path, up to the rest: a group a placeholder."""
    end = "(?=/|$)"
    if redirect.match == "exact":
        end = "(?=/?$)"
    return _regex("^" + path_pattern(redirect.path, "([^/]+)") + end)


def _regex(pattern: str) -> str:
    """A pattern as a literal of JavaScript."""
    return "/" + pattern.replace("/", r"\/") + "/"


def _location(redirect: Redirect) -> object:
    """The parts of the location, with numbers for what the request has; text alone has rest and query behind it."""
    location = location_parts(redirect)
    plain: list[object] = [redirect.to, Part.QUERY]
    if redirect.match == "prefix":
        plain.insert(1, Part.SUFFIX)
    if location == plain:
        return redirect.to
    parts: list[object] = []
    for part in location:
        if isinstance(part, int):
            parts.append(len(_TAKEN) + part)
        else:
            parts.append(_TAKEN.get(part, part))
    return parts


def _clock(redirect: Redirect) -> str:
    """What ends the rule, all on the marked line."""
    if redirect.sunset is None:
        return ""
    clock = f"sunset: {redirect.sunset}"
    if redirect.brownouts:
        clock += f", brownouts: {literal(redirect.brownouts)}"
    return clock


def _gone(redirect: Redirect) -> str:
    gone = redirect.ended_answer
    if gone is None:
        return ""
    if not gone.body:
        return f"{{ status: {gone.status} }}"
    content_type = literal(gone.content_type or "text/plain")
    return f"{{ status: {gone.status}, type: {content_type}, body: {literal(gone.body)} }}"
