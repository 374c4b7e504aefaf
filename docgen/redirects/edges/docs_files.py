"""The files for the documentation's host, of servers and of platforms."""

from abc import ABC, abstractmethod
from collections.abc import Iterable

from docgen.model.files import Files
from docgen.model.redirect import Headers
from docgen.redirects import docs_host
from docgen.redirects.docs_host import CONTENT_TYPES, CROSS_ORIGIN, DocsHost
from docgen.redirects.edges.edge import Edge, fill
from docgen.redirects.edges.expiry import StaticEdge

_FEED = ".feed.json"


class SiteServer(Edge, ABC):
    """A server that serves the site too, by a file that ends in `SUFFIX` and is rendered from a template of its own."""

    SUFFIX: str

    @abstractmethod
    def docs_headers(self, headers: Headers) -> Iterable[object]:
        """The headers of every answer of the site, in the syntax of the server."""

    def render_docs_host(self, docs: DocsHost) -> Files:
        """The file for the host of the site, whose root is the built site."""
        text = fill(
            f"{self.NAME}-docs-host{self.SUFFIX}",
            docs=docs,
            types=_suffixes_by_type(),
            plain_types=_plain_types(),
            charset_types=_charset_types(),
            extensions=_without_dots(suffix for suffix in CONTENT_TYPES if suffix != _FEED),
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


def _suffixes_by_type() -> list[tuple[str, list[str]]]:
    """Each type with its suffixes, but for `.feed.json`: each server has its own way to match two dots."""
    types: dict[str, list[str]] = {}
    for suffix, type_ in CONTENT_TYPES.items():
        if suffix != _FEED:
            types.setdefault(type_, []).append(suffix)
    return list(types.items())


def _plain_types() -> list[tuple[str, list[str]]]:
    """The types without a charset and the suffixes without a dot, as nginx writes them."""
    return [(type_.partition(";")[0], _without_dots(suffixes)) for type_, suffixes in _suffixes_by_type()]


def _without_dots(suffixes: Iterable[str]) -> list[str]:
    return [suffix.removeprefix(".") for suffix in suffixes]


def _charset_types() -> list[str]:
    """The types with a charset, but for HTML, to which nginx always adds it."""
    with_charset = (type_ for type_ in dict(_suffixes_by_type()) if ";" in type_)
    return [type_.partition(";")[0] for type_ in with_charset if not type_.startswith("text/html")]
