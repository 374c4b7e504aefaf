"""The twins of the reference: the index, and one for each resource, operation and object."""

from collections.abc import Iterator
from typing import Final

from msgspec.structs import asdict

from docgen import urls
from docgen.render.publication import Publication
from docgen.render.reference.views import DEEP, ResourceView, index_context, views
from docgen.render.twins.fields import FieldList
from docgen.render.twins.page import Twin, link_formatter, twin
from docgen.wording import counted

_SECTION: Final = "API reference"
_MAX_SUMMARY: Final = 300  # characters of a line in llms.txt
_MAX_LISTED: Final = 200  # operations and objects in llms.txt: where there are more, it has the resources alone


def twins(publication: Publication) -> Iterator[Twin]:
    """The index, then each resource with its operations and objects; nothing for a contract without them."""
    found = views(publication)
    if not found:
        return
    summary = "Every operation, with servers, authentication and the contract"
    context = index_context(publication)
    yield twin(publication, "reference/index.md.j2", urls.REFERENCE, _SECTION, "API reference", summary, **context)
    is_listed = sum(len(view.operations) + len(view.objects) for view in found) <= _MAX_LISTED
    # the links in fields are those of the pages, which are all as deep in the reference
    fields = FieldList(link_formatter(publication, DEEP))
    for view in found:
        yield _resource(publication, view)
        context = {"resource": view.resource, "shown": fields}
        for one in view.operations:
            yield twin(
                publication,
                "reference/operation.md.j2",
                one.url,
                _SECTION,
                one.title,
                one.operation.name,
                is_listed=is_listed,
                view=one,
                **context,
            )
        for it in view.objects:
            yield twin(
                publication, "reference/object.md.j2", it.url, _SECTION, it.name, is_listed=is_listed, it=it, **context
            )


def _resource(publication: Publication, view: ResourceView) -> Twin:
    name, url = view.resource.name, view.resource.url
    summary = ", ".join(one.title for one in view.operations) or counted(len(view.objects), "object")
    context = asdict(view)
    return twin(publication, "reference/resource.md.j2", url, _SECTION, name, _shortened(summary), **context)


def _shortened(summary: str) -> str:
    return summary if len(summary) <= _MAX_SUMMARY else f"{summary[:_MAX_SUMMARY].rpartition(', ')[0]} and more"
