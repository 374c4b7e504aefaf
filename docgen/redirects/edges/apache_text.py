"""Texts of Apache's directives: literal ones, and expressions for the request lines that rules cover."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from posixpath import commonprefix
from typing import Final

from docgen.model.redirect import Redirect
from docgen.redirects.answer_headers import Field
from docgen.redirects.edges.headers import marked_repeats
from docgen.redirects.edges.server_syntax import covered_pattern, double_quoted

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
    for repeated, name, value in marked_repeats(headers):
        # mod_headers interprets `%` and some backslashes and cannot escape, as an expression can
        if re.search(r"[\\%$]|^expr=", value):
            value = f"expr={expression(value)}"
        yield action(repeated), name, quoted(value)


def action(repeated: bool) -> str:
    """The first field of a name replaces that of the host."""
    if repeated:
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
    return double_quoted(value, {"\\": "\\\\", '"': '\\"'})


def line_with_groups(redirect: Redirect, query: str) -> str:
    """The request lines of a rule, with groups for the parts of its path and this expression for the query."""
    return f"{_LINE}{covered_pattern(redirect, groups=True, query=False, ends=' ')}{query} "


def covered_lines(rules: Iterable[Redirect]) -> str:
    """The request lines of some rules."""
    return request_lines(covered_pattern(rule, query=False, ends=" ") for rule in rules)


def request_lines(targets: Iterable[str]) -> str:
    """The request lines with one of the targets, which are expressions in the parts of `_TOKEN`, and any query."""
    return f"{_LINE}{_any_of(list(map(_TOKEN.findall, dict.fromkeys(targets))))}(?:[?][^# ]*)? "


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
