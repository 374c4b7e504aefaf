"""A twin from its template, with its lists of fields; what it prints is plain text unless it says that it is more."""

import html
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cache, lru_cache, partial
from itertools import chain
from typing import Final
from urllib.parse import urljoin

from jinja2 import Environment
from markupsafe import Markup

from docgen import urls
from docgen.markdown import escape
from docgen.markdown.fences import map_outside_fences
from docgen.model.redirect import rfc3339
from docgen.render.escape import is_marked
from docgen.render.page import Filters, Page, environment, safe_url
from docgen.render.publication import Publication
from docgen.render.reference.operation import Field, Shape
from docgen.render.twins.description_to_markdown import brief, prose
from docgen.render.twins.template_to_markdown import Marks

_PART: Final = re.compile(
    r"<code>(?P<code>(?:(?!<code>).)*?)</code>|<a href=\"(?P<href>[^\"]*)\">(?P<label>(?:(?!<a ).)*?)</a>", re.S
)
_FOLD: Final = re.compile(r"<details[^<>]*><summary>|</summary>|</details>")
_INDENT: Final = "  "
Link = Callable[[str, str], Markup]
"""Makes a Markdown link from a label and a relative URL; the label alone for a link within the page."""
_SPACES: Final = re.compile(r"(?<![ \t])[ \t]+$", re.M)
_BLANK: Final = re.compile(r"\n{3,}")


class FieldList:
    """Writes the fields and schemas of one twin, with links made of those of the page at `here`."""

    def __init__(self, publication: Publication, here: str) -> None:
        self._publication, self._here = publication, here
        self._known: dict[int, tuple[Shape, Markup]] = {}

    def _link(self, label: str, href: str) -> Markup:
        """A link in Markdown; one within the page becomes text."""
        url = urljoin(f"/{self._here}", href).lstrip("/")
        text = escape.fragment(label, first=False)
        if url.partition("#")[0] == self._here:
            return text
        return Markup(f"[{text}]({twin_link(self._publication, url)})")  # noqa: S704 - both are escaped

    def fields(self, listed: Sequence[Field]) -> Markup:
        """A list item for each field, with its own fields below it."""
        return _joined(chain.from_iterable(map(self._field, listed)))

    def inside(self, shape: Shape) -> Markup:
        """The fields and the alternatives of a schema, without the schema itself."""
        # operations share what is inside of a component
        if id(shape) not in self._known:
            self._known[id(shape)] = shape, _joined(self._inside(shape))
        return self._known[id(shape)][1]

    def type(self, shape: Shape) -> Markup:
        """The type of a schema."""
        return self._phrase(shape.type)

    def limits(self, shape: Shape) -> Markup:
        """The limits of a schema as one line; empty without any."""
        return Markup("; ").join(map(self._phrase, shape.limits))

    def _phrase(self, words: Markup) -> Markup:
        """The HTML of a type or a limit, which has only text, code and links, as Markdown."""
        # most have no link, and those are known from before
        if "<a " in words:
            return Markup("").join(_spans(words, self._link)).strip()
        return unlinked(words)

    def _field(self, field: Field) -> Iterator[str]:
        also = ["required"] if field.required else []
        if field.history.is_new and field.history.since:
            also.append(f"since {escape.text(field.history.since.id)}")
        yield from self._item(f"{escape.code(field.name)}: ", field.shape, also)
        for difference in field.history.differences:
            if not difference.is_missing:
                yield f"{_INDENT}- Differs in {escape.text(difference.pin.id)}."

    def _item(self, name: str, shape: Shape, also: Sequence[str] = ()) -> Iterator[str]:
        """A line with the type, the limits and a short description; a longer one is below it."""
        words = (self._phrase(shape.type), *also, *shape.marks, *map(self._phrase, shape.limits))
        description = prose(shape.description) if is_marked(shape.description) else escape.inline(shape.description)
        line = f"- {name}{'; '.join(words)}"
        if "\n" in description:
            yield line
            yield from _indented(("", *description.split("\n"), ""))
        else:
            yield f"{line}. {description}" if description else line
        yield from _indented(self._inside(shape))

    def _inside(self, shape: Shape) -> Iterator[str]:
        for field in shape.fields:
            yield from self._field(field)
        if shape.alternatives:
            yield f"- {self._phrase(shape.alternatives_label) or 'One of'}:"
        for alternative in shape.alternatives:
            name = f"{escape.code(alternative.name)}: " if alternative.name else ""
            yield from _indented(self._item(name, alternative))


def twin(publication: Publication, page: Page) -> str:
    """The twin of a page: its title, its URL, then the template of the page."""
    head = ""
    # a part of a page has none
    if heading := page.title:
        heading = heading if isinstance(heading, Markup) else escape.text(heading)
        head = f"# {heading}\n\nURL: {safe_url(publication.absolute(page.url))}\nAs of: {publication.today}\n"
    context = {"shown": FieldList(publication, page.url), **page.context, **page.for_twin}
    return render_markdown(publication, page.template, head, **context)


def render_markdown(publication: Publication, template: str, head: str, **context: object) -> str:
    """The Markdown that a template makes, below a head."""
    link = partial(twin_link, publication)
    body = _environment().get_template(template).render(link=link, publication=publication, **context)
    # fences stay as they are
    return map_outside_fences(f"{head}\n{body}", _normalized).strip("\n") + "\n"


def twin_link(publication: Publication, url: str) -> Markup:
    """The absolute URL of a link target: the twin of a page, or a file without one as it is.

    A link to a part of the reference loses its fragment, since twins have no anchors.
    """
    is_error = url.startswith(urls.ERRORS)
    if is_error:
        url = url.removesuffix(".html")
    elif url.startswith(urls.REFERENCE):
        url = url.partition("#")[0]
    if not url or url.endswith("/") or (is_error and "#" not in url):
        url = urls.twin(url)
    return safe_url(publication.absolute(url))


def _day(value: date) -> Markup:
    return Markup(value.isoformat())  # noqa: S704 - digits


@cache
def _environment() -> Environment:
    filters: Filters = {
        "cell": escape.cell,
        "cell_inline": escape.cell_inline,
        "code": escape.code,
        "day": _day,
        "moment": rfc3339,
        "description": prose,
        "brief": brief,
        "prose": prose,
        "text": escape.text,
        "inline": escape.inline,
    }
    twin_environment = environment(filters)
    twin_environment.add_extension(Marks)
    twin_environment.globals |= {"twin": True, "blank": Markup("\n\n")}
    return twin_environment


def _normalized(text: str) -> str:
    """The text without trailing spaces and repeated blank lines."""
    return _BLANK.sub("\n\n", _SPACES.sub("", text))


# most types and limits are in a contract many times
@lru_cache(maxsize=4096)
def unlinked(words: Markup) -> Markup:
    """The HTML of a type or a limit as Markdown, without links."""
    return Markup("").join(_spans(words, lambda label, _: escape.text(label))).strip()


def _spans(words: Markup, link: Link) -> Iterator[Markup]:
    # of each fold its summary alone: a twin does not have the rest of a long list
    shown = (part for number, part in enumerate(_FOLD.split(words)) if number % 3 != 2)
    words, end = Markup("".join(shown)), 0  # noqa: S704 - what was markup before
    for part in _PART.finditer(words):
        yield escape.fragment(html.unescape(words[end : part.start()]), first=not end)
        if part["code"] is not None:
            yield escape.code(html.unescape(part["code"]))
        else:
            yield link(html.unescape(part["label"]), html.unescape(part["href"]))
        end = part.end()
    yield escape.fragment(html.unescape(words[end:]), first=not end)


def _joined(lines: Iterable[str]) -> Markup:
    return Markup("\n".join(lines))  # noqa: S704 - every line is escaped


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (_INDENT + line if line else "" for line in lines)
