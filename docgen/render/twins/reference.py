"""The twins of the reference: the index, and one for each resource, as long as its page is."""

from collections.abc import Iterator
from typing import Final

from msgspec.structs import asdict

from docgen import urls
from docgen.render.publication import Publication
from docgen.render.reference.views import ResourceView, index_context, views
from docgen.render.twins.fields import FieldList
from docgen.render.twins.page import Twin, link_formatter, twin
from docgen.wording import counted

_SECTION: Final = "API reference"
_MAX_SUMMARY: Final = 300  # characters of a line in llms.txt


def twins(publication: Publication) -> Iterator[Twin]:
    """The index, then each resource; nothing for a contract without operations and events."""
    found = views(publication)
    if not found:
        return
    summary = "Every operation, with servers, authentication and the contract"
    context = index_context(publication)
    yield twin(publication, "reference/index.md.j2", urls.REFERENCE, _SECTION, "API reference", summary, **context)
    for view in found:
        yield _resource(publication, view)


def _resource(publication: Publication, view: ResourceView) -> Twin:
    resource = view.resource
    summary = ", ".join(row.title for row in view.rows) or counted(len(view.objects), "object")
    context = {**asdict(view), "shown": FieldList(link_formatter(publication, resource.url))}
    return twin(
        publication, "reference/resource.md.j2", resource.url, _SECTION, resource.name, _shortened(summary), **context
    )


def _shortened(summary: str) -> str:
    return summary if len(summary) <= _MAX_SUMMARY else f"{summary[:_MAX_SUMMARY].rpartition(', ')[0]} and more"
