"""The resources of a contract, each with its operations and component schemas; and the pages that show them."""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import Any, Final, NamedTuple

from msgspec.json import encode

from docgen import urls
from docgen.markdown.commonmark import parser
from docgen.openapi.merging import merged
from docgen.openapi.nodes import Node, as_list, schema_name, schema_reference
from docgen.openapi.pointers import pointer_of
from docgen.openapi.resolver import Resolver
from docgen.openapi.spec import Operation, Spec, webhooks_key
from docgen.render.reference.row_budget import is_shown_in_place
from docgen.render.reference.titles import name_in_words

_OF_EVENTS: Final = "Objects of events"
_UNUSED: Final = "Other objects"
_UNGROUPED: Final = "Other"
_WITHOUT_OPERATIONS: Final = {
    _OF_EVENTS: "Payloads of webhook events.",
    _UNUSED: "Not used by any operation or event of this reference.",
}


class Resource(NamedTuple):
    """A tag with its operations, and the schemas nearest to them: `values` are those that are shown in place.

    `name` is that for readers, `group` that of the tags it is among, empty where the contract has none.
    """

    name: str
    description: str
    url: str
    operations: tuple[Operation, ...]
    schemas: tuple[str, ...]
    values: tuple[str, ...]
    group: str


def resources(resolver: Resolver, linked: Container[str] | None = None) -> tuple[Resource, ...]:
    """Every resource, in the order of the contract's tags, then in that of its paths; tags of one URL are one.

    Where the contract groups its tags, they are in the order of the groups, and those of no group come last. The values
    are the schemas that are shown in place, or all that are not `linked`.
    """
    spec = resolver.spec
    tags = {tag.name.strip(): tag for tag in resolver.root.items("tags") if isinstance(tag.get("name"), str)}
    by_url: dict[str, list[Operation]] = {urls.resource_url(name): [] for name in tags}
    for operation in spec.operations():
        by_url.setdefault(urls.resource_url(operation.resource), []).append(operation)
    operations = {url: group for url, group in by_url.items() if group}
    if not operations and not spec.events():
        return ()
    schemas, groups = _schemas_by_page(resolver, operations), _groups(resolver)
    headings = {url: _heading(of_resource, tags, spec) for url, of_resource in operations.items()}
    for name, description in _WITHOUT_OPERATIONS.items():
        if (url := urls.resource_url(name)) in schemas:
            headings.setdefault(url, (name, description))
    if linked is None:
        linked = {name for name, node in resolver.schemas().items() if not is_shown_in_place(resolver, node)}
    listed = []
    for url, heading in headings.items():
        near = schemas.get(url, ())
        objects = tuple(name for name in near if name in linked)
        values = tuple(name for name in near if name not in linked)
        group = groups.get(url, _UNGROUPED if groups else "")
        listed.append(Resource(*heading, url, tuple(operations.get(url, ())), objects, values, group))
    order = [*groups, *headings]
    return tuple(sorted(listed, key=lambda resource: order.index(resource.url)))


def _heading(operations: Sequence[Operation], tags: Mapping[str, Node], spec: Spec) -> tuple[str, str]:
    """The name of a resource for readers, and its description: those of its tag, or what its tag or path says."""
    names = [operation.resource for operation in operations]
    name = next((name for name in names if name in tags), names[0])
    if tag := tags.get(name):
        return tag.text("x-displayName").strip() or name_in_words(name, spec), tag.description
    return name_in_words(name, spec), ""


def opening_paragraph(description: str) -> tuple[str, str]:
    """The paragraph that a description begins with, and what follows it; nothing before what begins otherwise."""
    env: dict[str, Any] = {}
    first = next(iter(parser().parse(description, env)), None)
    # a link of the paragraph may be defined below it
    if not first or first.type != "paragraph_open" or not first.map or "references" in env:
        return "", description
    lines = description.split("\n")
    end = first.map[1]
    return "\n".join(lines[:end]), "\n".join(lines[end:]).strip("\n")


def _groups(resolver: Resolver) -> Mapping[str, str]:
    """The group of each resource by its URL, in the order of the contract's `x-tagGroups`; the first with its tag."""
    groups: dict[str, str] = {}
    for group in resolver.root.items("x-tagGroups"):
        name = group.text("name").strip()
        for tag in as_list(group.get("tags")):
            if name and isinstance(tag, str):
                groups.setdefault(urls.resource_url(tag.strip()), name)
    return groups


def _schemas_by_page(resolver: Resolver, pages: Mapping[str, list[Operation]]) -> Mapping[str, list[str]]:
    """The component schemas by page: that of the operations nearest by references, of events, or of unused ones."""
    page_of: dict[str, str] = {}
    reached: dict[str, set[str]] = {}
    from_operations = []
    for url, operations in pages.items():
        for operation in operations:
            from_operations += [(ref, url) for ref in sorted(references(resolver, operation))]
        reached[url] = set(_reached(resolver, chain.from_iterable(references(resolver, one) for one in operations)))
    events = resolver.references(resolver.root.child(webhooks_key(resolver.spec.document)))
    # operations first: a schema that one refers to is shown with it, not with the events
    for nearest in (from_operations, [(ref, urls.resource_url(_OF_EVENTS)) for ref in sorted(events)]):
        while nearest:
            nearest = _next_level(resolver, nearest, page_of, reached)
    by_page: dict[str, list[str]] = defaultdict(list)
    for name, schema in resolver.schemas().items():
        # what only refers to another one is shown there
        if not schema.ref:
            ref = schema_reference(name)
            by_page[page_of.get(ref, urls.resource_url(_UNUSED))].append(name)
    return {page: sorted(names, key=str.lower) for page, names in by_page.items()}


def _next_level(
    resolver: Resolver, nearest: list[tuple[str, str]], page_of: dict[str, str], reached: Mapping[str, set[str]]
) -> list[tuple[str, str]]:
    """Note the page of each component among some with those that use it; what these refer to, each with its users.

    It is the resource of its name, if that uses it, else the one that uses it most of those that are as near.
    """
    users: dict[str, Counter[str]] = defaultdict(Counter)
    for ref, url in nearest:
        if ref not in page_of:
            users[ref][url] += 1
    further = []
    for ref, counted in users.items():
        own = urls.resource_url(schema_name(ref) or "")
        page_of[ref] = own if ref in reached.get(own, ()) else max(counted, key=counted.__getitem__)
        # a response that several share leads each of them to its schema
        of_inner = counted if schema_name(ref) is None else (page_of[ref],)
        for inner in _references_in(resolver, ref):
            further += [(inner, url) for url in of_inner]
    return further


def _references_in(resolver: Resolver, ref: str) -> list[str]:
    """The components that one refers to; none for what is no component."""
    if ref == "#":
        return []
    return sorted(resolver.references(resolver.spec.node(pointer_of(ref))))


def references(resolver: Resolver, operation: Operation) -> set[str]:
    """The components that an operation refers to, and the parameters of its path."""
    shared = resolver.spec.node(operation.pointer[:-1]).child("parameters")
    return resolver.references(operation) | resolver.references(shared)


def _reached(resolver: Resolver, refs: Iterable[str], *, past_schemas: bool = True) -> Iterator[str]:
    """The components that references lead to, through others such as responses, and through schemas or up to them."""
    seen: set[str] = set()
    queue = [*refs]
    while queue:
        ref = queue.pop()
        if ref in seen:
            continue
        seen.add(ref)
        yield ref
        if past_schemas or schema_name(ref) is None:
            queue += _references_in(resolver, ref)


def uses(resolver: Resolver) -> Mapping[str, tuple[str, ...]]:
    """The selectors of what refers to each component schema, by its name: operations, then events, then schemas."""
    selectors: dict[str, dict[str, None]] = defaultdict(dict)
    for selector, refs in _referring(resolver):
        for name in map(schema_name, _reached(resolver, refs, past_schemas=False)):
            if name and name != selector:
                selectors[name].setdefault(selector)
    return {name: tuple(users) for name, users in selectors.items()}


def _referring(resolver: Resolver) -> Iterator[tuple[str, set[str]]]:
    for operation in resolver.spec.operations():
        yield operation.name, references(resolver, operation)
    for event in resolver.spec.events():
        yield f"event {event}", resolver.references(resolver.spec.node(resolver.spec.event_pointer(event)))
    for name, schema in resolver.schemas().items():
        yield name, resolver.references(schema)


def unchanged_schemas(resolver: Resolver, other: Resolver) -> set[str]:
    """The component schemas that another contract has, too, with all that they refer to."""
    if resolver.ignores_siblings != other.ignores_siblings:
        # the same text would say something else
        return set()
    needed = {
        name: set(map(schema_name, resolver.references(node)))
        for name, node in resolver.schemas().items()
        if encode(node.value) == encode(other.spec.node(node.pointer).value)
    }
    same = set(needed)
    while changed := {name for name in same if needed[name] - same}:
        same -= changed
    return same


class PageTargets:
    """The resources of a contract and the URL, relative to the root of the site, of what selectors name.

    The reference of an older version is in a `folder` of its own, and its objects have no pages: those that the
    `current` contract has as they are lead to the current pages, and the others are among the values of their resource.
    """

    def __init__(self, spec: Spec, folder: str = urls.REFERENCE, current: "PageTargets | None" = None) -> None:
        self.spec = spec
        self.folder = folder
        self.resolver = spec.cached(Resolver)
        self.schemas: dict[str, str]
        if current:
            same = unchanged_schemas(self.resolver, current.resolver)
            self.schemas = {name: url for name, url in current.schemas.items() if name in same}
            listed = resources(self.resolver, self.schemas)
        else:
            listed = resources(self.resolver)
            self.schemas = urls.object_urls(chain.from_iterable(page.schemas for page in listed))
        operations = urls.operation_urls(spec.operations() if listed else ())
        self.operations = {name: urls.within(folder, url) for name, url in operations.items()}
        self.resources = tuple(page._replace(url=urls.within(folder, page.url)) for page in listed)
        for page in self.resources:
            self.schemas |= {name: f"{page.url}#{urls.anchor('object', name)}" for name in page.values}

    def url_of(self, selector: str) -> str | None:
        """The URL of an operation, callback, schema, field, header or security scheme; None where nothing shows it.

        The URL of a field of a field is that of the nearest part with an anchor.
        """
        return self._named.get(selector) or self._field(selector)

    @cached_property
    def resource_names(self) -> Mapping[str, str]:
        """The name of the resource of each operation and component schema."""
        names: dict[str, str] = {}
        for page in self.resources:
            parts = (*(operation.name for operation in page.operations), *page.schemas, *page.values)
            names |= dict.fromkeys(parts, page.name)
        return names

    @cached_property
    def _named(self) -> dict[str, str]:
        # the first of a name wins
        return dict(reversed([*self._selectors()]))

    def _selectors(self) -> Iterator[tuple[str, str]]:
        for operation in self.spec.operations():
            url = self.operations[operation.name]
            yield operation.name, url
            yield from ((f"header {name}", url) for name in self.spec.headers(operation))
            yield from ((f"event {name}", url) for name in operation.callbacks)
        for name in self.spec.schemas():
            if owner_url := self.schemas.get(self._resolved_name(name)):
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
                url = self.schemas.get(owner)
                if url and "#" not in url and field in schema.properties:
                    return f"{url}#{urls.anchor('field', field)}"
                return url
        return None
