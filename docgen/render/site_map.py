"""Where pages link to one another inside the built site."""

import msgspec

from docgen import urls


class SiteMap(msgspec.Struct, frozen=True):
    """Error pages are files of their own (`errors/x.html`), or folders where a builder knows no other form."""

    flat_errors: bool = True

    @property
    def twins(self) -> bool:
        """Whether pages have Markdown twins: a builder that knows no file apart from pages would make pages of them."""
        return self.flat_errors

    def error(self, code: str) -> str:
        """The page of an error code, as a link within the site."""
        return urls.error_file(code) if self.flat_errors else urls.error_url(code) + "/"
