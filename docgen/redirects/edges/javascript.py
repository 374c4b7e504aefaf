"""What the edges that run JavaScript share: the rules as a table in the file, and a limit on its size.

The table and its look-up are templates (`javascript-rules.js`, `javascript-decide.js`), which keep to what
CloudFront's runtime knows: ECMAScript 5.1 with `const` and `let`.
"""

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from docgen.model.redirect import AnyRule, Redirect
from docgen.redirects.edges import files
from docgen.redirects.edges.edge import Excess, Limit
from docgen.redirects.edges.header_records import HeaderRecords
from docgen.redirects.paths import Part, location_parts

_MAX_REPEATED: Final = 40
"""Up to this length a value is repeated in each rule: a constant for it would save nothing."""
_TAKEN: Final[Sequence[str | int | Part]] = (Part.SUFFIX, Part.QUERY, Part.MORE_QUERY)
"""What `decide` takes from a request, in its order there; the placeholders follow."""


def table(rules: Sequence[Redirect]) -> dict[str, object]:
    """The values of the template of the rules; a long value that several rules share is a constant."""
    constants = {
        **_constants("HEADERS", [literal(rule.headers) for rule in rules]),
        **_constants("ALWAYS", [literal(rule.host_headers) for rule in rules]),
        **_constants("GONE", [_gone(rule) for rule in rules]),
    }
    rows = [_rule(rule, constants) for rule in rules]
    return {
        "shared": [(name, value) for value, name in constants.items()],
        "rules": rows,
        # what no rule needs is not in the file either
        "patterns": any("{" in rule.path for rule in rules),
        "parts": any(not isinstance(_location(rule), str) for rule in rules),
        "brownouts": any(rule.brownouts for rule in rules),
    }


def header_table(records: HeaderRecords) -> dict[str, object]:
    """The values of the template of the rules that add headers; a long value that several share is a constant."""
    constants = _constants("ADDED", [literal(rule.headers) for rule in records.rules])
    return {
        "added_shared": [(name, value) for value, name in constants.items()],
        "added": [
            {
                "title": files.title(rule),
                "asks": _regex(records.pattern(rule)),
                "headers": constants.get(literal(rule.headers), literal(rule.headers)),
            }
            for rule in records.rules
        ],
        "carriers": literal(records.carriers),
    }


def literal(value: object) -> str:
    """A value as a literal of JavaScript, in ASCII: JSON (RFC 8259) is a subset of that language."""
    return json.dumps(value)


def over_size(
    limit: Limit,
    rules: Sequence[AnyRule],
    file: Callable[[Sequence[AnyRule]], str],
    hint: str,
    packed: Callable[[bytes], bytes] = bytes,
) -> tuple[Excess, ...]:
    """The rules of a host beyond those that fit into its file: `file` gives that of some rules, `packed` its bytes."""

    def size(some: Sequence[AnyRule]) -> int:
        return len(packed(file(some).encode()))

    actual = size(rules)
    if actual <= limit.figure:
        return ()
    # the size grows with each rule, so a few renderings find the last that fits
    fitting = bisect_right(range(len(rules)), limit.figure, key=lambda count: size(rules[:count])) - 1
    return tuple(Excess(rule, limit, actual, hint) for rule in rules[fitting:])


def _constants(name: str, values: Sequence[str]) -> dict[str, str]:
    shared = [value for value, count in Counter(values).items() if count > 1 and len(value) > _MAX_REPEATED]
    return {value: f"{name}_{number}" for number, value in enumerate(shared, 1)}


def _rule(redirect: Redirect, constants: Mapping[str, str]) -> dict[str, object]:
    """The values of one rule in the template; a shared value is the name of its constant."""
    parts = {
        "headers": literal(redirect.headers),
        "always": literal(redirect.host_headers) if redirect.host_headers else "",
        "gone": _gone(redirect),
    }
    return {
        "redirect": redirect,
        "title": files.title(redirect),
        "mark": files.clock_mark(redirect),
        "path": literal(redirect.path),
        "pattern": _pattern(redirect) if "{" in redirect.path else "",
        "to": literal(_location(redirect)),
        "clock": _clock(redirect),
        "excluded": literal(redirect.excluded),
        **{key: constants.get(value, value) for key, value in parts.items()},
    }


def _pattern(redirect: Redirect) -> str:
    """What the rule covers of a raw path, up to the rest: a group a placeholder."""
    end = "(?=/?$)" if redirect.match == "exact" else "(?=/|$)"
    return _regex("^" + files.path_pattern(redirect.path, "([^/]+)") + end)


def _regex(pattern: str) -> str:
    """A pattern as a literal of JavaScript."""
    return "/" + pattern.replace("/", r"\/") + "/"


def _location(redirect: Redirect) -> object:
    """The parts of the location, with numbers for what the request has; text alone has rest and query behind it."""
    parts = [
        part if isinstance(part, str) else len(_TAKEN) + part if isinstance(part, int) else _TAKEN.index(part)
        for part in location_parts(redirect)
    ]
    plain = [redirect.to, *([0] if redirect.match == "prefix" else []), 1]
    return redirect.to if parts == plain else parts


def _clock(redirect: Redirect) -> str:
    """What ends the rule, all on the marked line."""
    sunset = [] if redirect.sunset is None else [f"sunset: {redirect.sunset}"]
    return ", ".join((*sunset, *([f"brownouts: {literal(redirect.brownouts)}"] if redirect.brownouts else ())))


def _gone(redirect: Redirect) -> str:
    gone = redirect.gone
    if gone is None or not _clock(redirect):
        return ""
    if not gone.body:
        return f"{{ status: {gone.status} }}"
    content_type = literal(gone.content_type or "text/plain")
    return f"{{ status: {gone.status}, type: {content_type}, body: {literal(gone.body)} }}"
