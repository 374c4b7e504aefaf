"""The pages of the reference: the index, and one for each resource."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import msgspec
from markupsafe import Markup

from docgen import urls
from docgen.differ.place import Place
from docgen.model.files import Files
from docgen.model.pin import Pin
from docgen.model.spec import Operation
from docgen.render import errors
from docgen.render.contract import published
from docgen.render.escape import text
from docgen.render.page import anchor as href
from docgen.render.page import front_matter, identity, page, relative
from docgen.render.reference.announced import Announced
from docgen.render.reference.operation import OperationView, Parts, budget, title
from docgen.render.reference.places import Places
from docgen.render.reference.reader import Reader
from docgen.render.reference.request import Sender
from docgen.render.reference.resources import Resource
from docgen.render.reference.shape import Shape
from docgen.render.story import Story
from docgen.render.versions import History, Versions


class ObjectView(msgspec.Struct, frozen=True):
    """A component schema as the section of objects shows it."""

    name: str
    anchor: Markup
    shape: Shape
    history: History
    gone: Mapping[str, Pin]


def render(story: Story) -> Files:
    """The index and a page per resource of the current contract; nothing where it has no operation and no event."""
    pin, places = story.project.current, story.places
    if pin is None or places is None or not places.resources:
        return {}
    writer = _Writer(story, pin, places)
    pages = {resource.source: writer.resource(resource) for resource in places.resources}
    return {f"{urls.REFERENCE}index.md": writer.index(), **pages}


class _Writer:
    def __init__(self, story: Story, pin: Pin, places: Places) -> None:
        self._story, self._pin, self._places = story, pin, places
        self._announced = Announced(story)
        config = story.project.config
        self._sender = Sender(places.side, config.api, tuple(config.hosts), pin.id, pin.text.versioning)
        self._codes = _codes(story)

    def index(self) -> str:
        """The first page: servers, authentication, the version, the contract, and every operation."""
        contract = published(self._places.spec).encode()
        document = self._places.spec.document
        components = document.get("components")
        schemes = components.get("securitySchemes") if isinstance(components, Mapping) else None
        return page(
            "reference/index.md.j2",
            urls.REFERENCE,
            head=front_matter("API reference", f"Every operation of the {self._story.project.config.api}."),
            story=self._story,
            urls=urls,
            pin=self._pin,
            note=str((document.get("info") or {}).get("description") or ""),
            servers=[server for server in document.get("servers") or () if isinstance(server, Mapping)],
            schemes=[(name, self._places.spec.resolve(node)) for name, node in (schemes or {}).items()],
            resources=self._places.resources,
            listed=[(resource, self._rows(resource)) for resource in self._places.resources],
            sha256=hashlib.sha256(contract).hexdigest(),
            size=len(contract),
        )

    def _rows(self, resource: Resource) -> list[dict[str, Any]]:
        return [
            {"operation": operation, "title": title(operation), "url": urls.operation_url(operation)}
            for operation in resource.operations
        ]

    def resource(self, resource: Resource) -> str:
        """The page of a resource: its operations, then the objects that have their place here."""
        reader = reader_for(self._places, resource.url, self._story.versions)
        parts = Parts(self._places.side, reader, self._sender, budget(len(resource.operations)))
        views = [self._view(parts, operation) for operation in resource.operations]
        about = f"{resource.name} in the {self._story.project.config.api}."
        return page(
            "reference/resource.md.j2",
            resource.url,
            head=front_matter(resource.name, resource.description.strip().split("\n")[0] or about, hide=["toc"]),
            story=self._story,
            urls=urls,
            pin=self._pin,
            resource=resource,
            operations=views,
            rows=self._rows(resource),
            objects=list(self._objects(resource, reader)),
        )

    def _objects(self, resource: Resource, reader: Reader) -> Iterator[ObjectView]:
        for name in sorted(resource.schemas, key=str.lower):
            place = Place(self._places.spec.schemas()[name], ("components", "schemas", name))
            shape = reader.read(place, 0, "both", lambda *fields, of=name: identity(urls.object_anchor(of, *fields)))
            versions = self._story.versions
            history, gone = versions.history(name), versions.gone_fields(name)
            yield ObjectView(name, identity(urls.object_anchor(name)), shape, history, gone)

    def _view(self, parts: Parts, operation: Operation) -> OperationView:
        body = self._places.spec.resolve(operation.node.get("requestBody"))
        return OperationView(
            operation=operation,
            anchor=identity(urls.operation_anchor(operation)),
            title=title(operation),
            parameters=tuple(parts.parameters(operation)),
            body=parts.body(operation),
            body_required=body.get("required") is True,
            body_note=str(body.get("description") or ""),
            answers=tuple(parts.answers(operation)),
            security=tuple(parts.security(operation)),
            callbacks=tuple(parts.callbacks(operation)),
            samples=parts.samples(operation),
            examples=tuple(parts.examples(operation)),
            codes=tuple(dict.fromkeys(self._codes.get(operation.name, ()))),
            history=self._story.versions.history(operation.name),
            entries=self._announced.entries(operation),
            events=self._announced.events(operation),
            rules=tuple(self._rules(operation)),
        )

    def _rules(self, operation: Operation) -> Iterator[Any]:
        """The redirects that take requests away from the operation's path."""
        bases = {urlsplit(str(server.geturl())).path.rstrip("/") for server in self._places.spec.servers()} | {""}
        paths = {base + operation.path for base in bases}
        return (rule for rule in self._story.project.redirects if rule.emitted and rule.path in paths)


def reader_for(places: Places, here: str, versions: Versions) -> Reader:
    """The reader of schemas for the page at `here`, whose links lead to the objects of the reference."""

    def link(name: str) -> Markup | None:
        url = places.object(name)
        return Markup('<a href="{}">{}</a>').format(href(relative(url, here)), text(name)) if url else None

    return Reader(places.side, link, versions.field)


def _codes(story: Story) -> Mapping[str, list[tuple[str, str]]]:
    """The error codes that the contract's examples show, by operation, with their status."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for view in errors.views(story):
        for returned in view.returned:
            found[returned.operation.name].append((view.code, returned.status))
    return found
