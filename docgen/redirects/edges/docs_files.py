"""The files for the documentation's host, of servers and of platforms."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from itertools import chain

from docgen.model.files import Files
from docgen.model.redirect import Headers
from docgen.redirects import docs_host
from docgen.redirects.docs_host import CONTENT_TYPES, CROSS_ORIGIN, DocsHost
from docgen.redirects.edges.edge import Edge, fill
from docgen.redirects.edges.expiry import StaticEdge


class SiteServer(Edge, ABC):
    """A server that serves the site too, by a file that ends in `SUFFIX` and is rendered from a template of its own."""

    SUFFIX: str

    @abstractmethod
    def docs_headers(self, headers: Headers) -> Iterable[object]:
        """The headers of every answer of the site, in the syntax of the server."""

    def render_docs_host(self, docs: DocsHost) -> Files:
        """The file for the host of the site, whose root is the built site."""
        types: dict[str, list[str]] = {}
        for suffix, type_ in CONTENT_TYPES.items():
            # each server has its own way to match two dots
            if suffix != ".feed.json":
                types.setdefault(type_, []).append(suffix)
        text = fill(
            f"{self.NAME}-docs-host{self.SUFFIX}",
            docs=docs,
            types=types.items(),
            # nginx writes both without what the others have, and always adds the charset to HTML
            plain_types=[(_plain(type_), _without_dots(suffixes)) for type_, suffixes in types.items()],
            charset_types=[_plain(type_) for type_ in types if ";" in type_ and not type_.startswith("text/html")],
            extensions=_without_dots(chain.from_iterable(types.values())),
            shared=_without_dots(CROSS_ORIGIN),
            site=docs_host,
            headers=self.docs_headers(docs.common_headers),
        )
        return {f"{self.NAME}/docgen-docs-host{self.SUFFIX}": text}


class SitePlatform(StaticEdge, ABC):
    """A platform that serves the site itself, also /errors/<code> from `errors/<code>.html`, and `404.html`."""

    SHARED: tuple[str, ...] = ()
    """The suffixes of files that are for other origins too, where `_headers` says so."""

    def render_docs_host(self, docs: DocsHost) -> Files:
        """`_headers` of the site."""
        shared = map("/*{}".format, self.SHARED * docs.allows_other_origins)
        text = fill("docs-host-headers", docs=docs, title=self.TITLE, shared=shared, site=docs_host)
        return {f"{self.NAME}/docgen-docs-host/_headers": text}


def _plain(type_: str) -> str:
    """A type without its charset."""
    return type_.partition(";")[0]


def _without_dots(suffixes: Iterable[str]) -> list[str]:
    return [suffix.removeprefix(".") for suffix in suffixes]
