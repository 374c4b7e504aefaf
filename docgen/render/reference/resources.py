"""The resources of a contract, each with its operations and component schemas; and the pages that show them."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import Final, NamedTuple

from docgen import urls
from docgen.openapi.merging import merged
from docgen.openapi.nodes import schema_name, schema_reference
from docgen.openapi.pointers import pointer_of
from docgen.openapi.resolver import Resolver
from docgen.openapi.spec import Operation, Spec, webhooks_key

_OF_EVENTS: Final = "Objects of events"
_UNUSED: Final = "Other objects"
_WITHOUT_OPERATIONS: Final = {
    _OF_EVENTS: "Payloads of webhook events.",
    _UNUSED: "Not used by any operation or event of this reference.",
}


class Resource(NamedTuple):
    """A tag with its operations, and the schemas nearest to them."""

    name: str
    url: str
    description: str
    operations: tuple[Operation, ...]
    schemas: tuple[str, ...]


def resources(resolver: Resolver) -> tuple[Resource, ...]:
    """Every resource, in the order of the contract's tags, then in that of its paths; tags of one URL are one."""
    spec, descriptions = resolver.spec, dict(_tags(resolver))
    by_url: dict[str, list[Operation]] = {urls.resource_url(name): [] for name in descriptions}
    for operation in spec.operations():
        by_url.setdefault(urls.resource_url(operation.resource), []).append(operation)
    operations = {url: group for url, group in by_url.items() if group}
    schemas = _schemas_by_page(resolver, operations)
    listed = [
        _resource(url, of_resource, descriptions, schemas.get(url, ())) for url, of_resource in operations.items()
    ]
    if not listed and not spec.events():
        return ()
    for name, description in _WITHOUT_OPERATIONS.items():
        url = urls.resource_url(name)
        if url in schemas and url not in operations:
            listed.append(Resource(name, url, description, (), tuple(schemas[url])))
    return tuple(listed)


def _resource(
    url: str, operations: Sequence[Operation], descriptions: Mapping[str, str], schemas: Sequence[str]
) -> Resource:
    names = [operation.resource for operation in operations]
    tag = next((name for name in names if name in descriptions), None)
    title = _title(names[0]) if tag is None else tag
    return Resource(title, url, descriptions.get(tag or names[0], ""), tuple(operations), tuple(schemas))


def _title(name: str) -> str:
    """The heading for a segment of a path: `credit-notes` becomes `Credit notes`."""
    if re.fullmatch(r"[a-z0-9_-]+", name):
        return re.sub(r"[-_]+", " ", name.capitalize())
    return name


def _tags(resolver: Resolver) -> Iterator[tuple[str, str]]:
    for tag in resolver.root.items("tags"):
        if isinstance(tag.get("name"), str):
            yield tag.name.strip(), tag.description


def _schemas_by_page(resolver: Resolver, pages: Mapping[str, list[Operation]]) -> Mapping[str, list[str]]:
    """The component schemas by page: that of the operation nearest by references, of events, or of unused ones."""
    page_of: dict[str, str] = {}
    from_operations = []
    for url, operations in pages.items():
        for operation in operations:
            from_operations += [(ref, url) for ref in sorted(references(resolver, operation))]
    events = resolver.references(resolver.root.child(webhooks_key(resolver.spec.document)))
    # operations first: a schema that one refers to is shown with it, not with the events
    for nearest in (from_operations, [(ref, urls.resource_url(_OF_EVENTS)) for ref in sorted(events)]):
        while nearest:
            reached = []
            for ref, url in nearest:
                if ref not in page_of:
                    page_of[ref] = url
                    reached += [(inner, url) for inner in _references_in(resolver, ref)]
            nearest = reached
    by_page: dict[str, list[str]] = defaultdict(list)
    for name, schema in resolver.schemas().items():
        # what only refers to another one is shown there
        if not schema.ref:
            ref = schema_reference(name)
            by_page[page_of.get(ref, urls.resource_url(_UNUSED))].append(name)
    return {page: sorted(names, key=str.lower) for page, names in by_page.items()}


def _references_in(resolver: Resolver, ref: str) -> list[str]:
    """The components that one refers to; none for what is no component."""
    if ref == "#":
        return []
    return sorted(resolver.references(resolver.spec.node(pointer_of(ref))))


def references(resolver: Resolver, operation: Operation) -> set[str]:
    """The components that an operation refers to, and the parameters of its path."""
    shared = resolver.spec.node(operation.pointer[:-1]).child("parameters")
    return resolver.references(operation) | resolver.references(shared)


def uses(resolver: Resolver) -> Mapping[str, tuple[str, ...]]:
    """The selectors of what refers to each component schema, by its name: operations, then events, then schemas."""
    selectors: dict[str, dict[str, None]] = defaultdict(dict)
    for selector, refs in _referring(resolver):
        for name in _referred_schemas(resolver, refs):
            if name != selector:
                selectors[name].setdefault(selector)
    return {name: tuple(users) for name, users in selectors.items()}


def _referring(resolver: Resolver) -> Iterator[tuple[str, set[str]]]:
    for operation in resolver.spec.operations():
        yield operation.name, references(resolver, operation)
    for event in resolver.spec.events():
        yield f"event {event}", resolver.references(resolver.spec.node(resolver.spec.event_pointer(event)))
    for name, schema in resolver.schemas().items():
        yield name, resolver.references(schema)


def _referred_schemas(resolver: Resolver, refs: set[str]) -> Iterator[str]:
    """The schemas that references lead to, directly or by another component, such as a response."""
    seen: set[str] = set()
    queue = sorted(refs)
    while queue:
        ref = queue.pop()
        name = schema_name(ref)
        if name is not None:
            yield name
        elif ref not in seen:
            seen.add(ref)
            queue += _references_in(resolver, ref)


class PageTargets:
    """The resources of a contract and the URL, relative to the root of the site, of what selectors name.

    The reference of an older version is in a `folder` of its own.
    """

    def __init__(self, spec: Spec, folder: str = urls.REFERENCE) -> None:
        self.spec = spec
        self.folder = folder
        self.resolver = spec.cached(Resolver)
        listed = resources(self.resolver)
        self.resources = tuple(page._replace(url=urls.within(folder, page.url)) for page in listed)
        self.operations = self._within(urls.operation_urls(spec.operations() if listed else ()))
        self.objects = self._within(urls.object_urls(chain.from_iterable(page.schemas for page in listed)))

    def _within(self, pages: Mapping[str, str]) -> Mapping[str, str]:
        return {name: urls.within(self.folder, url) for name, url in pages.items()}

    def url_of(self, selector: str) -> str | None:
        """The URL of an operation, callback, schema, field, header or security scheme; None where nothing shows it.

        The URL of a field of a field is that of the nearest part with an anchor.
        """
        return self._named.get(selector) or self._field(selector)

    @cached_property
    def _named(self) -> dict[str, str]:
        named: dict[str, str] = {}
        for selector, url in self._selectors():
            named.setdefault(selector, url)
        return named

    def _selectors(self) -> Iterator[tuple[str, str]]:
        for operation in self.spec.operations():
            url = self.operations[operation.name]
            yield operation.name, url
            yield from ((f"header {name}", url) for name in self.spec.headers(operation))
            yield from ((f"event {name}", url) for name in operation.callbacks)
        for name in self.spec.schemas():
            owner_url = self.objects.get(self._resolved_name(name))
            if owner_url:
                yield name, owner_url
        for name in self.spec.security_schemes():
            yield f"security {name}", f"{self.folder}#{urls.anchor('security', name)}"

    def _resolved_name(self, name: str) -> str:
        """The name of the schema that a component refers to, or its own."""
        end = self.resolver.schema(name)
        return (end.schema_name if end.value is not None else None) or name

    def _field(self, selector: str) -> str | None:
        words = selector.split(".")
        # the names of schemas may have dots, too: the longest one wins
        for end in range(len(words) - 1, 0, -1):
            name = ".".join(words[:end])
            if name in self.spec.schemas():
                owner, field = self._resolved_name(name), words[end]
                schema = merged(self.resolver, self.spec.node(("components", "schemas", owner)))
                if owner in self.objects and field in schema.properties:
                    return f"{self.objects[owner]}#{urls.anchor('field', field)}"
                return self.objects.get(owner)
        return None
