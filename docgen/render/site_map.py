"""The links between pages, which depend on the builder."""

import msgspec

from docgen import urls


class SiteMap(msgspec.Struct, frozen=True):
    """With `flat_errors`, error pages are files (`errors/x.html`), else folders, as most builders make them."""

    flat_errors: bool = True

    @property
    def has_twins(self) -> bool:
        """Whether pages have Markdown twins: other builders would make pages of those."""
        return self.flat_errors

    def error_url(self, code: str) -> str:
        """The URL of the page of an error code, for links within the site."""
        if self.flat_errors:
            return urls.error_file(code)
        return urls.error_url(code) + "/"

    def resolve_link(self, href: str, source: str) -> str:
        """The target of a link in a Markdown file, relative to the root; an absolute link or a fragment stays."""
        target = urls.link_target(href, source)
        if not href or href.startswith("#") or target is None:
            return href
        page, mark, fragment = target.partition("#")
        if page.startswith(urls.ERRORS) and not page.endswith("/"):
            page += ".html" if self.flat_errors else "/"
        return f"{page}{mark}{fragment}"
