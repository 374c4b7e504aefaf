"""The interface of an edge, the features that a redirect may require of it, and the templates of all."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

import msgspec

from docgen.model.accepted import ACCEPTED, MISSING_FEATURE
from docgen.model.files import Files
from docgen.model.redirect import HeaderRule, Redirect, Rule
from docgen.redirects.docs_host import DocsHost
from docgen.redirects.edges.headers import Headers
from docgen.redirects.paths import PLACEHOLDER
from docgen.templates import environment

_TEMPLATES: Final = environment("docgen.redirects.edges")


class Setup(msgspec.Struct, frozen=True):
    """What an edge's files depend on besides the rules.

    `now` is a Unix time in seconds, which only an edge without a clock reads; `folder` is where ops install the files
    (None: the server's usual place); `accepted` are features that the edge lacks and the project does without;
    `notice` is the first line of every file, or empty; `first_host` is the host with the plain file names (empty: that
    of the first rule); `header_rules` are the rules without a target, the first that covers a request decides, and
    `own_headers` and `carriers` are the names of headers that such rules may add and ask for.
    """

    now: int = 0
    folder: str | None = None
    accepted: frozenset[str] = frozenset()
    notice: str = ""
    first_host: str = ""
    header_rules: tuple[HeaderRule, ...] = ()
    own_headers: tuple[str, ...] = ()
    carriers: tuple[str, ...] = ()


class Limit(msgspec.Struct, frozen=True):
    """A limit beyond which an edge refuses its files or slows down: what it counts, how many, the figure's source.

    `of` counts that of one redirect, `of_answer` that of the header fields and the body of one answer. `hint` says what
    to do beyond it.
    """

    what: str
    figure: int
    source: str
    hint: str = "shorten it"
    of: Callable[[Redirect], int] | None = None
    of_answer: Callable[[Headers, str], int] | None = None


class Excess(msgspec.Struct, frozen=True):
    """A rule beyond a limit of its edge: the project's own figure, and what to do."""

    redirect: Rule
    limit: Limit
    actual: int
    hint: str


class Edge(Protocol):
    """A server that ops run: one module per server, each checked against this type.

    `HAS_CLOCK` says whether the edge itself compares each request's time with the sunset; where it does not, `render`
    leaves out the rules that have ended at `now`. `FEATURES` are those of `ALL_FEATURES` that it supports;
    `ALTERNATIVES` has, for each of the others, the nearest setting or change of the rule that works. `DIFFERENCES` are
    the ways in which its answers may differ from the oracle's, by an id that the edge's list of differences names.
    """

    TITLE: str
    HAS_CLOCK: bool
    FEATURES: frozenset[str]
    ALTERNATIVES: Mapping[str, str]
    LIMITS: tuple[Limit, ...]
    DIFFERENCES: Mapping[str, str]

    def render(self, redirects: Sequence[Redirect], setup: Setup) -> Files:
        """The files of the rules, of one or several hosts, as `<edge>/docgen-...`."""

    def render_docs_host(self, docs: DocsHost) -> Files:
        """The file that serves the site as `docgen.redirects.docs_host` says; empty where the edge serves no files."""

    def excesses(self, redirects: Sequence[Redirect], setup: Setup) -> tuple[Excess, ...]:
        """The rules beyond a limit of the edge."""


def required_features(rule: Rule) -> frozenset[str]:
    """The features that an edge must have to serve the rule in full."""
    if isinstance(rule, HeaderRule):
        return frozenset({HEADER_RULES}) | _characters(value for _, value in rule.headers)
    return _redirect_features(rule)


def _redirect_features(redirect: Redirect) -> frozenset[str]:
    ends = redirect.sunset is not None
    gone = redirect.gone
    paths = redirect.path + urlsplit(redirect.to).path
    sent = [value for _, value in (*redirect.headers, *redirect.host_headers)]
    if ends and gone:
        sent.append(gone.body)
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
        "placeholder-part": any("{" in part and not PLACEHOLDER.fullmatch(part) for part in redirect.path.split("/")),
        "path-characters": bool(set("%@,") & set(paths)),
        "path-colon": ":" in paths,
        "brownouts": bool(redirect.brownouts),
        "after-upstream": ends and gone is None,
        "after-body": ends and gone is not None and bool(gone.body),
        f"after-{gone.status if gone else 0}": ends and gone is not None,
    }
    return frozenset(name for name, needed in wanted.items() if needed) | _characters(sent)


def _characters(sent: Iterable[str]) -> frozenset[str]:
    """The features that values need of servers that have no escape for some characters."""
    text = "\n".join(sent)
    return frozenset(name for name, sign in _SIGNS.items() if sign in text)


_SIGNS: Final = {"dollar": "$", "brace-dollar": "{$", "backtick": "`"}
HEADER_RULES: Final = "header-rules"
"""The feature that all rules without a target need."""
JOINED_FIELDS: Final = (
    "Headers of the same name are sent as one, joined by commas, which means the same (RFC 9110, section 5.3)."
)
INVALID_ESCAPE: Final = "A request target with a `%` that no two hexadecimal digits follow is refused with 400."
"""Differences that several edges have."""


def acceptance_entry(edge: str, feature: str) -> str:
    """The entry of accepted.yaml with which a project does without a feature of an edge, for `ALTERNATIVES`."""
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
"""What not every edge supports, with what works there, for `ALTERNATIVES`."""
_ANSWERS: Final = ("after-404", "after-410", "after-body", "after-upstream", "headers", "host-headers")
ACCEPTABLE_FEATURES: Final = frozenset((*_ANSWERS, "methods-except", HEADER_RULES))
"""The features that a project can do without: the edge serves the rule, but for that."""
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


def no_docs_host(docs: DocsHost) -> Files:
    """None, for `render_docs_host` of an edge that serves no files, or whose platform maps the addresses itself."""
    del docs
    return {}


def fill(name: str, **values: Any) -> str:  # noqa: ANN401 - a template takes what it names
    """The template `templates/<name>.j2`, rendered with the values."""
    return _TEMPLATES.get_template(f"{name}.j2").render(**values)
