"""What the pages of a contract are made of, as digests: a page with the same inputs comes out the same."""

from collections.abc import Iterable
from typing import Final

from docgen.model.entry import Entry
from docgen.openapi.carriers import Closure
from docgen.openapi.nodes import schema_at
from docgen.openapi.resolver import Resolver
from docgen.openapi.spec import Operation
from docgen.openapi.structure import METHODS
from docgen.positions.source import Pointer
from docgen.records import digest, digest_of
from docgen.render.publication import Publication, once
from docgen.render.reference.sample_names import known_names

# of these, a page depends on what it refers to alone
_IN_PARTS: Final = ("paths", "webhooks", "x-webhooks", "components")


class Inputs:
    """The digests of one contract: of a node with all that it refers to, and of what every page of it depends on."""

    def __init__(self, publication: Publication) -> None:
        self._publication, self._spec = publication, publication.spec
        self._closure = publication.spec.cached(Closure)
        self._subtypes = publication.spec.cached(Resolver).subtypes
        self._parts: dict[Pointer, str] = {}
        self._closures: dict[frozenset[Pointer], str] = {}
        rest = {key: value for key, value in self._spec.document.items() if key not in _IN_PARTS}
        # samples are made of what the contract has anywhere
        everywhere = (rest, self._spec.security_schemes(), known_names(self._spec))
        self._everywhere = digest_of(everywhere)

    def of(self, *nodes: object) -> str:
        """The digest of some nodes and of the parts that they refer to, directly or through others."""
        parts = self._closure.parts(*nodes)
        if parts not in self._closures:
            self._closures[parts] = digest(*map(self._part, sorted(parts)))
        return digest(self._everywhere, digest_of(nodes), self._closures[parts])

    def of_operation(self, operation: Operation) -> str:
        """The digest of an operation with its path, its history, and all that these refer to."""
        item = self._spec.target(self._spec.node(operation.pointer[:-1])).mapping
        around = {key: value for key, value in item.items() if key not in METHODS}
        parameters = [node.value for node in operation.parameters]
        history = digest_of(self._publication.history.records(operation.name))
        return digest(operation.name, history, self.of(operation.value, parameters, around))

    def of_schema(self, name: str) -> str:
        """The digest of a component schema with its history, its address, and all that it refers to."""
        pointer = ("components", "schemas", name)
        return digest(self._part(pointer), self.of(self._spec.at(pointer)))

    def _part(self, pointer: Pointer) -> str:
        if pointer not in self._parts:
            about: tuple[object, ...] = ()
            if name := schema_at(pointer):
                urls = [shown.page_targets.schemas.get(name) for shown in (self._publication, self._publication.site)]
                about = (urls, self._subtypes.get(name), self._publication.history.records(name))
            self._parts[pointer] = digest_of((self._spec.at(pointer), about))
        return self._parts[pointer]


@once
def inputs(publication: Publication) -> Inputs:
    """Those of the contract that the reference is of."""
    return Inputs(publication)


def of_entries(publication: Publication, entries: Iterable[Entry]) -> list[object]:
    """What pages show of entries."""
    return [(entry.pin, entry.slug, entry.text, publication.breaking_days(entry)) for entry in entries]


@once
def of_site(publication: Publication) -> str:
    """The digest of what any page depends on: the settings, the day, the versions, and the contracts of other ones."""
    project = publication.project
    pins = [(pin.text, pin.id, pin is publication.pin or digest_of(pin.contract.document)) for pin in project.pins]
    settings = (project.config, project.today, project.preview_url, publication.flat_errors)
    return digest_of((settings, pins, [pin.id for pin in publication.pins], project.docs_folder))
