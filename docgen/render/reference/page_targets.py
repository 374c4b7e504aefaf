"""The URLs of operations, component schemas and their fields, headers and security schemes in the reference."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from docgen import urls
from docgen.openapi.merging import merged
from docgen.openapi.nodes import Node
from docgen.openapi.references import schema_at
from docgen.openapi.resolver import Resolver
from docgen.openapi.spec import Spec
from docgen.render.reference.resources import Resource, resources


class PageTargets:
    """The resources of a contract and the URL, relative to the root of the site, of what selectors name."""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.resolver = Resolver(spec)
        self.resources: tuple[Resource, ...] = resources(spec, self.resolver)
        self.operations: Mapping[str, str] = urls.operation_urls(spec.operations() if self.resources else ())
        self.objects: Mapping[str, str] = urls.object_urls(name for page in self.resources for name in page.schemas)

    def url_of(self, selector: str) -> str | None:
        """The URL of an operation, callback, schema, field, header or security scheme; None where nothing shows it.

        The URL of a field of a field is that of the nearest part with an anchor.
        """
        return self._named.get(selector) or self._field(selector)

    @cached_property
    def _named(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for selector, url in self._selectors():
            found.setdefault(selector, url)
        return found

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
            yield f"security {name}", f"{urls.REFERENCE}#{urls.security_anchor(name)}"

    def _resolved_name(self, name: str) -> str:
        """The name of the schema that a component refers to, or its own."""
        found = self.resolver.schema(name)
        return (schema_at(found.pointer) if found.value is not None else None) or name

    def _field(self, selector: str) -> str | None:
        words = selector.split(".")
        for end in range(len(words) - 1, 0, -1):
            name = ".".join(words[:end])
            if name in self.spec.schemas():
                owner, field = self._resolved_name(name), words[end]
                schema = merged(self.resolver, Node(self.spec.schemas()[owner], ("components", "schemas", owner)))
                if owner in self.objects and field in schema.properties:
                    return f"{self.objects[owner]}#{urls.field_anchor(field)}"
                return self.objects.get(owner)
        return None
