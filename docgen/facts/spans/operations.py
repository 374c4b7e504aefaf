"""The operations of the contracts that a request is to, and what each has: its query, its bodies, its statuses."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from urllib.parse import parse_qsl

from docgen.facts.knowledge.places import Place
from docgen.facts.knowledge.surface import split_url
from docgen.facts.knowledge.vocabulary import Vocabulary
from docgen.facts.verdict import Around
from docgen.openapi.nodes import Node
from docgen.openapi.spec import Operation


class Request(NamedTuple):
    """A request: an empty `method` is unknown; `body` and `query` are None where the sample does not show them."""

    method: str
    url: str
    query: tuple[str, ...] = ()
    body: object = None
    is_basic: bool = False


class Sent(NamedTuple):
    """A request with its headers, as a command or a file describes it."""

    request: Request
    headers: tuple[tuple[str, str], ...]


Asked = tuple[tuple[Vocabulary, Operation], ...]
"""The operations that a request may be to, each with its contract."""


def operations_of(request: Request, around: Around) -> Asked:
    """The operations that a request is to, in each contract; none where it is to another host."""
    addresses = around.addresses
    parts = split_url(request.url)
    if parts.netloc and parts.netloc.lower() not in addresses.apis(around.vocabularies):
        return ()
    routes = ((one, addresses.path(parts.path or "/", (one,), request.method)) for one in around.vocabularies)
    return tuple((one, operation) for one, route in routes if route for operation in route.operations)


def query_of(url: str) -> list[tuple[str, str]]:
    """The query of a URL, with parameters in brackets by the name before these."""
    listed = parse_qsl(split_url(url).query, keep_blank_values=True)
    return [(name.partition("[")[0], value) for name, value in listed if name and not name.startswith(("{", "<", "$"))]


def query_parameters(asked: Asked, around: Around) -> tuple[str, ...]:
    """The names of the query parameters of operations, and those that carry a key or the version."""
    listed = [
        str(one.get("name")) for _, operation in asked for one in operation.parameters if one.get("in") == "query"
    ]
    listed += [str(scheme.get("name")) for scheme in around.security_schemes() if scheme.get("in") == "query"]
    versions = (pin.text.versioning for pin in around.project.pins)
    listed += [one.name for one in versions if one and one.carrier == "query"]
    return tuple(dict.fromkeys(name.partition("[")[0] for name in listed))


def body_place(asked: Asked) -> Place:
    """The schemas of the request bodies of operations."""
    return _place((one, operation.node.get("requestBody")) for one, operation in asked)


def answer_place(asked: Asked, status: int = 0) -> Place:
    """The schemas of the responses of operations: with a status, or of all."""
    keys = (
        (one, operation, key)
        for one, operation in asked
        for key in ((status_of(operation, status),) if status else _statuses(operation))
    )
    return _place((one, operation.node["responses"][key]) for one, operation, key in keys if key)


def status_of(operation: Operation, status: int) -> str:
    """The key of the response of an operation with a status; empty without one."""
    known = _statuses(operation)
    return next((key for key in (str(status), f"{status // 100}XX", "default") if key in known), "")


def _statuses(operation: Operation) -> list[str]:
    listed = operation.node.get("responses")
    return [key for key in listed if isinstance(key, str)] if isinstance(listed, Mapping) else []


def event_place(vocabularies: tuple[Vocabulary, ...]) -> Place:
    """The schemas of the payloads of all events."""
    items = [(one, one.spec.resolve(item.value)) for one in vocabularies for item in one.spec.webhooks().values()]
    return _place(
        (one, node.get("requestBody")) for one, item in items for node in item.values() if isinstance(node, Mapping)
    )


def _place(bodies: Iterable[tuple[Vocabulary, object]]) -> Place:
    """The schemas of all media types of bodies."""
    schemas = []
    for vocabulary, body in bodies:
        content = vocabulary.spec.resolve(body).get("content")
        for media in content.values() if isinstance(content, Mapping) else ():
            if isinstance(media, Mapping) and "schema" in media:
                schemas.append((vocabulary.resolver, Node(media["schema"], ())))
    return Place(tuple(schemas))
