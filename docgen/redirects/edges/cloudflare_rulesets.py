"""Cloudflare rulesets (experimental): Terraform JSON with the rules of the phase http_request_dynamic_redirect.

No test runs it: it is written from Cloudflare's documentation. It is not known whether response-header rules apply to
these redirects, so they have no headers. A zone has one ruleset of the phase, which stays with ops: the files have
lists of rules.
"""

from collections.abc import Mapping, Sequence

from docgen.model.files import Files
from docgen.model.redirect import Redirect
from docgen.redirects.docs_host import DocsHost
from docgen.redirects.edges import files
from docgen.redirects.edges.edge import ALL_FEATURES, EXTENSIONS, HEADER_RULES, Excess, Limit, Setup, acceptance_entry
from docgen.redirects.edges.overlap import Earlier, earlier_rules
from docgen.redirects.edges.template import fill

TITLE = "Cloudflare rulesets (EXPERIMENTAL: never run)"
HAS_CLOCK = True
ALTERNATIVES: Mapping[str, str] = {
    "after-410": "write `after: 404`, or accept what the origin answers after the sunset: "
    + acceptance_entry("cloudflare-rulesets", "after-410"),
    "after-body": "write `after: upstream`, or accept what the origin answers after the sunset: "
    + acceptance_entry("cloudflare-rulesets", "after-body"),
    "headers": "it is not known whether response-header rules apply to these redirects: write "
    "`status: 302`, which clients do not cache permanently, and accept that none are sent: "
    + acceptance_entry("cloudflare-rulesets", "headers"),
    "host-headers": "it is not known whether response-header rules apply to these redirects; "
    "accept that none are sent: " + acceptance_entry("cloudflare-rulesets", "host-headers"),
    **{name: text for name, text in EXTENSIONS.items() if name.startswith((HEADER_RULES, "placeholder", "target"))},
}
FEATURES = ALL_FEATURES - set(ALTERNATIVES)
_RULES = Limit(
    "rules of the ruleset on a host",
    300,
    "Enterprise, Cloudflare's documentation of Single Redirects: 50 on Business, 25 on Pro, 10 on Free; "
    "a prefix rule is two",
)
_EXPRESSION = Limit("characters in an expression", 4_096, "Cloudflare's documentation of the Rules language")
LIMITS: tuple[Limit, ...] = (_RULES, _EXPRESSION)
DIFFERENCES: Mapping[str, str] = {
    "origin-answers": "After its sunset a rule no longer matches, and the origin answers as without it: "
    "its own 404 where it has no such path.",
}
_PATH = "raw.http.request.uri.path"
_NOW = "http.request.timestamp.sec"


def render(redirects: Sequence[Redirect], setup: Setup) -> Files:
    """One file of locals per host; the expressions have a clock, so `now` plays no part."""
    folder = setup.folder or "redirects/dist/cloudflare-rulesets"
    return {
        f"cloudflare-rulesets/{base}.tf.json": fill(
            "cloudflare-rulesets.tf.json",
            path=f"{folder}/{base}.tf.json",
            gathered=_local(base),
            rules=[_rule(rule, earlier, _local(base)) for rule in rules],
            **head,
        )
        for base, rules, head in files.hosts(redirects, setup, FEATURES)
        for earlier in [earlier_rules(rules)]
    }


def render_docs_host(docs: DocsHost) -> Files:
    """Nothing: a ruleset serves no files."""
    del docs
    return {}


def excesses(redirects: Sequence[Redirect], setup: Setup) -> tuple[Excess, ...]:
    """The rules beyond the limit of a ruleset, and those whose expression is too long."""
    found: list[Excess] = []
    for rules in files.rules_by_host(redirects, setup, FEATURES).values():
        count, earlier = 0, earlier_rules(rules)
        for rule in rules:
            count += 2 if rule.match == "prefix" else 1
            if count > _RULES.figure:
                found.append(Excess(rule, _RULES, count, "remove rules, or serve them from another edge"))
            if (length := _longest_expression(rule, earlier)) > _EXPRESSION.figure:
                found.append(Excess(rule, _EXPRESSION, length, "let fewer rules overlap, or shorten `from`"))
    return tuple(found)


def _local(name: str) -> str:
    """The name of a list of rules in Terraform."""
    return name.replace("-", "_").replace(".", "_")


def _rule(redirect: Redirect, earlier: Earlier, local: str) -> dict[str, object]:
    """The values of one rule in the template: its conditions are a local of their own, one a line."""
    conditions = f"{local}__{redirect.id.replace('-', '_')}"
    return {
        "redirect": redirect,
        "title": files.title(redirect),
        "conditions": conditions,
        "host": _host(redirect),
        "clock": _clock(redirect),
        "mark": files.clock_mark(redirect),
        "others": _path_conditions(redirect, earlier),
        "targets": _targets(redirect, f'${{join(" and ", local.{conditions}[*].when)}}'),
    }


def _longest_expression(redirect: Redirect, earlier: Earlier) -> int:
    """The characters of the longest expression of the rule, once Terraform has joined it."""
    conditions = [_host(redirect), _clock(redirect), *_path_conditions(redirect, earlier)]
    return max(len(expression) for expression, _ in _targets(redirect, " and ".join(filter(None, conditions))))


def _host(redirect: Redirect) -> str:
    return f"http.host eq {quoted(redirect.host)}"


def _clock(redirect: Redirect) -> str:
    brownouts = (f"not ({_NOW} ge {start} and {_NOW} lt {end})" for start, end in redirect.brownouts)
    sunset = () if redirect.sunset is None else (f"{_NOW} lt {redirect.sunset}",)
    return " and ".join((*sunset, *brownouts))


def _path_conditions(redirect: Redirect, earlier: Earlier) -> list[str]:
    """The conditions on method and path; a path that an earlier rule covers is that rule's at any time."""
    excluded = " ".join(map(quoted, redirect.excluded))
    methods = [f"not http.request.method in {{{excluded}}}"] if excluded else []
    return [*methods, *(f"not {_covered(rule)}" for rule in earlier[redirect.id]), _covered(redirect)]


def _covered(redirect: Redirect) -> str:
    if redirect.match == "exact":
        return f"({_PATH} in {{{quoted(redirect.path)} {quoted(redirect.path + '/')}}})"
    return f"({_PATH} eq {quoted(redirect.path)} or starts_with({_PATH}, {quoted(redirect.path + '/')}))"


def _targets(redirect: Redirect, whole: str) -> list[tuple[str, dict[str, str]]]:
    """The rules of the ruleset, as (expression, target): a prefix rule has one for its path, one for all below it."""
    if redirect.match == "exact":
        return [(whole, {"value": redirect.to})]
    below = f"concat({quoted(redirect.to.removesuffix('/'))}, substring({_PATH}, {len(redirect.path)}))"
    return [
        (f"{whole} and {_PATH} eq {quoted(redirect.path)}", {"value": redirect.to}),
        (f"{whole} and {_PATH} ne {quoted(redirect.path)}", {"expression": below}),
    ]


def literal(text: str) -> str:
    """Text that Terraform does not expand."""
    return text.replace("${", "$${").replace("%{", "%%{")


def quoted(text: str) -> str:
    """A string of the Rules language, in Terraform."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return literal(f'"{escaped}"')
