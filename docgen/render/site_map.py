"""Where pages link to one another inside the built site."""

import posixpath
from urllib.parse import urlsplit

import msgspec

from docgen import urls


class SiteMap(msgspec.Struct, frozen=True):
    """Error pages are files of their own (`errors/x.html`), or folders where a builder knows no other form."""

    flat_errors: bool = True

    def error(self, code: str) -> str:
        """The page of an error code, as a link within the site."""
        return urls.error_file(code) if self.flat_errors else urls.error_url(code) + "/"

    def followed(self, href: str, source: str) -> str:
        """Where a link of a Markdown file leads, relative to the root; an absolute one, or a fragment, stays."""
        if urlsplit(href).scheme or href.startswith(("//", "#")) or not href:
            return href
        path, mark, fragment = href.partition("#")
        found = urls.of_source(posixpath.normpath(posixpath.join(posixpath.dirname(source), path)))
        error = found.startswith(urls.ERRORS) and not found.endswith("/")
        ending = (".html" if self.flat_errors else "/") if error else ""
        return f"{found}{ending}{mark}{fragment}"
