"""A twin from its template: what a template prints is plain text unless it says that it is more."""

import re
from collections.abc import Callable
from datetime import date
from functools import cache, partial
from typing import Any, Final
from urllib.parse import urljoin

import msgspec
from jinja2 import Environment
from markupsafe import Markup

from docgen import urls
from docgen.markdown.fences import map_outside_fences
from docgen.model.redirect import rfc3339
from docgen.render.page import anchor, as_json
from docgen.render.publication import Publication
from docgen.render.template import environment
from docgen.render.twins import escape
from docgen.render.twins.marks import Marks
from docgen.render.twins.prose import prose

_SPACES: Final = re.compile(r"[ \t]+$", re.M)
_BLANK: Final = re.compile(r"\n{3,}")


class Twin(msgspec.Struct, frozen=True):
    """The twin of the page at `url`; `title`, `line` (what it is about) and `section` are those of `llms.txt`."""

    url: str
    section: str
    title: str
    line: str
    text: str


def twin(
    publication: Publication, template: str, url: str, section: str, title: str, line: str = "", **context: object
) -> Twin:
    """The twin of the page at `url`: its title, its address, then what the template of the page says."""
    said = title if isinstance(title, Markup) else escape.text(title)
    head = f"# {said}\n\nURL: {anchor(urls.absolute(publication.project.config.site_url, url))}\n"
    return Twin(url, section, title, line, filled(publication, template, head, **context))


def filled(publication: Publication, template: str, head: str = "", **context: object) -> str:
    """The Markdown that a template makes, below a head."""
    link = partial(address, publication)
    body = _environment().get_template(template).render(link=link, publication=publication, urls=urls, **context)
    return _tidy(f"{head}\n{body}")


def address(publication: Publication, url: str) -> Markup:
    """The absolute URL of what a link leads to: the twin of a page, or what has none, as it is.

    A part of the reference is found in the twin of its page, which has no anchors.
    """
    url = url.partition("#")[0] if url.startswith(urls.REFERENCE) else url
    url = url.removesuffix(".html") if url.startswith(urls.ERRORS) else url
    is_page = url.endswith("/") or not url or (url.startswith(urls.ERRORS) and "#" not in url)
    return anchor(urls.absolute(publication.project.config.site_url, urls.twin(url) if is_page else url))


def linker(publication: Publication, here: str) -> Callable[[str, str], Markup]:
    """What makes links of those that stand on the page at `here`, relative to it; its own parts have none."""

    def link(label: str, href: str) -> Markup:
        url = urljoin(f"/{here}", href).lstrip("/")
        said = escape.within(label, first=False)
        if url.partition("#")[0] == here:
            return said
        return Markup(f"[{said}]({address(publication, url)})")  # noqa: S704 - both are escaped

    return link


def _moment(epoch: int) -> str:
    return rfc3339(epoch)


def _day(value: date) -> Markup:
    return Markup(value.isoformat())  # noqa: S704 - digits


@cache
def _environment() -> Environment:
    filters: dict[str, Callable[..., Any]] = {
        "cell": escape.cell,
        "cell_words": escape.cell_words,
        "code": escape.code,
        "day": _day,
        "fence": escape.fence,
        "json": as_json,
        "moment": _moment,
        "note": prose,
        "prose": prose,
        "text": escape.text,
        "words": escape.words,
        "written": Markup,  # the Markdown of the project's own writers
    }
    made = environment(escape.text, filters)
    made.add_extension(Marks)
    made.globals |= {"twin": True, "blank": Markup("\n\n")}
    return made


def _tidy(text: str) -> str:
    """No space ends a line and no two are blank in a row, but within a fence all is as it was."""
    return map_outside_fences(text, _outside).strip("\n") + "\n"


def _outside(text: str) -> str:
    return _BLANK.sub("\n\n", _SPACES.sub("", text))
