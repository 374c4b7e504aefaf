"""Where pages link to one another inside the built site."""

import msgspec

from docgen import urls


class SiteMap(msgspec.Struct, frozen=True):
    """Error pages are files of their own (`errors/x.html`), or folders where a builder knows no other form."""

    flat_errors: bool = True

    @property
    def has_twins(self) -> bool:
        """Whether pages have Markdown twins: a builder that knows no file apart from pages would make pages of them."""
        return self.flat_errors

    def error_url(self, code: str) -> str:
        """The page of an error code, as a link within the site."""
        return urls.error_file(code) if self.flat_errors else urls.error_url(code) + "/"

    def resolve_link(self, href: str, source: str) -> str:
        """Where a link of a Markdown file leads, relative to the root; an absolute one, or a fragment, stays."""
        page = urls.link_target(href, source) if href and not href.startswith("#") else None
        if page is None:
            return href
        found, mark, fragment = page.partition("#")
        is_error = found.startswith(urls.ERRORS) and not found.endswith("/")
        ending = (".html" if self.flat_errors else "/") if is_error else ""
        return f"{found}{ending}{mark}{fragment}"
