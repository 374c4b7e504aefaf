"""The pages of the reference: the index, and one for each resource, each operation and each object."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Final, NamedTuple

import msgspec

from docgen import urls
from docgen.markdown import escape
from docgen.model.pin import Pin
from docgen.openapi.nodes import Node
from docgen.openapi.spec import Operation
from docgen.records import digest_of
from docgen.render.escape import plain
from docgen.render.json_file import checksum
from docgen.render.page import Page, moved_page
from docgen.render.publication import Publication, with_neighbours
from docgen.render.reference.inputs import inputs
from docgen.render.reference.object_links import DEEP, linking_reader, schema_reader
from docgen.render.reference.operation import Code, Field, schema_example
from docgen.render.reference.operation_view import OperationView, operation_view
from docgen.render.reference.other_versions import OtherVersion, other_versions
from docgen.render.reference.reader import SchemaReader
from docgen.render.reference.resources import Resource, opening_paragraph, uses
from docgen.render.twins.page import FieldList, twin_link
from docgen.wording import counted

# characters of a line in llms.txt
_MAX_SUMMARY: Final = 300
# operations and objects in llms.txt: where there are more, it has the resources alone
_MAX_LISTED: Final = 200
_HIDDEN: Final = {"hide": ["toc"]}
_ROWS_OF_OBJECTS: Final = 60


class ObjectView(NamedTuple):
    """All that the reference shows of a component schema; `uses` are the selectors of what it is used in."""

    field: Field
    example: Code | None
    uses: Sequence[str]
    removed_fields: Mapping[str, Pin]


class ResourceView(NamedTuple):
    """A resource with its operations and its objects, each of which has its page.

    In an older version, the objects have no pages of their own, and those that differ are among its values.
    """

    resource: Resource
    operations: tuple[OperationView, ...]
    objects: Sequence[str]


def _views(publication: Publication) -> Iterator[ResourceView]:
    """Every resource of the contract; nothing where it has no operation and no event."""
    for resource in publication.page_targets.resources:
        operations = tuple(OperationView(publication, operation, 0) for operation in resource.operations)
        yield ResourceView(resource, operations, () if publication.older else resource.schemas)


def _values(publication: Publication, resource: Resource) -> Mapping[str, Sequence[Field]]:
    """The values of a resource; no other object opens in one."""
    reader = linking_reader(publication, resource.url, publication.page_targets.resolver)
    return {"values": [_field(publication, name, reader, 0) for name in resource.values]}


def _field(publication: Publication, name: str, reader: SchemaReader, rows: int) -> Field:
    """A component schema as a field of its type."""
    shape = reader.read(_node(publication, name), rows, root=True)
    return Field(name, shape, history=publication.history.part(name), id=urls.field_id(name))


def _node(publication: Publication, name: str) -> Node:
    return publication.page_targets.resolver.schemas()[name]


def _view(publication: Publication, name: str, uses: Sequence[str]) -> ObjectView:
    removed = publication.history.removed_fields(name)
    example = schema_example(publication.spec, _node(publication, name))
    field = _field(publication, name, schema_reader(publication), _ROWS_OF_OBJECTS)
    return ObjectView(field, example, uses, removed)


def pages(publication: Publication) -> Iterator[Page]:
    """Every page of the reference to the current contract, then of those to older ones that the settings name."""
    yield from _pages(publication)
    for older in publication.older_references:
        yield from (_as_older(older, page) for page in _pages(older))


def _as_older(publication: Publication, page: Page) -> Page:
    """A page of an older version: its canonical page is the current one, where that has the same."""
    current = next(other for other in page.context["versions"] if other.pin is publication.project.current)
    noted: dict[str, object] = {"api_version": publication.older and publication.older.id, "search": {"exclude": True}}
    if not current.instead:
        noted["canonical"] = publication.absolute(current.url)
    return msgspec.structs.replace(
        page, publication=publication, has_twin=False, front_matter={**page.front_matter, **noted}
    )


def _pages(publication: Publication) -> Iterator[Page]:
    """Every page of the reference of a contract; nothing where it has no operation and no event."""
    views = tuple(_views(publication))
    if not views:
        return
    yield _index(publication, views)
    used = uses(publication.page_targets.resolver)
    is_listed = sum(len(within.operations) + len(within.objects) for within in views) <= _MAX_LISTED
    # the links in fields are those of the pages, which are all as deep in the reference
    for_twin = {"shown": FieldList(publication, DEEP)}
    for within in views:
        yield _resource(publication, within)
        for page in (*_operations(publication, within), *_objects(publication, within, used)):
            yield msgspec.structs.replace(page, for_twin=for_twin, is_listed=is_listed)


def _index(publication: Publication, views: tuple[ResourceView, ...]) -> Page:
    """The first page: the resources, then servers, authentication, the version and the contract."""
    targets = publication.page_targets
    root = targets.resolver.root
    # a contract of webhooks alone has none
    listed = "operation" if publication.spec.operations() else "object"
    return Page(
        template="reference/index.md.j2",
        url=targets.folder,
        is_index=True,
        title="API reference",
        menu_title=f"API reference {publication.older.id}" if publication.older else "",
        description=f"Every {listed} of {publication.config.the_api}.",
        summary=f"Every {listed}, with servers, authentication and the contract",
        context={
            "listed": listed,
            "description": opening_paragraph(root.child("info").description),
            "servers": [server.mapping for server in root.items("servers") if isinstance(server.value, Mapping)],
            "schemes": publication.spec.security_schemes().items(),
            "groups": _by_group(views),
            "contract": checksum(publication.spec),
            "versions": other_versions(publication, targets.folder),
        },
    )


def _by_group(views: Sequence[ResourceView]) -> Mapping[str, Sequence[ResourceView]]:
    """The resources by their group; all are of one without a name where the contract has no groups."""
    groups: dict[str, list[ResourceView]] = {}
    for view in views:
        groups.setdefault(view.resource.group, []).append(view)
    return groups


def _resource(publication: Publication, view: ResourceView) -> Page:
    resource = view.resource
    summary = ", ".join(operation.title for operation in view.operations) or counted(len(resource.schemas), "object")
    if len(summary) > _MAX_SUMMARY:
        summary = f"{summary[:_MAX_SUMMARY].rpartition(', ')[0]} and more"
    if resource.group:
        summary = f"{resource.group}: {summary}"
    first, rest = opening_paragraph(resource.description)
    return Page(
        template="reference/resource.md.j2",
        url=resource.url,
        title=resource.name,
        told_apart_by="resource",
        description=plain(resource.description) or f"{resource.name} in {publication.config.the_api}.",
        front_matter={**_HIDDEN, "group": resource.group},
        summary=summary,
        context={
            "resource": resource,
            "operations": view.operations,
            "first": first,
            "rest": rest,
            "versions": other_versions(publication, resource.url),
        },
        opened=partial(_values, publication, resource),
        inputs=_inputs_of_resource(publication, view),
        files={} if publication.older else dict(_moved(publication, view)),
    )


def _moved(publication: Publication, view: ResourceView) -> Iterator[tuple[str, str]]:
    """A file at the address of each value of a resource, which had a page once, and at that of the page's twin."""
    for name in view.resource.values:
        target = publication.page_targets.schemas[name]
        address = urls.object_urls((name,))[name]
        yield f"{address}index.html", moved_page(publication, name, address, target)
        if publication.has_twins:
            head = f"# {escape.text(name)}\n\nURL: {publication.absolute(address)}\nAs of: {publication.today}\n\n"
            link = twin_link(publication, target)
            yield urls.twin_source(address), f"{head}See [{escape.text(view.resource.name)}]({link}).\n"


def _operations(publication: Publication, within: ResourceView) -> Iterator[Page]:
    # within the resource: the next one of the contract may be about something else
    for before, shown, after in with_neighbours(within.operations):
        versions = other_versions(publication, within.resource.url, shown.operation.name)
        around = [(beside.title, beside.url, beside.operation.name) for beside in (before, after) if beside]
        yield Page(
            template="reference/operation.md.j2",
            url=shown.url,
            title=shown.title,
            told_apart_by=f"{within.resource.name}, {shown.operation.name}",
            description=f"{shown.operation.name} in {publication.config.the_api}.",
            front_matter={**_HIDDEN, "status": shown.operation.method.lower()},
            summary=shown.operation.name,
            context={"resource": within.resource, "before": before, "after": after, "versions": versions},
            opened=partial(_opened, publication, shown.operation),
            inputs=digest_of((shown.inputs, bool(before), around, _inputs_of_place(within.resource, versions))),
        )


def _opened(publication: Publication, operation: Operation) -> Mapping[str, OperationView]:
    return {"view": operation_view(publication, operation)}


def _objects(publication: Publication, within: ResourceView, used: Mapping[str, Sequence[str]]) -> Iterator[Page]:
    for name in within.objects:
        shown_in = used.get(name, ())
        versions = other_versions(publication, within.resource.url, name)
        users = [(use, publication.url_of(use)) for use in shown_in]
        own = inputs(publication).of_schema(name)
        yield Page(
            template="reference/object.md.j2",
            url=publication.page_targets.schemas[name],
            title=name,
            told_apart_by="object",
            description=f"The object {name} in {publication.config.the_api}.",
            front_matter={**_HIDDEN, "resource": urls.source(within.resource.url)},
            context={"resource": within.resource, "versions": versions},
            opened=partial(_opened_object, publication, name, shown_in),
            inputs=digest_of((own, users, _inputs_of_place(within.resource, versions))),
        )


def _opened_object(publication: Publication, name: str, shown_in: Sequence[str]) -> Mapping[str, ObjectView]:
    return {"it": _view(publication, name, shown_in)}


def _inputs_of_place(resource: Resource, versions: Sequence[OtherVersion]) -> object:
    """What a page shows of its resource and of the other versions."""
    others = [(other.pin.id, other.url, other.instead) for other in versions]
    return resource.name, resource.url, resource.group, others


def _inputs_of_resource(publication: Publication, view: ResourceView) -> str:
    resource, targets = view.resource, publication.page_targets.schemas
    operations = [(shown.url, shown.title, shown.operation.name, shown.operation.value) for shown in view.operations]
    schemas = [(name, targets.get(name)) for name in resource.schemas]
    values = [inputs(publication).of_schema(name) for name in resource.values]
    place = _inputs_of_place(resource, other_versions(publication, resource.url))
    return digest_of((operations, schemas, values, resource.description, place))
