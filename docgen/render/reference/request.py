"""An example request to an operation: URL, headers, parameters and body, always with the pin."""

import re
from collections.abc import Container, Iterator, Mapping
from typing import Any, Final, Literal, NamedTuple
from urllib.parse import quote, urlsplit

import msgspec

from docgen.model.config import Config
from docgen.model.pin import Pin
from docgen.openapi.merging import merged
from docgen.openapi.nodes import Node
from docgen.openapi.resolver import Resolver
from docgen.openapi.servers import servers_of
from docgen.openapi.spec import Operation
from docgen.render.reference.operation import schema_of, shared_example, shown_example
from docgen.render.reference.sample import NO_SAMPLE, sample
from docgen.render.reference.sample_names import is_placeholder, made_id, singular, snake
from docgen.wording import json_text

Kind = Literal["none", "json", "form", "multipart", "text", "bytes"]
_KINDS: Final[tuple[Kind, ...]] = ("json", "form", "multipart", "text", "bytes")
"""The kinds of bodies that a sample sends, the first of an operation's."""
_TEMPLATE: Final = re.compile(r"\{([^{}]*)\}")
_WORD: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_SCALARS: Final = (str, int, float, bool)


class Secret(msgspec.Struct, frozen=True):
    """A value from an environment variable, after a `prefix`."""

    variable: str
    prefix: str = ""


Pair = tuple[str, str | Secret]


class Request(msgspec.Struct, frozen=True):
    """A request. `basic` are the variables of user and password, `files` the fields of its form that hold a file."""

    method: str
    url: str
    headers: tuple[Pair, ...] = ()
    query: tuple[Pair, ...] = ()
    basic: Pair | None = None
    kind: Kind = "none"
    body: Any = None
    media_type: str = ""
    files: Container[str] = ()

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """The fields of a form, nested ones in brackets, as browsers' libraries write them."""
        if isinstance(self.body, Mapping):
            return tuple(_pairs("", self.body))
        return ()


class _Body(NamedTuple):
    """What a request sends, as it has it."""

    kind: Kind = "none"
    body: Any = None
    media_type: str = ""
    files: Container[str] = ()


class RequestBuilder:
    """Builds requests to the operations of the contract of a pin."""

    def __init__(self, config: Config, pin: Pin) -> None:
        self._spec, self._hosts = pin.contract, config.hosts
        self._pin, versioning = pin.id, pin.text.versioning
        self._carrier, self._version = (versioning.carrier, versioning.name) if versioning else ("", "")
        word = _WORD.search(config.api)
        self._prefix = word[0].upper() if word else "API"

    def build(self, operation: Operation) -> Request:
        """The request with what is required: path parameters, query, headers, the pin, credentials and a body."""
        headers: list[Pair] = []
        query: list[Pair] = []
        basic: list[Pair] = []
        places = {"header": headers, "query": query, "basic": basic}
        for place, pair in self._credentials(operation):
            places[place].append(pair)
        if self._carrier in places:
            places[self._carrier].append((self._version, self._pin))
        # what the client or the sample itself sets is no parameter to fill in (OpenAPI 3.1, section 4.8.12.1)
        known = {key.lower() for key, _ in headers} | {"content-type", "accept", "authorization"}
        for parameter in operation.parameters:
            location, key = parameter.get("in"), parameter.name
            if not parameter.get("required"):
                continue
            if location == "header" and key.lower() not in known:
                headers.append((key, _scalar_text(self._example(operation, parameter))))
            elif location == "query" and key not in dict(query):
                query += _pairs(key, self._example(operation, parameter))
        body = self._body(operation)
        if body.kind not in ("none", "multipart"):
            headers.append(("Content-Type", body.media_type))
        user = next(iter(basic), None)
        url = self._url(operation)
        return Request(operation.method, url, tuple(headers), tuple(query), user, *body)

    def _url(self, operation: Operation) -> str:
        values = {node.name: node for node in operation.parameters if node.get("in") == "path"}

        def fill(match: re.Match[str]) -> str:
            value = self._example(operation, values[match[1]]) if match[1] in values else ""
            return quote(match[1] if value == "" else _scalar_text(value), safe="-._~:@!$&'()*+,;=")

        base = self._base(operation)
        path = _TEMPLATE.sub(fill, re.split(r"[?#]", operation.path)[0])
        version = self._version.strip("/") if self._carrier == "path" else ""
        if version and f"/{version}/" not in f"{urlsplit(base + path).path}/":
            return f"{base}/{version}{path}"
        return base + path

    def _base(self, operation: Operation) -> str:
        """The server of an operation, of its path or of the contract; it may be a relative reference."""
        origin, path = f"https://{next(iter(self._hosts), 'api.example.com')}", ""
        for server in servers_of(self._spec, operation)[:1]:
            if server.netloc:
                origin = f"{server.scheme}://{server.netloc}"
            path = f"/{server.path.strip('/')}".rstrip("/")
        return origin + path

    def _example(self, operation: Operation, parameter: Node) -> Any:  # noqa: ANN401 - any JSON
        for _, value in self._spec.examples(parameter.value):
            return value
        node, name = schema_of(parameter), parameter.name
        if parameter.get("in") == "path":
            return self._in_path(operation, node, name)
        value = sample(self._spec, node, "request", name)
        return "" if value is NO_SAMPLE else value

    def _in_path(self, operation: Operation, node: Node, name: str) -> Any:  # noqa: ANN401 - any JSON
        """An id that the contract shows, or a value for the name; else the name, which can be seen to be no value."""
        stem = snake(name).removesuffix("_id")
        if stem == "id":
            before = re.findall(rf"(?<![^/{{}}])([^/{{}}]+)/\{{{re.escape(name)}\}}", operation.path)
            stem = "".join(snake(singular(segment)) for segment in before[:1])
        for known in (f"{stem}.id", name):
            value = sample(self._spec, node, "request", known)
            if value is not NO_SAMPLE and not is_placeholder(value) and value not in (made_id(stem), made_id("")):
                return value
        if stem and snake(name) == "id":
            return f"{stem}_id"
        return name

    def _credentials(self, operation: Operation) -> Iterator[tuple[str, Pair]]:
        """What the first requirement that is not empty asks for: pairs for the `header`, `query` or `basic`."""
        schemes, listed = self._spec.security_schemes(), filter(None, self._spec.security(operation))
        asked = [{name: schemes.get(name, {}) for name in requirement} for requirement in listed]
        # addresses are logged: a key goes into one only where nothing else is accepted
        first = min(asked, key=lambda each: any(scheme.get("in") == "query" for scheme in each.values()), default={})
        for name, scheme in first.items():
            suffix = "API_KEY" if len(first) == 1 else _variable_name(name)
            yield from self._asked(scheme, f"{self._prefix}_{suffix}")

    def _asked(self, scheme: Mapping[str, Any], variable: str) -> Iterator[tuple[str, Pair]]:
        """What a security scheme asks for (OpenAPI 3.1, section 4.8.27)."""
        name, word = str(scheme.get("name")), str(scheme.get("scheme") or "bearer")
        match scheme.get("type"), scheme.get("in"):
            case "http", _ if word.lower() == "basic":
                yield "basic", (f"{self._prefix}_USER", f"{self._prefix}_PASSWORD")
            case "http", _ if word.lower() != "bearer":
                yield "header", ("Authorization", Secret(variable, f"{word} "))
            case "http" | "oauth2" | "openIdConnect", _:
                yield "header", ("Authorization", Secret(variable, "Bearer "))
            case "apiKey", "query":
                yield "query", (name, Secret(variable))
            case "apiKey", "cookie":
                yield "header", ("Cookie", Secret(variable, f"{name}="))
            case "apiKey", _:
                yield "header", (name, Secret(variable))

    def _body(self, operation: Operation) -> _Body:
        body = self._spec.target(operation.child("requestBody"))
        content = body.members("content")
        if not content:
            return _Body()
        media_type = min(content, key=_rank)
        media, kind = self._spec.target(content[media_type]), _kind(media_type)
        # a range of media types cannot be sent
        media_type = "application/octet-stream" if "*" in media_type else media_type
        if kind == "bytes":
            return _Body(kind, media_type=media_type)
        schema = media.child("schema")
        files = self._files(schema) if kind == "multipart" else ()
        value = shown_example(self._spec, media, shared_example(self._spec, operation))
        if value is not NO_SAMPLE:
            return _Body(kind, value, media_type, files)
        if schema.value is not None:
            about = " ".join(str(operation.mapping.get(key) or "") for key in ("summary", "description"))
            value = sample(self._spec, schema, "request", about=about)
        if value is NO_SAMPLE or (value == {} and not body.get("required")):
            return _Body()
        return _Body(kind, value, media_type, files)

    def _files(self, schema: Node) -> Container[str]:
        """The fields of a form that are sent as they are (OpenAPI 3.0.3, section 4.7.14.2; 3.1, section 4.8.14.3)."""
        resolver = self._spec.cached(Resolver)
        found = set()
        for name, node in merged(resolver, schema).property_nodes().items():
            # it, the array of it, and where either may be null
            for _ in range(4):
                field = merged(resolver, node)
                if _is_file(field.keywords):
                    found.add(name)
                node = next(iter(field.alternatives()), field.child("items") or node)
        return found


def _is_file(keywords: Mapping[str, Any]) -> bool:
    if "contentMediaType" in keywords:
        return "contentEncoding" not in keywords
    return keywords.get("format") == "binary"


def _rank(media_type: str) -> tuple[int, str]:
    return _KINDS.index(_kind(media_type)), "" if media_type == "application/json" else media_type


def _kind(media_type: str) -> Kind:
    essence = media_type.partition(";")[0].strip().lower()
    if essence == "application/json" or essence.endswith("+json"):
        return "json"
    if essence == "application/x-www-form-urlencoded":
        return "form"
    if essence == "multipart/form-data":
        return "multipart"
    if essence.startswith("text/"):
        return "text"
    return "bytes"


def _variable_name(name: str) -> str:
    return re.sub(r"[^A-Z0-9]+", "_", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).upper()).strip("_") or "KEY"


def _scalar_text(value: object) -> str:
    if isinstance(value, list):
        return ",".join(map(_scalar_text, value))
    return json_text(value)


def _pairs(key: str, value: object) -> Iterator[tuple[str, str]]:
    """The pairs of a form or a query: `a[b]=1`, a list of scalars as the key repeated."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _pairs(f"{key}[{name}]" if key else name, inner)
    elif isinstance(value, list) and not all(isinstance(item, _SCALARS) for item in value):
        for index, item in enumerate(value):
            yield from _pairs(f"{key}[{index}]", item)
    elif isinstance(value, list):
        yield from ((key, _scalar_text(item)) for item in value)
    elif value is not None:
        yield key, _scalar_text(value)
