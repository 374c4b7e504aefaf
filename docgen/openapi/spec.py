"""An OpenAPI document: the contract of a pin."""

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

import msgspec

from docgen.openapi.caching import Caching, once
from docgen.openapi.nodes import (
    JsonObject,
    NamedNodes,
    Node,
    as_list,
    as_mapping,
    follow,
    is_reference,
    references,
    schema_name,
    schema_reference,
)
from docgen.openapi.pointers import value_at
from docgen.openapi.structure import METHODS
from docgen.openapi.webhooks import event_keys
from docgen.positions.source import Pointer, Source

# segments of a path that name no resource: `v1`, `api`
_VERSION: Final = re.compile(r"v\d+(\.\d+)*|api", re.IGNORECASE)
TEMPLATE: Final = re.compile(r"\{([^{}]*)\}")
"""A parameter in a path, or a variable in the URL of a server; its group is the name."""


class Operation(Node, frozen=True):
    """The node of an operation; `parameters` are resolved, with those of its path that it does not replace."""

    method: str
    path: str
    parameters: tuple[Node, ...]

    @property
    def name(self) -> str:
        """What a person writes for it: `GET /v1/images`."""
        return f"{self.method} {self.path}"

    @property
    def resource(self) -> str:
        """What it is about: its first tag, or the first segment of its path that is a word."""
        tags = as_list(self.get("tags"))
        if tags and isinstance(tags[0], str) and tags[0].strip():
            return tags[0].strip()
        words = (part for part in self.path.split("/") if part and "{" not in part and not _VERSION.fullmatch(part))
        return next(words, "api")

    @property
    def responses(self) -> JsonObject:
        """The responses by their status, as they are written."""
        return as_mapping(self.get("responses"))

    @property
    def callbacks(self) -> JsonObject:
        """What the API calls for its caller, by name (OpenAPI 3.1, section 4.8.10)."""
        return as_mapping(self.get("callbacks"))


RefsById = Mapping[int, frozenset[str]]
"""The references in some parts of a document, by the identities of these, as equal parts are one object."""
NO_REFS: Final[RefsById] = MappingProxyType({})


class Spec(Caching, frozen=True):
    """A parsed OpenAPI 3.x document with its source, for positions; `document` is never changed.

    `refs` are the references in it, as its reader saw them; None where it has parts of other files, or was not read;
    `piece_refs` are those of its operations and components, where the reader knows them.
    `payload_events` are the webhooks that its authors did not write (`with_payload_events`).
    `event_name` is where an event has its name, as its users say: the path of a field, or a header (`header X-Event`).
    """

    source: Source
    document: JsonObject
    refs: frozenset[str] | None = None
    piece_refs: RefsById = NO_REFS
    payload_events: tuple[str, ...] = ()
    event_name: str = ""

    @property
    def written(self) -> JsonObject:
        """The document as its authors wrote it: to be published, validated and kept."""
        if not self.payload_events:
            return self.document
        key = webhooks_key(self.document)
        own = {name: item for name, item in self.document[key].items() if name not in self.payload_events}
        rest = {name: value for name, value in self.document.items() if name != key}
        # without webhooks of its own, the key came with those of payloads
        return {**rest, key: own} if own else rest

    def with_payload_events(self, names: Collection[str]) -> "Spec":
        """The contract with a webhook for each schema with one of these names, in which `*` stands for any text.

        A schema that a webhook of the contract refers to already gets no second one. `written` is without them.
        """
        if not names:
            return self
        key = webhooks_key(self.document)
        webhooks, events = as_mapping(self.document.get(key)), {}
        known = {*webhooks, *map(schema_name, references(webhooks))}
        for name in self.schemas():
            if name not in known and any(fnmatchcase(name, pattern) for pattern in names):
                content = {"application/json": {"schema": {"$ref": schema_reference(name)}}}
                events[name] = {"post": {"requestBody": {"required": True, "content": content}, "responses": {}}}
        if not events:
            return self
        document = {**self.document, key: webhooks | events}
        return msgspec.structs.replace(self, document=document, payload_events=tuple(events))

    def mentions(self, word: bytes) -> bool:
        """Whether a word may be in the document: its text, which is quick to search, has no parts of other files."""
        return self.refs is None or word in self.source.data

    def at(self, pointer: Pointer) -> Any:  # noqa: ANN401 - a node of JSON can be anything
        """The node under a pointer, or None where there is none."""
        return value_at(self.document, pointer)

    def node(self, pointer: Pointer) -> Node:
        """The node under a pointer with it; a value of None where there is none."""
        return Node(value_at(self.document, pointer), pointer)

    def resolve(self, node: Any) -> JsonObject:  # noqa: ANN401 - a node of JSON can be anything
        """The mapping at the end of a chain of local `$ref`s; empty where one is not found, or in a circle."""
        # most nodes are no references, and this is asked for each
        if isinstance(node, dict) and "$ref" not in node:
            return node
        return self.target(Node(node, ())).mapping

    def target(self, node: Node) -> Node:
        """The end of a chain of local `$ref`s with its pointer; a value of None where one is not found."""
        return follow(node, self.node, self._ends())

    @once
    def _ends(self) -> NamedNodes:
        return {}

    @once
    def operations(self) -> tuple[Operation, ...]:
        """Every operation under `paths`, in the order of the document."""
        operations = []
        for path, listed in self.node(()).fields("paths").items():
            item = self.target(listed)
            for method in METHODS:
                node, pointer = item.child(method), ("paths", path, method)
                if isinstance(node.value, Mapping):
                    parameters = self.parameters(item, node)
                    operations.append(Operation(node.value, pointer, method.upper(), path, parameters))
        return tuple(operations)

    def parameters(self, item: Node, operation: Node) -> tuple[Node, ...]:
        """The parameters of an operation: one of its own replaces that of its path (OpenAPI 3.1, section 4.8.9)."""
        listed = map(self.target, (*item.items("parameters"), *operation.items("parameters")))
        return tuple({(str(node.get("in")), node.name): node for node in listed}.values())

    def operation(self, name: str) -> Operation | None:
        """The operation of a name such as `GET /v1/images`, or None where there is none."""
        return next((operation for operation in self.operations() if operation.name == name), None)

    def servers(self) -> tuple[SplitResult, ...]:
        """The URL of each server with the defaults of its variables; what is not a URL is left out."""
        urls = []
        for server in self.node(()).items("servers"):
            if "url" in server.mapping:
                with suppress(ValueError):
                    urls.append(urlsplit(_filled(server.mapping["url"], server.get("variables"))))
        return tuple(urls)

    def hosts(self) -> list[str]:
        """The hosts of the servers."""
        return [url.hostname for url in self.servers() if url.hostname]

    def bases(self) -> set[str]:
        """The paths of the servers, and the empty one."""
        return {url.path.rstrip("/") for url in self.servers()} | {""}

    def events(self) -> tuple[str, ...]:
        """The names of the webhook events as they are sent, in the order of the document."""
        return tuple(self.event_keys())

    @once
    def event_keys(self) -> Mapping[str, str]:
        """The key of the webhook of each event by its name."""
        return event_keys(self)

    @once
    def webhooks(self) -> NamedNodes:
        """The webhooks by their keys, in the order of the document."""
        return self.node(()).members(webhooks_key(self.document))

    def webhook(self, event: str) -> Node:
        """The webhook of an event; a value of None where there is none."""
        return self.webhooks().get(self.event_keys().get(event, event), Node(None, ("webhooks", event)))

    def event_pointer(self, event: str) -> Pointer:
        """Where the authors of the contract describe an event: its webhook, or the schema of its payload."""
        pointer = self.webhook(event).pointer
        return ("components", "schemas", *pointer[1:]) if pointer[1] in self.payload_events else pointer

    def schemas(self) -> JsonObject:
        """The component schemas by name, unmerged."""
        return self.node(("components", "schemas")).mapping

    def security_schemes(self) -> dict[str, JsonObject]:
        """The component security schemes by name, resolved."""
        listed = self.node(("components",)).members("securitySchemes")
        return {name: self.resolve(node.value) for name, node in listed.items()}

    def security(self, operation: Operation) -> tuple[JsonObject, ...]:
        """The alternative security requirements of an operation, those of the document where it has none of its own."""
        listed = as_list(operation.mapping.get("security", self.document.get("security")))
        return tuple(item for item in listed if isinstance(item, Mapping))

    def responses(self, operation: Operation) -> Iterator[tuple[str, Node]]:
        """Each response of an operation, resolved, at its place there; its status comes first, as text."""
        for status, response in operation.responses.items():
            yield str(status), Node(self.resolve(response), (*operation.pointer, "responses", status))

    def examples(self, media: object, *, unread: bool = False) -> Iterator[tuple[Pointer, Any]]:
        """The examples of one media type with their place in it: `example`, and each of `examples`.

        One that still is a reference, as to a file that cannot be read, is left out unless `unread`.
        """
        media = self.resolve(media)
        if "example" in media and (unread or not is_reference(media["example"])):
            yield ("example",), media["example"]
        for name, listed in as_mapping(media.get("examples")).items():
            example = self.resolve(listed)
            # the latter since OpenAPI 3.2, which takes one of the two
            for key in ("value", "dataValue"):
                if key in example and (unread or not is_reference(example[key])):
                    yield ("examples", name, key), example[key]

    def headers(self, operation: Operation) -> Iterator[str]:
        """The names of the headers of an operation: of its requests, then of its responses."""
        return (name for name, _ in self.header_nodes(operation))

    def header_nodes(self, operation: Operation) -> Iterator[tuple[str, Node]]:
        """The headers of an operation by name, as they are written: of its requests, then of its responses."""
        for parameter in operation.parameters:
            if parameter.get("in") == "header":
                yield parameter.name, parameter
        for response in operation.members("responses").values():
            yield from self.target(response).members("headers").items()


NO_CONTRACT: Final = Spec(Source("", ""), {})
"""The contract of an API that has none yet."""


def webhooks_key(document: JsonObject) -> str:
    """Where a document has webhooks: `webhooks`, or `x-webhooks` as OpenAPI 3.0 has none, if path items are there."""
    extension = document.get("x-webhooks")
    if document.get("webhooks") or not isinstance(extension, Mapping):
        return "webhooks"
    # an extension may hold anything: it counts where all that it holds are path items
    items = extension.values()
    are_path_items = all(isinstance(item, Mapping) for item in items) and any({"$ref", *METHODS} & {*i} for i in items)
    return "x-webhooks" if are_path_items else "webhooks"


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

    return TEMPLATE.sub(default, str(url))


def path_parameters(path: str) -> tuple[str, ...]:
    """The names between braces in a path, in their order."""
    return tuple(TEMPLATE.findall(path))
