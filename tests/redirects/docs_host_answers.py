"""What the docs host must answer to a path, by the rules of `docgen.redirects.docs_host`."""

import re
from collections.abc import Iterator

from docgen.model.redirect import Field
from docgen.redirects.docs_host import (
    CONTENT_TYPES,
    CROSS_ORIGIN,
    HASHED_ASSET,
    IMMUTABLE,
    NO_STORE,
    REVALIDATE,
    DocsHost,
    content_type,
)


def headers(host: DocsHost, path: str, status: int = 200) -> dict[str, str]:
    """The headers of the answer to a path: of its file, or with `status` 404 of the missing page."""
    return dict(_headers(host, path, status))


def _headers(host: DocsHost, path: str, status: int) -> Iterator[Field]:
    type_, caching = content_type(path), cache_control(path)
    if status != 200:
        type_, caching = CONTENT_TYPES[".html"], NO_STORE
    if type_:
        yield "Content-Type", type_
    yield "Cache-Control", caching
    if host.allows_other_origins and path.endswith(CROSS_ORIGIN):
        yield "Access-Control-Allow-Origin", "*"
    yield from host.common_headers


def cache_control(path: str) -> str:
    """The value of Cache-Control for a file."""
    return IMMUTABLE if re.search(HASHED_ASSET, path) else REVALIDATE
