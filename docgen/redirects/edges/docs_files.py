"""The values of the templates that serve the site."""

from collections.abc import Sequence

from docgen.redirects import docs_host
from docgen.redirects.docs_host import CONTENT_TYPES, CROSS_ORIGIN, DocsHost
from docgen.redirects.edges.template import fill

_FEED = ".feed.json"


def fill_docs_host(docs: DocsHost, template: str, **values: object) -> str:
    """The text of a server's template; `values` are in the syntax of that server."""
    return fill(
        template,
        docs=docs,
        types=_extensions_by_type(),
        ends=[end.removeprefix(".") for end in CONTENT_TYPES if end != _FEED],
        shared=[end.removeprefix(".") for end in CROSS_ORIGIN],
        CROSS_ORIGIN=CROSS_ORIGIN,
        **_constants(),
        **values,
    )


def headers_file(docs: DocsHost, title: str, by_path: Sequence[str]) -> str:
    """`_headers` of a platform; files that end with one of `by_path` are for other origins too."""
    return fill(
        "docs-host-headers",
        docs=docs,
        title=title,
        shared=[f"/*{end}" for end in by_path] if docs.allows_other_origins else [],
        hashed=docs_host.HASHED_ASSET_PREFIXES,
        **_constants(),
    )


def _constants() -> dict[str, object]:
    return {
        "HASHED_ASSET": docs_host.HASHED_ASSET,
        "IMMUTABLE": docs_host.IMMUTABLE,
        "REVALIDATE": docs_host.REVALIDATE,
        "NO_STORE": docs_host.NO_STORE,
        "feed": CONTENT_TYPES[_FEED],
        "html": CONTENT_TYPES[".html"],
    }


def _extensions_by_type() -> list[tuple[str, list[str]]]:
    """Each type with the ends of the names that have it; the two words of a feed's are each server's own matter."""
    types: dict[str, list[str]] = {}
    for end, type_ in CONTENT_TYPES.items():
        if end != _FEED:
            types.setdefault(type_, []).append(end)
    return list(types.items())


def plain_types() -> list[tuple[str, list[str]]]:
    """The types without a charset and the ends without a dot, as nginx has them."""
    return [(type_.partition(";")[0], [end.removeprefix(".") for end in ends]) for type_, ends in _extensions_by_type()]


def charset_types() -> list[str]:
    """The types that say their charset, but for HTML, for which nginx says it always."""
    return [
        type_.partition(";")[0]
        for type_, _ in _extensions_by_type()
        if ";" in type_ and not type_.startswith("text/html")
    ]
