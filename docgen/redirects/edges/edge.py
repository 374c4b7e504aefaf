"""What every edge offers, and what a redirect may ask of one."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

import msgspec

from docgen.model.accepted import ACCEPTED, MISSING_FEATURE
from docgen.model.files import Files
from docgen.model.redirect import Redirect
from docgen.redirects.docs_host import DocsHost


class Setup(msgspec.Struct, frozen=True):
    """What an edge's files depend on beside the rules.

    `now` is a Unix time in seconds, at which only an edge without a clock looks; `folder` is where ops install
    the files (None: the server's usual place); `accepted` are features that the edge lacks and the project does
    without; `notice` is the first line of every file, empty where there is nothing to say; `first_host` has the plain
    file names, and is empty for the host of the first rule; `options` is the project's table of the edge.
    """

    now: int = 0
    folder: str | None = None
    accepted: frozenset[str] = frozenset()
    notice: str = ""
    first_host: str = ""
    options: Mapping[str, Any] = msgspec.field(default_factory=dict)


class Limit(msgspec.Struct, frozen=True):
    """A number beyond which an edge refuses or degrades: what is counted, how many, where the figure is from."""

    what: str
    figure: int
    source: str


class Excess(msgspec.Struct, frozen=True):
    """A rule that passes a limit: by how much the project stands there, and what to do instead."""

    redirect: Redirect
    limit: Limit
    found: int
    instead: str


class Edge(Protocol):
    """A server that ops run: one module per server, each checked against this type.

    `CLOCK` says whether the edge itself compares each request's time with the sunset; where it does not, `render`
    leaves out what has ended at `now`. `FEATURES` are among the names that `needs` may give; `INSTEAD` has, for
    each name that it lacks, the nearest setting or change of the rule that works. `DIFFERS` are the ways in which
    its answers may differ from the oracle's, by an id that rows of the conformance list name.
    """

    TITLE: str
    CLOCK: bool
    FEATURES: frozenset[str]
    INSTEAD: Mapping[str, str]
    LIMITS: tuple[Limit, ...]
    DIFFERS: Mapping[str, str]

    def render(self, redirects: Sequence[Redirect], setup: Setup) -> Files:
        """The files of the rules, of one or several hosts, as `<edge>/docgen-...`."""

    def render_docs_host(self, docs: DocsHost) -> Files:
        """The file that serves the site, as `docgen.redirects.docs_host` says; none where it serves no files."""

    def excesses(self, redirects: Sequence[Redirect], setup: Setup) -> tuple[Excess, ...]:
        """The rules that pass a limit of the edge."""


def needs(redirect: Redirect) -> frozenset[str]:
    """The names of the features that an edge must have to carry the redirect in full."""
    ends = redirect.sunset is not None
    gone = redirect.gone
    sent = [value for _, value in (*redirect.headers, *redirect.host_headers)]
    if ends and gone:
        sent.append(gone.body)
    wanted = {
        redirect.match: True,
        f"status-{redirect.status}": True,
        "headers": bool(redirect.headers),
        "host-headers": bool(redirect.host_headers),
        "methods-except": bool(redirect.excluded),
        "after-upstream": ends and gone is None,
        "after-body": ends and gone is not None and bool(gone.body),
        f"after-{gone.status if gone else 0}": ends and gone is not None,
        "dollar": any("$" in value for value in sent),
        "brace-dollar": any("{$" in value for value in sent),
        "backtick": any("`" in value for value in sent),
    }
    return frozenset(name for name, needed in wanted.items() if needed)


JOINED: Final = (
    "Headers of the same name are sent as one, joined by commas, which means the same (RFC 9110, section 5.3)."
)
"""A way in which the answers of several edges differ."""


def accepting(edge: str, feature: str) -> str:
    """The entry with which a project does without a feature that an edge lacks, for the sentences of `INSTEAD`."""
    return f"`{{what: {MISSING_FEATURE}, at: {edge} {feature}, why: ..., who: ..., until: ...}}` in {ACCEPTED}"


ACCEPTABLE: Final = frozenset(
    ("after-404", "after-410", "after-body", "after-upstream", "headers", "host-headers", "methods-except")
)
"""What an edge may lack and a project can do without: the rule is carried, and lacks that."""


WORDS: Final[Mapping[str, str]] = {
    "exact": "A path and nothing below it",
    "prefix": "A path and what is below it",
    "status-301": "Redirects with 301",
    "status-302": "Redirects with 302",
    "status-307": "Redirects with 307",
    "status-308": "Redirects with 308",
    "headers": "Headers of the redirect: `Sunset`, `Deprecation`, `Link`, `Cache-Control`",
    "host-headers": "The host's own headers on every answer of a rule",
    "methods-except": "Leaves a method to the upstream",
    "after-404": "404 after the sunset",
    "after-410": "410 after the sunset",
    "after-body": "The API's own error after the sunset",
    "after-upstream": "The upstream after the sunset",
    "dollar": "`$` in a value",
    "brace-dollar": "`{$` in a value",
    "backtick": "A backtick in a value",
}
"""Every name that `needs` gives, in words."""
ALL: Final = frozenset(WORDS)
