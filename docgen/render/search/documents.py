"""The documents of the search: operations, schemas, events, error codes, entries, and pages with their sections."""

import html
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, Final

import msgspec
from markdown.extensions.toc import slugify, unique

from docgen import urls
from docgen.markdown.front_matter import split, text_values
from docgen.markdown.headings import headings, title
from docgen.model.files import Files
from docgen.openapi.spec import Operation, Spec
from docgen.render import errors, webhooks
from docgen.render.handwritten import DOCS
from docgen.render.publication import Publication
from docgen.render.reference.operation import title as operation_title
from docgen.wording import counted, day

_MARKUP: Final = re.compile(r"<[^>]*>|\]\([^)\s]*\)|[*`]")
_ATTRIBUTES: Final = re.compile(r"\s*\{:?\s*(?:#(?P<id>[^\s}]+))?[^}]*\}\s*$")
_MAX_DETAIL: Final = 90


class Document(msgspec.Struct, frozen=True):
    """Something to be found: `names` are what it is called besides its title, `text` is what else is said of it."""

    kind: str
    title: str
    url: str
    detail: str = ""
    names: tuple[str, ...] = ()
    text: str = ""


def documents(publication: Publication, pages: Files) -> Iterator[Document]:
    """Every document of the site, those that most people ask for first; `pages` are the rendered ones."""
    found = [document for part in _PARTS for document in part(publication)]
    known = {document.url for document in found}
    yield from _generated(publication, pages, known)
    yield from found


def _operations(publication: Publication) -> Iterator[Document]:
    spec = publication.spec
    for operation in spec.operations() if spec else ():
        url = publication.url_of(operation.name)
        if spec and url:
            operation_id = operation.node.get("operationId")
            names = (operation_id,) if isinstance(operation_id, str) else ()
            text = " ".join((*_descriptions(operation.node), *_fields_of(spec, operation)))
            yield Document("operation", _plain(operation_title(operation)), url, operation.name, names, text)


def _descriptions(node: Mapping[str, Any]) -> Iterator[str]:
    return (_plain(node[key]) for key in ("summary", "description") if isinstance(node.get(key), str))


def _fields_of(spec: Spec, operation: Operation) -> Iterator[str]:
    """The names of the parameters and headers of an operation, and of the fields of its body."""
    yield from (str(parameter.get("name")) for parameter in operation.parameters)
    yield from spec.headers(operation)
    for media in (spec.resolve(operation.node.get("requestBody")).get("content") or {}).values():
        if isinstance(media, Mapping):
            yield from spec.resolve(media.get("schema")).get("properties") or ()


def _headers(publication: Publication) -> Iterator[Document]:
    spec = publication.spec
    used = Counter(name for operation in spec.operations() for name in {*spec.headers(operation)}) if spec else {}
    for name, count in sorted(used.items()):
        url = publication.url_of(f"header {name}")
        if url:
            yield Document("header", name, url, f"In {counted(count, 'operation')}")


def _schemas(publication: Publication) -> Iterator[Document]:
    for name, schema in publication.spec.schemas().items() if publication.spec else ():
        url = publication.url_of(name)
        if url and isinstance(schema, Mapping):
            heading = schema.get("title")
            names = (heading,) if isinstance(heading, str) and heading != name else ()
            fields = " ".join(map(str, schema.get("properties") or ()))
            yield Document("object", name, url, "", names, " ".join((*_descriptions(schema), fields)))


def _events(publication: Publication) -> Iterator[Document]:
    for view in webhooks.views(publication):
        url = publication.url_of(f"event {view.name}")
        if url:
            yield Document("event", view.name, url, _short(view.summary), (), " ".join(_descriptions(view.operation)))


def _errors(publication: Publication) -> Iterator[Document]:
    for view in errors.views(publication):
        url = publication.url_of(f"error {view.code}")
        if url:
            statuses = f"HTTP {', '.join(view.statuses)}" if view.statuses else ""
            detail = " · ".join(part for part in (statuses, "" if view.title == view.code else view.title) if part)
            aliases = view.page.text.aliases if view.page else ()
            text = _plain(view.page.prose) if view.page else ""
            yield Document("error", view.code, url, _short(detail), (view.title, *view.statuses, *aliases), text)


def _entries(publication: Publication) -> Iterator[Document]:
    for entry in publication.entries():
        text = entry.text
        about = " ".join((text.summary, _plain(text.body), *text.covers, *text.areas))
        detail = f"Changelog · {day(text.effective)}"
        yield Document("change", text.title, urls.entry_url(entry), detail, (entry.slug,), about)


def _handwritten(publication: Publication) -> Iterator[Document]:
    """The pages of the writers, and each section of them: what stands before a heading is of the heading before it."""
    for source in publication.project.docs:
        path = source.path.removeprefix(DOCS)
        if not path.startswith(urls.ERRORS):
            yield from _sections(urls.page_url(path), source.text)


def _sections(url: str, markdown: str) -> Iterator[Document]:
    name, body = _plain(title(markdown)), split(markdown).body
    used: set[str] = set()
    found = [(name, "", 0)]
    for heading in headings(body):
        attributes = _ATTRIBUTES.search(heading.title)
        label = _plain(_ATTRIBUTES.sub("", heading.title))
        anchor = unique((attributes and attributes["id"]) or slugify(label, "-"), used)
        if heading.level > 1:
            found.append((label, f"#{anchor}", heading.start))
    ends = [*(start for _, _, start in found[1:]), len(body)]
    for (label, anchor, start), end in zip(found, ends, strict=True):
        if label:
            yield Document("page", label, url + anchor, name if anchor else "", (), _plain(body[start:end]))


def _generated(publication: Publication, pages: Files, known: Collection[str]) -> Iterator[Document]:
    """The other pages that docgen makes: indexes, resources, pins, policies and upgrades."""
    for path, page in pages.items():
        is_error = path.startswith(urls.ERRORS) and path != f"{urls.ERRORS}index.md"  # another name of a code
        if path.endswith(".md") and not is_error and isinstance(page, str):
            url, parts = urls.page_url(path), split(page)
            values = {name: html.unescape(value) for name, value in text_values(parts.yaml).items()}
            if url not in known and values.get("title"):
                # a resource repeats what its operations say
                text = "" if path.startswith(urls.REFERENCE) else _plain(parts.body)
                about = values.get("description", "")
                yield Document("page", values["title"], url, _short(about), (), f"{about} {text}")


def _plain(markdown: str) -> str:
    """The words of Markdown or HTML, without the markup."""
    return " ".join(html.unescape(_MARKUP.sub(" ", html.unescape(_MARKUP.sub(" ", markdown)))).split())


def _short(text: str) -> str:
    """A text of at most 90 characters, cut between words."""
    plain = _plain(text)
    return plain if len(plain) <= _MAX_DETAIL else plain[:_MAX_DETAIL].rpartition(" ")[0] + " …"


_PARTS: Final[tuple[Callable[[Publication], Iterator[Document]], ...]] = (
    _handwritten,
    _errors,
    _events,
    _operations,
    _headers,
    _entries,
    _schemas,
)
