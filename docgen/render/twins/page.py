"""A twin from its template: what a template prints is plain text unless it says that it is more."""

import re
from collections.abc import Callable
from datetime import date
from functools import cache, partial
from typing import Any, Final
from urllib.parse import urljoin

from jinja2 import Environment
from markupsafe import Markup

from docgen import urls
from docgen.markdown import escape
from docgen.markdown.fences import map_outside_fences
from docgen.model.redirect import rfc3339
from docgen.render.page import Page, safe_url
from docgen.render.publication import Publication
from docgen.render.template import environment
from docgen.render.twins.fields import FieldList
from docgen.render.twins.marks import Marks
from docgen.render.twins.prose import brief, prose

_SPACES: Final = re.compile(r"(?<![ \t])[ \t]+$", re.M)
_BLANK: Final = re.compile(r"\n{3,}")


def twin(publication: Publication, page: Page) -> str:
    """The twin of a page: its title, its URL, then the template of the page."""
    heading = page.title if isinstance(page.title, Markup) else escape.text(page.title)
    head = f"# {heading}\n\nURL: {safe_url(publication.absolute(page.url))}\nAs of: {publication.today}\n"
    shown = FieldList(link_formatter(publication, page.url))
    return render_markdown(publication, page.template, head, **{"shown": shown, **page.context, **page.for_twin})


def render_markdown(publication: Publication, template: str, head: str = "", **context: object) -> str:
    """The Markdown that a template makes, below a head."""
    link = partial(twin_link, publication)
    body = _environment().get_template(template).render(link=link, publication=publication, **context)
    return _normalized(f"{head}\n{body}")


def twin_link(publication: Publication, url: str) -> Markup:
    """The absolute URL of a link target: the twin of a page, or a file without one as it is.

    A link to a part of the reference loses its fragment, since twins have no anchors.
    """
    url = url.partition("#")[0] if url.startswith(urls.REFERENCE) else url
    url = url.removesuffix(".html") if url.startswith(urls.ERRORS) else url
    has_twin = url.endswith("/") or not url or (url.startswith(urls.ERRORS) and "#" not in url)
    return safe_url(publication.absolute(urls.twin(url) if has_twin else url))


def link_formatter(publication: Publication, here: str) -> Callable[[str, str], Markup]:
    """A function that makes Markdown links from those of the page at `here`; links within the page become text."""

    def link(label: str, href: str) -> Markup:
        url = urljoin(f"/{here}", href).lstrip("/")
        text = escape.fragment(label, first=False)
        if url.partition("#")[0] == here:
            return text
        return Markup(f"[{text}]({twin_link(publication, url)})")  # noqa: S704 - both are escaped

    return link


def _day(value: date) -> Markup:
    return Markup(value.isoformat())  # noqa: S704 - digits


@cache
def _environment() -> Environment:
    filters: dict[str, Callable[..., Any]] = {
        "cell": escape.cell,
        "cell_inline": escape.cell_inline,
        "code": escape.code,
        "path": escape.code,
        "day": _day,
        "moment": rfc3339,
        "description": prose,
        "brief": brief,
        "prose": prose,
        "text": escape.text,
        "inline": escape.inline,
    }
    twin_environment = environment(escape.text, filters)
    twin_environment.add_extension(Marks)
    twin_environment.globals |= {"twin": True, "blank": Markup("\n\n")}
    return twin_environment


def _normalized(text: str) -> str:
    """The text without trailing spaces and repeated blank lines, except in fences."""
    return map_outside_fences(text, _normalized_prose).strip("\n") + "\n"


def _normalized_prose(text: str) -> str:
    return _BLANK.sub("\n\n", _SPACES.sub("", text))
