"""Caddy: an `import` for a site block.

The clock matches the digits of the time, which costs nothing beside a rule without one; an expression that Caddy
interprets, as a rule with brownouts has it, costs 15 % of a redirect (measured).

Headers are added to what the upstream answers by a route behind those of the redirects, which end a request. They are
added as late as Caddy writes an answer, since only then it is known which the upstream sends itself. An interim answer
(103) is written too, and gets them; to the final one, Caddy 2.6 then adds them beside those of the upstream.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import repeat
from math import isqrt
from typing import Final

from docgen.model.redirect import AnyRule, Field, HeaderRule, Headers, Redirect
from docgen.redirects.edges.docs_files import SiteServer
from docgen.redirects.edges.edge import INVALID_ESCAPE, FileTexts, HostRules, Values, gone_fields
from docgen.redirects.edges.headers import HeaderRecords, with_places
from docgen.redirects.edges.server_syntax import at_or_after, batches, covered_pattern, location_text, path_pattern
from docgen.redirects.paths import Part, location_parts

_ORIGIN: Final = "^(?:(?i:https?)://[^/?#]*)?"
_NOW: Final = "int({time.now.unix})"
_MAX_UNGROUPED: Final = 30
"""Rules that a request may pass one by one; more are grouped."""


class Caddy(SiteServer):
    """Caddy: the cost of a request grows with the rules, but no number was found beyond which it fails."""

    NAME = "caddy"
    TITLE = "Caddy"
    FOLDER = "/etc/caddy"
    SUFFIX = ".caddy"
    ALTERNATIVES = {
        "backtick": "write the value without a backtick, which a Caddyfile cannot quote together with other quotes",
        "brace-dollar": "write a space after `{`: Caddy expands `{$` before it reads the file",
    }
    DIFFERENCES = {"invalid-escape": INVALID_ESCAPE}

    def files(self, host: HostRules) -> FileTexts:
        """One import."""
        yield (
            f"{host.base}.caddy",
            host.fill(
                "caddy.caddy",
                rules=host.rules,
                groups=list(map(_group, _groups(host.rules), repeat(host))),
                asked=quoted(_asked(host.records)),
                header_groups=list(map(_header_group, _groups(host.records.rules), repeat(host.records))),
            ),
        )

    def docs_headers(self, headers: Headers) -> Iterable[object]:
        """Two blocks."""
        return _headers(headers, _in_other_quotes)


def _groups(rules: Sequence[AnyRule]) -> list[Sequence[AnyRule]]:
    """The rules in groups of consecutive ones, about as many groups as each has rules; one group where they are few.

    Caddy tries the matchers one by one, and each takes about a microsecond.
    """
    # a group costs a match of its own, which pays from about this many rules on
    if len(rules) > _MAX_UNGROUPED:
        return batches(rules, isqrt(len(rules)))
    return batches(rules, _MAX_UNGROUPED)


def _group(group: Sequence[Redirect], host: HostRules) -> Values:
    """The values of a group in the template; `covered` matches all that one of its rules may cover."""
    paths = "|".join(path_pattern(rule.path) for rule in group)
    return {"rules": list(map(_rule, group, repeat(host))), "covered": f"{_ORIGIN}(?:{paths})(?:[/?]|$)"}


def _rule(redirect: Redirect, host: HostRules) -> Values:
    """The values of one rule in the template."""
    to_more = body = ""
    if Part.MORE_QUERY in location_parts(redirect):
        to_more = quoted(_location(redirect, "&"))
    if redirect.gone and redirect.gone.body:
        body = quoted(literal(redirect.gone.body))
    return {
        "redirect": redirect,
        "covered": _covered(redirect, groups=True),
        "yielding": [(rule.id, _covered(rule)) for rule in host.yielding(redirect)],
        "headers": _headers(redirect.open_headers),
        "gone_headers": _headers(gone_fields(redirect)),
        "to": quoted(_location(redirect)),
        "to_more": to_more,
        "body": body,
        "open": _open(redirect),
    }


def _asked(records: HeaderRecords) -> str:
    """What a request asks, as the expressions of `records` match it."""
    fields = ";".join(map("{{http.request.header.{}}}".format, records.carriers))
    return f"{{http.request.orig_method}} {{http.request.orig_uri}} {fields}"


def _header_group(group: Sequence[HeaderRule], records: HeaderRecords) -> Values:
    """The values of a group of rules that add headers: `pattern` matches what one of them does, and nothing else."""
    rules = []
    for rule in group:
        headers = [(name, quoted(literal(value))) for name, value in rule.headers]
        pattern = records.pattern(rule, absolute=True)
        rules.append({"rule": rule, "pattern": pattern, "headers": headers})
    return {"rules": rules, "pattern": records.pattern(*group, absolute=True)}


def _covered(redirect: Redirect, *, groups: bool = False) -> str:
    """The raw target, origin-form or absolute."""
    return f"{_ORIGIN}{covered_pattern(redirect, groups=groups)}$"


def _location(redirect: Redirect, more: str = "") -> str:
    """The location; `more` is what joins the request's query to that of the target."""
    group = f"{{{{re.docgen_{redirect.id}.{{}}}}}}".format
    return location_text(redirect, location_parts(redirect), group, more)


def _open(redirect: Redirect) -> str:
    """The matcher for the times at which the rule redirects; empty where it always does."""
    if redirect.sunset is None:
        return ""
    if not redirect.brownouts:
        return f"not vars_regexp {{time.now.unix}} `^(?:{at_or_after(redirect.sunset)})$`"
    windows = [f"({_NOW} < {start} || {_NOW} >= {end})" for start, end in redirect.brownouts]
    return f"expression `{' && '.join([*windows, f'{_NOW} < {redirect.sunset}'])}`"


def quoted(value: str) -> str:
    """A token of a Caddyfile; a backtick cannot be written in one, hence the feature `backtick`."""
    return f"`{value}`"


def _headers(headers: Sequence[Field], quote: Callable[[str], str] = quoted) -> list[list[Field]]:
    """Fields in two blocks: the first of each name replaces what the site set, the others are added to it.

    A block adds before it sets, whatever the order of its lines.
    """
    first: list[Field] = []
    added: list[Field] = []
    for place, name, value in with_places(headers):
        # Caddy sends a name like this anyway, and `import` would be a directive
        written = name[0].upper() + name[1:]
        # in front of a name these signs are an operation, or begin a comment
        if place or name[0] in "+-#":
            added.append((f"+{written}", quote(literal(value))))
        else:
            first.append((written, quote(literal(value))))
    return list(filter(None, (first, added)))


def literal(value: str) -> str:
    """Text that Caddy does not expand: `{env.HOME}` would otherwise be the value of a variable.

    An import takes one backslash away, the answer the other; `{$` is expanded before either, which is the
    feature `brace-dollar`. Where there is no `{`, Caddy 2.6 takes no backslash away, and nothing
    needs one, but for a brace alone, which would end a block.
    """
    if "{" not in value and value != "}":
        return value
    return value.replace("{", r"\\{").replace("}", r"\\}")


def _in_other_quotes(value: str) -> str:
    """A token of a Caddyfile that may have a backtick."""
    if "`" not in value:
        return quoted(value)
    return '"' + value.replace('"', '\\"') + '"'
