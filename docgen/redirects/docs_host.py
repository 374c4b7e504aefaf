"""What the host of the built site answers: content types, caching, and the headers that go with every answer.

The rules of every edge for that host are made from here, and its tests and the preview hold it against here.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import urlsplit

import msgspec

from docgen.model.config import Config

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
"""By the end of a file's name; the first that fits. Another file is the server's to name."""
SHARED: Final = (".atom", ".ics", ".json", ".md", ".txt", ".xml")
"""Ends of the files that programs in a browser read from other origins (the Fetch Standard, CORS protocol)."""
HASHED: Final = r"^/assets/.*[.][0-9a-f]{8}[.](?:min[.])?(?:css|js|svg)(?:[.]map)?$"
"""Files whose name changes with their content, in the syntax common to PCRE, RE2 and Python."""
HASHED_BEGIN: Final = (
    "/assets/docgen*",
    "/assets/javascripts/bundle.*",
    "/assets/javascripts/workers/search.*",
    "/assets/stylesheets/main.*",
    "/assets/stylesheets/palette.*",
)
"""The same files, for platforms that match no more than a beginning."""
FOR_EVER: Final = "public, max-age=31536000, immutable"
BRIEFLY: Final = "public, max-age=300, must-revalidate"
NEVER: Final = "no-store"
"""A missing page is not kept: an API that is deployed before its documentation leads people there."""
POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",  # the icons of Material's style sheet
        "font-src 'self'",
        "connect-src 'self'",  # the index of the search
        "worker-src 'self'",
        "media-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""What a page may load and do (Content Security Policy Level 3)."""
_EVERYWHERE: Final[Mapping[str, str]] = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_ALLOW: Final = "Access-Control-Allow-Origin"


class DocsHost(msgspec.Struct, frozen=True):
    """The host of the site, and the headers that its owner puts on every answer."""

    host: str
    own: tuple[tuple[str, str], ...] = ()

    @property
    def everywhere(self) -> tuple[tuple[str, str], ...]:
        """The headers of every answer: the owner's replace ours of the same name."""
        named = {name.lower() for name, _ in self.own}
        ours = tuple((name, value) for name, value in _EVERYWHERE.items() if name.lower() not in named)
        return ours + self.own

    @property
    def shares(self) -> bool:
        """Whether machine files get a header for other origins: not where the owner has said which may read."""
        return all(name.lower() != _ALLOW.lower() for name, _ in self.own)

    def answer(self, path: str, status: int = 200) -> tuple[tuple[str, str], ...]:
        """The headers of the answer to a path that is a file's, or a missing page's with `status` 404."""
        return tuple(self._answer(path, status))

    def _answer(self, path: str, status: int) -> Iterator[tuple[str, str]]:
        type_ = content_type(path) if status == 200 else CONTENT_TYPES[".html"]
        if type_:
            yield "Content-Type", type_
        yield "Cache-Control", cache_control(path) if status == 200 else NEVER
        if self.shares and path.endswith(SHARED):
            yield _ALLOW, "*"
        yield from self.everywhere


def docs_host(config: Config) -> DocsHost | None:
    """The host of a project's site; None where it is below a path: the rest of that host is not ours."""
    host = urlsplit(config.site_url).hostname or ""
    if below(config):
        return None
    return DocsHost(host, tuple(config.host_headers.get(host, {}).items()))


def below(config: Config) -> str:
    """The path on its host that the site is below, such as `/docs`; empty where it has the host for itself."""
    return urlsplit(config.site_url).path.rstrip("/")


def content_type(path: str) -> str | None:
    """The type of a file, or of a page by its address; None where the server must know it."""
    name = path.rpartition("/")[2]
    if not name or "." not in name or (path.startswith("/errors/") and not path.endswith(tuple(CONTENT_TYPES))):
        return CONTENT_TYPES[".html"]
    return next((type_ for end, type_ in CONTENT_TYPES.items() if path.endswith(end)), None)


def cache_control(path: str) -> str:
    """How long a file may be kept."""
    return FOR_EVER if re.search(HASHED, path) else BRIEFLY
