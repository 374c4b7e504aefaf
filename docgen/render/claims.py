"""The words of a claim on a page and in its twin: what its kind says of it, with each value as HTML or as Markdown."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any, Final

from markupsafe import Markup
from markupsafe import escape as attribute

from docgen import urls
from docgen.claims.words import Code, Details, Names, Phrase, Prose, Value
from docgen.render.site_map import SiteMap

Filters = Mapping[str, Callable[..., Any]]
Link = Callable[[str], Markup]
"""Makes a URL of the site relative to a page."""
_STRONG: Final = re.compile(r"\*\*(.*?)\*\*")


def claim_words(
    filters: Filters, phrases: Iterable[Phrase], link: Link | None = None, site: SiteMap | None = None
) -> Markup:
    """What phrases say, with the filters that escape their values; without `link`, as a twin: nothing is a link."""
    if link is None or site is None:
        shown = [phrase.plain.filled(partial(_plain, filters)) for phrase in phrases]
        return Markup("".join(shown).replace("\n", ""))  # noqa: S704 - the filters escape
    linked = partial(_linked, filters, link, site)
    strong = (phrase._replace(text=_STRONG.sub(r"<strong>\1</strong>", phrase.text)) for phrase in phrases)
    return Markup("".join(phrase.filled(linked) for phrase in strong))  # noqa: S704 - the filters escape


def _plain(filters: Filters, value: Value) -> str:
    if isinstance(value, Code):
        return str(filters["code"](value.name))
    if isinstance(value, Names):
        return ", ".join(filters["code"](name) for name in value.names)
    if isinstance(value, Prose):
        return str(filters["inline"](value.text))
    if isinstance(value, date):
        return str(filters["day"](value))
    if isinstance(value, Details):
        return ""
    return str(filters["text"](str(value)))


def _linked(filters: Filters, link: Link, site: SiteMap, value: Value) -> str:
    if isinstance(value, Details):
        return f' <a href="{link(urls.redirect_url(value.rule))}">Details</a>'
    shown = _plain(filters, value)
    if not isinstance(value, Code) or not value.of:
        return shown
    if value.of == "url":
        href = attribute(value.name)
    elif value.of == "error":
        href = link(site.error_url(value.name))
    else:
        href = link(urls.event_url(value.name))
    return f'<a href="{href}">{shown}</a>'
