"""The documents of the search: operations, schemas, events, error codes, entries, and pages with their sections."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Final, NamedTuple

from docgen import urls
from docgen.markdown.fences import headings, title
from docgen.markdown.front_matter import split, text_values
from docgen.model.files import Files
from docgen.openapi.nodes import Node
from docgen.render import error_views, event_views
from docgen.render.escape import plain
from docgen.render.handwritten import DOCS
from docgen.render.publication import Publication
from docgen.render.reference.titles import title as operation_title
from docgen.wording import counted, day

_TAG: Final = re.compile(r"(?:(?<![ \t])[ \t]++)?(?:</?[a-z][^<>]*+>[ \t]*+)+")
"""Of docgen's templates and of writers, since what a contract says is escaped."""
_ATTRIBUTES: Final = re.compile(r"(?<!\s)\s*+\{:?\s*+(?:#(?P<id>[^\s{}]++))?[^{}]*+\}\s*+$")
_EXCLUDED: Final = re.compile(r'^search:[ \t]*(?:\n\s++|\{\s*+)"?exclude"?:\s*+true\b', re.M)
_MAX_DETAIL: Final = 90


class Document(NamedTuple):
    """Something to be found: `names` are what it is called besides its title, `text` is what else is said of it."""

    kind: str
    title: str
    url: str
    detail: str = ""
    names: tuple[str, ...] = ()
    text: str = ""


def documents(publication: Publication, pages: Files) -> Iterator[Document]:
    """Every document of the site, pages first; `pages` are those that docgen renders."""
    own = list(chain.from_iterable(part(publication) for part in _PARTS))
    yield from _generated(pages, {document.url for document in own})
    yield from own


def _generated(pages: Files, known: Iterable[str]) -> Iterator[Document]:
    """The pages that docgen makes for what is no document of its own: indexes, resources, pins, policies, upgrades."""
    for path in pages:
        # another name of a code
        is_error = path.startswith(urls.ERRORS) and path != f"{urls.ERRORS}index.md"
        url = urls.page_url(path)
        if not path.endswith(".md") or is_error or url in known:
            continue
        page = pages[path]
        assert isinstance(page, str)  # noqa: S101 - Markdown is text
        parts = split(page)
        values = text_values(parts.yaml)
        if values.get("title") and not _EXCLUDED.search(parts.yaml):
            # they repeat what operations and entries say
            body = "" if path.startswith((urls.REFERENCE, urls.UPGRADE)) else parts.body
            yield from _sections(url, plain(values["title"]), body, _short(values.get("description", "")))


def _handwritten(publication: Publication) -> Iterator[Document]:
    """The pages of the writers, and each section of them, up to the next heading of any level."""
    for source in publication.project.docs:
        path, parts = source.path.removeprefix(DOCS), split(source.text)
        if not path.startswith(urls.ERRORS) and not _EXCLUDED.search(parts.yaml):
            yield from _sections(urls.page_url(path), plain(title(source.text)), parts.body)


def _sections(url: str, name: str, body: str, about: str = "") -> Iterator[Document]:
    # a check imports the pages for what their references show, and needs no MkDocs
    from markdown.extensions.toc import slugify, unique

    sections, used = [(name, "", 0)], set[str]()
    for heading in headings(body):
        attributes = _ATTRIBUTES.search(heading.title)
        label = plain(_ATTRIBUTES.sub("", heading.title))
        anchor = unique((attributes and attributes["id"]) or slugify(label, "-"), used)
        if heading.level > 1:
            sections.append((label, f"#{anchor}", heading.start))
    ends = [*(start for _, _, start in sections[1:]), len(body)]
    for (label, anchor, start), end in zip(sections, ends, strict=True):
        if label:
            text = plain(_TAG.sub(" ", body[start:end]))
            yield Document("page", label, url + anchor, name if anchor else about, (), text)


def _errors(publication: Publication) -> Iterator[Document]:
    for view in error_views.views(publication):
        details, names = [], (view.title, *view.statuses, *view.text.aliases)
        if view.statuses:
            details.append(f"HTTP {', '.join(view.statuses)}")
        if view.subtitle:
            details.append(view.subtitle)
        url = publication.error_url(view.code)
        text = plain(" ".join((view.prose, *view.messages)))
        yield Document("error", view.code, url, _short(" · ".join(details)), names, text)


def _events(publication: Publication) -> Iterator[Document]:
    for view in event_views.views(publication):
        url, text = urls.event_url(view.name), _description(Node(view.operation, ()))
        yield Document("event", view.name, url, _short(view.summary), (view.key,) if view.key else (), text)


def _operations(publication: Publication) -> Iterator[Document]:
    for operation in publication.spec.operations():
        url = publication.page_targets.operations[operation.name]
        text, names = _description(operation), tuple(filter(None, (operation.text("operationId"),)))
        yield Document("operation", operation_title(operation), url, operation.name, names, text)


def _headers(publication: Publication) -> Iterator[Document]:
    spec = publication.spec
    used = Counter(chain.from_iterable(set(spec.headers(operation)) for operation in spec.operations()))
    for name, count in sorted(used.items()):
        if url := publication.url_of(f"header {name}"):
            yield Document("header", name, url, f"In {counted(count, 'operation')}")


def _entries(publication: Publication) -> Iterator[Document]:
    for entry in publication.all_entries:
        text = entry.text
        about = " ".join((text.summary, plain(text.body), *text.covers, *text.areas))
        detail = f"Changelog · {day(text.effective)}"
        yield Document("change", text.title, urls.entry_url(entry), detail, (entry.slug,), about)


def _redirects(publication: Publication) -> Iterator[Document]:
    for rule in publication.project.redirects:
        if not rule.is_moved:
            yield Document("change", rule.path, urls.redirect_url(rule.id), "Deprecations", (rule.id,), rule.host)


def _schemas(publication: Publication) -> Iterator[Document]:
    for name, schema in publication.page_targets.resolver.schemas().items():
        if url := publication.url_of(name):
            heading = schema.text("title")
            names = (heading,) if heading not in ("", name) else ()
            yield Document("object", name, url, "", names, _description(schema))


def _description(node: Node) -> str:
    return " ".join(map(plain, filter(None, (node.text("summary"), node.text("description")))))


def _short(text: str) -> str:
    """A text of at most 90 characters, cut between words."""
    words = plain(text)
    if len(words) <= _MAX_DETAIL:
        return words
    return words[:_MAX_DETAIL].rpartition(" ")[0] + " …"


_PARTS: Final[tuple[Callable[[Publication], Iterator[Document]], ...]] = (
    _handwritten,
    _errors,
    _events,
    _operations,
    _headers,
    _entries,
    _redirects,
    _schemas,
)
"""In the order of the index: what most people ask for comes in its first file."""
