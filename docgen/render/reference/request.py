"""An example request to an operation: URL, headers, parameters and body, always with the pin."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal
from urllib.parse import quote, urlsplit

import msgspec

from docgen.model.pin import Versioning
from docgen.openapi.examples import media_examples
from docgen.openapi.nodes import Node
from docgen.openapi.resolver import Resolver
from docgen.openapi.spec import Operation, Spec
from docgen.render.reference.sample import NO_SAMPLE, sample
from docgen.render.reference.sample_names import is_placeholder, made_id, singular, snake
from docgen.wording import json_text

Kind = Literal["none", "json", "form", "multipart", "text", "bytes"]
_TEMPLATE: Final = re.compile(r"\{([^{}]*)\}")
_WORD: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_FORM: Final = "application/x-www-form-urlencoded"
_SCALARS: Final = (str, int, float, bool)


class Secret(msgspec.Struct, frozen=True):
    """A value from an environment variable, after a `prefix`."""

    variable: str
    prefix: str = ""


class Request(msgspec.Struct, frozen=True):
    """A request. `basic` are the variables of user and password; `fields` are those of a form, as text."""

    method: str
    url: str
    headers: tuple[tuple[str, str | Secret], ...] = ()
    query: tuple[tuple[str, str | Secret], ...] = ()
    basic: tuple[str, str] | None = None
    kind: Kind = "none"
    body: Any = None
    media_type: str = ""

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """The fields of a form, nested ones in brackets, as browsers' libraries write them."""
        return tuple(_pairs("", self.body)) if isinstance(self.body, Mapping) else ()


class RequestBuilder:
    """Builds requests to the operations of one contract."""

    def __init__(
        self, resolver: Resolver, api: str, hosts: tuple[str, ...], pin: str, versioning: Versioning | None
    ) -> None:
        self._resolver, self._spec, self._hosts = resolver, resolver.spec, hosts
        self._pin, self._versioning = pin, versioning
        words = _WORD.findall(api)
        self._prefix = words[0].upper() if words else "API"

    def build(self, operation: Operation) -> Request:
        """The request with what is required: path parameters, query, headers, the pin, credentials and a body."""
        headers, query, basic = self._credentials(operation)
        carrier = self._versioning.carrier if self._versioning else None
        name = self._versioning.name if self._versioning else ""
        if carrier == "header":
            headers.append((name, self._pin))
        elif carrier == "query":
            query.append((name, self._pin))
        known = {key.lower() for key, _ in headers} | {"content-type", "accept", "authorization"}
        for parameter in operation.parameters:
            location, key = parameter.get("in"), str(parameter.get("name"))
            if not parameter.get("required") or (location == "query" and key in dict(query)):
                continue
            if location == "header" and key.lower() not in known:
                headers.append((key, _scalar_text(self._example(operation, parameter))))
            elif location == "query":
                query += _pairs(key, self._example(operation, parameter))
        kind, body, media_type = self._body(operation)
        if kind not in ("none", "multipart"):
            headers.append(("Content-Type", media_type))
        url = self._url(operation)
        return Request(operation.method, url, tuple(headers), tuple(query), basic, kind, body, media_type)

    def _url(self, operation: Operation) -> str:
        values = {str(p.get("name")): p for p in operation.parameters if p.get("in") == "path"}

        def fill(match: re.Match[str]) -> str:
            parameter = values.get(match[1])
            value = self._example(operation, parameter) if parameter else match[1]
            return quote(_scalar_text(value) if value != "" else match[1], safe="-._~:@!$&'()*+,;=")

        path = _TEMPLATE.sub(fill, re.split(r"[?#]", operation.path)[0])
        url = self._base(operation) + path
        version = self._versioning.name.strip("/") if self._versioning and self._versioning.carrier == "path" else ""
        has_version = f"/{version}/" in f"{urlsplit(url).path}/"
        return url if not version or has_version else f"{self._base(operation)}/{version}{path}"

    def _base(self, operation: Operation) -> str:
        path_item = self._spec.at(operation.pointer[:-1])
        servers = operation.node.get("servers") or (
            path_item.get("servers") if isinstance(path_item, Mapping) else None
        )
        spec = Spec(self._spec.source, {"servers": servers}) if servers else self._spec
        server = next(iter(spec.servers()), None)
        # a server may be a relative reference, with a slash or without
        path = f"/{server.path.strip('/')}".rstrip("/") if server else ""
        if server and server.netloc:
            return f"{server.scheme}://{server.netloc}{path}"
        return f"https://{self._hosts[0] if self._hosts else 'api.example.com'}{path}"

    def _example(self, operation: Operation, parameter: Mapping[str, Any]) -> Any:  # noqa: ANN401 - any JSON
        for _, value in media_examples(self._spec, parameter):
            return value
        node = Node(schema_of(parameter), (*operation.pointer, "x-sampled"))
        name = str(parameter.get("name"))
        if parameter.get("in") == "path":
            return self._in_path(operation, node, name)
        value = sample(self._resolver, node, "request", name)
        return "" if value is NO_SAMPLE else value

    def _in_path(self, operation: Operation, node: Node, name: str) -> Any:  # noqa: ANN401 - any JSON
        """An id that the contract shows, or a value for the name; else the name, which can be seen to be no value."""
        stem = snake(name).removesuffix("_id")
        if stem == "id":
            before = re.search(rf"(?<![^/{{}}])([^/{{}}]+)/\{{{re.escape(name)}\}}", operation.path)
            stem = snake(singular(before[1])) if before else ""
        for known in (f"{stem}.id", name):
            value = sample(self._resolver, node, "request", known)
            if value is not NO_SAMPLE and not is_placeholder(value) and value not in (made_id(stem), made_id("")):
                return value
        return name if snake(name) != "id" or not stem else f"{stem}_id"

    def _credentials(self, operation: Operation) -> tuple[list[Any], list[Any], tuple[str, str] | None]:
        headers: list[Any] = []
        query: list[Any] = []
        basic = None
        requirement = next(filter(None, self._spec.security(operation)), {})
        schemes = self._spec.security_schemes() if requirement else {}
        for name in requirement:
            scheme = schemes.get(name, {})
            variable = f"{self._prefix}_API_KEY" if len(requirement) == 1 else f"{self._prefix}_{_variable_name(name)}"
            kind, location = scheme.get("type"), scheme.get("in")
            if kind == "http" and str(scheme.get("scheme")).lower() == "basic":
                basic = (f"{self._prefix}_USER", f"{self._prefix}_PASSWORD")
            elif kind == "apiKey" and location == "query":
                query.append((str(scheme.get("name")), Secret(variable)))
            elif kind == "apiKey":
                prefix = f"{scheme.get('name')}=" if location == "cookie" else ""
                headers.append(
                    ("Cookie" if location == "cookie" else str(scheme.get("name")), Secret(variable, prefix))
                )
            elif kind in ("http", "oauth2", "openIdConnect"):
                word = str(scheme.get("scheme") or "bearer")
                word = "Bearer" if kind != "http" or word.lower() == "bearer" else word
                headers.append(("Authorization", Secret(variable, f"{word} ")))
        return headers, query, basic

    def _body(self, operation: Operation) -> tuple[Kind, Any, str]:
        body = self._spec.resolve(operation.node.get("requestBody"))
        content = body.get("content")
        if not isinstance(content, Mapping) or not content:
            return "none", None, ""
        media_type = min(content, key=lambda name: _rank(str(name)))
        media, kind = self._spec.resolve(content[media_type]), _kind(str(media_type))
        media_type = "application/octet-stream" if "*" in media_type else str(media_type)
        if kind == "bytes":
            return kind, None, media_type
        for _, value in media_examples(self._spec, media):
            return kind, value, media_type
        node = Node(media.get("schema"), (*operation.pointer, "x-sampled"))
        value = sample(self._resolver, node, "request") if node.value is not None else NO_SAMPLE
        has_body = value is not NO_SAMPLE and not (value == {} and not body.get("required"))
        return (kind, value, media_type) if has_body else ("none", None, "")


def schema_of(node: Mapping[str, Any]) -> Any:  # noqa: ANN401 - any JSON
    """The schema of a parameter or a header: its own, or that of its `content`; None where it has neither."""
    schema, content = node.get("schema"), node.get("content")
    if schema is not None or not isinstance(content, Mapping):
        return schema
    return next((media.get("schema") for media in content.values()), None)


def _rank(media_type: str) -> tuple[int, str]:
    kinds = ("json", "form", "multipart", "text", "bytes")
    return kinds.index(_kind(media_type)), "" if media_type == "application/json" else media_type


def _kind(media_type: str) -> Kind:
    essence = media_type.partition(";")[0].strip().lower()
    if essence == "application/json" or essence.endswith("+json"):
        return "json"
    if essence == _FORM:
        return "form"
    if essence == "multipart/form-data":
        return "multipart"
    return "text" if essence.startswith("text/") else "bytes"


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
            yield from _pairs(f"{key}[{name}]" if key else str(name), inner)
    elif isinstance(value, list) and not all(isinstance(item, _SCALARS) for item in value):
        for index, item in enumerate(value):
            yield from _pairs(f"{key}[{index}]", item)
    elif isinstance(value, list):
        yield from ((key, _scalar_text(item)) for item in value)
    elif value is not None:
        yield key, _scalar_text(value)
