"""The pages of the reference: the index, and one for each resource, each operation and each object."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import msgspec

from docgen import urls
from docgen.model.pin import Pin
from docgen.render.escape import plain
from docgen.render.json_file import checksum
from docgen.render.page import Page, element_id
from docgen.render.publication import Publication, with_neighbours
from docgen.render.reference.object_links import DEEP, schema_reader
from docgen.render.reference.operation import Shape
from docgen.render.reference.operation_view import OperationView, operation_view
from docgen.render.reference.other_versions import other_versions
from docgen.render.reference.resources import Resource, uses
from docgen.render.twins.page import FieldList
from docgen.render.versions import PartHistory
from docgen.wording import counted

# characters of a line in llms.txt
_MAX_SUMMARY: Final = 300
# operations and objects in llms.txt: where there are more, it has the resources alone
_MAX_LISTED: Final = 200
_HIDDEN: Final = {"hide": ["toc"]}
_ROWS_OF_OBJECTS: Final = 60


class ObjectView(NamedTuple):
    """All that the reference shows of a component schema; `uses` are the selectors of what it is used in."""

    name: str
    url: str
    shape: Shape
    uses: Sequence[str]
    history: PartHistory
    removed_fields: Mapping[str, Pin]


class ResourceView(NamedTuple):
    """A resource with its operations and its objects, each of which has its page."""

    resource: Resource
    operations: tuple[OperationView, ...]
    objects: tuple[ObjectView, ...]


def _views(publication: Publication) -> tuple[ResourceView, ...]:
    """Every resource of the current contract; nothing where it has no operation and no event."""
    targets, views = publication.page_targets, []
    used = uses(targets.resolver)
    for resource in targets.resources:
        operations = tuple(operation_view(publication, operation) for operation in resource.operations)
        objects = tuple(_view(publication, name, used.get(name, ())) for name in resource.schemas)
        views.append(ResourceView(resource, operations, objects))
    return tuple(views)


def _view(publication: Publication, name: str, uses: Sequence[str]) -> ObjectView:
    node, history = publication.spec.node(("components", "schemas", name)), publication.history
    shape = schema_reader(publication).read(
        node, _ROWS_OF_OBJECTS, "both", lambda *fields: element_id(urls.anchor("field", *fields))
    )
    url = publication.page_targets.objects[name]
    return ObjectView(name, url, shape, uses, history.part(name), history.removed_fields(name))


def pages(publication: Publication) -> Iterator[Page]:
    """Every page of the reference to the current contract, then of those to older ones that the settings name."""
    yield from _pages(publication)
    for older in publication.older_references:
        yield from (_as_older(older, page) for page in _pages(older))


def _as_older(publication: Publication, page: Page) -> Page:
    """A page of an older version: its canonical page is the current one, where that has the same."""
    assert publication.pin  # noqa: S101 - each is of one
    current = next(other for other in page.context["versions"] if other.pin is publication.project.current)
    noted: dict[str, object] = {"api_version": publication.pin.id, "search": {"exclude": True}}
    if not current.instead:
        noted["canonical"] = publication.absolute(current.url)
    return msgspec.structs.replace(
        page, publication=publication, has_twin=False, front_matter={**page.front_matter, **noted}
    )


def _pages(publication: Publication) -> Iterator[Page]:
    """Every page of the reference of a contract; nothing where it has no operation and no event."""
    views = _views(publication)
    if not views:
        return
    yield _index(publication, views)
    is_listed = sum(len(within.operations) + len(within.objects) for within in views) <= _MAX_LISTED
    # the links in fields are those of the pages, which are all as deep in the reference
    for_twin = {"shown": FieldList(publication, DEEP)}
    for within in views:
        yield _resource(publication, within)
        for page in (*_operations(publication, within), *_objects(publication, within)):
            yield msgspec.structs.replace(page, for_twin=for_twin, is_listed=is_listed)


def _index(publication: Publication, views: tuple[ResourceView, ...]) -> Page:
    """The first page: servers, authentication, the version, the contract, and every operation."""
    targets = publication.page_targets
    root = targets.resolver.root
    return Page(
        template="reference/index.md.j2",
        url=targets.folder,
        is_index=True,
        title=f"API reference {publication.older.id}" if publication.older else "API reference",
        description=f"Every operation of the {publication.config.api}.",
        summary="Every operation, with servers, authentication and the contract",
        context={
            "description": root.child("info").description,
            "servers": [server.mapping for server in root.items("servers") if isinstance(server.value, Mapping)],
            "schemes": publication.spec.security_schemes().items(),
            "resources": views,
            "contract": checksum(publication.spec),
            "versions": other_versions(publication, targets.folder),
        },
    )


def _resource(publication: Publication, view: ResourceView) -> Page:
    resource = view.resource
    summary = ", ".join(operation.title for operation in view.operations) or counted(len(view.objects), "object")
    if len(summary) > _MAX_SUMMARY:
        summary = f"{summary[:_MAX_SUMMARY].rpartition(', ')[0]} and more"
    return Page(
        template="reference/resource.md.j2",
        url=resource.url,
        title=resource.name,
        description=plain(resource.description) or f"{resource.name} in the {publication.config.api}.",
        front_matter=_HIDDEN,
        summary=summary,
        context={**view._asdict(), "versions": other_versions(publication, resource.url)},
    )


def _operations(publication: Publication, within: ResourceView) -> Iterator[Page]:
    # within the resource: the next one of the contract may be about something else
    for before, shown, after in with_neighbours(within.operations):
        yield Page(
            template="reference/operation.md.j2",
            url=shown.url,
            title=shown.title,
            description=f"{shown.operation.name} in the {publication.config.api}.",
            front_matter={**_HIDDEN, "status": shown.operation.method.lower()},
            summary=shown.operation.name,
            context={
                "view": shown,
                "resource": within.resource,
                "before": before,
                "after": after,
                "versions": other_versions(publication, within.resource.url, shown.operation.name),
            },
        )


def _objects(publication: Publication, within: ResourceView) -> Iterator[Page]:
    for view in within.objects:
        yield Page(
            template="reference/object.md.j2",
            url=view.url,
            title=view.name,
            description=f"The object {view.name} in the {publication.config.api}.",
            front_matter=_HIDDEN,
            context={
                "it": view,
                "resource": within.resource,
                "versions": other_versions(publication, within.resource.url, view.name),
            },
        )
