"""What every edge offers, and what a redirect may ask of one."""

from collections.abc import Sequence
from typing import Protocol

from docgen.model.files import Files
from docgen.model.redirect import Redirect


class Edge(Protocol):
    """A server that ops run: one module per server, each checked against this type.

    `FEATURES` are the names that `needs` may give.
    """

    TITLE: str
    FEATURES: frozenset[str]

    def render(self, redirects: Sequence[Redirect], now: int, folder: str | None) -> Files:
        """The files of the rules, of one or several hosts.

        Only an edge without a clock of its own looks at `now` (Unix seconds); `folder` is where ops install
        the files (None: the server's usual place).
        """

    def render_docs_host(self, host: str) -> Files:
        """The file that maps /errors/<code> and the 404 page on the documentation's host."""

    def over_limit(self, redirects: Sequence[Redirect]) -> tuple[Redirect, ...]:
        """The rules that are too many for the edge: it was measured with fewer."""


def needs(redirect: Redirect) -> frozenset[str]:
    """The names of the features that an edge must have to carry the redirect in full."""
    ends = redirect.sunset is not None
    gone = redirect.gone
    sent = [value for _, value in (*redirect.headers, *redirect.host_headers)]
    if ends and gone:
        sent.append(gone.body)
    wanted = {
        redirect.match: True,
        "clock": ends,
        "headers": bool(redirect.headers),
        "host-headers": bool(redirect.host_headers),
        "methods-except": bool(redirect.excluded),
        "after-upstream": ends and gone is None,
        "after-body": ends and gone is not None and bool(gone.body),
        "dollar": any("$" in value for value in sent),
        "brace-dollar": any("{$" in value for value in sent),
        "backtick": any("`" in value for value in sent),
    }
    return frozenset(name for name, needed in wanted.items() if needed)
