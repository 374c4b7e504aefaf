"""What the edges that run JavaScript share: the rules as a table in the file, and a limit on its size.

The table and its look-up are templates (`javascript-rules.js`, `javascript-decide.js`), which keep to what
CloudFront's runtime knows: ECMAScript 5.1 with `const` and `let`.
"""

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from docgen.model.redirect import Redirect
from docgen.redirects.edges import files
from docgen.redirects.edges.edge import Excess, Limit

_MAX_REPEATED: Final = 40
"""Up to this length a value is repeated in each rule: a constant for it would save nothing."""


def table(rules: Sequence[Redirect]) -> dict[str, object]:
    """The values of the template of the rules; a long value that several rules share is a constant."""
    constants = {
        **_constants("HEADERS", [literal(rule.headers) for rule in rules]),
        **_constants("ALWAYS", [literal(rule.host_headers) for rule in rules]),
        **_constants("GONE", [_gone(rule) for rule in rules]),
    }
    rows = [_rule(rule, constants) for rule in rules]
    return {"shared": [(name, value) for value, name in constants.items()], "rules": rows}


def literal(value: object) -> str:
    """A value as a literal of JavaScript, in ASCII: JSON (RFC 8259) is a subset of that language."""
    return json.dumps(value)


def over_size(
    limit: Limit, rules: Sequence[Redirect], size: Callable[[Sequence[Redirect]], int], hint: str
) -> tuple[Excess, ...]:
    """The rules of a host beyond those that fit into its file; `size` is that of a file with the given rules."""
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
        "to": literal(redirect.to),
        "excluded": literal(redirect.excluded),
        **{key: constants.get(value, value) for key, value in parts.items()},
    }


def _gone(redirect: Redirect) -> str:
    gone = redirect.gone
    if gone is None or redirect.sunset is None:
        return ""
    if not gone.body:
        return f"{{ status: {gone.status} }}"
    content_type = literal(gone.content_type or "text/plain")
    return f"{{ status: {gone.status}, type: {content_type}, body: {literal(gone.body)} }}"
