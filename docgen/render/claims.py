"""The words of a claim on a page and in its twin: what its kind says of it, with each value as HTML or as Markdown."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, Final

from markupsafe import Markup
from markupsafe import escape as attribute

from docgen import urls
from docgen.claims.words import Phrase
from docgen.render.publication import Publication

Filters = Mapping[str, Callable[..., Any]]
Link = Callable[[str], Markup]
"""Makes a URL of the site relative to a page."""
_STRONG: Final = re.compile(r"\*\*([^*]*)\*\*")


def claim_words(
    filters: Filters, words: Phrase, link: Link | None = None, publication: Publication | None = None
) -> Markup:
    """What a phrase says, with the filters that escape its values; without `link`, as a twin: nothing is a link."""
    if link is None or publication is None:
        return Markup(words.plain(partial(_plain, filters)).replace("\n", ""))  # noqa: S704 - the filters escape
    strong = words._replace(text=_STRONG.sub(r"<strong>\1</strong>", words.text))
    return Markup(strong.filled(partial(_linked, filters, link, publication)))  # noqa: S704 - the filters escape


def _plain(filters: Filters, value: Any, form: str) -> str:  # noqa: ANN401 - a value of any type
    if isinstance(value, date):
        return str(filters["day"](value))
    if isinstance(value, int) or form == "plain":
        return str(filters["text"](str(value)))
    if form == "details":
        return ""
    if form == "prose":
        return str(filters["inline"](value))
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(filters["code"](name) for name in value)
    return str(filters["code"](value))


def _linked(filters: Filters, link: Link, publication: Publication, value: Any, form: str) -> str:  # noqa: ANN401 - as above
    if form == "details":
        return f' <a href="{link(urls.redirect_url(value))}">Details</a>'
    shown = _plain(filters, value, form)
    if form == "url":
        return f'<a href="{attribute(value)}">{shown}</a>'
    if form == "error":
        return f'<a href="{link(publication.error_url(value))}">{shown}</a>'
    return shown
