"""The values of the templates for the documentation's host."""

from collections.abc import Iterable, Sequence

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
        extensions=_without_dots(suffix for suffix in CONTENT_TYPES if suffix != _FEED),
        shared=_without_dots(CROSS_ORIGIN),
        site=docs_host,
        **values,
    )


def headers_file(docs: DocsHost, title: str, shared: Sequence[str]) -> str:
    """`_headers` of a platform; files with a suffix in `shared` are for other origins too."""
    if not docs.allows_other_origins:
        shared = ()
    return fill(
        "docs-host-headers",
        docs=docs,
        title=title,
        shared=list(map("/*{}".format, shared)),
        site=docs_host,
    )


def _suffixes_by_type() -> list[tuple[str, list[str]]]:
    """Each type with its suffixes, but for `.feed.json`: each server has its own way to match two dots."""
    types: dict[str, list[str]] = {}
    for suffix, type_ in CONTENT_TYPES.items():
        if suffix != _FEED:
            types.setdefault(type_, []).append(suffix)
    return list(types.items())


def plain_types() -> list[tuple[str, list[str]]]:
    """The types without a charset and the suffixes without a dot, as nginx writes them."""
    return [(type_.partition(";")[0], _without_dots(suffixes)) for type_, suffixes in _suffixes_by_type()]


def _without_dots(suffixes: Iterable[str]) -> list[str]:
    return [suffix.removeprefix(".") for suffix in suffixes]


def charset_types() -> list[str]:
    """The types with a charset, but for HTML, to which nginx always adds it."""
    with_charset = (type_ for type_ in dict(_suffixes_by_type()) if ";" in type_)
    return [type_.partition(";")[0] for type_ in with_charset if not type_.startswith("text/html")]
