"""A page from its template, and the environment of all: what one prints is plain text unless it says that it is more.

The same templates make the twins: `twin` is false here, and `blank`, the empty line that a twin has, is nothing.
"""

import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache, partial
from typing import Any, Final
from urllib.parse import quote, urlsplit

import msgspec
from jinja2 import Environment
from markupsafe import Markup
from markupsafe import escape as attribute

from docgen import templates, urls, wording
from docgen.claims.words import Phrase
from docgen.markdown.front_matter import written
from docgen.model.files import Content
from docgen.model.history import NOT_CHECKED
from docgen.model.redirect import rfc3339
from docgen.render import escape
from docgen.render.contract_changes import lines, says_more
from docgen.render.deadlines import deadline_title, end_page, end_sentences
from docgen.render.escape import fence
from docgen.render.json_file import indented_json
from docgen.render.publication import Publication
from docgen.render.reference.titles import name_in_words

MARKDOWN_EXTENSIONS: Final = ("tables", "pymdownx.highlight", "pymdownx.superfences")
"""The Markdown extensions that a builder needs to render the pages."""
Filters = Mapping[str, Callable[..., Any]]
Link = Callable[[str], Markup]
"""Makes a URL of the site relative to a page."""
_STRONG: Final = re.compile(r"\*\*([^*]*)\*\*")
_SAFE_PATH: Final = "/:#?&=.,~@%+-_()"


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the site and its twin, which are made of one template.

    `section` and `summary` (what it is about, where the description does not say it) are those of `llms.txt`. A page
    that is not listed there is linked from the twin above it; one that is of the past is not in `llms-full.txt` either,
    of which it would be most.
    """

    template: str
    url: str
    title: str
    context: Mapping[str, Any] = {}
    opened: Callable[[], Mapping[str, Any]] = dict
    """What else is in its context, computed only where the page is made."""
    inputs: str = ""
    """The digest of what the page is made of besides the site's own; empty where it is made each time."""
    body: "Page | None" = None
    """A part of the page that is kept by inputs of its own, without a title; its template shows it as `body`."""
    section: str = ""
    description: str = ""
    summary: str = ""
    menu_title: str = ""
    """A shorter title, for the menus of the site."""
    told_apart_by: str = ""
    """What the browser's title has besides, where another page has the same."""
    front_matter: Mapping[str, object] = {}
    for_twin: Mapping[str, Any] = {}
    """What the twin shows in place of the context of that name."""
    files: Mapping[str, Content] = {}
    """The files that belong to the page, such as the contract of a pin."""
    position: int = 0
    """Where the twin is in its section of `llms.txt`; those of one position are in the order of the pages."""
    is_index: bool = False
    has_twin: bool = True
    is_listed: bool = True
    is_past: bool = False
    publication: Publication | None = None
    """That of the older version whose reference the page is of; None for every other page."""
    schema: str = ""
    """The URL of the JSON Schema of what the page describes, empty without one."""

    @property
    def shown_title(self) -> str:
        """The title of the page in the menus of the site."""
        return self.menu_title or self.title

    @property
    def source(self) -> str:
        """The Markdown file of the page."""
        if self.is_index:
            return f"{self.url}index.md"
        return urls.source(self.url)


def relative(url: str, origin: str) -> str:
    """The link from the page at `origin` to `url`, both relative to the root; an absolute URL stays."""
    if urlsplit(url).scheme:
        return url
    path, mark, fragment = url.partition("#")
    folder = origin.rpartition("/")[0]
    # `relpath` drops the slash at the end, without which a folder costs a redirect
    link = posixpath.relpath("/" + path, "/" + folder)
    if link == "." or path.endswith("/") or not path:
        link += "/"
    return f"{link}{mark}{fragment}"


def safe_url(url: str) -> Markup:
    """A URL for an attribute: percent-encoded where it could end the attribute; `#` for other schemes than http(s)."""
    scheme = urlsplit(url).scheme
    return Markup(quote(url, safe=_SAFE_PATH) if scheme in ("", "https", "http") else "#")  # noqa: S704


def element_id(id_: str) -> Markup:
    """An id that `urls` made: only letters, digits and `_ . : ( ) / ~ -`, which are safe in raw HTML."""
    return Markup(id_)  # noqa: S704 - no other character is in it


def day(value: date) -> Markup:
    """A date as people read it, in a `time` element."""
    return Markup(f'<time datetime="{value.isoformat()}">{wording.day(value)}</time>')  # noqa: S704


def moment(epoch: int) -> Markup:
    """A Unix time as people read it in UTC, in a `time` element."""
    return Markup(f'<time datetime="{rfc3339(epoch)}">{wording.moment(epoch)}</time>')  # noqa: S704


@cache
def _environment() -> Environment:
    filters: Filters = {
        "text": escape.text,
        "cell": escape.code,
        "cell_inline": escape.inline,
        "code": escape.code,
        "brief": escape.brief,
        "prose": escape.prose,
        "inline": escape.inline,
        "description": escape.description,
        "day": day,
        "moment": moment,
    }
    made = environment(filters)
    made.globals |= {"twin": False, "blank": Markup()}
    return made


def scheme_words(scheme: Mapping[str, Any]) -> Markup:
    """How a request authenticates by a security scheme: `a key in the header ...`."""
    # the macro begins a sentence, and here it goes on
    words: Any = _environment().get_template("reference/scheme.j2").module
    return Markup(re.sub("^A ", "a ", words.kind(scheme)))  # noqa: S704 - the template escapes


def page(publication: Publication, described: Page) -> str:
    """The Markdown of a page, below its front matter."""
    url = publication.within_site(described.url)
    publication = described.publication or publication
    shown = fragment(publication, described.template, url, **described.context)
    if not described.title:
        return shown
    head = written(described.shown_title, described.description, **described.front_matter)
    return f"{head}\n\n{shown}"


def moved_page(publication: Publication, title: str, origin: str, target: str) -> str:
    """The HTML file at an old address, `origin`, of what another page shows now: it leads there without a script."""
    link = safe_url(relative(target, origin))
    canonical = safe_url(publication.absolute(target.partition("#")[0]))
    return _environment().get_template("moved.html.j2").render(title=title, to=link, canonical=canonical)


def fragment(publication: Publication, template: str, url: str, **context: object) -> str:
    """The Markdown that a template makes for the page at `url`, relative to the root of the site."""

    def link(target: str) -> Markup:
        return safe_url(relative(target, url))

    rendered = _environment().get_template(template).render(link=link, publication=publication, **context).strip("\n")
    return f"{rendered}\n"


def instant(value: Markup | int | date, days: int = 0) -> Markup:
    """A Unix time or the beginning of a day, for the attribute that scripts read; `days` later."""
    # it is one already
    if isinstance(value, Markup):
        return value
    if isinstance(value, date):
        return Markup((value + timedelta(days)).isoformat())  # noqa: S704 - digits
    return Markup(rfc3339(value + days * 86_400))  # noqa: S704 - digits


def environment(filters: Filters) -> Environment:
    """The Jinja environment of the templates below `templates/`; the filter `text` escapes what is not Markup."""

    def shield(value: object) -> object:
        if isinstance(value, Markup):
            return value
        return filters["text"]("" if value is None else str(value))

    shared: Filters = {
        "fence": fence,
        "element_id": element_id,
        "instant": instant,
        "json": indented_json,
        "words": partial(claim_words, filters),
        "in_words": name_in_words,
        "lines": lines,
        "says_more": says_more,
        # the Markdown of the project's own writers
        "written": Markup,
        "end_page": end_page,
        "deadline_title": deadline_title,
        "end_sentences": end_sentences,
    }
    jinja = templates.environment("docgen.render", {**shared, **filters}).overlay(
        # a contract may be hostile: a template that forgets a filter does no harm
        autoescape=True,
        finalize=shield,
        # a page includes several templates
        keep_trailing_newline=False,
    )
    jinja.globals |= {"urls": urls, "NOT_CHECKED": NOT_CHECKED}
    return jinja


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
