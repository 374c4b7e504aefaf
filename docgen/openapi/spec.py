"""An OpenAPI document: the contract of a pin."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

import msgspec

from docgen.openapi.caching import Caching
from docgen.openapi.nodes import Node, as_list, as_mapping
from docgen.openapi.pointers import value_at
from docgen.openapi.references import follow
from docgen.openapi.structure import METHODS
from docgen.openapi.webhooks import event_keys
from docgen.positions.source import Pointer, Source

_TEMPLATE: Final = re.compile(r"\{([^{}]*)\}")


class Operation(msgspec.Struct, frozen=True):
    """One operation of a path: `parameters` are resolved, those of the path included."""

    method: str
    path: str
    node: Mapping[str, Any]
    pointer: Pointer
    parameters: tuple[Mapping[str, Any], ...]

    @property
    def name(self) -> str:
        """What a person writes for it: `GET /v1/images`."""
        return f"{self.method} {self.path}"

    @property
    def responses(self) -> Mapping[str, Any]:
        """The responses by their status, as they are written."""
        return as_mapping(self.node.get("responses"))

    @property
    def callbacks(self) -> Mapping[str, Any]:
        """What the API calls for its caller, by name (OpenAPI 3.1, section 4.8.10)."""
        return as_mapping(self.node.get("callbacks"))


RefsById = Mapping[int, frozenset[str]]
"""The references in some parts of a document, by the identities of these, as equal parts are one object."""
NO_REFS: Final[RefsById] = MappingProxyType({})


class Spec(Caching, frozen=True):
    """A parsed OpenAPI 3.x document with its source, for positions; `document` is never changed.

    `refs` are the references in it, as its reader saw them; None where it has parts of other files, or was not read;
    `piece_refs` are those of its operations and components, where the reader knows them.
    `payload_events` are the webhooks that its authors did not write (`docgen.openapi.payloads`).
    """

    source: Source
    document: Mapping[str, Any]
    refs: frozenset[str] | None = None
    piece_refs: RefsById = NO_REFS
    payload_events: tuple[str, ...] = ()

    @property
    def written(self) -> Mapping[str, Any]:
        """The document as its authors wrote it: to be published, validated and kept."""
        if not self.payload_events:
            return self.document
        key = webhooks_key(self.document)
        own = {name: item for name, item in self.document[key].items() if name not in self.payload_events}
        rest = {name: value for name, value in self.document.items() if name != key}
        # without webhooks of its own, the key came with those of payloads
        return {**rest, key: own} if own else rest

    def mentions(self, word: bytes) -> bool:
        """Whether a word may be in the document: its text, which is quick to search, has no parts of other files."""
        return self.refs is None or word in self.source.data

    def at(self, pointer: Pointer) -> Any:  # noqa: ANN401 - a node of JSON can be anything
        """The node under a pointer, or None where there is none."""
        return value_at(self.document, pointer)

    def node(self, pointer: Pointer) -> Node:
        """The node under a pointer with it; a value of None where there is none."""
        return Node(value_at(self.document, pointer), pointer)

    def resolve(self, node: Any) -> Mapping[str, Any]:  # noqa: ANN401 - a node of JSON can be anything
        """The mapping at the end of a chain of local `$ref`s; empty where one is not found, or in a circle."""
        # most nodes are no references, and this is asked for each
        if isinstance(node, dict) and "$ref" not in node:
            return node
        return self.target(Node(node, ())).mapping

    def target(self, node: Node) -> Node:
        """The end of a chain of local `$ref`s with its pointer; a value of None where one is not found."""
        return follow(node, self.node, self.cached(_no_ends))

    def operations(self) -> tuple[Operation, ...]:
        """Every operation under `paths`, in the order of the document."""
        return self.cached(_operations)

    def servers(self) -> tuple[SplitResult, ...]:
        """The URL of each server with the defaults of its variables; what is not a URL is left out."""
        return tuple(self._servers())

    def _servers(self) -> Iterator[SplitResult]:
        for server in self.node(()).items("servers"):
            if "url" in server.mapping:
                with suppress(ValueError):
                    yield urlsplit(_filled(server.mapping["url"], server.get("variables")))

    def events(self) -> tuple[str, ...]:
        """The names of the webhook events as they are sent, in the order of the document."""
        return tuple(self.event_keys())

    def event_keys(self) -> Mapping[str, str]:
        """The key of the webhook of each event by its name."""
        return self.cached(event_keys)

    def webhooks(self) -> Mapping[str, Node]:
        """The webhooks by their keys, in the order of the document."""
        return self.cached(_webhooks)

    def webhook(self, event: str) -> Node:
        """The webhook of an event; a value of None where there is none."""
        return self.webhooks().get(self.event_keys().get(event, event), Node(None, ("webhooks", event)))

    def event_pointer(self, event: str) -> Pointer:
        """Where the authors of the contract describe an event: its webhook, or the schema of its payload."""
        pointer = self.webhook(event).pointer
        return ("components", "schemas", *pointer[1:]) if pointer[1] in self.payload_events else pointer

    def schemas(self) -> Mapping[str, Any]:
        """The component schemas by name, unmerged."""
        components = self.document.get("components") or {}
        return components.get("schemas") or {}

    def security_schemes(self) -> dict[str, Mapping[str, Any]]:
        """The component security schemes by name, resolved."""
        listed = self.node(("components",)).members("securitySchemes")
        return {name: self.resolve(node.value) for name, node in listed.items()}

    def security(self, operation: Operation) -> tuple[Mapping[str, Any], ...]:
        """The alternative security requirements of an operation, those of the document where it has none of its own."""
        listed = as_list(operation.node.get("security", self.document.get("security")))
        return tuple(item for item in listed if isinstance(item, Mapping))

    def headers(self, operation: Operation) -> Iterator[str]:
        """The names of the headers of an operation: of its requests, then of its responses."""
        for parameter in operation.parameters:
            if parameter.get("in") == "header":
                yield str(parameter.get("name"))
        for response in operation.responses.values():
            yield from self.resolve(response).get("headers") or ()


def _no_ends(_: Spec) -> dict[str, Node]:
    return {}


def webhooks_key(document: Mapping[str, Any]) -> str:
    """Where a document has webhooks: `webhooks`, or `x-webhooks` as OpenAPI 3.0 has none, if path items are there."""
    extension = document.get("x-webhooks")
    if document.get("webhooks") or not isinstance(extension, Mapping):
        return "webhooks"
    # an extension may hold anything: it counts where all that it holds are path items
    items = extension.values()
    are_path_items = all(isinstance(item, Mapping) for item in items) and any({"$ref", *METHODS} & {*i} for i in items)
    return "x-webhooks" if are_path_items else "webhooks"


def _webhooks(spec: Spec) -> Mapping[str, Node]:
    return spec.node(()).members(webhooks_key(spec.document))


def _operations(spec: Spec) -> tuple[Operation, ...]:
    operations = []
    for path, item in spec.node(()).fields("paths").items():
        shared = spec.resolve(item.value)
        for method in METHODS:
            node = shared.get(method)
            if isinstance(node, Mapping):
                listed = [*(shared.get("parameters") or ()), *(node.get("parameters") or ())]
                parameters = tuple(map(spec.resolve, listed))
                operations.append(Operation(method.upper(), path, node, ("paths", path, method), parameters))
    return tuple(operations)


def operation_nodes(item: Node) -> Iterator[tuple[str, Node]]:
    """The operations of a path item by method; OpenAPI 3.2 (section 4.9) has `query` too, and a map of all others."""
    fields = item.mapping
    methods = {method: item.child(method) for method in (*METHODS, "query") if method in fields}
    for method, node in (methods | item.members("additionalOperations")).items():
        if isinstance(node.value, dict):
            yield method, node


def _filled(url: object, variables: object) -> str:
    def default(match: re.Match[str]) -> str:
        variable = as_mapping(as_mapping(variables).get(match[1]))
        return str(variable.get("default", match[0]))

    return _TEMPLATE.sub(default, str(url))


def path_parameters(path: str) -> tuple[str, ...]:
    """The names between braces in a path, in their order."""
    return tuple(_TEMPLATE.findall(path))
