"""The pages of the reference: the index, and one for each resource, each operation and each object."""

from collections.abc import Iterator
from typing import Any, Final

from msgspec.structs import asdict

from docgen import urls
from docgen.render.escape import plain
from docgen.render.page import Page
from docgen.render.publication import Publication, neighbours
from docgen.render.reference.views import DEEP, ObjectView, ResourceView, index_context, views
from docgen.render.twins.page import FieldList, link_formatter
from docgen.wording import counted

_SECTION: Final = "API reference"
_MAX_SUMMARY: Final = 300  # characters of a line in llms.txt
_MAX_LISTED: Final = 200  # operations and objects in llms.txt: where there are more, it has the resources alone
_HIDDEN: Final = {"hide": ["toc"]}


def pages(publication: Publication) -> Iterator[Page]:
    """Every page of the reference to the current contract; nothing where it has no operation and no event."""
    found = views(publication)
    if not found:
        return
    yield Page(
        template="reference/index.md.j2",
        url=urls.REFERENCE,
        is_index=True,
        title="API reference",
        description=f"Every operation of the {publication.project.config.api}.",
        section=_SECTION,
        summary="Every operation, with servers, authentication and the contract",
        context=index_context(publication),
    )
    is_listed = sum(len(view.operations) + len(view.objects) for view in found) <= _MAX_LISTED
    # the links in fields are those of the pages, which are all as deep in the reference
    for_twin = {"shown": FieldList(link_formatter(publication, DEEP))}
    for view in found:
        yield _resource(publication, view)
        for index in range(len(view.operations)):
            yield _operation(publication, view, index, for_twin, is_listed=is_listed)
        for shown in view.objects:
            yield _object(publication, view, shown, for_twin, is_listed=is_listed)


def _resource(publication: Publication, view: ResourceView) -> Page:
    resource = view.resource
    about = f"{resource.name} in the {publication.project.config.api}."
    summary = ", ".join(one.title for one in view.operations) or counted(len(view.objects), "object")
    return Page(
        template="reference/resource.md.j2",
        url=resource.url,
        title=resource.name,
        description=plain(resource.description) or about,
        front_matter=_HIDDEN,
        section=_SECTION,
        summary=_shortened(summary),
        context=asdict(view),
    )


def _shortened(summary: str) -> str:
    return summary if len(summary) <= _MAX_SUMMARY else f"{summary[:_MAX_SUMMARY].rpartition(', ')[0]} and more"


def _operation(
    publication: Publication, within: ResourceView, index: int, for_twin: dict[str, Any], *, is_listed: bool
) -> Page:
    view, (before, after) = within.operations[index], neighbours(within.operations, index)
    operation = view.operation
    return Page(
        template="reference/operation.md.j2",
        url=view.url,
        title=view.title,
        description=f"{operation.name} in the {publication.project.config.api}.",
        front_matter={**_HIDDEN, "status": operation.method.lower()},
        section=_SECTION,
        summary=operation.name,
        context={"view": view, "resource": within.resource, "before": before, "after": after},
        for_twin=for_twin,
        is_listed=is_listed,
    )


def _object(
    publication: Publication, within: ResourceView, view: ObjectView, for_twin: dict[str, Any], *, is_listed: bool
) -> Page:
    return Page(
        template="reference/object.md.j2",
        url=view.url,
        title=view.name,
        description=f"The object {view.name} in the {publication.project.config.api}.",
        front_matter=_HIDDEN,
        section=_SECTION,
        context={"it": view, "resource": within.resource},
        for_twin=for_twin,
        is_listed=is_listed,
    )
