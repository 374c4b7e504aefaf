"""The values of the templates for the documentation's host."""

from collections.abc import Sequence

from docgen.redirects import docs_host
from docgen.redirects.docs_host import CONTENT_TYPES, CROSS_ORIGIN, DocsHost
from docgen.redirects.edges.edge import fill

_FEED = ".feed.json"


def fill_docs_host(docs: DocsHost, template: str, **values: object) -> str:
    """The text of a server's template; `values` are those in the syntax of that server."""
    return fill(
        template,
        docs=docs,
        types=_suffixes_by_type(),
        extensions=[suffix.removeprefix(".") for suffix in CONTENT_TYPES if suffix != _FEED],
        shared=[suffix.removeprefix(".") for suffix in CROSS_ORIGIN],
        CROSS_ORIGIN=CROSS_ORIGIN,
        **_constants(),
        **values,
    )


def headers_file(docs: DocsHost, title: str, shared: Sequence[str]) -> str:
    """`_headers` of a platform; files with a suffix in `shared` are for other origins too."""
    return fill(
        "docs-host-headers",
        docs=docs,
        title=title,
        shared=[f"/*{suffix}" for suffix in shared] if docs.allows_other_origins else [],
        hashed=docs_host.HASHED_ASSET_PREFIXES,
        **_constants(),
    )


def _constants() -> dict[str, object]:
    return {
        "HASHED_ASSET": docs_host.HASHED_ASSET,
        "IMMUTABLE": docs_host.IMMUTABLE,
        "REVALIDATE": docs_host.REVALIDATE,
        "NO_STORE": docs_host.NO_STORE,
        "CODE_PAGE": docs_host.CODE_PAGE,
        "link": docs_host.link,
        "feed": CONTENT_TYPES[_FEED],
        "html": CONTENT_TYPES[".html"],
    }


def _suffixes_by_type() -> list[tuple[str, list[str]]]:
    """Each type with its suffixes, but for `.feed.json`: each server has its own way to match two dots."""
    types: dict[str, list[str]] = {}
    for suffix, type_ in CONTENT_TYPES.items():
        if suffix != _FEED:
            types.setdefault(type_, []).append(suffix)
    return list(types.items())


def plain_types() -> list[tuple[str, list[str]]]:
    """The types without a charset and the suffixes without a dot, as nginx writes them."""
    return [
        (type_.partition(";")[0], [suffix.removeprefix(".") for suffix in suffixes])
        for type_, suffixes in _suffixes_by_type()
    ]


def charset_types() -> list[str]:
    """The types with a charset, but for HTML, to which nginx always adds it."""
    return [
        type_.partition(";")[0]
        for type_, _ in _suffixes_by_type()
        if ";" in type_ and not type_.startswith("text/html")
    ]
