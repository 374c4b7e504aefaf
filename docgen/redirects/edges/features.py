"""The features that a rule may require of an edge, and what to do where an edge lacks one."""

from collections.abc import Mapping
from typing import Final

from docgen.model.accepted import ACCEPTED, MISSING_FEATURE
from docgen.model.redirect import Redirect, Rule
from docgen.redirects.paths import PLACEHOLDER

HEADER_RULES: Final = "header-rules"
"""The feature that all rules without a target need."""
FEATURE_TITLES: Final[Mapping[str, str]] = {
    "exact": "A path and nothing below it",
    "prefix": "A path and what is below it",
    "status-301": "Redirects with 301",
    "status-302": "Redirects with 302",
    "status-307": "Redirects with 307",
    "status-308": "Redirects with 308",
    "headers": "Headers of the redirect: `Sunset`, `Deprecation`, `Link`, `Cache-Control`",
    "host-headers": "The host's own headers on every answer of a rule",
    "methods-except": "Leaves a method to the upstream",
    HEADER_RULES: "Headers on what the upstream answers, by path, method and version",
    "drop-query": "Drops the request's query",
    "target-query": "A query in the target",
    "target-fragment": "A fragment in the target",
    "placeholder": "A placeholder in the path, such as `/v1/{id}/pay`",
    "placeholder-part": "A placeholder for a part of a segment, such as `/v1/{id}.json`",
    "path-characters": "`@ ,` and percent-encoded bytes in a path",
    "path-colon": "`:` in a path",
    "brownouts": "Brownouts before the sunset",
    "after-404": "404 after the sunset",
    "after-410": "410 after the sunset",
    "after-body": "The API's own error after the sunset",
    "after-upstream": "The upstream after the sunset",
    "dollar": "`$` in a value",
    "brace-dollar": "`{$` in a value",
    "backtick": "A backtick in a value",
}
"""Every feature that `required_features` may return, with its title."""
ALL_FEATURES: Final = frozenset(FEATURE_TITLES)
_SIGNS: Final = {"dollar": "$", "brace-dollar": "{$", "backtick": "`"}
"""What values need of servers that have no escape for it."""
_ANSWERS: Final = ("after-404", "after-410", "after-body", "after-upstream", "headers", "host-headers")
ACCEPTABLE_FEATURES: Final = frozenset((*_ANSWERS, "methods-except", HEADER_RULES))
"""The features that a project can do without: the edge serves the rule, but for that."""


def acceptance_entry(edge: str, feature: str) -> str:
    """The entry of accepted.yaml with which a project does without a feature of an edge."""
    return f"`{{what: {MISSING_FEATURE}, at: {edge} {feature}, why: ..., who: ..., until: ...}}` in {ACCEPTED}"


EXTENSIONS: Final[Mapping[str, str]] = {
    "brownouts": "leave out `brownouts`, or serve the rule from an edge with a clock",
    "drop-query": "write `query: keep`",
    HEADER_RULES: "serve the rule from another edge, send the headers from the API itself, or accept that none are "
    "sent: " + acceptance_entry("EDGE", HEADER_RULES),
    "path-characters": "serve the rule from another edge",
    "path-colon": "serve the rule from another edge",
    "placeholder": "write one rule for each path, or a prefix above the placeholder",
    "placeholder-part": "let the placeholder be a whole segment, or serve the rule from another edge",
    "target-fragment": "write the target without `#`",
    "target-query": "write the target without `?`",
}
"""What not every edge supports, with what works there."""


def alternatives(edge: str, own: Mapping[str, str], *supported: str) -> dict[str, str]:
    """The `ALTERNATIVES` of an edge that of EXTENSIONS supports these alone.

    In its `own`, `{accept}` is the entry with which a project does without the feature.
    """
    texts = {name: text for name, text in EXTENSIONS.items() if name not in supported}
    for name, text in own.items():
        texts[name] = text.replace("{accept}", acceptance_entry(edge, name))
    return texts


def required_features(rule: Rule) -> frozenset[str]:
    """The features that an edge must have to serve the rule in full."""
    wanted, sent = {HEADER_RULES: True}, [value for _, value in rule.open_headers]
    if isinstance(rule, Redirect):
        wanted = _redirect_features(rule)
        if rule.ended_answer:
            sent.append(rule.ended_answer.body)
    text = "\n".join(sent)
    for name, sign in _SIGNS.items():
        wanted[name] = sign in text
    return frozenset(filter(wanted.get, wanted))


def _redirect_features(redirect: Redirect) -> dict[str, bool]:
    """The features of redirects, and whether this one needs them."""
    paths = redirect.path + redirect.target.path
    partial = (segment for segment in redirect.path.split("/") if "{" in segment)
    gone = redirect.ended_answer
    wanted = {
        redirect.match: True,
        f"status-{redirect.status}": True,
        "headers": bool(redirect.headers),
        "host-headers": bool(redirect.host_headers),
        "methods-except": bool(redirect.excluded),
        "drop-query": not redirect.keeps_query,
        "target-query": "?" in redirect.to,
        "target-fragment": "#" in redirect.to,
        "placeholder": "{" in redirect.path,
        "placeholder-part": not all(map(PLACEHOLDER.fullmatch, partial)),
        "path-characters": not set("%@,").isdisjoint(paths),
        "path-colon": ":" in paths,
        "brownouts": bool(redirect.brownouts),
        "after-upstream": redirect.sunset is not None and gone is None,
    }
    if gone:
        wanted |= {f"after-{gone.status}": True, "after-body": bool(gone.body)}
    return wanted
