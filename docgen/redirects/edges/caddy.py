"""Caddy: an `import` for a site block.

The clock matches the digits of the time, which costs nothing beside a rule without one; an expression that Caddy
interprets, as a rule with brownouts has it, costs 15 % of a redirect (measured).

Headers are added to what the upstream answers by a route behind those of the redirects, which end a request. They are
added as late as Caddy writes an answer, since only then it is known which the upstream sends itself. An interim answer
(103) is written too, and gets them; to the final one, Caddy 2.6 then adds them beside those of the upstream.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from math import isqrt
from typing import Final

from docgen.model.files import Files
from docgen.model.redirect import AnyRule, HeaderRule, Redirect
from docgen.redirects.docs_host import DocsHost
from docgen.redirects.edges import docs_files, files
from docgen.redirects.edges.edge import ALL_FEATURES, INVALID_ESCAPE, Limit, Setup, fill
from docgen.redirects.edges.header_records import HeaderRecords
from docgen.redirects.edges.headers import gone_headers, marked_repeats
from docgen.redirects.edges.overlap import Earlier, earlier_rules, yielding
from docgen.redirects.edges.time_pattern import at_or_after
from docgen.redirects.paths import Part, location_parts

TITLE = "Caddy"
HAS_CLOCK = True
ALTERNATIVES: Mapping[str, str] = {
    "backtick": "write the value without a backtick, which a Caddyfile cannot quote together with other quotes",
    "brace-dollar": "write a space after `{`: Caddy expands `{$` before it reads the file",
}
FEATURES = ALL_FEATURES - set(ALTERNATIVES)
LIMITS: tuple[Limit, ...] = ()
DIFFERENCES: Mapping[str, str] = {"invalid-escape": INVALID_ESCAPE}
_ORIGIN: Final = "^(?:(?i:https?)://[^/?#]*)?"
_NOW: Final = "int({time.now.unix})"
_MAX_UNGROUPED: Final = 30
"""Rules that a request may pass one by one; more are grouped."""


def render(redirects: Sequence[Redirect], setup: Setup) -> Files:
    """One import per host; Caddy has a clock, so `now` plays no part."""
    return {
        f"caddy/{base}.caddy": fill(
            "caddy.caddy",
            path=f"{setup.folder or '/etc/caddy'}/{base}.caddy",
            rules=rules,
            groups=[_group(group, earlier) for group in _groups(rules)],
            asked=quoted(_asked(records)),
            header_groups=[_header_group(group, records) for group in _groups(records.rules)],
            **head,
        )
        for base, rules, head in files.hosts(redirects, setup, FEATURES)
        for earlier in [earlier_rules(rules)]
        for records in [HeaderRecords.of(setup, str(head["host"]), FEATURES)]
    }


def render_docs_host(docs: DocsHost) -> Files:
    """The import for the documentation's site block, whose `root` is the built site."""
    text = docs_files.fill_docs_host(docs, "caddy-docs-host.caddy", headers=_headers_of_site(docs))
    return {"caddy/docgen-docs-host.caddy": text}


excesses = partial(files.beyond, LIMITS, FEATURES)
"""None: the cost of a request grows with the rules, but no number was found beyond which Caddy fails."""


def _groups(rules: Sequence[AnyRule]) -> list[Sequence[AnyRule]]:
    """The rules in groups of consecutive ones, about as many groups as each has rules; one group where they are few.

    Caddy tries the matchers one by one, and each takes about a microsecond.
    """
    size = len(rules) if len(rules) <= _MAX_UNGROUPED else isqrt(len(rules))
    return files.batches(rules, size or 1)


def _group(group: Sequence[Redirect], earlier: Earlier) -> dict[str, object]:
    """The values of a group in the template; `covered` matches all that one of its rules may cover."""
    paths = "|".join(files.path_pattern(rule.path) for rule in group)
    return {"rules": [_rule(rule, earlier) for rule in group], "covered": f"{_ORIGIN}(?:{paths})(?:[/?]|$)"}


def _rule(redirect: Redirect, earlier: Earlier) -> dict[str, object]:
    """The values of one rule in the template."""
    gone = redirect.gone
    return {
        "redirect": redirect,
        "title": files.title(redirect),
        "covered": _covered(redirect, groups=True),
        "yielding": [(rule.id, _covered(rule)) for rule in yielding(earlier, redirect)],
        "headers": _headers((*redirect.headers, *redirect.host_headers)),
        "gone_headers": _headers(gone_headers(redirect)),
        "to": quoted(_location(redirect)),
        "to_more": quoted(_location(redirect, "&")) if Part.MORE_QUERY in location_parts(redirect) else "",
        "body": quoted(literal(gone.body)) if gone and gone.body else "",
        "open": _open(redirect),
        "mark": files.clock_mark(redirect),
    }


def _asked(records: HeaderRecords) -> str:
    """What a request asks, as the expressions of `records` match it."""
    fields = ";".join(f"{{http.request.header.{name}}}" for name in records.carriers)
    return f"{{http.request.orig_method}} {{http.request.orig_uri}} {fields}"


def _header_group(group: Sequence[HeaderRule], records: HeaderRecords) -> dict[str, object]:
    """The values of a group of rules that add headers: `pattern` matches what one of them does, and nothing else."""
    rules = [
        {
            "id": rule.id,
            "title": files.title(rule),
            "pattern": records.pattern(rule, absolute=True),
            "headers": [(name, quoted(literal(value))) for name, value in rule.headers],
        }
        for rule in group
    ]
    return {"rules": rules, "pattern": records.pattern(*group, absolute=True)}


def _covered(redirect: Redirect, *, groups: bool = False) -> str:
    """The raw target, origin-form or absolute."""
    return f"{_ORIGIN}{files.covered_pattern(redirect, groups=groups)}$"


def _location(redirect: Redirect, more: str = "") -> str:
    """The location; `more` is what joins the request's query to that of the target."""
    parts = location_parts(redirect)
    return files.location_text(redirect, parts, lambda number: f"{{re.docgen_{redirect.id}.{number}}}", more)


def _open(redirect: Redirect) -> str:
    """The matcher for the times at which the rule redirects; empty where it always does."""
    if redirect.sunset is None:
        return ""
    if not redirect.brownouts:
        return f"not vars_regexp {{time.now.unix}} `^(?:{at_or_after(redirect.sunset)})$`"
    windows = [f"({_NOW} < {start} || {_NOW} >= {end})" for start, end in redirect.brownouts]
    return f"expression `{' && '.join([*windows, f'{_NOW} < {redirect.sunset}'])}`"


def _headers(headers: Sequence[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """Fields in two blocks: the first of each name replaces what the site set, the others are added to it.

    A block adds before it sets, whatever the order of its lines.
    """
    blocks: list[list[tuple[str, str]]] = [[], []]
    for repeated, name, value in marked_repeats(headers):
        # in front of a name these signs are an operation, or begin a comment
        added = repeated or name[0] in "+-#"
        # Caddy sends a name like this anyway, and `import` would be a directive
        written = name[0].upper() + name[1:]
        blocks[added].append((f"+{written}" if added else written, quoted(literal(value))))
    return [block for block in blocks if block]


def literal(value: str) -> str:
    """Text that Caddy does not expand: `{env.HOME}` would otherwise be the value of a variable.

    An import takes one backslash away, the answer the other; `{$` is expanded before either, which is the
    feature `brace-dollar`. Where there is no `{`, Caddy 2.6 takes no backslash away, and nothing
    needs one, but for a brace alone, which would end a block.
    """
    if "{" not in value and value != "}":
        return value
    return value.replace("{", r"\\{").replace("}", r"\\}")


def quoted(value: str) -> str:
    """A token of a Caddyfile; a backtick cannot be written in one, hence the feature `backtick`."""
    return f"`{value}`"


def _headers_of_site(docs: DocsHost) -> list[list[tuple[str, str]]]:
    """The headers of every answer; a value with a backtick is in double quotes."""
    return [[(name, _in_other_quotes(value)) for name, value in block] for block in _headers(docs.common_headers)]


def _in_other_quotes(token: str) -> str:
    inner = token[1:-1]
    return token if "`" not in inner else '"' + inner.replace('"', '\\"') + '"'
