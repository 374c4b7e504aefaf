"""What the host of the built site answers: content types, caching, and the headers of every answer.

Each edge's file for that host is rendered from this, and the preview takes its content types from here.
"""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from docgen import urls
from docgen.model.config import Config
from docgen.model.redirect import Headers

CONTENT_TYPES: Final[Mapping[str, str]] = {
    ".feed.json": "application/feed+json",
    ".atom": "application/atom+xml",
    ".css": "text/css; charset=utf-8",
    ".gz": "application/gzip",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".ics": "text/calendar; charset=utf-8",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".md": "text/markdown; charset=utf-8",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
"""Content type by suffix of the file name; the first match counts, so a longer suffix comes first.

A file with none of them has the type that the server knows."""
CROSS_ORIGIN: Final = (".atom", ".ics", ".json", ".md", ".txt", ".xml")
"""Suffixes of the files that programs in a browser read from other origins (the Fetch Standard, CORS protocol)."""
HASHED_ASSET: Final = r"^/assets/.*[.][0-9a-f]{8}[.](?:min[.])?(?:css|js|svg)(?:[.]map)?$"
"""Files whose name changes with their content, in the syntax common to PCRE, RE2 and Python."""
HASHED_ASSET_PREFIXES: Final = (
    "/assets/docgen*",
    "/assets/javascripts/bundle.*",
    "/assets/javascripts/workers/search.*",
    "/assets/stylesheets/main.*",
    "/assets/stylesheets/palette.*",
)
"""The same files, for platforms that match by prefix only."""
IMMUTABLE: Final = "public, max-age=31536000, immutable"
REVALIDATE: Final = "public, max-age=300, must-revalidate"
NO_STORE: Final = "no-store"
"""For a missing page: an API that is deployed before its documentation links to it."""
SECURITY_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        # the icons of Material's style sheet
        "img-src 'self' data:",
        "font-src 'self'",
        # the index of the search
        "connect-src 'self'",
        "worker-src 'self'",
        "media-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""What a page may load and do (Content Security Policy Level 3)."""
_SECURITY_HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
CODE_PAGE: Final = "^/errors/([A-Za-z0-9_.~-]+)$"
"""The page of a code, whose name goes into a header: nothing else may be in it, such as a line break."""

_PARAMETERS: Final = "(?: *; *[^q,; ](?: *[^,; ])*)*"
_FULL: Final = f"{_PARAMETERS}(?: *; *q=1(?:[.]0*)?)? *"
ACCEPTS_MARKDOWN: Final = (
    f"(?:^|,) *text/markdown{_FULL}(?:,|$)|^ *text/markdown{_PARAMETERS} *; *q=0?[.]0*[1-9][0-9]* *$"
)
"""A value of Accept (RFC 9110, section 12.5.1), in any case, that has Markdown without a lower quality, or alone."""
PREFERS_HTML: Final = f"(?:^|,) *(?:text/html|application/xhtml[+]xml){_FULL},.*text/markdown"
"""One that has HTML before Markdown, neither with a lower quality: a pattern cannot compare two numbers."""
_HTML_FIRST: Final = re.compile(PREFERS_HTML, re.IGNORECASE)
API_CATALOG_TYPE: Final = 'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"'
"""The content type of `/.well-known/api-catalog` (RFC 9727, section 4.2)."""


class DocsHost(NamedTuple):
    """The host of the site, and the headers that the project configures for every answer."""

    host: str
    own_headers: Headers = ()

    @property
    def common_headers(self) -> Headers:
        """The headers of every answer: the project's own replace docgen's of the same name."""
        defaults = tuple((name, value) for name, value in _SECURITY_HEADERS.items() if not self._owns(name))
        return defaults + self.own_headers

    @property
    def allows_other_origins(self) -> bool:
        """Whether machine files get a header for other origins: not where the project names the origins itself."""
        return not self._owns("Access-Control-Allow-Origin")

    @property
    def links_twins(self) -> bool:
        """Whether a page names its Markdown twin in `Link`: not where the project has a header of that name itself."""
        return not self._owns("Link")

    def _owns(self, header: str) -> bool:
        return any(name.lower() == header.lower() for name, _ in self.own_headers)


def prefers_markdown(accept: str) -> bool:
    """Whether the host answers a request with this value of Accept with the Markdown twin of a page."""
    return bool(re.search(ACCEPTS_MARKDOWN, accept, re.IGNORECASE)) and not _HTML_FIRST.search(accept)


def link(target: str) -> str:
    """The value of Link (RFC 8288) that leads from a page to its Markdown twin."""
    return f'<{target}>; rel="alternate"; type="text/markdown"'


def docs_host(config: Config) -> DocsHost | None:
    """The host of a project's site; None where the site is below a path: the rest of that host is not ours."""
    host = urlsplit(config.site_url).hostname or ""
    if base_path(config):
        return None
    return DocsHost(host, tuple(config.host_headers.get(host, {}).items()))


def base_path(config: Config) -> str:
    """The path of the site on its host, such as `/docs`; empty where the site has the whole host."""
    return urlsplit(config.site_url).path.rstrip("/")


def content_type(path: str) -> str | None:
    """The content type of a file, or of a page by its URL path; None where the server must know it."""
    if path.endswith(f"/{urls.API_CATALOG}"):
        return API_CATALOG_TYPE
    name = path.rpartition("/")[2]
    # a page: `/`, `/changelog`, and also `/errors/card.declined`, whose dot begins no suffix
    if not name or "." not in name or (path.startswith("/errors/") and not path.endswith(tuple(CONTENT_TYPES))):
        return CONTENT_TYPES[".html"]
    return next((type_ for suffix, type_ in CONTENT_TYPES.items() if path.endswith(suffix)), None)
