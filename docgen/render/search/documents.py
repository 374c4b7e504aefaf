"""The documents of the search: operations, schemas, events, error codes, entries, and pages with their sections."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise
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
    """Something to be found: `names`, if not empty, are what else it is called, `text` is what else is said of it."""

    kind: str
    title: str
    url: str
    detail: str = ""
    names: tuple[str, ...] = ()
    text: str = ""


def documents(publication: Publication, pages: Files) -> Iterator[Document]:
    """Every document of the site, pages first; `pages` are those that docgen renders."""
    # what most people ask for comes first, in the first file of the index
    own = list[Document]()
    for listed in (_handwritten, _errors, _events, _operations, _headers, _entries, _redirects, _schemas):
        own += listed(publication)
    yield from _generated(pages, {document.url for document in own})
    yield from own


def _generated(pages: Files, known: Iterable[str]) -> Iterator[Document]:
    """The pages that docgen makes for what is no document of its own: indexes, resources, pins, policies, upgrades."""
    for path, page in pages.items():
        # another name of a code
        is_error = path.startswith(urls.ERRORS) and path != f"{urls.ERRORS}index.md"
        url = urls.page_url(path)
        if not path.endswith(".md") or is_error or not isinstance(page, str) or url in known:
            continue
        parts = split(page)
        values = text_values(parts.yaml)
        if values.get("title") and not _EXCLUDED.search(parts.yaml):
            # a resource repeats what its operations say
            body = parts.body * (not path.startswith(urls.REFERENCE))
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
    for (label, anchor, start), (_, _, end) in pairwise([*sections, ("", "", len(body))]):
        if label:
            yield Document(
                "page", label, url + anchor, name if anchor else about, (), plain(_TAG.sub(" ", body[start:end]))
            )


def _errors(publication: Publication) -> Iterator[Document]:
    for view in error_views.views(publication):
        status, names = ", ".join(view.statuses), (view.title, *view.statuses, *view.text.aliases)
        detail = " · ".join(filter(None, (status and f"HTTP {status}", view.subtitle)))
        yield Document("error", view.code, publication.error_url(view.code), _short(detail), names, plain(view.prose))


def _events(publication: Publication) -> Iterator[Document]:
    for view in event_views.views(publication):
        text = _description(Node(view.operation, ()))
        yield Document("event", view.name, urls.event_url(view.name), _short(view.summary), (view.key,), text)


def _operations(publication: Publication) -> Iterator[Document]:
    for operation in publication.spec.operations():
        url = publication.page_targets.operations[operation.name]
        names = (operation.text("operationId"),)
        yield Document("operation", operation_title(operation), url, operation.name, names, _description(operation))


def _headers(publication: Publication) -> Iterator[Document]:
    spec = publication.spec
    used = Counter(chain.from_iterable(map(set, map(spec.headers, spec.operations()))))
    for name, count in sorted(used.items()):
        if url := publication.url_of(f"header {name}"):
            yield Document("header", name, url, f"In {counted(count, 'operation')}")


def _entries(publication: Publication) -> Iterator[Document]:
    for entry in publication.all_entries:
        text = entry.text
        about = " ".join((text.summary, plain(text.body), *text.covers, *text.areas))
        url = urls.entry_url(entry)
        yield Document("change", text.title, url, f"Changelog · {day(text.effective)}", (entry.slug,), about)


def _redirects(publication: Publication) -> Iterator[Document]:
    for rule in publication.project.redirects:
        if not rule.is_moved:
            yield Document("change", rule.path, urls.redirect_url(rule.id), "Deprecations", (rule.id,), rule.host)


def _schemas(publication: Publication) -> Iterator[Document]:
    for name, schema in publication.page_targets.resolver.schemas().items():
        if url := publication.url_of(name):
            yield Document("object", name, url, "", tuple({schema.text("title")} - {name}), _description(schema))


def _description(node: Node) -> str:
    return " ".join(map(plain, filter(None, (node.text("summary"), node.text("description")))))


def _short(text: str) -> str:
    """A text of at most 90 characters, cut between words."""
    words = plain(text)
    if len(words) <= _MAX_DETAIL:
        return words
    return words[:_MAX_DETAIL].rpartition(" ")[0] + " …"
